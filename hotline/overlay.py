"""Which edits of staff lie over the city pack?"""

from __future__ import annotations

from pathlib import Path

from hotline.directory.pack import Edit, read_pack
from hotline.store.edits import Cell, Edits

TABLE = "locations"


def overlay(edits: Edits, city_path: Path) -> list[Edit]:
    """What staff have changed, where the files still say what they said then.

    Whoever changes a file afterwards has the last word: to what an edit says, or to something else.
    Edits of a row that is not there wait for it to come back.
    """
    cells = edits.cells()
    if not cells:
        return []
    said = {row["id"]: row.cells for row in read_pack(city_path).locations.rows}
    there = [each for each in cells if each.location in said]
    stand = [each for each in there if _stands(each, said[each.location][each.column])]
    for each in {*there} - {*stand}:
        edits.let_go(each)
    return [Edit(TABLE, each.location, each.column, each.value) for each in stand]


def _stands(cell: Cell, written: str) -> bool:
    return cell.over == written != cell.value
