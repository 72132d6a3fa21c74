"""What have staff changed in the directory, who, when, and what was there before?

Two tables: the history, which is only ever added to, and the cells that lie over the city pack.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from hotline.store.clock import moment, new_id, stamp
from hotline.store.engine import Engine, Row


@dataclass(frozen=True, slots=True)
class Change:
    """One edit of one location: column to what it said before, and what it says since.

    No column: somebody has verified it once more on the same day. `undoes` is the id of the edit
    that it takes back.
    """

    id: str
    location: str
    at: datetime
    staff: str
    cells: Mapping[str, tuple[str, str]]
    undoes: str | None


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell of locations.csv is to say, where the file says `over`."""

    location: str
    column: str
    value: str
    over: str


class Edits:
    """Edits of the directory; they hold nothing of a resident."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def add(
        self,
        location: str,
        staff: str,
        cells: Mapping[str, tuple[str, str]],
        over: Mapping[str, str],
        now: datetime,
        undoes: str | None = None,
    ) -> str:
        """Keep an edit; its id. Its values lie over the city pack, where that says `over`."""
        id_ = new_id()
        with self._engine.transaction():
            self._engine.run(
                "insert into directory_edit (id, location, at, staff, cells, undoes)"
                " values (:id, :location, :at, :staff, :cells, :undoes)",
                id=id_,
                location=location,
                at=stamp(now),
                staff=staff,
                cells=json.dumps(cells, ensure_ascii=False),
                undoes=undoes,
            )
            for column, (_, value) in cells.items():
                self._engine.run(
                    "insert into directory_cell (location, name, value, over)"
                    " values (:location, :name, :value, :over)"
                    " on conflict (location, name) do update set value = :value, over = :over",
                    location=location,
                    name=column,
                    value=value,
                    over=over[column],
                )
        return id_

    def cells(self) -> list[Cell]:
        """Everything that lies over the city pack."""
        rows = self._engine.all("select * from directory_cell order by location, name")
        return [Cell(row["location"], row["name"], row["value"], row["over"]) for row in rows]

    def let_go(self, cell: Cell) -> None:
        """The city pack says something else by now: this does not lie over it any more."""
        self._engine.run(
            "delete from directory_cell where location = :location and name = :name"
            " and value = :value and over = :over",
            location=cell.location,
            name=cell.column,
            value=cell.value,
            over=cell.over,
        )

    def of(self, location: str) -> list[Change]:
        """Every edit of this location, the newest first."""
        rows = self._engine.all(
            "select * from directory_edit where location = :location order by at desc, rowid desc",
            location=location,
        )
        return [_change(row) for row in rows]

    def get(self, id_: str) -> Change | None:
        """The edit with this id."""
        row = self._engine.one("select * from directory_edit where id = :id", id=id_)
        return _change(row) if row else None


def _change(row: Row) -> Change:
    cells = {
        column: (before, since) for column, (before, since) in json.loads(row["cells"]).items()
    }
    at = moment(row["at"])
    return Change(row["id"], row["location"], at, row["staff"], cells, row["undoes"])
