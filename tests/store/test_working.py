"""What staff do, done once, by one of them, and undone for ten seconds."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from hotline.model import Window
from hotline.store import Callback, Store
from hotline.store.callback import NewCallback
from tests.conftest import MONDAY

SOON = MONDAY + timedelta(seconds=9)
LATE = MONDAY + timedelta(seconds=13)
WINDOW = Window(MONDAY, MONDAY + timedelta(hours=2))


def new(reference: str = "1234", person: str = "person", slot: str = "") -> NewCallback:
    return NewCallback(
        reference, person, "+33639980001", "legal", "pad", "fr", "any", "no",
        window=WINDOW, slot=slot,
    )  # fmt: skip


@pytest.fixture
def id_(store: Store) -> str:
    made = store.callbacks.request(new(), MONDAY)
    assert store.callbacks.claim(made, "anna", MONDAY)
    return made


def seen(store: Store, id_: str) -> Callback:
    found = store.callbacks.get(["pad"], id_)
    assert found is not None
    return found


OUTCOMES = ["reached", "no_answer", "busy", "wrong_number", "close"]


def act(store: Store, what: str, id_: str, staff: str = "anna") -> bool:
    match what:
        case "release":
            return store.callbacks.release(id_, staff, MONDAY)
        case "hand_over":
            return store.callbacks.hand_over(id_, staff, "bilal", "Elle attend", MONDAY)
        case "later":
            return store.callbacks.later(id_, staff, "", MONDAY, MONDAY + timedelta(hours=5))
    return bool(getattr(store.callbacks, what)(id_, staff, "", MONDAY))


ACTS = [*OUTCOMES, "release", "hand_over", "later"]


@pytest.mark.parametrize("what", ACTS)
def test_only_who_has_it_acts(store: Store, id_: str, what: str) -> None:
    before = seen(store, id_)
    assert not act(store, what, id_, "bilal")
    assert seen(store, id_) == before
    assert act(store, what, id_)


@pytest.mark.parametrize("what", ACTS)
def test_what_was_done_is_undone(store: Store, id_: str, what: str) -> None:
    before = seen(store, id_)
    act(store, what, id_)
    assert seen(store, id_) != before
    assert store.callbacks.undo(id_, "anna", SOON)
    assert seen(store, id_) == before
    assert store.callbacks.history(id_)[-1].what == "undone"


@pytest.mark.parametrize(("staff", "at"), [("bilal", SOON), ("anna", LATE)])
def test_not_by_others_and_not_later(store: Store, id_: str, staff: str, at: object) -> None:
    act(store, "close", id_)
    assert store.callbacks.undo(id_, staff, at) == ""  # type: ignore[arg-type]
    assert seen(store, id_).state == "closed"


def test_only_once(store: Store, id_: str) -> None:
    act(store, "close", id_)
    assert store.callbacks.undo(id_, "anna", SOON) == "closed"
    assert store.callbacks.undo(id_, "anna", SOON) == ""


def test_not_what_another_has_built_on(store: Store, id_: str) -> None:
    act(store, "release", id_)
    assert store.callbacks.claim(id_, "bilal", MONDAY)
    assert store.callbacks.undo(id_, "anna", SOON) == ""
    assert seen(store, id_).claimed_by == "bilal"


def test_a_cancelled_request_stays_cancelled(store: Store, id_: str) -> None:
    act(store, "release", id_)
    store.callbacks.cancel("person", "1234", MONDAY)
    assert store.callbacks.undo(id_, "anna", SOON) == ""
    assert store.callbacks.number(id_) is None


def test_a_call_in_vain_rests_and_is_anybody_s(store: Store, id_: str) -> None:
    again = MONDAY + timedelta(hours=4)
    store.callbacks.busy(id_, "anna", "", MONDAY, again)
    found = seen(store, id_)
    assert (found.state, found.claimed_by, found.attempts) == ("no_answer", None, 1)
    assert found.not_before == again


def test_later_is_a_promise(store: Store, id_: str) -> None:
    act(store, "later", id_)
    found = seen(store, id_)
    assert (found.state, found.claimed_by) == ("requested", None)
    assert found.window is not None
    assert found.window.start == found.not_before == MONDAY + timedelta(hours=5)


def test_handing_over_keeps_the_note(store: Store, id_: str) -> None:
    act(store, "hand_over", id_)
    assert seen(store, id_).claimed_by == "bilal"
    last = store.callbacks.history(id_)[-1]
    assert (last.what, last.staff, last.note) == ("handed_over", "anna", "Elle attend")


def test_two_people_share_a_telephone(store: Store, id_: str) -> None:
    other = store.callbacks.request(new("5678", slot="27"), MONDAY)
    assert other not in ("", id_)
    assert store.callbacks.request(new("9012", slot="27"), MONDAY) == other
    assert store.callbacks.request(new("3456"), MONDAY) == id_


def test_what_the_same_person_asked_before(store: Store, id_: str) -> None:
    act(store, "close", id_)
    again = store.callbacks.request(new("5678"), MONDAY + timedelta(minutes=1))
    store.callbacks.request(new("9012", slot="27"), MONDAY + timedelta(minutes=2))
    store.callbacks.request(new("3456", person="another"), MONDAY)
    assert [each.id for each in store.callbacks.earlier(["pad"], again)] == [id_]
    assert store.callbacks.earlier(["mrap93"], again) == []


def test_what_was_tried_in_vain_since_the_person_moved_it(store: Store, id_: str) -> None:
    def attempt(at: int, undone: bool = False) -> None:
        now = MONDAY + timedelta(hours=at)
        store.callbacks.claim(id_, "anna", now)
        store.callbacks.no_answer(id_, "anna", "", now)
        if undone:
            store.callbacks.undo(id_, "anna", now)
            store.callbacks.release(id_, "anna", now)

    store.callbacks.release(id_, "anna", MONDAY)
    attempt(1)
    store.callbacks.move("person", "1234", "evening", WINDOW, MONDAY + timedelta(hours=2))
    attempt(3, undone=True)
    attempt(4)
    assert store.callbacks.tried(id_) == [MONDAY + timedelta(hours=4)]
    found = seen(store, id_)
    assert (found.time_of_day, found.attempts) == ("evening", 1)


def test_whose_promise_is_in_danger(store: Store, id_: str) -> None:
    end = WINDOW.end
    assert store.callbacks.endangered(end) == []  # somebody has taken it
    store.callbacks.release(id_, "anna", MONDAY)
    assert store.callbacks.endangered(end - timedelta(minutes=1)) == []
    for _ in range(2):
        assert store.callbacks.endangered(end) == [id_]
        store.callbacks.postpone(id_, WINDOW, MONDAY)
    assert store.callbacks.endangered(end) == []  # told twice is enough


def test_how_many_wait_for_each_team(store: Store, id_: str) -> None:
    assert store.callbacks.queues() == {}
    store.callbacks.release(id_, "anna", MONDAY)
    assert store.callbacks.queues() == {"pad": 1}


def test_of_eight_who_take_it_at_once_one_has_it(store: Store) -> None:
    id_ = store.callbacks.request(new(), MONDAY)
    with ThreadPoolExecutor(8) as people:
        took = [*people.map(lambda nth: store.callbacks.claim(id_, f"s{nth}", MONDAY), range(8))]
    assert took.count(True) == 1
    assert seen(store, id_).claimed_by == f"s{took.index(True)}"
    assert [event.what for event in store.callbacks.history(id_)] == ["requested", "claimed"]
