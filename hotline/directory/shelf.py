"""How is the directory kept in one SQLite file, whole or not at all?"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from sqlite_utils import Database
from sqlite_utils.db import Table
from sqlite_utils.utils import sqlite3  # the newest SQLite there is: it prefers a bundled one

from hotline.directory.rows import Tables, Values

Error = sqlite3.Error
TABLES = ("places", "locations", "services", "numbers", "events")
_NUMBERS = {"lat": float, "lon": float, "rough": int, "sms": int, "lasts": int, "all_day": int}


def keep(tables: Tables, about: Values, target: Path, check: Callable[[Path], object]) -> None:
    """These rows are in `target`, durably; until then, and on any error, the old file stays.

    `check` is given the finished file before it takes the old one's place: it may still refuse.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}-")
    os.close(handle)
    aside = Path(name)
    try:
        _write(tables, about, aside)
        check(aside)
        _sync(aside)
        os.replace(aside, target)
        _sync(target.parent)
    finally:
        aside.unlink(missing_ok=True)


def read(path: Path) -> tuple[Tables, Values]:
    """The rows and the words about them. Raises `Error`, or LookupError when they are not there."""
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
    with closing(connection):
        found = Database(connection)
        tables = {name: list(found[name].rows_where(order_by="rowid")) for name in TABLES}
        (about,) = found["about"].rows
        return tables, about


def _write(tables: Tables, about: Values, path: Path) -> None:
    connection = sqlite3.connect(path)
    with closing(connection):
        database = Database(connection)
        for name in TABLES:
            _fill(database, name, tables[name])
        _fill(database, "about", [about])
        connection.commit()
        ((verdict,),) = connection.execute("pragma integrity_check").fetchall()
        if verdict != "ok":
            raise Error(f"the new directory is damaged: {verdict}")


def _fill(database: Database, name: str, rows: Sequence[Values]) -> None:
    # Types by name: sqlite-utils would guess them from the first rows, which may all be empty.
    kinds: dict[str, Any] = {column: _NUMBERS.get(column, str) for row in rows for column in row}
    table = Table(database, name)
    table.create(kinds or {"id": str})
    table.insert_all(rows)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
