"""How does the directory look as rows of plain text and numbers, and back again?"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import Any

from hotline.directory.events import Event
from hotline.directory.hsds import HelpNumber, Location, Service
from hotline.directory.schedule import Schedule
from hotline.directory.search import Directory
from hotline.model import Place

_DAYS = ("verified_on", "closed_from", "closed_until")

Values = dict[str, Any]
Tables = Mapping[str, Sequence[Values]]


def to_tables(directory: Directory) -> Tables:
    """The content of the directory, without what is said of the build itself."""
    return {
        "places": [
            {
                **asdict(place),
                "aliases": "|".join(place.aliases),
                "rough": int(place in directory.rough),
            }
            for place in directory.places
        ],
        "locations": [_location_row(location) for location in directory.locations.values()],
        "services": [
            {**asdict(service), "topics": " ".join(service.topics)}
            for service in directory.services
        ],
        "numbers": [{**asdict(number), "sms": int(number.sms)} for number in directory.numbers],
        "events": [_event_row(event) for event in directory.events],
    }


def from_tables(tables: Tables, about: Values) -> Directory:
    """The directory these rows were made from; `about` says of which city and when.

    Raises KeyError, TypeError or ValueError when they are of another shape.
    """
    places = tuple(_place(row) for row in tables["places"])
    rough = [bool(row["rough"]) for row in tables["places"]]
    return Directory(
        services=tuple(_service(row) for row in tables["services"]),
        locations={row["id"]: _location(row) for row in tables["locations"]},
        places=places,
        numbers=tuple(HelpNumber(**{**row, "sms": bool(row["sms"])}) for row in tables["numbers"]),
        built_at=datetime.fromisoformat(about["built_at"]),
        version=about["version"],
        edits=about["edits"],
        city=about["city"],
        country=about["country"],
        events=tuple(_event(row) for row in tables["events"]),
        rough=frozenset(place for place, is_rough in zip(places, rough, strict=True) if is_rough),
    )


def version_of(tables: Tables) -> str:
    """A short name for this content: other content has another one."""
    canonical = json.dumps(tables, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()[:16]


def _location_row(location: Location) -> Values:
    return {
        **asdict(location),
        "phones": "|".join(location.phones),
        "schedule": location.schedule.text if location.schedule else "",
        **{name: _iso(getattr(location, name)) for name in _DAYS},
    }


def _location(row: Values) -> Location:
    changed = {
        "phones": _split(row["phones"], "|"),
        "schedule": Schedule.parse(row["schedule"]) if row["schedule"] else None,
        **{name: date.fromisoformat(row[name]) if row[name] else None for name in _DAYS},
    }
    return Location(**{**row, **changed})


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _service(row: Values) -> Service:
    return Service(**{**row, "topics": _split(row["topics"], " ")})


def _event_row(event: Event) -> Values:
    return {
        **asdict(event),
        "titles": json.dumps(event.titles, ensure_ascii=False),
        "starts": event.starts.isoformat(),
        "lasts": int(event.lasts.total_seconds()),
        "all_day": int(event.all_day),
        "without": " ".join(at.isoformat() for at in event.without),
        "also": " ".join(at.isoformat() for at in event.also),
    }


def _event(row: Values) -> Event:
    changed = {
        "titles": tuple((language, title) for language, title in json.loads(row["titles"])),
        "starts": datetime.fromisoformat(row["starts"]),
        "lasts": timedelta(seconds=row["lasts"]),
        "all_day": bool(row["all_day"]),
        "without": tuple(map(datetime.fromisoformat, row["without"].split())),
        "also": tuple(map(datetime.fromisoformat, row["also"].split())),
    }
    return Event(**{**row, **changed})


def _place(row: Values) -> Place:
    names = {key: row[key] for key in ("name", "kind", "lat", "lon")}
    return Place(**names, aliases=_split(row["aliases"], "|"))


def _split(text: str, sign: str) -> tuple[str, ...]:
    return tuple(part for part in text.split(sign) if part)
