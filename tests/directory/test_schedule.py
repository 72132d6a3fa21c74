"""Are opening hours read as OpenStreetMap means them?"""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from hotline.directory.schedule import Schedule

WEEK = "Mo-Fr 09:00-12:30,13:30-17:00; Sa 10:00-13:00; PH off"
MONDAY = datetime(2026, 11, 23)


def at(day: int, clock: str) -> datetime:
    """This hour in the week of Monday 23 November 2026; day 0 is Monday."""
    hour, minute = map(int, clock.split(":"))
    return MONDAY + timedelta(days=day, hours=hour, minutes=minute)


@pytest.mark.parametrize(
    ("text", "day", "clock", "is_open"),
    [
        (WEEK, 0, "08:59", False),
        (WEEK, 0, "09:00", True),
        (WEEK, 4, "12:29", True),
        (WEEK, 4, "12:30", False),
        (WEEK, 2, "13:30", True),
        (WEEK, 5, "12:59", True),
        (WEEK, 5, "16:00", False),
        (WEEK, 6, "11:00", False),
        ("24/7", 6, "03:00", True),
        ("24/7", 0, "23:59", True),
        ("Fr 22:00-02:00", 4, "23:00", True),
        ("Fr 22:00-02:00", 5, "01:59", True),
        ("Fr 22:00-02:00", 5, "02:00", False),
        ("Fr 22:00-02:00", 4, "01:00", False),
        ("Su 22:00-02:00", 0, "01:00", True),
        ("Sa-Mo 10:00-12:00", 6, "11:00", True),
        ("Sa-Mo 10:00-12:00", 1, "11:00", False),
        ("Mo,We, Fr 10:00-24:00", 2, "23:59", True),
        ("Mo-Fr 09:00-17:00; We 10:00-12:00", 2, "09:30", False),
        ("Mo-Fr 09:00-17:00; We off", 2, "09:30", False),
        ("09:00-17:00", 6, "09:30", True),
    ],
)
def test_open_or_not(text: str, day: int, clock: str, is_open: bool) -> None:
    assert Schedule.parse(text).is_open(at(day, clock)) is is_open


@pytest.mark.parametrize(("text", "off"), [(WEEK, True), ("24/7", False), ("Mo 09:00-10:00", None)])
def test_what_is_said_of_public_holidays(text: str, off: bool | None) -> None:
    assert Schedule.parse(text).off_on_holidays is off


def test_closed_on_a_public_holiday() -> None:
    schedule, holidays = Schedule.parse("Mo-Su 22:00-02:00; PH off"), {date(2026, 11, 24)}
    assert schedule.is_open(at(1, "01:00"), holidays)  # since Monday evening
    assert not schedule.is_open(at(1, "23:00"), holidays)
    assert not schedule.is_open(at(2, "01:00"), holidays)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("lundi-vendredi 9h-12h", "9h-12h"),
        ("Lu-Ve 09:00-12:00", "Lu-Ve"),
        ("Mo-Fr", "Mo-Fr"),
        ("Mo-Fr 9-12", "9-12"),
        ("Mo 09:00-09:00", "no time at all"),
        ("Mo 25:00-26:00", "no time of day"),
        ("Mo 09:61-10:00", "no time of day"),
        ("Mo-Fr 09:00-12:00;", "''"),
        ("PH 10:00-12:00", "PH off"),
        ("SH off", "SH"),
    ],
)
def test_what_is_not_understood_is_named(text: str, word: str) -> None:
    with pytest.raises(ValueError, match=r"(?i)understood|no ") as refused:
        Schedule.parse(text)
    assert word in str(refused.value)


@pytest.mark.parametrize(
    ("text", "day", "clock", "opens"),
    [
        (WEEK, 0, "08:59", "23 09:00"),
        (WEEK, 0, "09:00", "23 13:30"),  # it is open: the next time
        (WEEK, 0, "12:45", "23 13:30"),
        (WEEK, 0, "17:00", "24 09:00"),
        (WEEK, 5, "13:00", "30 09:00"),  # over the week-end
        (WEEK, 2, "18:00", "27 09:00"),  # the 26th is a day off
        ("Fr 22:00-02:00", 4, "23:00", "04 22:00"),
        ("Mo 09:00-10:00,07:00-08:00", 0, "06:00", "23 07:00"),
        ("PH off", 0, "09:00", ""),
    ],
)
def test_when_it_opens_next(text: str, day: int, clock: str, opens: str) -> None:
    off = date(2026, 11, 26)
    found = Schedule.parse(text).opens_next(at(day, clock), lambda each: each == off)
    assert (f"{found:%d %H:%M}" if found else "") == opens
