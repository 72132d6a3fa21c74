"""Is somebody who asks what is held told all of it, and nothing about anybody else?"""

from __future__ import annotations

from hotline.app import Hotline
from hotline.keeping.held import held
from tests.keeping.conftest import NOTED, PERSON, STATED, STOPPED, text


def test_all_that_is_held_about_a_number_is_told(lived: Hotline) -> None:
    found = held(lived.store, PERSON)
    assert {table for table, _ in found} == {
        "person", "session", "inbound", "callback_request", "callback_event",
        "facts", "facts_version", "facts_step",
    }  # fmt: skip
    told = str(found)
    assert PERSON in told
    assert NOTED in told
    assert STATED in told
    assert STOPPED not in told


def test_of_who_opted_out_little_is_held(lived: Hotline) -> None:
    text(lived, STOPPED, "oublie")
    assert [table for table, _ in held(lived.store, STOPPED)] == ["person"]


def test_of_a_stranger_nothing_is_held(lived: Hotline) -> None:
    assert held(lived.store, "+33639980009") == []
