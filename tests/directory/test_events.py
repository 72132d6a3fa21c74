"""When does an event happen, by the clock on the wall, and what is wrong in the file?"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from hotline.config import ROOT
from hotline.directory.calendar import FILE, Read, read_events
from hotline.directory.events import upcoming

PARIS = ZoneInfo("Europe/Paris")
TOPICS = ("culture", "french")
PLACES = {"maison": "Maison des habitants"}
HEAD, FOOT = "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//x//y//FR\n", "END:VCALENDAR\n"


def event(*lines: str, uid: str = "one") -> str:
    inside = "\n".join([f"UID:{uid}", "SUMMARY:Café", *lines])
    return f"BEGIN:VEVENT\n{inside}\nEND:VEVENT\n"


def read(folder: Path, *events: str, whole: str = "") -> Read:
    (folder / FILE).write_text(whole or f"{HEAD}{''.join(events)}{FOOT}", encoding="utf-8")
    return read_events(folder, PARIS, TOPICS, PLACES, ("fr", "en", "ar"))


def dates(found: Read, now: str, most: int = 3) -> list[str]:
    assert found.faults == ()
    moment = datetime.fromisoformat(now).replace(tzinfo=PARIS)
    return [f"{each.starts:%Y-%m-%d %H:%M %z}" for each in upcoming(found.events, moment, most)]


def test_a_week_later_it_is_the_same_hour_when_the_clocks_were_changed(tmp_path: Path) -> None:
    found = read(tmp_path, event("DTSTART;TZID=Europe/Paris:20270320T180000", "RRULE:FREQ=WEEKLY"))
    assert dates(found, "2027-03-21 10:00") == [
        "2027-03-27 18:00 +0100",
        "2027-04-03 18:00 +0200",
        "2027-04-10 18:00 +0200",
    ]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["DTSTART:20270320T170000Z"], ["2027-03-20 18:00 +0100"]),
        (["DTSTART:20270320T180000"], ["2027-03-20 18:00 +0100"]),  # floating: the clock here
        (["DTSTART;TZID=America/New_York:20270320T130000"], ["2027-03-20 18:00 +0100"]),
        (["DTSTART;VALUE=DATE:20270320"], ["2027-03-20 00:00 +0100"]),
        (
            ["DTSTART;TZID=Europe/Paris:20270320T180000", "RRULE:FREQ=WEEKLY;COUNT=2"],
            ["2027-03-20 18:00 +0100", "2027-03-27 18:00 +0100"],
        ),
        (
            [
                "DTSTART;TZID=Europe/Paris:20270320T180000",
                "RRULE:FREQ=WEEKLY;UNTIL=20270403T160000Z",  # 18:00 here, in summer
            ],
            ["2027-03-20 18:00 +0100", "2027-03-27 18:00 +0100", "2027-04-03 18:00 +0200"],
        ),
        (
            ["DTSTART;TZID=Europe/Paris:20270320T180000", "RRULE:FREQ=DAILY;UNTIL=20270321"],
            ["2027-03-20 18:00 +0100", "2027-03-21 18:00 +0100"],
        ),
        (
            [
                "DTSTART;TZID=Europe/Paris:20270302T180000",
                "RRULE:FREQ=MONTHLY;BYDAY=1TU",
                "EXDATE;TZID=Europe/Paris:20270406T180000",
                "RDATE;TZID=Europe/Paris:20270407T180000",
            ],
            ["2027-04-07 18:00 +0200", "2027-05-04 18:00 +0200", "2027-06-01 18:00 +0200"],
        ),
    ],
)
def test_when_it_is(tmp_path: Path, lines: list[str], expected: list[str]) -> None:
    assert dates(read(tmp_path, event(*lines)), "2027-03-15 10:00") == expected


def test_what_goes_on_counts_until_it_is_over(tmp_path: Path) -> None:
    found = read(tmp_path, event("DTSTART;VALUE=DATE:20270315", "DTEND;VALUE=DATE:20270322"))
    assert dates(found, "2027-03-21 23:00") == ["2027-03-15 00:00 +0100"]
    assert dates(found, "2027-03-22 00:00") == []


def test_one_date_may_be_moved_or_cancelled(tmp_path: Path) -> None:
    weekly = event("DTSTART;TZID=Europe/Paris:20270306T150000", "RRULE:FREQ=WEEKLY;COUNT=3")
    moved = event(
        "RECURRENCE-ID;TZID=Europe/Paris:20270313T150000",
        "DTSTART;TZID=Europe/Paris:20270314T110000",
    )
    cancelled = event(
        "RECURRENCE-ID;TZID=Europe/Paris:20270320T150000",
        "DTSTART;TZID=Europe/Paris:20270320T150000",
        "STATUS:CANCELLED",
    )
    assert dates(read(tmp_path, weekly, moved, cancelled), "2027-03-01 10:00") == [
        "2027-03-06 15:00 +0100",
        "2027-03-14 11:00 +0100",
    ]


def test_the_title_in_the_language_of_who_asks(tmp_path: Path) -> None:
    line = "X-HOTLINE-SUMMARY;LANGUAGE=ar:مقهى"
    (found,) = read(tmp_path, event("DTSTART:20270320T170000Z", line, "LOCATION:maison")).events
    assert (found.title("ar"), found.title("es")) == (("مقهى", "ar"), ("Café", "fr"))
    assert (found.place, found.topic) == ("Maison des habitants", "culture")


START = "DTSTART;TZID=Europe/Paris:20270320T180000"
FAULTS = [
    (event(), "line 4, column DTSTART: is missing. Say when it begins."),
    (event("DTSTART:demain"), "line 7, column DTSTART: cannot be read"),
    (
        event("DTSTART:20270320T170000Z", "RRULE:FREQ=WEEKLY"),
        "line 7, column DTSTART: is in UTC: it would move with the clocks."
        " Write DTSTART;TZID=Europe/Paris:… without the Z.",
    ),
    (event(START, "RRULE:FREQ=HOURLY"), "line 8, column RRULE: repeats HOURLY."),
    (
        event(START, "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"),
        "line 8, column RRULE: gives no date at all.",
    ),
    (event(START, "DTEND;TZID=Europe/Paris:20270320T170000"), "line 8, column DTEND: is not after"),
    (
        event(START, "CATEGORIES:cultur"),
        "line 8, column CATEGORIES: 'cultur' is no topic. Did you mean 'culture'?",
    ),
    (event(START, f"X-HOTLINE-SUMMARY;LANGUAGE=en:{'x' * 71}"), "line 8, column X-HOTLINE-SUMMARY"),
    (event(START, "X-HOTLINE-SUMMARY:Coffee"), "does not say in which language it is."),
    (event(START) + event(START), "line 10, column UID: 'one' is there twice."),
    (event(START, "ce qui suit"), "line 8: 'ce qui suit' is no property."),
    (
        event(START).replace("END:VEVENT", ""),
        "END:VCALENDAR closes nothing. Add END:VEVENT before it.",
    ),
    (event(START).replace("UID:one\n", ""), "line 4, column UID: is missing."),
    (event(START).replace("SUMMARY:Café\n", ""), "line 4, column SUMMARY: is missing."),
    (
        event("DTSTART;TZID=Europe/Pari:20270320T180000"),
        "line 7, column DTSTART: is in a zone that nobody knows: 'Europe/Pari'."
        " Did you mean 'Europe/Paris'?",
    ),
    (event("DTSTART:00270320T180000"), "line 7, column DTSTART: is in the year 27."),
    (event(START, "DTEND;VALUE=DATE:20270321"), "line 8, column DTEND: is a day, DTSTART a time"),
    (event(START, "DURATION:P9999999D"), "line 8, column DURATION: makes it last 9999999 days."),
    (event(START, "RRULE:FREQ=DAILY;INTERVAL=0"), "column RRULE: has INTERVAL less than 1."),
    (
        event(START, "RRULE:FREQ=WEEKLY;BYDAY=SU"),
        "column RRULE: gives no date on which DTSTART is.",
    ),
    (
        event(START, "RRULE:FREQ=WEEKLY", "EXDATE;VALUE=DATE:20270327"),
        "line 9, column EXDATE: 2027-03-27 00:00 is none of its dates",
    ),
    (event(START, "RULE:FREQ=WEEKLY"), "line 8: 'RULE' is no property. Did you mean 'RRULE'?"),
    (
        event(START, "X-HOTLINE-SUMARY;LANGUAGE=en:Café"),
        "'X-HOTLINE-SUMARY' is no property. Did you mean 'X-HOTLINE-SUMMARY'?",
    ),
    (
        event(START, "X-HOTLINE-SUMMARY;LANGUAGE=eng:Café"),
        "is in 'eng', no language of city.toml. Did you mean 'en'?",
    ),
    (event(START, "X-HOTLINE-SUMMARY;LANGUAGE=en:"), "column X-HOTLINE-SUMMARY: is empty."),
    (
        event(START, "LOCATION:maisn"),
        "line 8, column LOCATION: 'maisn' is not in locations.csv. Did you mean 'maison'?",
    ),
    (event(START, "STATUS:ANNULE"), "line 8, column STATUS: 'ANNULE' is none. Write one of"),
    (
        event(START, "RECURRENCE-ID:20270320T180000", uid="two"),
        "line 8, column RECURRENCE-ID: 2027-03-20 18:00 is no date of 'two'.",
    ),
    (
        event(START, "RRULE:FREQ=WEEKLY")
        + event(START, "RECURRENCE-ID;TZID=Europe/Paris:20270328T180000"),
        "line 14, column RECURRENCE-ID: 2027-03-28 18:00 is no date of 'one'.",
    ),
]


@pytest.mark.parametrize(("written", "said"), FAULTS)
def test_what_is_wrong_is_told_with_its_line_and_its_cure(
    tmp_path: Path, written: str, said: str
) -> None:
    (fault,) = read(tmp_path, written).faults
    assert said in str(fault)
    assert str(fault).startswith("events.ics")


@pytest.mark.parametrize(
    "lines",
    [
        # Programs leave these behind when a series is cut in two.
        ["RRULE:FREQ=WEEKLY;COUNT=2", "EXDATE;TZID=Europe/Paris:20270501T150000"],
        ["LOCATION:Parc des Beaumonts", "X-APPLE-SUMMARY:x", "SOURCE-OF-IT:y"],
        ["LOCATION:piscine"],
        ["BEGIN:VALARM", "TRIGGER:-PT15M", "ACTION:DISPLAY", "REPEAT:1", "END:VALARM"],
    ],
)
def test_what_calendar_programs_write_besides_is_no_fault(tmp_path: Path, lines: list[str]) -> None:
    assert read(tmp_path, event(START, *lines)).faults == ()


def test_a_file_that_is_no_calendar(tmp_path: Path) -> None:
    (fault,) = read(tmp_path, whole="Bonjour\n").faults
    assert "line 1: does not begin with BEGIN:VCALENDAR" in str(fault)


def test_a_file_in_another_encoding(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes("BEGIN:VCALENDAR\nSUMMARY:Café\n".encode("latin-1"))
    (fault,) = read_events(tmp_path, PARIS, TOPICS, PLACES).faults
    assert "is not UTF-8 text" in str(fault)


def test_a_long_line_may_be_folded(tmp_path: Path) -> None:
    folded = event(START).replace("SUMMARY:Café", "SUMMARY:Café de la \n diversité")
    (found,) = read(tmp_path, folded).events
    assert found.title("fr") == ("Café de la diversité", "fr")


def test_no_file_is_no_fault(tmp_path: Path) -> None:
    assert read_events(tmp_path, PARIS, TOPICS, PLACES) == Read()


@pytest.mark.parametrize("city", ["messages/cities/montreuil", "tests/cities/bourg-fictif"])
def test_the_cities_have_none(city: str) -> None:
    found = read_events(ROOT / city, PARIS, TOPICS, PLACES)
    assert found.faults == ()
    assert found.events


def test_of_montreuil_nothing_is_invented() -> None:
    """What is known of its dates lies in the past; the sources are beside them."""
    found = read_events(ROOT / "messages/cities/montreuil", PARIS, TOPICS, PLACES)
    assert upcoming(found.events, datetime(2026, 11, 25, tzinfo=PARIS), 3) == ()
    written = (ROOT / "messages/cities/montreuil" / FILE).read_text(encoding="utf-8")
    assert written.count("Source: ") == written.count("BEGIN:VEVENT") == len(found.events)
