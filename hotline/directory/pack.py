"""Which tables does a city pack have, and what may each of their columns say?"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from hotline.directory import cells
from hotline.directory.table import Row, Table, read_table
from hotline.errors import Fault, closest, did_you_mean

POSITIONS = ("exact", "approximate", "none")
STATUSES = ("published", "draft", "closed")
KINDS = (
    *("commune", "neighbourhood", "street", "townhall", "migrant_hostel"),
    *("metro_station", "rer_station", "tram_station", "bus_stop"),
)
APPOINTMENTS = ("required", "possible", "none", "unknown")

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "places": ("name", "kind", "lat", "lon", "aliases", "source", "confidence"),
    "locations": (
        *("id", "organization", "name", "short_name", "address", "postal_code", "commune"),
        *("lat", "lon", "position", "position_note", "near", "phone", "phone_2", "email"),
        *("opening_hours", "opening_hours_unverified", "source", "source_date", "confidence"),
        *("verified_on", "verified_by", "status", "reach_through"),
    ),
    "services": (
        *("id", "location_id", "team", "name", "topics", "summary_fr", "eligibility", "fee"),
        *("appointment", "source", "status"),
    ),
    "numbers": (
        *("number", "name", "purpose_fr", "hours", "cost", "sms", "source", "confidence", "notes"),
    ),
}

# Columns that a file need not have: days on which a place is closed for once.
OPTIONAL: Mapping[str, tuple[str, ...]] = {
    "locations": ("closed_from", "closed_until", "closed_reason"),
}

STREETS = "streets.csv"

Reader = Callable[[str], object]


@dataclass(frozen=True, slots=True)
class Edit:
    """A change by staff, laid over one cell of the tables: `table` is "locations", and so on."""

    table: str
    id: str
    column: str
    value: str


@dataclass(frozen=True, slots=True)
class Rules:
    """What the rest of the city says: its topics and teams, its country, and the time it is."""

    topics: Collection[str]
    teams: Collection[str]
    country: str
    now: datetime


@dataclass(frozen=True, slots=True)
class Pack:
    """The four tables of a city, as they are written."""

    places: Table
    locations: Table
    services: Table
    numbers: Table

    @property
    def tables(self) -> tuple[Table, ...]:
        """All four, in the order they are told about."""
        return self.places, self.locations, self.services, self.numbers

    @property
    def names(self) -> dict[str, str]:
        """What each location is called, shortly."""
        rows = self.locations.rows
        return {row["id"]: row["short_name"] or row["name"] for row in rows if row["id"]}

    def phone_in(self, country: str) -> Callable[[str], str]:
        """Reads the telephone of a location: a number of the country, or a short one we list."""
        listed = self.numbers.column("number")
        short = {number.replace(" ", "") for number in listed if cells.is_short(number, country)}
        return cells.phone_in(country, short)


def read_pack(folder: Path, overlay: Iterable[Edit] = ()) -> Pack:
    """The tables of this folder with the edits laid over them."""
    tables = {
        name: read_table(folder / f"{name}.csv", columns, OPTIONAL.get(name, ()))
        for name, columns in COLUMNS.items()
    }
    if (streets := folder / STREETS).exists():  # imported: too many to write among the places
        tables["places"] = _joined(tables["places"], read_table(streets, COLUMNS["places"]))
    for edit in overlay:
        tables[edit.table] = _edited(tables[edit.table], edit)
    return Pack(**tables)


def readers(pack: Pack, rules: Rules) -> tuple[tuple[Table, Mapping[str, Reader]], ...]:
    """Each table with what reads its columns. A column that is not named may say anything."""
    # Somewhere it is already tomorrow: a check made just after midnight is not in the future.
    today = (rules.now + timedelta(hours=14)).date()
    shared: dict[str, Reader] = {
        "id": cells.identifier,
        "name": cells.filled,
        "status": cells.one_of(STATUSES, "status"),
        "lat": cells.optional(cells.degrees(90)),
        "lon": cells.optional(cells.degrees(180)),
        "organization": cells.filled,
        "kind": _kind,
        "aliases": _aliases,
        "position": cells.one_of(POSITIONS, "position"),
        "phone": cells.optional(pack.phone_in(rules.country)),
        "phone_2": cells.optional(pack.phone_in(rules.country)),
        "opening_hours": cells.optional(cells.schedule),
        "source_date": cells.optional(cells.source_date),
        "verified_on": cells.optional(cells.day_until(today)),
        "closed_from": cells.optional(cells.a_day),
        "closed_until": cells.optional(cells.a_day),
        "closed_reason": cells.no_formula,
        "team": cells.optional(cells.one_of(rules.teams, "team")),
        "topics": cells.several_of(rules.topics, "topic"),
        "appointment": cells.optional(cells.one_of(APPOINTMENTS, "kind of appointment")),
        "purpose_fr": cells.filled,
        "number": cells.help_number_in(rules.country),
        "sms": cells.one_of(("yes", "no"), "answer"),
    }
    return tuple(
        (table, {column: shared[column] for column in columns_of(name) if column in shared})
        for name, table in zip(COLUMNS, pack.tables, strict=True)
    )


def _kind(text: str) -> str:
    """What a place is. Some kinds mean something to the line, and are written in one way only."""
    meant = closest(cells.filled(text).lower().replace(" ", "_"), KINDS, 0.9)
    if meant and text != meant:
        raise cells.Unfit(f"{text!r} is no kind that the line knows.", f"Did you mean {meant!r}?")
    return text


def _aliases(text: str) -> str:
    """Other names, parted by strokes. A comma in one of them would make one name of them all."""
    if any(sign in text for sign in ",;،"):
        raise cells.Unfit(f"{text[:40]!r} is not parted by strokes.", 'Write it as "one|another".')
    return text


def columns_of(table: str) -> tuple[str, ...]:
    """Every column that this table may have."""
    return (*COLUMNS[table], *OPTIONAL.get(table, ()))


def _joined(first: Table, second: Table) -> Table:
    faults = (*first.faults, *second.faults)
    return Table(first.file, (*first.rows, *second.rows), faults)


def _edited(table: Table, edit: Edit) -> Table:
    if table.faults:
        return table
    key = {"numbers": "number", "places": "name"}.get(edit.table, "id")
    known = [row[key] for row in table.rows]
    for options, word in ((known, edit.id), (columns_of(edit.table), edit.column)):
        if word not in options:
            cure = did_you_mean(word, options, "Take the edit back.")
            fault = Fault(table.file, None, edit.column, f"an edit names {word!r}.", cure)
            return replace(table, faults=(*table.faults, fault))
    rows = (_with(row, edit) if row[key] == edit.id else row for row in table.rows)
    return replace(table, rows=tuple(rows))


def _with(row: Row, edit: Edit) -> Row:
    return replace(row, cells={**row.cells, edit.column: edit.value.strip()})
