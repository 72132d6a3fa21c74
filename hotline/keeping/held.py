"""What is held about one number, and so could be handed over? Everything, opened, row by row."""

from __future__ import annotations

from collections.abc import Iterator

from hotline.store import Store
from hotline.store.engine import Row
from hotline.store.holdings import TABLES, Table

Found = tuple[str, dict[str, str]]  # a table, and one of its rows


def held(store: Store, number: str) -> list[Found]:
    """Every row about this E.164 number, sealed values opened, blind indexes left out."""
    person = store.turns.person(number) or ""
    return [
        (table.name, dict(_told(table, row, store)))
        for table in TABLES
        if table.of
        for row in store.engine.all(
            table.select(f"*, {table.key} as the_key", table.of), person=person
        )
    ]


def _told(table: Table, row: Row, store: Store) -> Iterator[tuple[str, str]]:
    for name, value in row.items():
        if name in table.blind or name == "the_key" or value in (None, ""):
            continue
        if name in table.sealed:
            data = store.vault.open_bytes(value, f"{table.sealed[name]}/{row['the_key']}")
            yield name.removesuffix("_sealed"), _readable(data)
        else:
            yield name, str(value)


def _readable(data: bytes) -> str:
    sound = f"({len(data)} bytes of sound)"
    if data.startswith(b"RIFF"):  # silence is zeros, and those are letters of a kind
        return sound
    try:
        return data.decode()
    except UnicodeDecodeError:
        return sound
