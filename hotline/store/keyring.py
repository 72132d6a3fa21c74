"""With which key was this record made, and how does it get another one?"""

from __future__ import annotations

import json
from collections.abc import Iterator

from hotline.errors import ConfigError, HotlineError
from hotline.store.engine import Engine, Row
from hotline.store.holdings import TABLES, Table
from hotline.store.trail import Trail
from hotline.store.vault import Vault

_CHECK, _INDEX_KEYS = "data_key", "index_keys"
_CHUNK = 1000


def unlock(engine: Engine, key: bytes) -> Vault:
    """The vault of this record; a new record takes this key. ConfigError: it has another one.

    With a wrong key everything would seem to work, and nobody who had said STOP be known.
    """
    with engine.transaction():
        if _about(engine, _CHECK) is None:
            _keep(engine, Vault(key), _CHECK, "")
    if not opens(engine, key):
        raise ConfigError(
            "The data key is not the one this record was made with: put the right one back into"
            " HOTLINE_DATA_KEY or its file. If `hotline keys rotate` was interrupted, run it again."
        )
    sealed = _about(engine, _INDEX_KEYS)
    if sealed is None:
        return Vault(key)
    written = json.loads(Vault(key).open(sealed, _where(_INDEX_KEYS)))
    return Vault(key, [bytes.fromhex(each) for each in written])


def opens(engine: Engine, key: bytes) -> bool:
    """Was this record made with this key?"""
    try:
        Vault(key).open(_about(engine, _CHECK) or "", _where(_CHECK))
    except HotlineError:
        return False
    return True


def rekey(engine: Engine, old: Vault, key: bytes) -> dict[str, int]:
    """Everything sealed under this key instead, and every index hidden under it: all or nothing.

    Returns how many rows of each table. Raises HotlineError when a value does not open, or when the
    trail was tampered with: a new key would hide that.
    """
    new = Vault(key, old.index_keys)
    with engine.transaction():
        if wrong := Trail(engine, old).verify():
            raise HotlineError(f"The audit trail does not hold. {wrong[0]} Nothing was changed.")
        done = {table.name: _rekeyed(engine, table, old, new) for table in TABLES}
        Trail(engine, new).remake()
        _keep(engine, new, _INDEX_KEYS, json.dumps([each.hex() for each in old.index_keys]))
    engine.checkpoint()
    return {name: count for name, count in done.items() if count}


def _rekeyed(engine: Engine, table: Table, old: Vault, new: Vault) -> int:
    if table.voided:
        return engine.run(" ".join(("delete from", table.name)))
    count = 0
    if table.sealed or table.blind:
        for row in _rows(engine, table):
            fresh = _fresh(table, row, old, new)
            count += engine.run(table.update(fresh, "rowid = :at"), at=row["at"], **fresh)
    return count


def _fresh(table: Table, row: Row, old: Vault, new: Vault) -> Row:
    """The changed columns of this row."""
    blind = {name: new.reindexed(row[name]) for name in table.blind if row[name]}
    before, after = row["the_key"], blind.get(table.key, row["the_key"])
    sealed = {
        name: new.seal_bytes(old.open_bytes(row[name], f"{bound}/{before}"), f"{bound}/{after}")
        for name, bound in table.sealed.items()
        if row[name]
    }
    return {**{name: row[name] for name in table.sealed}, **blind, **sealed}


def _rows(engine: Engine, table: Table) -> Iterator[Row]:
    """Every row that was there at the beginning, a few at a time."""
    names = ("rowid as at", f"{table.key} as the_key", *table.sealed, *table.blind)
    sql = table.select(", ".join(dict.fromkeys(names)), "rowid > :last order by rowid limit :chunk")
    last = -(1 << 62)
    while rows := engine.all(sql, last=last, chunk=_CHUNK):
        yield from rows
        last = rows[-1]["at"]


def _about(engine: Engine, name: str) -> str | None:
    row = engine.one("select value from about where key = :name", name=name)
    return row["value"] if row else None


def _keep(engine: Engine, vault: Vault, name: str, value: str) -> None:
    engine.run(
        "insert into about (key, value) values (:name, :value)"
        " on conflict (key) do update set value = :value",
        name=name,
        value=vault.seal(value, _where(name)),
    )


def _where(name: str) -> str:
    return f"about.value/{name}"
