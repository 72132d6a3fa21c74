"""The law as a table: what becomes of a message, by who asked, opt-out and local time."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from hotline.config import ROOT
from hotline.content.city import City, load_city
from hotline.departure import Hold, Refuse, Send, may_leave

CITY: City = load_city(ROOT / "messages" / "cities" / "montreuil")


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=CITY.timezone)


# asked for just now?, opted out?, local time → what happens
TABLE = [
    (True, False, "2026-11-24 03:00", "send"),  # asked: at any hour
    (True, True, "2026-11-22 03:00", "send"),  # asked, opted out, on a Sunday night
    (False, True, "2026-11-24 12:00", "refuse"),
    (False, False, "2026-11-24 12:00", "send"),
    (False, False, "2026-11-24 08:00", "send"),
    (False, False, "2026-11-24 07:59", "2026-11-24 08:00"),
    (False, False, "2026-11-24 21:59", "send"),
    (False, False, "2026-11-24 22:00", "2026-11-25 08:00"),
    (False, False, "2026-11-21 23:00", "2026-11-23 08:00"),  # Saturday night: not on Sunday
    (False, False, "2026-11-22 12:00", "2026-11-23 08:00"),  # Sunday
    (False, False, "2026-12-25 12:00", "2026-12-26 08:00"),  # Christmas, a Friday
    (False, False, "2027-01-01 12:00", "2027-01-02 08:00"),
    (False, False, "2027-05-01 12:00", "2027-05-03 08:00"),  # Labour Day, a Saturday
    (False, False, "2027-03-28 01:30", "2027-03-30 08:00"),  # clocks change, Sunday, Easter Monday
]


@pytest.mark.parametrize(("asked", "opted_out", "now", "expected"), TABLE)
def test_the_law(asked: bool, opted_out: bool, now: str, expected: str) -> None:
    decision = may_leave(
        asked=asked,
        opted_out=opted_out,
        recipient="+33639980001",
        due_at=local(now),
        city=CITY,
        now=local(now),
    )
    match decision:
        case Send():
            assert expected == "send"
        case Refuse():
            assert expected == "refuse"
        case Hold(until, _):
            assert until == local(expected)


def test_what_comes_too_late_never_leaves() -> None:
    now = local("2026-11-24 12:00")
    due = now - timedelta(days=4)
    decision = may_leave(
        asked=False, opted_out=False, recipient="+33639980001", due_at=due, city=CITY, now=now
    )
    assert isinstance(decision, Refuse)


def test_a_country_the_calendar_does_not_know_has_its_other_quiet_hours() -> None:
    now = local("2026-12-25 12:00")
    elsewhere = replace(CITY, country="XX")
    decision = may_leave(
        asked=False, opted_out=False, recipient="+33639980001", due_at=now, city=elsewhere, now=now
    )
    assert isinstance(decision, Send)


def test_every_decision_has_a_reason() -> None:
    now = local("2026-11-22 12:00")
    decision = may_leave(
        asked=False, opted_out=False, recipient="+33639980001", due_at=now, city=CITY, now=now
    )
    assert decision.reason == "quiet hours"


@pytest.mark.parametrize("recipient", ["+447700900123", "+2250700000000", "33639980001"])
def test_nothing_leaves_for_a_country_the_line_does_not_pay_for(recipient: str) -> None:
    now = local("2026-11-24 12:00")
    decision = may_leave(
        asked=True, opted_out=False, recipient=recipient, due_at=now, city=CITY, now=now
    )
    assert isinstance(decision, Refuse)
