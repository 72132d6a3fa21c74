"""The law as a table: what becomes of a message, who asked for it, and what the person has said."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from hotline.config import ROOT
from hotline.content.city import City, load_city
from hotline.departure import Decision, Hold, Leaving, Refuse, Send, may_leave
from hotline.kinds import KINDS

CITY: City = replace(load_city(ROOT / "messages" / "cities" / "montreuil"), beep="sms")
NOON = "2026-11-24 12:00"  # a Tuesday


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=CITY.timezone)


def decided(now: str = NOON, city: City = CITY, **facts: Any) -> Decision:
    """What becomes of a follow-up that the person agreed to, when these facts differ."""
    moment = local(now)
    lasts = KINDS[facts.get("kind", "followup")].lasts
    message = Leaving(
        kind="followup",
        asked=False,
        recipient="+33639980001",
        sender="+33937000000",
        body="Bonjour. 1 oui, 2 non. STOP pour ne plus recevoir de message.",
        due_at=moment,
        expires_at=moment + lasts,
        consent=moment - timedelta(days=2),
    )
    return may_leave(replace(message, **facts), city, moment)


BEEP = {"kind": "beep", "consent": None, "body": ""}  # expires after ten minutes: see `decided`

# What is said of the message                     | local time         | what becomes of it
TABLE: list[tuple[dict[str, Any], str, str]] = [
    # Asked for just now: at any hour, whatever was said before.
    ({"asked": True}, "2026-11-24 03:00", "send"),
    ({"asked": True, "opted_out": True}, "2026-11-22 03:00", "send"),
    ({"asked": True, "consent": None}, NOON, "send"),
    ({"asked": True, "sent_today": 99}, NOON, "send"),
    # Consent: none, no more, or no more for this topic.
    ({}, NOON, "send"),
    ({"consent": None}, NOON, "refuse: no consent"),
    ({"opted_out": True}, NOON, "refuse: opted out"),
    ({"topic_stopped": True}, NOON, "refuse: opted out of this topic"),
    ({"kind": "reminder", "consent": None}, NOON, "refuse: no consent"),
    ({"kind": "news", "consent": None}, NOON, "refuse: no consent"),
    ({"kind": "confirmation", "consent": None}, NOON, "send"),  # follows from what was asked
    # Quiet hours, Sundays, public holidays; the clock of Paris, also when it changes.
    ({}, "2026-11-24 08:00", "send"),
    ({}, "2026-11-24 07:59", "hold until 2026-11-24 08:00: quiet hours"),
    ({}, "2026-11-24 21:59", "send"),
    ({}, "2026-11-24 22:00", "hold until 2026-11-25 08:00: quiet hours"),
    ({}, "2026-11-21 23:00", "hold until 2026-11-23 08:00: quiet hours"),  # Saturday night
    ({}, "2026-11-22 12:00", "hold until 2026-11-23 08:00: quiet hours"),  # Sunday
    ({}, "2026-12-25 12:00", "hold until 2026-12-26 08:00: quiet hours"),  # Christmas, a Friday
    ({}, "2027-01-01 12:00", "hold until 2027-01-02 08:00: quiet hours"),
    ({}, "2027-05-01 12:00", "hold until 2027-05-03 08:00: quiet hours"),  # Labour Day, a Saturday
    ({}, "2027-03-28 01:30", "hold until 2027-03-30 08:00: quiet hours"),  # spring, Easter Monday
    (
        {},
        "2026-10-25 02:30",
        "hold until 2026-10-26 08:00: quiet hours",
    ),  # autumn: 2:30 comes twice
    # The hours the person chose to be reached in.
    ({"safe_hours": "morning"}, "2026-11-24 11:59", "send"),
    (
        {"safe_hours": "morning"},
        NOON,
        "hold until 2026-11-25 08:00: outside the hours the person chose",
    ),
    (
        {"safe_hours": "evening"},
        NOON,
        "hold until 2026-11-24 18:00: outside the hours the person chose",
    ),
    (
        {"safe_hours": "evening"},
        "2026-11-21 22:30",
        "hold until 2026-11-23 08:00: quiet hours",  # and then until the evening
    ),
    # What its words say.
    ({"names": frozenset({"violence"})}, NOON, "refuse: names a sensitive topic"),
    ({"body": "Bonjour. 1 oui, 2 non."}, NOON, "refuse: no STOP in its text"),
    ({"body": "Bonjour.", "kind": "reminder"}, NOON, "send"),  # a service, no solicitation
    # Who sends (ARCEP 2022-1583).
    ({"sender": "+33612345678"}, NOON, "refuse: sender not for automated use"),
    ({"sender": "+33712345678"}, NOON, "refuse: sender not for automated use"),
    ({"sender": "+33140000000"}, NOON, "refuse: sender not for automated use"),
    ({"sender": "+33936000000"}, NOON, "refuse: sender not for automated use"),
    ({"sender": "+33938000000"}, NOON, "send"),
    ({"sender": "+33939000000"}, NOON, "send"),
    ({"sender": "36123"}, NOON, "send"),
    ({"sender": "38123"}, NOON, "send"),
    ({"sender": "MONTREUIL"}, NOON, "send"),
    ({"sender": "+33612345678", "asked": True}, NOON, "send"),  # an answer from the number texted
    # Where to, how often, how much.
    ({"recipient": "+447700900123"}, NOON, "refuse: a country the line does not send to"),
    (
        {"recipient": "+2250700000000", "asked": True},
        NOON,
        "refuse: a country the line does not send to",
    ),
    ({"recipient": "33639980001"}, NOON, "refuse: a country the line does not send to"),
    ({"recipient": "+262639000000"}, NOON, "send"),  # Reunion is France
    ({"sent_today": 4}, NOON, "send"),
    ({"sent_today": 5}, NOON, "hold until 2026-11-25 08:00: daily cap of the person"),
    (
        {"sent_today": 5},
        "2026-11-21 12:00",
        "hold until 2026-11-23 08:00: daily cap of the person",  # Sunday is no day either
    ),
    ({"spent_today": 4999}, NOON, "send"),
    ({"spent_today": 5000}, NOON, "hold until 2026-11-25 00:00: daily spending cap"),
    ({"spent_today": 4999, "segments": 2}, NOON, "hold until 2026-11-25 00:00: daily spending cap"),
    (
        {"spent_today": 5000, "asked": True},
        NOON,
        "hold until 2026-11-25 00:00: daily spending cap",
    ),
    # Called back after a beep: agreed to by ringing; but nobody's phone rings at night, or often.
    (BEEP, NOON, "send"),
    ({**BEEP, "opted_out": True}, NOON, "refuse: opted out"),
    (BEEP, "2026-11-24 23:00", "refuse: too late to be of use after quiet hours"),
    (BEEP, "2026-11-22 12:00", "refuse: too late to be of use after quiet hours"),  # Sunday
    (BEEP, "2026-11-24 07:55", "hold until 2026-11-24 08:00: quiet hours"),
    ({**BEEP, "recipient": "+447700900123"}, NOON, "refuse: a country the line does not send to"),
    ({**BEEP, "recipient": "+33899123456"}, NOON, "refuse: a number that costs too much"),
    ({**BEEP, "recipient": "+33199001234"}, NOON, "send"),  # a landline can be called
    ({**BEEP, "beeps_today": 2}, NOON, "send"),
    ({**BEEP, "beeps_today": 3}, NOON, "refuse: called back often enough today"),
    ({**BEEP, "beeps_this_hour": 59}, NOON, "send"),
    ({**BEEP, "beeps_this_hour": 60}, NOON, "refuse: too many calls back this hour"),
    ({**BEEP, "sent_today": 5}, NOON, "send"),  # unasked messages don't use up what is asked for
    ({**BEEP, "sender": "+33140000000"}, NOON, "refuse: sender not for automated use"),
    (
        {**BEEP, "spent_today": 5000},
        NOON,
        "refuse: too late to be of use after daily spending cap",
    ),
    (
        {**BEEP, "expires_at": local("2026-11-24 11:59")},
        NOON,
        "refuse: too late to be of use",
    ),
    # When it is of no use any more.
    ({"expires_at": local("2026-11-24 11:59")}, NOON, "refuse: too late to be of use"),
    (
        {"expires_at": local("2026-11-24 11:59"), "asked": True},
        NOON,
        "refuse: too late to be of use",
    ),
    (
        {"expires_at": local("2026-11-25 07:00")},
        "2026-11-24 22:30",
        "refuse: too late to be of use after quiet hours",
    ),
]


def written(decision: Decision) -> str:
    match decision:
        case Send():
            return "send"
        case Refuse(reason):
            return f"refuse: {reason}"
        case Hold(until, reason):
            return f"hold until {until.astimezone(CITY.timezone):%Y-%m-%d %H:%M}: {reason}"


@pytest.mark.parametrize(("facts", "now", "expected"), TABLE)
def test_the_law(facts: dict[str, Any], now: str, expected: str) -> None:
    assert written(decided(now, **facts)) == expected


def test_a_line_that_calls_nobody_back_calls_nobody_back() -> None:
    assert written(decided(city=replace(CITY, beep=""), **BEEP)) == (
        "refuse: the line calls nobody back"
    )


def test_a_country_the_calendar_does_not_know_has_its_other_quiet_hours() -> None:
    elsewhere = replace(CITY, country="XX")
    assert isinstance(decided("2026-12-25 12:00", elsewhere), Send)


def test_every_decision_has_a_reason() -> None:
    assert decided().reason == "allowed hours, agreed on 2026-11-22"
    assert decided(asked=True).reason == "asked for just now"
    assert decided(kind="confirmation", consent=None).reason == "allowed hours, no consent needed"
