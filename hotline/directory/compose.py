"""What does a city pack without faults say, as values?"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date

from hotline.directory import cells
from hotline.directory.events import Event
from hotline.directory.hsds import HelpNumber, Location, Position, Service
from hotline.directory.pack import Pack, Rules
from hotline.directory.schedule import Schedule
from hotline.directory.search import Directory
from hotline.directory.table import Row
from hotline.model import Place

_AREAS = frozenset({"commune", "neighbourhood", "street"})
_AS_WRITTEN = (
    *("id", "organization", "name", "short_name", "address", "postal_code", "commune", "near"),
    *("email", "source", "source_date", "confidence", "verified_by", "reach_through"),
)
_POSITIONS: dict[str, Position] = {"exact": "exact", "approximate": "approximate", "none": "none"}


def directory_of(pack: Pack, rules: Rules, city: str, events: tuple[Event, ...] = ()) -> Directory:
    """The published rows. Drafts, closed places and unverified hours stay behind."""
    phone = pack.phone_in(rules.country)
    locations = {
        row["id"]: _location(row, phones=_phones(row, phone))
        for row in pack.locations.rows
        if row["status"] == "published"
    }
    services = (_service(row) for row in pack.services.rows if row["status"] == "published")
    number = cells.help_number_in(rules.country)
    return Directory(
        services=tuple(service for service in services if service.location_id in locations),
        locations=locations,
        places=tuple(_place(row) for row in pack.places.rows),
        numbers=tuple(_number(row, number(row["number"])) for row in pack.numbers.rows),
        built_at=rules.now.astimezone(UTC),
        version="",
        city=city,
        country=rules.country,
        rough=frozenset(_place(row) for row in pack.places.rows if _is_rough(row)),
        events=events,
    )


def _location(row: Row, phones: tuple[str, ...]) -> Location:
    return Location(
        **{name: row[name] for name in _AS_WRITTEN},
        lat=float(row["lat"]) if row["lat"] else None,
        lon=float(row["lon"]) if row["lon"] else None,
        position=_POSITIONS[row["position"]],
        phones=phones,
        schedule=Schedule.parse(row["opening_hours"]) if row["opening_hours"] else None,
        verified_on=_day(row["verified_on"]),
        closed_from=_day(row["closed_from"]),
        closed_until=_day(row["closed_until"]),
    )


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _phones(row: Row, read: Callable[[str], str]) -> tuple[str, ...]:
    return tuple(read(row[column]) for column in ("phone", "phone_2") if row[column])


def _service(row: Row) -> Service:
    return Service(
        id=row["id"],
        location_id=row["location_id"],
        team=row["team"],
        name=row["name"],
        topics=tuple(row["topics"].split()),
        summary=row["summary_fr"],
        eligibility=row["eligibility"],
        fee=row["fee"],
        appointment=row["appointment"],
        source=row["source"],
    )


def _number(row: Row, number: str) -> HelpNumber:
    return HelpNumber(
        number=number,
        name=row["name"],
        purpose=row["purpose_fr"],
        hours=row["hours"],
        cost=row["cost"],
        sms=row["sms"] == "yes",
    )


def _place(row: Row) -> Place:
    return Place(
        name=row["name"],
        kind=row["kind"],
        lat=float(row["lat"]) if row["lat"] else None,
        lon=float(row["lon"]) if row["lon"] else None,
        aliases=tuple(alias.strip() for alias in row["aliases"].split("|") if alias.strip()),
    )


def _is_rough(row: Row) -> bool:
    """An area is no point; and a proxy is the position of something else near by."""
    return row["kind"] in _AREAS or "proxy" in row["confidence"]
