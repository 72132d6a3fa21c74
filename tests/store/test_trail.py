"""Is a trail that was tampered with told from one that was not?"""

from __future__ import annotations

from datetime import timedelta

import pytest

from hotline.store import Store
from hotline.store.vault import Vault
from tests.conftest import MONDAY

ENTRIES = 6


@pytest.fixture
def written(store: Store) -> Store:
    for day in range(ENTRIES):
        store.trail.add("s", "read", f"row{day}", MONDAY + timedelta(days=day))
    return store


def test_an_honest_trail_holds(written: Store) -> None:
    assert written.trail.verify() == []
    assert written.trail.head().seq == ENTRIES


def test_an_empty_one_too(store: Store) -> None:
    assert store.trail.verify() == []


@pytest.mark.parametrize(
    ("tampering", "told"),
    [
        ("update trail set staff = 'other' where seq = 3", "Entry 3"),
        ("update trail set subject = 'other' where seq = 3", "Entry 3"),
        ("update trail set at = '2020-01-01T00:00:00+00:00' where seq = 1", "Entry 1"),
        ("delete from trail where seq = 3", "Entries 3 to 3 are missing"),
        ("delete from trail where seq >= 5", "should end with entry 6, and ends with 4"),
        ("delete from trail where seq < 3", "Entries 1 to 2 are missing"),
        ("delete from trail", "should end with entry 6"),
        (
            "insert into trail select 7, at, staff, what, subject, mac from trail where seq = 6",
            "Entry 7",
        ),
        ("update about set value = 'x' where key = 'trail_head'", "tampered with"),
        ("delete from about where key = 'trail_head'", "should end with entry 0"),
        (
            "update about set value = (select value from about where key = 'data_key')"
            " where key = 'trail_head'",
            "tampered with",
        ),
    ],
)
def test_what_was_done_to_it_is_told(written: Store, tampering: str, told: str) -> None:
    written.engine.run(tampering)
    assert told in " ".join(written.trail.verify())


def test_who_has_the_file_but_not_the_key_cannot_write_an_entry(written: Store) -> None:
    forger = type(written.trail)(written.engine, Vault(b"guess" * 8))
    last = written.engine.one("select * from trail where seq = 6") or {}
    before = written.engine.one("select mac from trail where seq = 5") or {}
    head = type(written.trail.head())(5, before["mac"])
    forged = forger._mac(head, {**last, "staff": "other"})
    written.engine.run("update trail set staff = 'other', mac = :m where seq = 6", m=forged)
    assert "Entry 6" in written.trail.verify()[0]


def test_what_is_erased_with_age_leaves_a_chain_that_holds(written: Store) -> None:
    assert written.trail.erase(MONDAY + timedelta(days=3)) == 3
    assert written.trail.verify() == []
    written.engine.run("delete from trail where seq = 4")
    assert "Entries 4 to 4" in written.trail.verify()[0]


def test_all_of_it_may_be_erased_with_age(written: Store) -> None:
    assert written.trail.erase(MONDAY + timedelta(days=99)) == ENTRIES
    assert written.trail.verify() == []
    written.trail.add("s", "read", "later", MONDAY)
    assert written.trail.verify() == []


def test_an_older_copy_is_found_by_a_head_that_was_noted(written: Store) -> None:
    noted = str(written.trail.head())
    assert written.trail.verify(noted) == []
    for each in (
        "delete from trail where seq = 6",
        "delete from about where key = 'trail_head'",
    ):
        written.engine.run(each)
    assert any(noted in each for each in written.trail.verify(noted))
