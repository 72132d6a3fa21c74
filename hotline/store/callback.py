"""What is a callback request, and what can happen to it?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Callback:
    """One callback request as staff see it; the number is asked for by a verb of its own.

    `first`: nobody took their call. `typed`: the number was keyed by a hidden caller. It may be
    anyone's: it never gets an SMS.
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
    first: bool = False
