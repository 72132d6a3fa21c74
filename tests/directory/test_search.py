"""Is the service that a person should try first the first one?"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from hotline.directory.distance import as_said, metres_between
from hotline.directory.schedule import Schedule
from hotline.directory.search import Directory
from hotline.plan import Since
from tests.directory.towns import MORNING, found

GARE, MARKET = "Gare de Bourg-Fictif", "Place du Marché"
SUNDAY = datetime(2026, 11, 22, 11, 0)
CHRISTMAS = datetime(2026, 12, 25, 10, 0)  # a Friday


def with_location(directory: Directory, id_: str, **changes: object) -> Directory:
    """The same directory, one of its locations changed."""
    changed = replace(directory.locations[id_], **changes)  # type: ignore[arg-type]
    return replace(directory, locations={**directory.locations, id_: changed})


@pytest.mark.parametrize(
    ("topic", "place", "team", "ids"),
    [
        ("papers", GARE, "pad", ["droits-papiers", "maison-accueil"]),
        ("papers", MARKET, "pad", ["droits-papiers", "maison-accueil"]),
        ("papers", MARKET, None, ["maison-accueil", "droits-papiers"]),
        ("papers", GARE, None, ["droits-papiers", "maison-accueil"]),
        ("papers", None, None, ["maison-accueil", "droits-papiers"]),
        ("papers", "Foyer des Dunes", None, ["maison-accueil", "droits-papiers"]),
        ("culture", MARKET, "", ["maison-accueil", "maison-repas", "tilleuls-cours"]),
        ("legal", None, "pad", ["droits-ecoute", "droits-papiers"]),
        ("racism", MARKET, "mrap93", []),
        ("no such topic", None, None, []),
    ],
)
def test_order(
    fictional: Directory, topic: str, place: str | None, team: str | None, ids: list[str]
) -> None:
    assert found(fictional, topic, place, team) == ids


def test_closed_comes_after_unknown_hours_in_its_tier(fictional: Directory) -> None:
    matches = fictional.nearest("papers", fictional.place(MARKET), SUNDAY, None)
    assert [match.open for match in matches] == [None, False]


def test_an_unknown_position_comes_last_in_its_tier(fictional: Directory) -> None:
    there = with_location(fictional, "maison", lat=None, lon=None, schedule=None)
    assert found(there, "papers", MARKET) == ["droits-papiers", "maison-accueil"]


@pytest.mark.parametrize(
    ("hours", "now", "is_open"),
    [
        ("Mo-Fr 09:00-17:00; PH off", MORNING, True),
        ("Mo-Fr 09:00-17:00; PH off", SUNDAY, False),
        ("Mo-Fr 09:00-17:00; PH off", CHRISTMAS, False),
        ("Mo-Fr 09:00-17:00", CHRISTMAS, None),
        ("24/7", CHRISTMAS, True),
        ("", MORNING, None),
    ],
)
def test_open(fictional: Directory, hours: str, now: datetime, is_open: bool | None) -> None:
    schedule = Schedule.parse(hours) if hours else None
    there = with_location(fictional, "maison", schedule=schedule)
    (match,) = there.nearest("food", None, now, None)
    assert match.open is is_open


def test_a_country_without_a_calendar_has_no_public_holidays(fictional: Directory) -> None:
    elsewhere = replace(fictional, country="ZZ")
    assert elsewhere.nearest("food", None, CHRISTMAS, None)[0].open is True


@pytest.mark.parametrize(
    ("topic", "place", "metres", "approximate"),
    [
        ("food", MARKET, 10, False),
        ("food", GARE, 660, False),
        ("food", "Quartier des Tilleuls", 900, True),  # a neighbourhood is no point
        ("food", "Bourg-Fictif", 280, True),
        ("violence", MARKET, 670, True),  # the location is only roughly known
        ("violence", GARE, 0, True),
        ("french", MARKET, None, False),
        ("food", "Foyer des Dunes", None, False),
        ("violence", None, None, False),
    ],
)
def test_distance(
    fictional: Directory, topic: str, place: str | None, metres: int | None, approximate: bool
) -> None:
    where = fictional.place(place) if place else None
    match = fictional.nearest(topic, where, MORNING, None)[0]
    assert (match.metres, match.approximate) == (metres, approximate)


@pytest.mark.parametrize(
    ("metres", "said"), [(0, 0), (4, 0), (444, 440), (994, 990), (1049, 1000), (2750, 2800)]
)
def test_distances_are_said_round(metres: float, said: int) -> None:
    assert as_said(metres) == said


def test_a_degree_of_latitude_is_111_km() -> None:
    assert metres_between(48.0, 2.4, 49.0, 2.4) == pytest.approx(111_195, abs=1)


def test_reach(fictional: Directory) -> None:
    maison, droits = fictional.locations["maison"], fictional.locations["droits"]
    own, through = fictional.reach(maison), fictional.reach(droits)
    assert own is not None
    assert through is not None
    assert (own.phone, own.via) == ("01 99 00 10 01", None)
    assert (through.phone, through.via) == ("01 99 00 10 01", maison)


def test_reach_through_another_that_has_none(fictional: Directory) -> None:
    chain = with_location(fictional, "maison", phones=(), reach_through="tilleuls")
    reach = chain.reach(chain.locations["droits"])
    assert reach is not None
    assert reach.via == chain.locations["tilleuls"]


@pytest.mark.parametrize("through", ["", "gone", "droits", "maison"])
def test_out_of_reach(fictional: Directory, through: str) -> None:
    chain = with_location(fictional, "maison", phones=(), reach_through=through)
    assert chain.reach(chain.locations["droits"]) is None


@pytest.mark.parametrize(
    ("topic", "since"),
    [
        ("food", Since(date(2026, 6, 1), "2026-03")),
        ("violence", Since(None, "2025")),
        ("french", Since(None, None)),
    ],
)
def test_age(fictional: Directory, topic: str, since: Since) -> None:
    assert fictional.age(fictional.nearest(topic, None, MORNING, None)[0]) == since


def test_a_name_without_a_row(fictional: Directory) -> None:
    assert fictional.place("Atlantide") is None
    assert fictional.service("atlantide") is None
    assert fictional.location("atlantide") is None


def test_of_two_places_with_one_name_the_one_with_a_position(fictional: Directory) -> None:
    lost = replace(fictional.places[0], name="Pont Neuf", lat=None, lon=None)
    place = replace(fictional, places=(lost, *fictional.places)).place("Pont Neuf")
    assert place is not None
    assert place.kind == "bus_stop"
