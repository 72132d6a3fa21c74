"""Streets from the national address base: a sample in its format, of an invented commune."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest

from hotline.app import Hotline
from hotline.config import ROOT, Config
from hotline.content.texts import load_texts
from hotline.content.topics import load_topics
from hotline.directory.sources.ban import streets
from hotline.errors import FaultyFiles
from hotline.model import Place
from hotline.understand import compile_lexicon, understand
from tests.understand.lexicons import MESSAGES
from tests.understand.lexicons import places as montreuil

SAMPLE = Path(__file__).parent / "samples" / "adresses-99.csv"


def test_the_streets_of_one_commune() -> None:
    found = streets(SAMPLE, "99001")
    assert [(row["name"], row["lat"], row["lon"]) for row in found] == [
        ("Place de l'Exemple", "44.999000", "-29.999000"),
        ("Rue Inventée", "45.002000", "-30.002000"),
    ]


def test_streets_are_places_of_the_city(tmp_path: Path) -> None:
    city = tmp_path / "city"
    shutil.copytree(ROOT / "tests/cities/bourg-fictif", city)
    rows = streets(SAMPLE, "99001")
    with (city / "streets.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, rows[0])
        table.writeheader()
        table.writerows(rows)
    line = Hotline(Config(state=tmp_path / "state", city=str(city)))
    line.build_directory()
    place = line.directory.place("Rue Inventée")
    assert place is not None
    assert place.kind == "street"
    assert place in line.directory.rough


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("12 rue de paris", "Rue de Paris", "street"),
        ("rue galieni avocat", "Rue Galliéni", "street"),
        ("metro galieni", "Gallieni", "metro_station"),
        ("galieni", "Gallieni", "metro_station"),
    ],
)
def test_a_street_is_told_apart_from_a_metro(text: str, name: str, kind: str) -> None:
    named = ("Rue de Paris", "Rue Galliéni")
    rows = (Place(one, "street", 45.0, -30.0) for one in named)
    texts = load_texts(MESSAGES, ("fr",))
    lexicon = compile_lexicon(texts, load_topics(MESSAGES), (*montreuil(), *rows), "Montreuil")
    found = understand(text, lexicon).places
    assert [(place.name, place.kind) for place in found] == [(name, kind)]


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ((";code_insee;", ";commune;"), "row 1, column code_insee"),
        ((";-30.002000;", ";east;"), "row 3, column lat"),
        (("99001;Bourg", "98001;Bourg"), "no address in 99001"),
    ],
)
def test_what_cannot_be_read_is_told(tmp_path: Path, changed: tuple[str, str], told: str) -> None:
    file = tmp_path / "adresses.csv"
    file.write_text(SAMPLE.read_text(encoding="utf-8").replace(*changed), encoding="utf-8")
    with pytest.raises(FaultyFiles, match=told):
        streets(file, "99001")
