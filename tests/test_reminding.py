"""When are people reminded of an appointment, how, and when no more?"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from hotline.app import Hotline
from hotline.reminding import reminder_times
from hotline.render import segments, sms
from hotline.store import Callback
from hotline.store.callback import NewCallback
from hotline.understand import understand
from hotline.understand.fold import tokens
from hotline.understand.phrases import Entry, Phrases
from tests.conftest import Clock
from tests.talking import CITY, in_every_language, said

MOBILE, LANDLINE = "+33639980001", "+33199007654"
NOW = "2026-11-23 10:00"  # a Monday


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=CITY.timezone)


def times(at: str, now: str = NOW, hours: str = "any") -> list[str]:
    moments = reminder_times(local(at), local(now), CITY, hours)
    return [f"{each:%a %d %H:%M}" for each in moments]


# The appointment     | hours chosen | the reminders
TABLE: list[tuple[str, str, list[str]]] = [
    ("2026-11-25 10:00", "any", ["Tue 24 10:00", "Wed 25 08:00"]),
    ("2026-11-25 08:00", "any", ["Tue 24 08:00", "Tue 24 21:00"]),
    ("2026-11-25 09:30", "any", ["Tue 24 09:30", "Tue 24 21:00"]),
    ("2026-11-30 10:00", "any", ["Sat 28 21:00", "Mon 30 08:00"]),
    ("2026-11-30 08:00", "any", ["Sat 28 21:00"]),  # once is enough
    ("2026-11-25 14:00", "morning", ["Tue 24 11:00", "Wed 25 11:00"]),
    ("2026-11-25 14:00", "evening", ["Mon 23 21:00", "Tue 24 21:00"]),
    ("2026-11-24 09:00", "any", ["Mon 23 21:00"]),  # the day before is past
    ("2026-11-23 13:00", "any", ["Mon 23 11:00"]),
    ("2026-11-23 11:30", "any", []),
]


@pytest.mark.parametrize(("at", "hours", "expected"), TABLE)
def test_the_day_before_and_two_hours_before(at: str, hours: str, expected: list[str]) -> None:
    assert times(at, hours=hours) == expected


def test_the_same_hour_by_the_clock_when_the_clocks_are_changed() -> None:
    assert times("2027-03-29 18:00", "2027-03-20 10:00") == ["Sat 27 21:00"]  # Easter Monday
    assert times("2026-10-26 11:00", "2026-10-20 10:00") == ["Sat 24 21:00", "Mon 26 09:00"]
    before = reminder_times(local("2027-03-28 18:00"), local("2027-03-20 10:00"), CITY, "any")
    assert [f"{each:%a %d %H:%M}" for each in before] == ["Sat 27 18:00", "Sat 27 21:00"]


@in_every_language
def test_no_reminder_sounds_like_a_cancellation(line: Hotline, language: str) -> None:
    """It has no word of cancelling, and what it says of the day is read as no order at all."""
    text, lexicon = line.texts.get("reminder", language).text, line.switchboard.lexicon
    cancelling = Phrases()
    for phrase in line.texts.keywords("command.cancel/keywords", language):
        cancelling.plant(phrase.rstrip("?"), Entry("command", "cancel", frozenset({language})))
    words = tokens(text.replace("{when}", " "))
    assert not [found for at in range(len(words)) for found in cancelling.ends(tuple(words), at)]
    before, _, _ = text.partition("{when}")
    assert understand(before, lexicon).command not in ("cancel", "declined", "absent", "stop")
    assert not understand(text.replace("{when}", ""), lexicon).topics


def asked(line: Hotline, number: str = MOBILE, **other: object) -> Callback:
    new = NewCallback("4821", "", number, "legal", "pad", "fr", "any", "no")
    person = line.store.turns.person(number) or ""
    id_ = line.store.callbacks.request(replace(new, person=person, **other), line.now())
    found = line.store.callbacks.get(["pad"], id_)
    assert found
    return found


def appoint(line: Hotline, callback: Callback, at: str, *, remind: bool = True) -> int:
    return line.reminding.appoint(callback, local(at), "awa", line.now(), remind=remind)


def waiting(line: Hotline) -> list[tuple[str, str]]:
    rows = line.store.engine.all(
        "select medium, state from outbox where state = 'waiting' order by due_at"
    )
    return [(row["medium"], row["state"]) for row in rows]


def test_consent_is_kept_with_who_took_it(line: Hotline) -> None:
    callback = asked(line)
    assert appoint(line, callback, "2026-11-25 10:00", remind=False) == 0
    assert line.store.engine.all("select * from consent") == []
    assert appoint(line, callback, "2026-11-25 10:00") == 2
    (consent,) = line.store.engine.all("select what, by from consent")
    assert consent == {"what": "reminder", "by": "staff:awa"}


def test_moved_there_is_one_appointment_and_only_its_own_reminders(line: Hotline) -> None:
    callback = asked(line)
    appoint(line, callback, "2026-11-25 10:00")
    appoint(line, callback, "2026-11-27 10:00")
    assert len(waiting(line)) == 2
    (row,) = line.store.engine.all("select at from appointment")
    assert datetime.fromisoformat(row["at"]) == local("2026-11-27 10:00")
    what = [each.what for each in line.store.callbacks.history(callback.id)]
    assert what.count("appointed") == what.count("appointment_moved") == 1
    assert line.reminding.call_off(callback.id, "awa", line.now())
    assert waiting(line) == []
    assert not line.reminding.call_off(callback.id, "awa", line.now())


def test_too_near_for_any_reminder_it_is_kept_all_the_same(line: Hotline, clock: Clock) -> None:
    callback = asked(line)
    soon = f"{clock().astimezone(CITY.timezone):%Y-%m-%d} 11:30"
    assert appoint(line, callback, soon) == 0
    assert waiting(line) == []
    assert line.store.appointments.of(callback.id).state == "kept"  # type: ignore[union-attr]


def test_each_reminder_is_of_no_use_once_the_next_leaves(line: Hotline) -> None:
    appoint(line, asked(line), "2026-11-25 10:00")
    rows = line.store.engine.all("select due_at, expires_at from outbox order by due_at")
    ends = [datetime.fromisoformat(row["expires_at"]) for row in rows]
    assert ends == [local("2026-11-25 08:00"), local("2026-11-25 10:00")]


@pytest.mark.parametrize(
    ("number", "voicemail", "typed", "medium"),
    [
        (MOBILE, "no", False, "sms"),
        (LANDLINE, "yes", False, "voice"),
        (LANDLINE, "discreet", False, "voice"),
        (LANDLINE, "no", False, None),  # whoever picks up would hear it
        (MOBILE, "yes", True, None),  # typed: it may be anyone's
    ],
)
def test_in_which_way(
    line: Hotline, number: str, voicemail: str, typed: bool, medium: str | None
) -> None:
    callback = asked(line, number, voicemail=voicemail, typed=typed)
    assert line.reminding.can_remind(callback) == medium
    assert appoint(line, callback, "2026-11-25 10:00") == (2 if medium else 0)
    assert {each for each, _ in waiting(line)} == ({medium} if medium else set())


def test_a_call_is_in_a_language_that_has_a_voice(line: Hotline) -> None:
    callback = asked(line, LANDLINE, voicemail="yes", language="bm")
    appoint(line, callback, "2026-11-25 10:00")
    (row,) = line.store.engine.all("select distinct language from outbox")
    assert row["language"] == "fr"


def test_the_request_is_held_while_somebody_is_expected(line: Hotline, clock: Clock) -> None:
    callback = asked(line)
    line.store.callbacks.claim(callback.id, "awa", clock())
    line.close_callback(callback.id, "awa", "")
    appoint(line, callback, "2026-12-15 10:00")
    clock.forward(days=14)
    line.forget_old()
    assert line.store.callbacks.number(callback.id) == MOBILE
    clock.forward(days=30)
    line.forget_old()
    assert line.store.callbacks.number(callback.id) is None
    assert line.store.engine.all("select * from appointment") == []


def test_somebody_else_declines_nothing(line: Hotline) -> None:
    callback = asked(line)
    appoint(line, callback, "2026-11-25 10:00")
    found = line.store.appointments.of(callback.id)
    assert found
    assert line.store.appointments.decline("somebody else", found.id) is None
    assert line.store.appointments.decline(found.person, found.id)
    assert line.store.appointments.decline(found.person, found.id) is None


def test_a_withdrawn_request_reminds_nobody(line: Hotline) -> None:
    callback = asked(line)
    appoint(line, callback, "2026-11-25 10:00")
    said(line, "sms", "text", MOBILE, "STOP", "stop-1")
    assert waiting(line) == []
    assert line.store.appointments.of(callback.id).state == "cancelled"  # type: ignore[union-attr]


@in_every_language
def test_the_longest_reminder_fits(line: Hotline, language: str) -> None:
    body = line.reminding._words(local("2026-09-23 10:00"), language, "sms")
    assert body
    assert segments.count(body).segments <= sms.BUDGET
