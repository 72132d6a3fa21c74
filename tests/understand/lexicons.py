"""The lexicon of everything under messages/, as the line compiles it for Montreuil."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

from hotline.content.texts import load_texts
from hotline.content.topics import load_topics
from hotline.learning import learned
from hotline.model import Place
from hotline.understand import Lexicon, compile_lexicon

MESSAGES = Path(__file__).parents[2] / "messages"
_TRANSLATED = sorted(file.stem for file in MESSAGES.glob("*.po") if "." not in file.stem)
LANGUAGES = ("fr", *_TRANSLATED)


def places() -> tuple[Place, ...]:
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


@cache
def whole() -> Lexicon:
    texts = load_texts(MESSAGES, LANGUAGES)
    known = learned(MESSAGES, texts.meanings())
    return compile_lexicon(texts, load_topics(MESSAGES), places(), home="Montreuil", learned=known)
