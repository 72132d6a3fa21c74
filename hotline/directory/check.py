"""What is wrong in the tables of a city pack, cell by cell and row by row?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

from hotline.directory import area, cells, references
from hotline.directory.pack import STREETS, Pack, Rules, readers
from hotline.directory.table import Row
from hotline.errors import Fault, Sentence


def faults(pack: Pack, rules: Rules) -> list[Fault]:
    """Everything that keeps the pack from being served, file by file, row by row."""
    found = [
        *chain.from_iterable(table.faults for table in pack.tables),
        *_cells(pack, rules),
        *chain.from_iterable(_halves(row) for row in (*pack.places.rows, *pack.locations.rows)),
        *chain.from_iterable(_position(row) for row in pack.locations.rows),
        *chain.from_iterable(_verified(row) for row in pack.locations.rows),
        *chain.from_iterable(_closed(row) for row in pack.locations.rows),
        *area.faults((*pack.places.rows, *pack.locations.rows)),
        *references.faults(pack),
    ]
    files = [*(table.file for table in pack.tables), STREETS]
    return sorted(found, key=lambda fault: (files.index(fault.file), fault.row or 0))


def _cells(pack: Pack, rules: Rules) -> Iterator[Fault]:
    for table, reads in readers(pack, rules):
        for row in table.rows:
            for column, text in row.cells.items():
                try:
                    reads.get(column, cells.plain)(cells.plain(text))
                except cells.Unfit as unfit:
                    yield row.fault(column, unfit.problem, unfit.cure)


def _halves(row: Row) -> Iterable[Fault]:
    for empty, given in (("lat", "lon"), ("lon", "lat")):
        if row[given] and not row[empty]:
            yield row.fault(empty, f"is empty, but {given} is not.", "Give both, or none.")


def _position(row: Row) -> Iterable[Fault]:
    """Faults of a location whose position, coordinates and `near` do not agree."""
    given = row["lat"] or row["lon"]
    if given and row["position"] == "none":
        yield row.fault("position", "is none, but there are coordinates.", _POSITION)
    if not given and row["position"] in ("exact", "approximate"):
        yield row.fault("position", f"is {row['position']}, without coordinates.", _POSITION)
    if row["position"] == "approximate" and not row["near"] and not row["address"]:
        problem = "is empty: with neither an address nor a place near by, nobody can find it."
        yield row.fault("near", problem, "Name a place of places.csv.")


def _verified(row: Row) -> Iterable[Fault]:
    if row["verified_on"] and not row["verified_by"]:
        yield row.fault("verified_by", "is empty, but verified_on is not.", "Say who checked it.")
    if row["verified_by"] and not row["verified_on"]:
        cure = "Give the day it was checked, like 2026-11-23."
        yield row.fault("verified_on", "is empty, but verified_by is not.", cure)


def _closed(row: Row) -> Iterable[Fault]:
    """A closure has a first and a last day: one without an end would be forgotten."""
    first, last = row["closed_from"], row["closed_until"]
    if last and not first:
        yield row.fault("closed_from", Sentence("is empty."), _BOTH_DAYS)
    if not last and (first or row["closed_reason"]):
        yield row.fault("closed_until", Sentence("is empty."), _BOTH_DAYS)
    if first and last and last < first:  # days written as they should be are in their order
        problem = Sentence("is before the first day, %(first)s.", first=first)
        yield row.fault("closed_until", problem, Sentence("Exchange the two days."))


_BOTH_DAYS = Sentence("Give the first and the last day; the last can be moved later.")
_POSITION = 'Write "none" without coordinates, "exact" or "approximate" with them.'
