"""Which entries of the directory does somebody have to look into first, and why?"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

from hotline.directory import cells
from hotline.directory.pack import Pack
from hotline.directory.references import has_phone
from hotline.directory.schedule import Schedule
from hotline.directory.table import Row

T = TypeVar("T")

FRESH = timedelta(days=183)  # six months
ENOUGH = 2  # one person may be mistaken


@dataclass(frozen=True, slots=True)
class Entry:
    """A published location and what is done there; a day that cannot be read is not told.

    `verified_on` is None when nobody ever has checked it; `stale`: not of late. `reports`: so many
    people say it is wrong. `reach`: there is a telephone to give, its own or another's; `through`
    names that other one. `closure`: its first and last day, unless that is over.
    """

    row: Row
    services: tuple[Row, ...]
    verified_on: date | None
    stale: bool
    reports: int
    reach: bool
    through: str
    closure: tuple[date, date] | None

    @property
    def version(self) -> str:
        """Names what its row says: whoever acts on a page acts on what stood there."""
        said = json.dumps(dict(self.row.cells), sort_keys=True)
        return hashlib.sha256(said.encode()).hexdigest()[:32]

    @property
    def schedule(self) -> Schedule | None:
        """When it is open, where that is known and can be read."""
        return _read(self.row["opening_hours"], cells.schedule)

    @property
    def name(self) -> str:
        """What it is called, shortly."""
        return self.row["short_name"] or self.row["name"]

    @property
    def wrong(self) -> bool:
        """Do enough people say so?"""
        return self.reports >= ENOUGH

    @property
    def to_do(self) -> bool:
        """Is there anything to look into?"""
        return self.wrong or self.stale or not self.reach


def entries(pack: Pack, reports: Mapping[str, int], today: date) -> list[Entry]:
    """Every published location: what is to do first, then the others, as in the file.

    First what most people say is wrong, then what has no telephone, then what was verified the
    longest ago, and before that, never.
    """
    found = [_entry(pack, row, reports, today) for row in pack.locations.rows if _published(row)]
    return sorted(found, key=_order)


def _entry(pack: Pack, row: Row, reports: Mapping[str, int], today: date) -> Entry:
    by_id = {each["id"]: each for each in pack.locations.rows}
    here = (each for each in pack.services.rows if each["location_id"] == row["id"])
    verified_on, first, last = (
        _read(row[name], cells.a_day) for name in ("verified_on", "closed_from", "closed_until")
    )
    return Entry(
        row=row,
        services=tuple(each for each in here if _published(each)),
        verified_on=verified_on,
        stale=verified_on is None or verified_on < today - FRESH,
        reports=reports.get(row["id"], 0),
        reach=has_phone(row, by_id),
        through=pack.names.get(row["reach_through"], ""),
        closure=(first, last) if first and last and last >= today else None,
    )


def _read(cell: str, reader: Callable[[str], T]) -> T | None:
    """What the cell says; None where it is empty, or where the check of the files faults it."""
    try:
        return reader(cell) if cell else None
    except cells.Unfit:
        return None


def _published(row: Row) -> bool:
    return row["status"] == "published"


def _order(entry: Entry) -> tuple[bool, int, bool, date]:
    if not entry.to_do:
        return True, 0, True, date.min
    reports = entry.reports if entry.wrong else 0
    return False, -reports, entry.reach, entry.verified_on or date.min
