"""Who is on duty, on which day, at which minute?"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from hotline.days import public_holidays
from hotline.directory.rota import Rota, load_rota
from hotline.errors import FaultyFiles
from tests.cities import __file__ as cities

TEAMS, TOPICS = ("pad", "integration"), ("legal", "violence")
PARIS = ZoneInfo("Europe/Paris")
FICTIONAL = Path(cities).parent / "bourg-fictif"


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(PARIS)


def names(rota: Rota, now: datetime) -> list[str]:
    return [shift.login for shift in rota.on_duty(now, public_holidays("FR", now.year))]


@pytest.mark.parametrize(
    ("now", "there"),
    [
        ("2026-11-23T10:00+01:00", ["awa", "bruno", "chadia"]),
        ("2026-11-23T08:59+01:00", []),
        ("2026-11-23T12:00+01:00", ["bruno"]),
        ("2026-11-23T17:00+01:00", []),
        ("2026-11-22T10:00+01:00", []),  # Sunday
        ("2026-12-25T10:00+01:00", []),  # a Friday, but Christmas
        # 07:30 in UTC is 09:30 in summer and 08:30 in winter: the night of the change, and after.
        ("2026-10-23T07:30+00:00", ["awa", "bruno"]),
        ("2026-10-26T07:30+00:00", []),
        ("2026-03-27T07:30+00:00", []),
        ("2026-03-30T07:30+00:00", ["awa", "bruno"]),
    ],
)
def test_who_is_there(now: str, there: list[str]) -> None:
    assert names(load_rota(FICTIONAL, TEAMS, TOPICS, ("fr", "en", "ar")), at(now)) == there


@pytest.mark.parametrize(
    ("hours", "there"), [("Mo-Su 00:00-24:00", []), ("24/7", ["a"]), ("Mo-Su 08:00-20:00", [])]
)
def test_on_a_public_holiday_only_who_is_always_there(
    tmp_path: Path, hours: str, there: list[str]
) -> None:
    (tmp_path / "rota.toml").write_text(f'[[pad]]\nlogin = "a"\nhours = "{hours}"\n')
    rota = load_rota(tmp_path, TEAMS, TOPICS, ("fr", "en", "ar"))
    assert names(rota, at("2026-07-14T10:00+02:00")) == there
    assert names(rota, at("2026-07-15T10:00+02:00")) == ["a"]


def test_montreuil_has_no_rota() -> None:
    montreuil = Path(cities).parents[2] / "messages/cities/montreuil"
    assert load_rota(montreuil, TEAMS, TOPICS, ("fr", "en", "ar")).shifts == ()


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ('[[nobody]]\nlogin = "a"', "is no team"),
        ('pad = "a"', "is no list"),
        ('[[pad]]\nhours = "24/7"', "without a login"),
        ('[[pad]]\nlogin = "a"', "hours is not understood"),
        ('[[pad]]\nlogin = "a"\nhours = "lundi"', "hours is not understood"),
        ('[[pad]]\nlogin = "a"\nhours = 9', "hours is not understood"),
        ('[[pad]]\nlogin = "a"\nhours = "24/7"\nname = "A"', "is no entry"),
        ('[[pad]]\nlogin = "a"\nhours = "24/7"\ngender = "x"', "is not f or m"),
        ('[[pad]]\nlogin = "a"\nhours = "24/7"\ntopics = ["cats"]', "'cats' is none"),
        ('[[pad]]\nlogin = "a"\nhours = "24/7"\nlanguages = "fr"', "languages is no list"),
        ('[[pad]]\nlogin = "a"\nhours = "24/7"\nphone = "01 99 00 10 01"', "hotline staff phone"),
        ("[[pad", "cannot be read"),
        ('[[pads]]\nlogin = "a"', "Did you mean 'pad'?"),
        ('[[pad]]\nlogin = " "', "without a login"),
        ('[[pad]]\nlogin = "+33639980001"\nhours = "24/7"', "hotline staff phone"),
        ('[[pad]]\nlogin = "a"\nhour = "24/7"\nhours = "24/7"', "Did you mean 'hours'?"),
        ('[[pad]]\nlogin = "a"\nhours = "PH off"', "'PH off' is never"),
        ('[[pad]]\nlogin = "a"\nhours = 9', "Write it like"),
        ('[[pad]]\nlogin = "a"\nhours = "24/7"\ntopics = ["legl"]', "Did you mean 'legal'?"),
        ('[[pad]]\nlogin = "a"\nhours = "24/7"\nlanguages = ["fre"]', "Did you mean 'fr'?"),
    ],
)
def test_a_fault_is_named_with_its_cure(tmp_path: Path, written: str, told: str) -> None:
    (tmp_path / "rota.toml").write_text(written)
    with pytest.raises(FaultyFiles) as caught:
        load_rota(tmp_path, TEAMS, TOPICS, ("fr", "en", "ar"))
    assert told in str(caught.value).replace(": ", " ")
