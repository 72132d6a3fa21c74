from __future__ import annotations

from datetime import timedelta

import pytest

from hotline.model import Session
from hotline.store import Store
from hotline.store.listening import LIFE, MOST_WRONG, WATCH
from tests.conftest import MONDAY

ANSWER = Session(language="ar", at="service", topic="housing", place="Robespierre", page=1)


@pytest.fixture
def code(store: Store) -> str:
    code = store.listening.fresh_code(MONDAY)
    store.listening.keep(code, "person", ANSWER, MONDAY)
    return code


def test_a_code_opens_the_answer_and_nothing_of_the_person(store: Store, code: str) -> None:
    assert len(code) == 3
    assert store.listening.find(code, MONDAY) == ANSWER
    assert store.listening.find(code, MONDAY) == ANSWER  # the person may call twice


def test_it_lives_half_an_hour(store: Store, code: str) -> None:
    assert store.listening.find(code, MONDAY + LIFE - timedelta(seconds=1))
    assert store.listening.find(code, MONDAY + LIFE) is None


def test_a_new_code_closes_the_old_one(store: Store, code: str) -> None:
    other = store.listening.fresh_code(MONDAY)
    store.listening.keep(other, "person", ANSWER, MONDAY)
    assert other != code
    assert store.listening.find(code, MONDAY) is None


def test_guessing_closes_them_all_for_a_while(store: Store, code: str) -> None:
    wrong = "998" if code != "998" else "997"
    for _ in range(MOST_WRONG):
        assert store.listening.find(wrong, MONDAY) is None
    assert store.listening.find(code, MONDAY) is None
    later = MONDAY + WATCH + timedelta(seconds=1)
    assert store.listening.find(code, later) == ANSWER


def test_a_die_that_always_falls_alike_ends(store: Store) -> None:
    store.listening._draw = lambda _below: 7
    for person in ("one", "two"):
        code = store.listening.fresh_code(MONDAY)
        store.listening.keep(code, person, ANSWER, MONDAY)
    assert code == "007"


def test_the_forgotten_leave_no_code(store: Store, code: str) -> None:
    store.turns.forget("person")
    assert store.listening.find(code, MONDAY) is None


def test_nothing_of_it_lies_open(store: Store, code: str) -> None:
    (row,) = store.engine.all("select * from listen_code")
    assert "housing" not in str(row)
    assert "Robespierre" not in str(row)


def test_it_is_erased_with_age(store: Store, code: str) -> None:
    store.listening.find("998", MONDAY)
    keep = dict.fromkeys(("language_days", "closed_callback_days"), 90)
    keep |= {"session_hours": 24, "outbox_days": 7, "inbound_days": 30}
    store.retention.forget_old(keep, MONDAY + timedelta(hours=1))
    assert (
        store.engine.all("select 1 from listen_code union all select 1 from listen_failure") == []
    )
