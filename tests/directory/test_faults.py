"""Is every mistake in a city pack found, at its place, with what to do about it?"""

from __future__ import annotations

from pathlib import Path

import pytest

from hotline.directory.pack import Edit
from tests.directory.towns import faults_of, write

BROKEN_CELLS = [
    ("locations", 2, "id", "Maison !", "no id", "mairie-altais"),
    ("locations", 2, "name", "", "empty", "Fill it in"),
    ("locations", 4, "id", "maison", "already row 2", "another one"),
    ("locations", 4, "position", "exacte", "no position", "'exact'"),
    ("locations", 4, "position", "approximate", "without coordinates", "none"),
    ("locations", 2, "position", "none", "there are coordinates", "exact"),
    ("locations", 2, "lat", "45,0020", "decimal comma", "45.0020"),
    ("locations", 2, "lat", "north", "not a number", "48.8623"),
    ("locations", 2, "lat", "nan", "not a number", "48.8623"),
    ("locations", 2, "lon", "-300.1", "beyond 180", "Look the position up"),
    ("locations", 2, "lon", "", "is empty, but lat", "Give both"),
    ("places", 6, "lat", "", "is empty, but lon", "Give both"),
    ("locations", 2, "lat", "47.5", "km from", "Look the position up"),
    ("places", 3, "lat", "46.5", "km from", "Look the position up"),
    ("locations", 3, "near", "Gare de Bourg Fictif", "not in places.csv", "'Gare de Bourg-Fictif'"),
    ("locations", 3, "near", "", "nobody can find it", "places.csv"),
    ("locations", 2, "phone", "01 99 00 10", "no telephone number", "Count its digits"),
    ("locations", 2, "phone_2", "3949", "no telephone number", "numbers.csv"),
    ("locations", 2, "phone", "08 99 12 34 56", "costs more", "normal price"),
    ("locations", 2, "opening_hours", "lundi 9h-12h", "not understood", "Mo-Fr 09:00"),
    ("locations", 3, "source_date", "mars 2025", "no date", "2023-03"),
    ("locations", 3, "source_date", "2025-13", "no date", "2023-03"),
    ("locations", 2, "verified_on", "01/06/2026", "no date", "2026-11-23"),
    ("locations", 2, "verified_on", "2026-11-24", "in the future", "checked"),
    ("locations", 2, "verified_on", "", "is empty, but verified_by", "Give the day"),
    ("locations", 2, "verified_by", "", "is empty, but verified_on", "who checked"),
    ("locations", 2, "status", "publié", "no status", "published"),
    ("locations", 3, "reach_through", "maisons", "not in locations.csv", "'maison'"),
    ("locations", 4, "reach_through", "tilleuls", "in a circle: tilleuls > tilleuls", "telephone"),
    ("services", 2, "id", "", "is empty", "Fill it in"),
    ("services", 2, "location_id", "droit", "not in locations.csv", "'droits'"),
    ("services", 2, "location_id", "", "is empty", "locations.csv"),
    ("services", 2, "team", "pads", "no team", "'pad'"),
    ("services", 2, "topics", "legal violense", "no topic", "'violence'"),
    ("services", 2, "topics", "legal legal", "a word twice", "Take one out"),
    ("services", 2, "topics", "", "is empty", "Fill it in"),
    ("services", 2, "appointment", "yes", "no kind of appointment", "required"),
    ("numbers", 2, "sms", "oui", "no answer", "yes"),
    ("numbers", 2, "number", "12 34 56 78", "no telephone number", "digits"),
    ("numbers", 3, "number", "01 99 00 01 14", "already row 2", "take one row out"),
    ("numbers", 3, "number", "0199000114", "already row 2", "take one row out"),
    ("numbers", 2, "purpose_fr", "", "empty", "Fill it in"),
    ("places", 3, "kind", "RER station", "no kind", "'rer_station'"),
    ("places", 3, "kind", "bus_stops", "no kind", "'bus_stop'"),
    ("places", 3, "aliases", "la gare, la station", "not parted", "one|another"),
    ("services", 2, "summary_fr", "deux\u202elignes", "U+202E", "by hand"),
    ("services", 2, "summary_fr", "deux\nlignes", "U+000A", "by hand"),
    ("places", 2, "aliases", "nul\0", "U+0000", "by hand"),
]


@pytest.mark.parametrize(("table", "row", "column", "value", "problem", "cure"), BROKEN_CELLS)
def test_a_broken_cell(
    town: Path, table: str, row: int, column: str, value: str, problem: str, cure: str
) -> None:
    write(town / f"{table}.csv", row, column, value)
    fault = faults_of(town)[0]
    assert (fault.file, fault.row, fault.column) == (f"{table}.csv", row, column)
    assert problem in fault.problem
    assert cure in fault.cure


