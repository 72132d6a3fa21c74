"""How does portable SQL reach SQLite, durably and from many processes at once?"""

from __future__ import annotations

import fcntl
import os
import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import resources
from pathlib import Path
from typing import Any, Generic, TypeVar

from sqlite_utils import Database
from sqlite_utils.utils import sqlite3  # the newest SQLite there is: it prefers a bundled one

from hotline.errors import ConfigError
from hotline.store import growth
from hotline.store.alone import hold

Row = dict[str, Any]
T = TypeVar("T")

# The record can't be read or written: locked, full, read-only, broken.
AWAY = (sqlite3.DatabaseError, OSError)
PATIENCE_S = 4  # a webhook is given up after 15

# FULL: a text accepted is a text kept, power cut or not. secure_delete: erased means gone.
_PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "secure_delete=ON",
    f"busy_timeout={PATIENCE_S * 1000}",
)


class Engine:
    """One SQLite file; one connection a thread, opened on first use (so: after any fork).

    `alone`: nobody else has it open, nor can open it meanwhile. Raises InUse, ConfigError.
    """

    def __init__(self, path: str, *, alone: bool = False) -> None:
        self._path = path
        self._local = threading.local()
        self._writing = threading.RLock()
        self._waiting: deque[_Work[Any]] = deque()
        schema = resources.files("hotline.store").joinpath("schema.sql").read_text("utf-8")
        try:
            Path(path).parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            Path(path).touch(mode=0o600)
            self._open_file = hold(path, alone=alone)
            self._lock_file = os.open(f"{path}.lock", os.O_RDWR | os.O_CREAT, 0o600)
            with self.transaction():
                statements = _statements(schema)
                for statement in growth.tables(statements):
                    self.run(statement)
                for statement in (*growth.missing(self.database, statements), *statements):
                    self.run(statement)
        except OSError as error:
            told = f"{path} cannot be written: {error.strerror}. Give another HOTLINE_STATE."
            raise ConfigError(told) from None
        except sqlite3.DatabaseError as error:
            told = f"{path} cannot be used: {error}. Move it away, or put a backup in its place."
            raise ConfigError(told) from None

    @property
    def database(self) -> Database:
        """This thread's connection, as sqlite-utils wraps it."""
        found: Database | None = getattr(self._local, "database", None)
        if found is None:
            found = self._local.database = self._open()
        return found

    def close(self) -> None:
        """This thread's connection is closed, and the record no longer held open."""
        self.database.conn.close()
        os.close(self._lock_file)
        os.close(self._open_file)

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
        with self._alone():
            connection.execute("begin immediate")
            try:
                yield
            except BaseException:
                connection.execute("rollback")
                raise
            connection.execute("commit")

    def together(self, work: Callable[[], T]) -> T:
        """What `work` returns, once it is durable; work of several threads shares one commit.

        Waiting for the disk is most of what a small transaction costs: whoever gets the lock runs
        everything that waits for it and commits once. `work` may be run again: when one fails, all
        of them are undone and each is done by itself. Never called inside a transaction.
        """
        mine = _Work(work)
        self._waiting.append(mine)
        with self._writing:
            if not mine.over:
                self._run_waiting()
        return mine.outcome()

    def _run_waiting(self) -> None:
        batch: list[_Work[Any]] = []
        try:
            with self.transaction():
                # Only now: more has come while this thread waited for its turn to write.
                batch += self._taken()
                for work in batch:
                    work.run()
        except Exception as error:
            if not batch:  # nobody could write at all: to wait for each in turn helps nobody
                batch += self._taken()
                for work in batch:
                    work.error = error
            else:
                for work in batch:
                    self._run_alone(work)
        for work in batch:
            work.over = True

    def _taken(self) -> list[_Work[Any]]:
        return [self._waiting.popleft() for _ in range(len(self._waiting))]

    def _run_alone(self, work: _Work[Any]) -> None:
        try:
            with self.transaction():
                work.run()
        except Exception as error:
            work.error = error
        work.over = True

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """One writer at a time, in this process and in all others.

        SQLite has the same rule, but waits by sleeping up to a tenth of a second and looking
        again; the kernel's lock wakes the next writer at once.
        """
        with self._writing:
            fcntl.flock(self._lock_file, fcntl.LOCK_EX)
            try:
                yield
            finally:
                fcntl.flock(self._lock_file, fcntl.LOCK_UN)

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

    def copy(self, path: str) -> None:
        """A whole and consistent copy, without what was erased, while others go on writing."""
        Path(path).touch(mode=0o600)
        self.database.conn.execute("vacuum into :path", {"path": path})

    def checkpoint(self, patience_s: float = PATIENCE_S) -> bool:
        """Empty the write-ahead log into the file, so that erased rows are gone from both.

        False: others were reading or writing for longer than this.
        """
        connection = self.database.conn
        connection.execute(f"pragma busy_timeout={int(patience_s * 1000)}")
        busy, *_ = connection.execute("pragma wal_checkpoint(truncate)").fetchone()
        connection.execute(f"pragma busy_timeout={PATIENCE_S * 1000}")
        return not busy

    def _open(self) -> Database:
        connection = sqlite3.connect(self._path, timeout=PATIENCE_S, isolation_level=None)
        for pragma in _PRAGMAS:
            connection.execute(f"pragma {pragma}")
        return Database(connection)


class _Work(Generic[T]):
    """Something to be done in a shared transaction, and what came of it."""

    def __init__(self, work: Callable[[], T]) -> None:
        self._work = work
        self._result: list[T] = []  # a list, because None may be a result
        self.error: Exception | None = None
        self.over = False

    def run(self) -> None:
        self._result = [self._work()]

    def outcome(self) -> T:
        if self.error is not None:
            raise self.error
        return self._result[0]


def _statements(schema: str) -> list[str]:
    lines = (line.split("--")[0] for line in schema.splitlines())
    return [part for part in "\n".join(lines).split(";") if part.strip()]
