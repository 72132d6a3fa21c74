from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.errors import HotlineError
from hotline.store.vault import Vault

VAULT = Vault(b"k" * 32)


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_what_is_sealed_opens(text: str) -> None:
    assert VAULT.open(VAULT.seal(text, "t.c/1"), "t.c/1") == text


@pytest.mark.parametrize("where", ["t.c/2", "t.d/1", "u.c/1"])
def test_a_value_moved_elsewhere_does_not_open(where: str) -> None:
    with pytest.raises(HotlineError):
        VAULT.open(VAULT.seal("06 39 98 00 01", "t.c/1"), where)


def test_another_key_opens_nothing() -> None:
    with pytest.raises(HotlineError):
        Vault(b"x" * 32).open(VAULT.seal("x", "t.c/1"), "t.c/1")


def test_a_flipped_byte_is_noticed() -> None:
    sealed = VAULT.seal("hello", "t.c/1")
    changed = ("B" if sealed[20] == "A" else "A").join((sealed[:20], sealed[21:]))
    with pytest.raises(HotlineError):
        VAULT.open(changed, "t.c/1")


def test_an_index_finds_the_same_and_tells_nothing() -> None:
    index = VAULT.index("person", "+33639980001")
    assert index == VAULT.index("person", "+33639980001")
    assert index != Vault(b"x" * 32).index("person", "+33639980001")
    assert "639980001" not in index


def test_the_parts_of_an_index_do_not_run_together() -> None:
    assert VAULT.index("ab", "c") != VAULT.index("a", "bc")