def test_swapped_coordinates_are_called_so(town: Path) -> None:
    write(town / "locations.csv", 2, "lat", "-30.0021")
    write(town / "locations.csv", 2, "lon", "45.0020")
    (fault,) = faults_of(town)
    assert (fault.row, "swapped" in fault.problem) == (2, True)


def test_every_location_of_a_circle_is_told(town: Path) -> None:
    write(town / "locations.csv", 2, "reach_through", "droits")
    circle, other = faults_of(town)
    assert (circle.row, other.row) == (2, 3)
    assert "maison > droits > maison" in circle.problem


def test_nobody_is_sent_to_a_closed_location(town: Path) -> None:
    write(town / "locations.csv", 2, "status", "closed")
    (fault,) = faults_of(town)
    assert (fault.row, fault.column) == (3, "reach_through")


def test_a_town_without_any_service(town: Path) -> None:
    file = town / "services.csv"
    header, *rows = file.read_text("utf-8").splitlines()
    for left in ([], [row.replace(",published", ",draft") for row in rows]):
        file.write_text("\n".join([header, *left]), "utf-8")
        (fault,) = faults_of(town)
        assert (fault.file, fault.row) == ("services.csv", None)
        assert "no service that can be told" in fault.problem


def test_all_faults_are_told_at_once(town: Path) -> None:
    write(town / "places.csv", 3, "lat", "x")
    write(town / "locations.csv", 2, "phone", "1")
    write(town / "locations.csv", 3, "near", "?")
    write(town / "services.csv", 6, "team", "x")
    write(town / "services.csv", 2, "topics", "x")
    told = [(fault.file, fault.row) for fault in faults_of(town)]
    rows = {"places": (3,), "locations": (2, 3), "services": (2, 6)}
    assert told == [(f"{table}.csv", row) for table, each in rows.items() for row in each]


HEADERS = [
    ("short_name,address", "shortname,address", "shortname", "'short_name'"),
    ("short_name,address", "address", "short_name", "messages/cities"),
    ("short_name,address", "short_name,mood,address", "mood", "Take it out"),
    ("short_name,address", "short_name,name,address", "name", "messages/cities"),
]


@pytest.mark.parametrize(("before", "after", "column", "cure"), HEADERS)
def test_a_broken_header(town: Path, before: str, after: str, column: str, cure: str) -> None:
    file = town / "locations.csv"
    file.write_text(file.read_text("utf-8").replace(before, after, 1), "utf-8")
    (fault,) = faults_of(town)
    assert (fault.file, fault.row, fault.column) == ("locations.csv", 1, column)
    assert cure in fault.cure


FILES = [
    ("latin-1", lambda text: text.encode("latin-1"), 4, "UTF-8"),
    ("utf-16", lambda text: text.encode("utf-16"), 1, "UTF-8"),
    ("semicolons", lambda text: text.replace(",", ";").encode(), 1, "comma"),
    ("tabs", lambda text: text.replace(",", "\t").encode(), 1, "comma"),
    ("a stray quote", lambda text: text.replace("la gare", '"la" gare').encode(), None, "comma"),
    ("a comma too many", lambda text: text.replace("la gare", "la, gare").encode(), 3, "quotation"),
    ("nothing", lambda _: b"", 1, "messages/cities"),
]


@pytest.mark.parametrize(("_name", "damage", "row", "cure"), FILES)
def test_a_broken_file(town: Path, _name: str, damage: object, row: int | None, cure: str) -> None:
    file = town / "places.csv"
    assert callable(damage)
    file.write_bytes(damage(file.read_text("utf-8")))
    fault = faults_of(town)[0]
    assert (fault.file, fault.row) == ("places.csv", row)
    assert cure in fault.cure


@pytest.mark.parametrize("table", ["places", "locations", "services", "numbers"])
def test_a_missing_file_is_the_only_fault(town: Path, table: str) -> None:
    (town / f"{table}.csv").unlink()
    (fault,) = faults_of(town)
    assert (fault.file, fault.row) == (f"{table}.csv", None)


def test_an_edit_is_checked_like_a_row(town: Path) -> None:
    (fault,) = faults_of(town, overlay=[Edit("locations", "maison", "phone", "\ud800")])
    assert (fault.row, "U+D800" in fault.problem) == (2, True)


@pytest.mark.parametrize(
    ("id_", "column", "cure"), [("maisons", "phone", "maison"), ("maison", "phon", "phone")]
)
def test_an_edit_of_nothing(town: Path, id_: str, column: str, cure: str) -> None:
    (fault,) = faults_of(town, overlay=[Edit("locations", id_, column, "01 99 00 10 09")])
    assert (fault.file, fault.row) == ("locations.csv", None)
    assert f"'{cure}'" in fault.cure
