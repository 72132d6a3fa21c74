"""Who has no credit rings once, or texts one word: does the line call back?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from hotline.content.city import City
from hotline.departure import Leaving, Refuse, may_leave, quiet_until
from hotline.kinds import BEEP, KINDS
from hotline.model import Beep, Inbound, Understood
from hotline.store import Store
from hotline.store.outgoing import NewOutbound

BREATH = timedelta(seconds=8)  # their telephone must be free again before it rings
TWICE = timedelta(minutes=2)  # who rings again meanwhile is called once
HOUR = timedelta(hours=1)
SEGMENTS = 3  # what a call is counted as, against what may be spent in a day


@dataclass(frozen=True, slots=True)
class Counted:
    """Calls back that were to be made: to this person today and of late, to all this hour."""

    today: int
    of_late: int
    this_hour: int


def is_beep(inbound: Inbound, understood: Understood, city: City) -> bool:
    """A call to the number for it, or the word in a text; a call to the line itself is a call."""
    if inbound.medium == "sms":
        return bool(city.beep) and understood.command == BEEP
    return inbound.event == "call" and bool(city.beep_line) and inbound.line == city.beep_line


def promised(store: Store, inbound: Inbound, city: City, now: datetime) -> Beep:
    """What becomes of this beep, by the same rules that are asked once more as the call leaves."""
    person = store.turns.person(inbound.sender)
    if inbound.sender is None or person is None:
        return "no"
    if store.turns.opted_out(person):
        return "stopped"
    beeps = counted(store, person, city, now)
    if beeps.of_late:
        return "coming"
    facts = Leaving(
        kind=BEEP,
        asked=False,
        recipient=inbound.sender,
        sender=sender(city),
        body="",
        due_at=now,
        expires_at=inbound.at + KINDS[BEEP].lasts,  # it may have waited on the spool
        segments=SEGMENTS,
        spent_today=store.tally.of("segments", _midnight(city, now).date().isoformat()),
        beeps_today=beeps.today,
        beeps_this_hour=beeps.this_hour,
    )
    if not isinstance(may_leave(facts, city, now), Refuse):
        return "soon"
    return "night" if quiet_until(now, city) else "no"


def call_back(person: str, number: str, language: str, channel: str, now: datetime) -> NewOutbound:
    """The call: it says nothing of its own, for who picks up is where a caller begins."""
    return NewOutbound(
        kind=BEEP,
        channel=channel,
        person=person,
        recipient=number,
        body="",
        language=language,
        due_at=now + BREATH,
        segments=SEGMENTS,
        medium="voice",
    )


def counted(store: Store, person: str, city: City, now: datetime, but: str = "") -> Counted:
    """What was promised so far, this very call (`but`) left out."""
    made = store.outbox.made_since
    today = _midnight(city, now).astimezone(UTC)
    return Counted(
        today=made(BEEP, today, person, but=but),
        of_late=made(BEEP, now - TWICE, person, but=but),
        this_hour=made(BEEP, now - HOUR, but=but),
    )


def sender(city: City) -> str:
    """The number that calls back: the one that was rung, so that it is known again."""
    return city.beep_line or city.voice_line


def _midnight(city: City, now: datetime) -> datetime:
    return datetime.combine(now.astimezone(city.timezone).date(), time(0), city.timezone)
