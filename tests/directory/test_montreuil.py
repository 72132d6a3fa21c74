"""Is the real city served as its sources bind us to serve it?"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest

from hotline.config import ROOT
from hotline.directory import rows
from hotline.directory.search import Directory
from tests.directory.towns import MORNING, built, found

PACK = ROOT / "messages" / "cities" / "montreuil"


def table(name: str) -> Iterator[dict[str, str]]:
    with (PACK / f"{name}.csv").open(newline="", encoding="utf-8") as opened:
        yield from csv.DictReader(opened)


def test_everything_is_served(tmp_path: Path) -> None:
    made = built(PACK, tmp_path / "directory.sqlite")
    assert (made.services, made.locations, made.places, made.numbers) == (33, 27, 252, 33)
    assert {warning.column for warning in made.warnings} == {"phone"}


@pytest.mark.parametrize(
    ("topic", "place", "team", "first"),
    [
        ("legal", "Croix de Chavaux", "pad", "pad-droit-etrangers"),
        ("violence", "La Noue", "pad", "pad-aide-victimes"),
        ("racism", None, "mrap93", "mrap93-ecoute"),
        ("work", "Robespierre", "grdr", "grdr-emploi"),
        ("business", "Le Morillon", "laruche", "laruche-incubateur"),
        ("health", "Montreuil - Hôpital", None, "gregoire-urgences"),
        ("food", "Les Ruffins", None, "spf-aide"),
        ("french", "Mairie de Montreuil", None, "integration-cours"),
        ("housing", "Mairie de Montreuil", None, "integration-logement"),
    ],
)
def test_first_answers(
    montreuil: Directory, topic: str, place: str | None, team: str | None, first: str
) -> None:
    assert found(montreuil, topic, place, team)[0] == first


def test_the_point_of_access_to_rights_from_croix_de_chavaux(montreuil: Directory) -> None:
    match = montreuil.nearest("legal", montreuil.place("Croix de Chavaux"), MORNING, "pad")[0]
    reach = montreuil.reach(match.location)
    assert (match.metres, match.approximate, match.location.near) == (
        720,
        True,
        "Mairie de Montreuil",
    )
    assert reach is not None
    assert reach.via is not None
    assert (reach.phone, reach.via.id) == ("01 48 70 60 00", "mairie-altais")


def test_unverified_hours_are_nowhere(montreuil: Directory) -> None:
    served = repr(rows.to_tables(montreuil))
    old = [row["opening_hours_unverified"] for row in table("locations")]
    assert [hours for hours in old if hours and hours in served] == []
    scheduled = [id_ for id_, location in montreuil.locations.items() if location.schedule]
    assert scheduled == [row["id"] for row in table("locations") if row["opening_hours"]]


def test_what_is_approximate_says_near_what_or_has_an_address(montreuil: Directory) -> None:
    for location in montreuil.locations.values():
        if location.position == "approximate":
            assert location.near or location.address
        assert not location.near or montreuil.place(location.near)


def test_an_sms_has_room_for_every_short_name(montreuil: Directory) -> None:
    names = [location.short_name for location in montreuil.locations.values()]
    assert all(0 < len(name) <= 30 for name in names)


def test_every_telephone_is_in_the_tables(montreuil: Directory) -> None:
    written = {
        row[key].replace(" ", "") for row in table("locations") for key in ("phone", "phone_2")
    }
    for location in montreuil.locations.values():
        assert {phone.replace(" ", "") for phone in location.phones} <= written


def test_nobody_has_called_yet(montreuil: Directory) -> None:
    assert {location.verified_on for location in montreuil.locations.values()} == {None}


def test_stations_of_central_paris_are_left_out(montreuil: Directory) -> None:
    assert montreuil.place("Porte Saint-Martin") is None
    assert montreuil.place("Bourg l'Abbé - Saint-Martin") is None
