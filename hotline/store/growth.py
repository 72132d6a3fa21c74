"""Which columns came since this record was made?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlite_utils import Database
from sqlite_utils.utils import sqlite3

_EMPTY = {"TEXT": "''", "INTEGER": "0", "REAL": "0"}


def tables(statements: Sequence[str]) -> list[str]:
    """The statements that make tables: they come first, for the others name their columns."""
    return [each for each in statements if each.split()[:2] == ["create", "table"]]


def missing(record: Database, statements: Sequence[str]) -> Iterator[str]:
    """The statements that give an older record the columns it lacks; a value is never changed.

    A column that must not be null is empty, or 0, in the rows that were there before.
    """
    fresh = Database(sqlite3.connect(":memory:"))
    for statement in tables(statements):
        fresh.execute(statement)
    for table in fresh.tables:
        have = {column.name for column in record[table.name].columns}
        for column in table.columns:
            if column.name not in have:
                default = column.default_value or _EMPTY[column.type]
                rule = f" not null default {default}" if column.notnull else ""
                yield f"alter table {table.name} add column {column.name} {column.type}{rule}"
