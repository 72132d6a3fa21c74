"""What is known of a place of help, in the words of HSDS 3 (Open Referral)?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from hotline.directory.schedule import Schedule

Position = Literal["exact", "approximate", "none"]


@dataclass(frozen=True, slots=True)
class Location:
    """Where an organization is found.

    `near` names a place of the gazetteer: with an approximate position, that is all one may say.
    `reach_through` is the id of the location whose telephone to give when this one has none.
    `schedule` is None unless its hours are current: old hours are never served. From `closed_from`
    to `closed_until`, both included, it is closed whatever they say.
    """

    id: str
    organization: str
    name: str
    short_name: str
    address: str
    postal_code: str
    commune: str
    lat: float | None
    lon: float | None
    position: Position
    near: str
    phones: tuple[str, ...]
    email: str
    schedule: Schedule | None
    source: str
    source_date: str
    confidence: str
    verified_on: date | None
    verified_by: str
    reach_through: str
    closed_from: date | None = None
    closed_until: date | None = None

    def closed_on(self, day: date) -> bool:
        """Is it closed for once on this day?"""
        if self.closed_from is None or self.closed_until is None:
            return False
        return self.closed_from <= day <= self.closed_until


@dataclass(frozen=True, slots=True)
class Service:
    """What is done at a location, and for whom. `topics` has what it is mainly for first.

    `team` takes callback requests for it, or is empty.
    """

    id: str
    location_id: str
    team: str
    name: str
    topics: tuple[str, ...]
    summary: str
    eligibility: str
    fee: str
    appointment: str
    source: str


@dataclass(frozen=True, slots=True)
class HelpNumber:
    """A national number to ring, or to text where `sms` is true."""

    number: str
    name: str
    purpose: str
    hours: str
    cost: str
    sms: bool
