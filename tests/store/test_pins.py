"""Whose code is this, and what does a stolen record tell of it?"""

from __future__ import annotations

import pytest
from argon2 import PasswordHasher

from hotline.store import Store, pins
from tests.conftest import MONDAY


@pytest.fixture(autouse=True)
def quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    quick = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(pins, "HASHER", quick)
    monkeypatch.setattr(pins, "DECOY", quick.hash("nobody"))


def renewed(store: Store, staff: str) -> str:
    code = store.pins.renew(staff, MONDAY)
    assert code
    return code


def test_a_code_opens_its_own_account(store: Store) -> None:
    awa, bruno = renewed(store, "awa"), renewed(store, "bruno")
    assert len(awa) == 8
    assert awa.isdigit()
    assert (store.pins.holder(awa), store.pins.holder(bruno)) == ("awa", "bruno")
    assert store.pins.holder(awa[:2] + bruno[2:]) is None


@pytest.mark.parametrize("code", ["", "0", "12345678", "x" * 8])
def test_no_other_code_opens_anything(store: Store, code: str) -> None:
    assert store.pins.holder(code) is None


def test_a_new_code_voids_the_old_one(store: Store) -> None:
    old, new = renewed(store, "awa"), renewed(store, "awa")
    assert store.pins.holder(old) is None or old == new
    assert store.pins.holder(new) == "awa"
    assert store.pins.withdraw("awa")
    assert store.pins.holder(new) is None
    assert not store.pins.withdraw("awa")


def test_a_hundred_people_have_a_code_and_no_more(store: Store) -> None:
    slots = {renewed(store, f"staff{n}")[:2] for n in range(100)}
    assert len(slots) == 100
    assert store.pins.renew("one too many", MONDAY) is None
    assert store.pins.renew("staff7", MONDAY), "who has one may have another"


def test_the_record_holds_no_code(store: Store) -> None:
    code = renewed(store, "awa")
    (row,) = store.engine.all("select * from staff_pin")
    assert row["pin"].startswith("$argon2id$")
    assert code[2:] not in str(row)
    with pytest.raises(Exception, match="match"):  # a keyed hash lies between: no guess fits
        PasswordHasher().verify(row["pin"], code)
