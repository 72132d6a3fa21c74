"""What is one message on its way, before and after it is kept?"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

Medium = Literal["sms", "voice"]


@dataclass(frozen=True, slots=True)
class OutboxRow:
    """One message on its way: `recipient` is E.164; `asked` says the person just asked for it.

    `maybe_sent`: an earlier sender died, or got no answer: the provider may have it already.
    """

    id: str
    kind: str
    channel: str
    medium: Medium
    person: str
    recipient: str
    body: str
    language: str
    segments: int
    asked: bool
    topic: str
    due_at: datetime
    expires_at: datetime
    attempts: int
    created_at: datetime
    callback: str | None
    appointment: str | None
    maybe_sent: bool


@dataclass(frozen=True, slots=True)
class NewOutbound:
    """A message to be kept for sending; `offers` maps a digit to the meaning it will have.

    `segments` is what it costs. `expires_at` None: as long as its kind lasts.
    """

    kind: str
    channel: str
    person: str
    recipient: str
    body: str
    language: str
    due_at: datetime
    asked: bool = False
    callback: str | None = None
    offers: dict[str, list[str]] = field(default_factory=dict)
    segments: int = 1
    medium: Medium = "sms"
    topic: str = ""
    expires_at: datetime | None = None
    appointment: str | None = None
    campaign: str | None = None


@dataclass(frozen=True, slots=True)
class Ended:
    """A message that has ended: for staff, and for what follows a failure."""

    id: str
    kind: str
    medium: Medium
    state: str
    reason: str
    person: str
    callback: str | None
    appointment: str | None
    ended_at: datetime


@dataclass(frozen=True, slots=True)
class Notice:
    """One reminder of an appointment, as staff see it: `at` is when it is due, or ended."""

    medium: Medium
    state: str
    reason: str
    at: datetime
