"""Is every table declared, and is FORGET's list of them whole?"""

from __future__ import annotations

import pytest

from hotline.store import Store
from hotline.store.holdings import TABLES, Table

OF_A_PERSON = [table for table in TABLES if table.of]


def columns(store: Store, table: str) -> dict[str, str]:
    found = store.engine.all("select name, type from pragma_table_info(:t)", t=table)
    return {row["name"]: row["type"] for row in found}


def tables(store: Store) -> set[str]:
    return set(store.engine.database.table_names())


def test_every_table_is_declared_and_there_is_no_other(store: Store) -> None:
    assert {table.name for table in TABLES} == tables(store)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_sealed_and_every_blind_column_is_declared(store: Store, table: Table) -> None:
    there = columns(store, table.name)
    sealed = {name for name in there if name.endswith("_sealed")}
    assert sealed | ({"value"} if table.name == "about" else set()) == set(table.sealed)
    assert ("person" in there) is ("person" in table.blind)
    assert {*table.sealed, *table.blind} <= {*there}


@pytest.mark.parametrize("table", OF_A_PERSON, ids=lambda table: table.name)
def test_forget_leaves_nothing_of_a_person_in_it(store: Store, table: Table) -> None:
    """A row of somebody in every table, then FORGET; of somebody else, all stays."""
    for person in ("somebody", "other"):
        for each in OF_A_PERSON:
            plant(store, each, person)
    store.turns.forget("somebody")
    rows = f"select count(*) as n from {table.name}"
    if table.name == "voicemail":  # what the provider is still to erase: of nobody, and unheard
        rows += " where not (callback is null and sound_sealed is null)"
    assert store.engine.one(rows) == {"n": 1}
    left = f"select count(*) as n from {table.name} where {table.of}"
    assert store.engine.one(left, person="other") == {"n": 1}


def plant(store: Store, table: Table, person: str) -> None:
    values = {
        name: 0 if kind == "INTEGER" else f"{name} of {person}"
        for name, kind in columns(store, table.name).items()
    }
    # A recording that the provider still holds leaves a row of nobody's until it is erased there.
    void = ("opted_out_at", "withdrawn_at", "recording")
    values |= {name: None for name in values if name in void}
    values |= {name: person for name in ("id", "person") if name in values}
    values |= {name: person for name in ("callback", "outbox", "facts") if name in values}
    names = ", ".join(values)
    marks = ", ".join(f":{name}" for name in values)
    store.engine.run(f"insert into {table.name} ({names}) values ({marks})", **values)
