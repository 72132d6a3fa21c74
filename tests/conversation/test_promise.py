"""When will they be called? A table: hours of the team, hours chosen, how many wait, what time."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from hotline.config import ROOT
from hotline.content.city import City, Closure, Team, load_city
from hotline.conversation import promise

HOURS = "Mo-Fr 09:00-12:30,14:00-17:30; Tu 09:00-12:30,17:00-20:00; PH off"
_CITY = load_city(ROOT / "messages" / "cities" / "montreuil")
CITY: City = replace(_CITY, calling={"pad": Team(HOURS, calls_an_hour=4, attempts=3)})


def local(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-{text}").replace(tzinfo=CITY.timezone)


def written(at: datetime | None) -> str:
    return f"{at.astimezone(CITY.timezone):%m-%d %H:%M}" if at else ""


@pytest.mark.parametrize(
    ("now", "when", "ahead", "told"),
    [
        ("11-23 08:00", "any", 0, "11-23 09:00 - 11-23 12:30"),  # a Monday
        ("11-23 10:07", "any", 0, "11-23 10:30 - 11-23 12:30"),
        ("11-23 11:25", "any", 0, "11-23 11:30 - 11-23 12:30"),
        ("11-23 11:35", "any", 0, "11-23 14:00 - 11-23 17:30"),  # too short to promise
        ("11-23 10:00", "any", 9, "11-23 10:00 - 11-23 12:30"),  # the tenth, four an hour
        ("11-23 10:00", "any", 10, "11-23 14:00 - 11-23 17:30"),
        ("11-23 10:00", "any", 24, "11-24 09:00 - 11-24 12:30"),
        ("11-23 10:00", "morning", 0, "11-23 10:00 - 11-23 12:00"),
        ("11-23 13:00", "morning", 0, "11-24 09:00 - 11-24 12:00"),
        ("11-23 10:00", "afternoon", 0, "11-23 14:00 - 11-23 17:30"),
        ("11-23 10:00", "evening", 0, "11-24 18:00 - 11-24 20:00"),  # only on Tuesdays
        ("11-27 17:45", "any", 0, "11-30 09:00 - 11-30 12:30"),  # Friday evening
        ("12-24 17:30", "any", 0, "12-28 09:00 - 12-28 12:30"),  # Christmas, a weekend
    ],
)
def test_what_is_promised(now: str, when: str, ahead: int, told: str) -> None:
    window = promise.promised(CITY, "pad", when, ahead, local(now))
    assert window is not None
    assert f"{written(window.start)} - {written(window.end)}" == told


def test_nobody_is_promised_a_call_while_the_line_is_closed() -> None:
    works = Closure(date(2026, 11, 24), date(2026, 11, 25), "works")
    closed = replace(CITY, closures=(works,))
    window = promise.promised(closed, "pad", "any", 0, local("11-23 17:45"))
    assert window
    assert written(window.start) == "11-26 09:00"
    assert (
        written(promise.next_try(closed, "pad", "any", [], local("11-23 17:00"))) == "11-26 09:00"
    )


def test_where_the_team_is_never_there_nothing_is_promised() -> None:
    day = replace(CITY, calling={"pad": Team("Mo-Fr 09:00-17:00", 4, 3)})
    assert promise.promised(day, "pad", "evening", 0, local("11-23 10:00")) is None
    assert promise.next_try(day, "pad", "evening", [], local("11-23 10:00")) is None


@pytest.mark.parametrize(
    ("when", "tried", "then"),
    [
        ("any", ["11-23 10:00"], "11-23 12:00"),  # the afternoon begins at noon
        ("any", ["11-23 15:00"], "11-24 09:00"),
        ("any", ["11-23 10:00", "11-23 15:00"], "11-24 18:00"),  # the evening is left
        ("any", ["11-23 10:00", "11-23 15:00", "11-24 18:30"], "11-25 09:00"),
        ("morning", ["11-23 09:15"], "11-23 10:15"),  # the other half of the morning
        ("morning", ["11-23 11:00"], "11-24 09:00"),
        ("morning", ["11-23 11:00", "11-24 09:00"], "11-24 10:00"),
        ("evening", ["11-24 18:30"], "12-01 18:00"),  # no later hour: the next evening there is
    ],
)
def test_the_next_try_is_at_another_time_of_day(when: str, tried: list[str], then: str) -> None:
    at = [local(each) for each in tried]
    assert written(promise.next_try(CITY, "pad", when, at, at[-1])) == then


def test_an_engaged_line_is_tried_soon_within_the_hours_chosen() -> None:
    assert written(promise.soonest(CITY, "pad", "any", local("11-23 10:20"))) == "11-23 10:20"
    assert written(promise.soonest(CITY, "pad", "morning", local("11-23 12:10"))) == "11-24 09:00"
