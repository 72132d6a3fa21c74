"""What is a callback request, and what can happen to it?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from hotline.model import Window
from hotline.store.clock import moment
from hotline.store.engine import Row

# What staff do beside the course of a request: there is nothing to undo.
NOT_UNDONE = ("note", "appointed", "appointment_moved", "called_off")


@dataclass(frozen=True, slots=True)
class Callback:
    """One callback request as staff see it; the number is asked for by a verb of its own.

    `first`: nobody took their call.
    `typed`: the number was keyed by a hidden caller. It may be anyone's: it never gets an SMS.
    `slot`: two digits of who asks, where several share a telephone. `window`: what was promised.
    `not_before`: it rests until then. `attempts` were in vain.
    """

    id: str
    reference: str
    topic: str
    team: str
    language: str
    time_of_day: str
    voicemail: str
    state: str
    claimed_by: str | None
    attempts: int
    not_before: datetime | None
    follow_up: bool
    created_at: datetime
    closed_at: datetime | None
    typed: bool = False
    slot: str = ""
    window: Window | None = None
    written: bool = False
    first: bool = False


@dataclass(frozen=True, slots=True)
class CallbackEvent:
    """One thing that happened to a request."""

    at: datetime
    staff: str | None
    what: str
    note: str


@dataclass(frozen=True, slots=True)
class NewCallback:
    """A request to be kept. `number` is E.164. `open`: its questions are still being asked."""

    reference: str
    person: str
    number: str
    topic: str
    team: str
    language: str
    time_of_day: str
    voicemail: str
    typed: bool = False
    open: bool = False
    window: Window | None = None
    slot: str = ""
    written: bool = False
    first: bool = False


@dataclass(frozen=True, slots=True)
class Waiting:
    """A request that nobody has dealt with, by its number alone; `by` when it is to be called."""

    id: str
    reference: str
    by: datetime


@dataclass(frozen=True, slots=True)
class Answers:
    """What the person has said since, and what they are promised now."""

    time_of_day: str
    voicemail: str
    window: Window | None = None


def callback(row: Row) -> Callback:
    """The request in this row."""
    return Callback(
        id=row["id"],
        reference=row["reference"],
        topic=row["topic"],
        team=row["team"],
        language=row["language"],
        time_of_day=row["time_of_day"],
        voicemail=row["voicemail"],
        state=row["state"],
        claimed_by=row["claimed_by"],
        attempts=row["attempts"],
        not_before=_moment(row["not_before"]),
        follow_up=bool(row["follow_up"]),
        created_at=moment(row["created_at"]),
        closed_at=_moment(row["closed_at"]),
        typed=bool(row["typed"]),
        slot=row["slot"],
        window=window(row["promised_from"], row["promised_until"]),
        written=bool(row["written"]),
        first=bool(row["first"]),
    )


def window(start: str | None, end: str | None) -> Window | None:
    """The promise in these two columns."""
    return Window(moment(start), moment(end)) if start and end else None


def _moment(stamped: str | None) -> datetime | None:
    return moment(stamped) if stamped else None
