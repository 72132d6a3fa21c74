from __future__ import annotations

import csv
from pathlib import Path

import pytest

from hotline.content.texts import load_texts
from hotline.content.topics import load_topics
from hotline.model import Place
from hotline.understand import Lexicon, compile_lexicon

MESSAGES = Path(__file__).parents[2] / "messages"


def _places() -> tuple[Place, ...]:
    with (MESSAGES / "cities/montreuil/places.csv").open(encoding="utf-8-sig") as file:
        return tuple(
            Place(
                row["name"],
                row["kind"],
                float(row["lat"]) if row["lat"] else None,
                float(row["lon"]) if row["lon"] else None,
                tuple(alias for alias in row["aliases"].split("|") if alias),
            )
            for row in csv.DictReader(file)
        )


@pytest.fixture(scope="session")
def places() -> tuple[Place, ...]:
    return _places()


@pytest.fixture(scope="session")
def lexicon(places: tuple[Place, ...]) -> Lexicon:
    texts = load_texts(MESSAGES, ("fr", "en", "ar", "es"))
    return compile_lexicon(texts, load_topics(MESSAGES), places, home="Montreuil")
