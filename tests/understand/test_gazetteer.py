from __future__ import annotations

import pytest

from hotline.model import Place
from hotline.understand.fold import tokens
from hotline.understand.gazetteer import metres, sites

PLACES = (
    Place("Rivoux", "commune", 48.80, 2.50, ("Rivoux-le-Haut", "INSEE 99001", "99100")),
    Place("Mairie de Rivoux", "metro_station", 48.80, 2.50, ("METRO 9",)),
    Place("Mairie de Rivoux", "bus_stop", 48.8005, 2.50),
    Place("Puits - République", "bus_stop", 48.82, 2.50),
    Place("Four - République", "bus_stop", 48.84, 2.50),
    Place("Foyer Aubier", "migrant_hostel", None, None),
    Place("Croix de Sablonne", "metro_station", 48.81, 2.52),
    Place("Croix de Sablonne - Métro", "bus_stop", 48.811, 2.52),
    Place("Avenue Aubier", "street", 48.83, 2.53),
    Place("Rue Sablonne", "street", 48.83, 2.53),
)
SITES = sites(PLACES, "Rivoux", ordinary={("aubier",)})


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("mairie", ["Mairie de Rivoux"]),
        ("mairie de rivoux", ["Mairie de Rivoux"]),
        ("croix sablonne", ["Croix de Sablonne"]),
        ("crx de sablonne", ["Croix de Sablonne"]),
        ("sablonne", ["Croix de Sablonne"]),
        ("croixdesablonne", ["Croix de Sablonne"]),
        ("republique", ["Puits - République", "Four - République"]),
        ("foyer aubier", ["Foyer Aubier"]),
        ("99100", ["Rivoux"]),
        ("croix de sablonne metro", ["Croix de Sablonne"]),
        ("av aubier", ["Avenue Aubier"]),
        ("rue sablonne", ["Rue Sablonne"]),
    ],
)
def test_names(written: str, names: list[str]) -> None:
    assert [place.name for place in SITES[tokens(written)].places] == names


@pytest.mark.parametrize("written", ["rivoux", "rivoux le haut", "metro 9", "insee 99001", "de"])
def test_no_name(written: str) -> None:
    assert tokens(written) not in SITES


def test_two_rows_of_one_station_are_one_place_and_the_metro_wins() -> None:
    assert SITES[("mairie", "de", "rivoux")].places == (PLACES[1],)


@pytest.mark.parametrize(("written", "firm"), [("mairie", True), ("aubier", False)])
def test_ordinary_words_are_not_firm(written: str, firm: bool) -> None:
    assert SITES[(written,)].firm is firm


def test_metres() -> None:
    assert metres(PLACES[1], PLACES[2]) == pytest.approx(56, abs=1)
    assert metres(PLACES[0], PLACES[5]) == float("inf")
