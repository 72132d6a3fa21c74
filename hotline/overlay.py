"""Which edits of staff lie over the city pack?"""

from __future__ import annotations

from pathlib import Path

from hotline.directory.pack import Edit, read_pack, standing
from hotline.store.edits import Edits

TABLE = "locations"


def overlay(edits: Edits, city_path: Path) -> list[Edit]:
    """What staff have changed and the pack does not say; what it says by now is let go of.

    Edits of a location that the pack has no more wait for it to come back.
    """
    laid = [Edit(TABLE, *cell) for cell in edits.cells()]
    if not laid:
        return []
    pack = read_pack(city_path)
    written = {row["id"]: row.cells for row in pack.locations.rows}
    edits.let_go(cell for cell in edits.cells() if written.get(cell[0], {}).get(cell[1]) == cell[2])
    return standing(pack, laid)
