"""How does portable SQL reach SQLite, durably and from many processes at once?"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import resources
from pathlib import Path
from typing import Any

from sqlite_utils import Database
from sqlite_utils.utils import sqlite3  # the newest SQLite there is: it prefers a bundled one

Row = dict[str, Any]

# FULL: a text accepted is a text kept, power cut or not. secure_delete: erased means gone.
_PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "secure_delete=ON", "busy_timeout=10000")


class Engine:
    """One SQLite file; one connection a thread, opened on first use (so: after any fork)."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._local = threading.local()
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        Path(path).touch(mode=0o600)
        schema = resources.files("hotline.store").joinpath("schema.sql").read_text("utf-8")
        with self.transaction():
            for statement in _statements(schema):
                self.run(statement)

    @property
    def database(self) -> Database:
        """This thread's connection, as sqlite-utils wraps it."""
        found: Database | None = getattr(self._local, "database", None)
        if found is None:
            found = self._local.database = self._open()
        return found

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing, durable at the end; an inner transaction joins the outer one.

        BEGIN IMMEDIATE: a deferred one that reads and then writes fails with "database is locked"
        as soon as another process has written in between, whatever the timeout.
        """
        connection = self.database.conn
        if connection.in_transaction:
            yield
            return
        connection.execute("begin immediate")
        try:
            yield
        except BaseException:
            connection.execute("rollback")
            raise
        connection.execute("commit")

    def all(self, sql: str, **values: Any) -> list[Row]:
        """Every row of this query."""
        cursor = self.database.conn.execute(sql, values)
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor]

    def one(self, sql: str, **values: Any) -> Row | None:
        """The first row of this query, or None."""
        rows = self.all(sql, **values)
        return rows[0] if rows else None

    def run(self, sql: str, **values: Any) -> int:
        """How many rows this statement changed."""
        return int(self.database.conn.execute(sql, values).rowcount)

    def checkpoint(self) -> None:
        """Empty the write-ahead log into the file, so that erased rows are gone from both."""
        self.database.conn.execute("pragma wal_checkpoint(truncate)")

    def _open(self) -> Database:
        connection = sqlite3.connect(self._path, timeout=10, isolation_level=None)
        for pragma in _PRAGMAS:
            connection.execute(f"pragma {pragma}")
        return Database(connection)


def _statements(schema: str) -> list[str]:
    lines = (line.split("--")[0] for line in schema.splitlines())
    return [part for part in "\n".join(lines).split(";") if part.strip()]
