"""Can other software read what the directory exports?"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from hotline.config import ROOT
from hotline.directory.export import export
from hotline.directory.search import Directory
from tests.directory.schema import misfits

STANDARDS = Path(os.environ.get("HSDS_SCHEMAS", ROOT.parent / "shared/standards/hsds-3.0"))


def exported(directory: Directory, id_: str) -> dict[str, Any]:
    ids = [service.id for service in directory.services]
    return export(directory)[ids.index(id_)]


@pytest.mark.skipif(not STANDARDS.is_dir(), reason="the schemas of HSDS 3.0 are not here")
@pytest.mark.parametrize("city", ["fictional", "montreuil"])
def test_every_service_fits_the_standard(city: str, request: pytest.FixtureRequest) -> None:
    for service in export(request.getfixturevalue(city)):
        assert [*misfits(service, STANDARDS / "service.json")] == []


def test_a_service_is_exported_with_all_that_belongs_to_it(fictional: Directory) -> None:
    service = exported(fictional, "maison-accueil")
    (at_location,) = service["service_at_locations"]
    assert service["organization"]["name"] == "Ville de Bourg-Fictif"
    assert [phone["number"] for phone in service["phones"]] == ["01 99 00 10 01", "01 99 00 10 02"]
    assert at_location["location"]["latitude"] == 45.002
    assert service["assured_date"] == "2026-06-01"


def test_hours_are_exported_by_day(fictional: Directory) -> None:
    hours = [
        (schedule["byday"], schedule["opens_at"], schedule["closes_at"])
        for schedule in exported(fictional, "maison-repas")["schedules"]
    ]
    assert hours == [
        ("MO,TU,WE,TH,FR", "09:00", "12:30"),
        ("MO,TU,WE,TH,FR", "13:30", "17:00"),
        ("SA", "10:00", "13:00"),
    ]


def test_an_approximate_position_is_not_exported_as_a_point(fictional: Directory) -> None:
    service = exported(fictional, "droits-ecoute")
    location = service["service_at_locations"][0]["location"]
    assert "latitude" not in location
    assert location["transportation"] == "Gare de Bourg-Fictif"
    assert service["phones"][0]["description"] == "Maison des habitants de Bourg-Fictif"
    assert "schedules" not in service


def test_ids_stay_and_differ(fictional: Directory) -> None:
    first, again = export(fictional), export(fictional)
    assert json.dumps(first) == json.dumps(again)
    assert len({service["id"] for service in first}) == 5
