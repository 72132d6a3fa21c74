from __future__ import annotations

from datetime import timedelta

import pytest

from hotline.content.city import RETENTION
from hotline.store import Store
from hotline.store.callback import Answers, NewCallback
from tests.conftest import MONDAY

NUMBER = "+33639980001"


def new(reference: str = "1234", topic: str = "legal", team: str = "pad") -> NewCallback:
    return NewCallback(reference, "person", NUMBER, topic, team, "fr", "morning", "no")


@pytest.fixture
def id_(store: Store) -> str:
    return store.callbacks.request(new(), MONDAY)


def test_asking_again_does_not_make_a_second_one(store: Store, id_: str) -> None:
    assert store.callbacks.request(new("5678"), MONDAY) == id_
    assert len(store.callbacks.waiting(["pad"])) == 1


@pytest.mark.parametrize("reference", ["", "0000", "123", "12345", "12a4"])
def test_a_request_without_its_number_is_never_kept(store: Store, reference: str) -> None:
    with pytest.raises(ValueError, match="number"):
        store.callbacks.request(new(reference), MONDAY)
    assert store.callbacks.waiting(["pad"]) == []


def test_another_topic_is_another_request(store: Store, id_: str) -> None:
    store.callbacks.request(new("5678", "violence"), MONDAY)
    assert len(store.callbacks.waiting(["pad"])) == 2


def test_the_oldest_is_first(store: Store) -> None:
    for minutes, topic in ((2, "b"), (1, "a"), (3, "c")):
        at = MONDAY + timedelta(minutes=minutes)
        store.callbacks.request(new(f"10{minutes}7", topic), at)
    assert [callback.topic for callback in store.callbacks.waiting(["pad"])] == ["a", "b", "c"]


@pytest.mark.parametrize("teams", [[], ["mrap93"], ["pa"], ["%"], ["pad2", "ad"]])
def test_other_teams_see_nothing(store: Store, id_: str, teams: list[str]) -> None:
    assert store.callbacks.waiting(teams) == []
    assert store.callbacks.get(teams, id_) is None
    assert store.callbacks.found(teams, "1234") == []


def test_two_people_cannot_take_the_same_one(store: Store, id_: str) -> None:
    assert store.callbacks.claim(id_, "anna", MONDAY)
    assert not store.callbacks.claim(id_, "bilal", MONDAY)


def test_only_who_has_it_can_say_what_came_of_it(store: Store, id_: str) -> None:
    store.callbacks.claim(id_, "anna", MONDAY)
    assert not store.callbacks.reached(id_, "bilal", "", MONDAY)
    assert store.callbacks.reached(id_, "anna", "", MONDAY)


def test_no_answer_goes_back_into_the_list_for_later(store: Store, id_: str) -> None:
    store.callbacks.claim(id_, "anna", MONDAY)
    store.callbacks.no_answer(id_, "anna", "", MONDAY, MONDAY + timedelta(hours=3))
    (callback,) = store.callbacks.waiting(["pad"])
    assert (callback.state, callback.attempts, callback.claimed_by) == ("no_answer", 1, None)
    assert callback.not_before == MONDAY + timedelta(hours=3)
    assert store.callbacks.claim(id_, "bilal", MONDAY)


def test_a_cancelled_request_holds_no_number(store: Store, id_: str) -> None:
    assert store.callbacks.cancel("person", "1234", MONDAY)
    assert store.callbacks.number(id_) is None
    assert not store.callbacks.cancel("person", "1234", MONDAY)


def test_nobody_cancels_what_is_not_theirs(store: Store, id_: str) -> None:
    assert not store.callbacks.cancel("somebody else", "1234", MONDAY)
    assert store.callbacks.number(id_) == NUMBER


def test_the_history_keeps_notes_in_order(store: Store, id_: str) -> None:
    store.callbacks.claim(id_, "anna", MONDAY + timedelta(minutes=1))
    store.callbacks.note(id_, "anna", "<b>call the aunt</b>", MONDAY + timedelta(minutes=2))
    told = [(event.what, event.note) for event in store.callbacks.history(id_)]
    assert told == [("requested", ""), ("claimed", ""), ("note", "<b>call the aunt</b>")]


def test_who_asks_for_one_more_call_is_on_the_list_again(store: Store, id_: str) -> None:
    store.callbacks.claim(id_, "anna", MONDAY)
    store.callbacks.close(id_, "anna", "", MONDAY)
    store.callbacks.helped("person", "1234", False, MONDAY)
    assert store.callbacks.waiting(["pad"]) == []  # nobody is called who has not asked for it
    store.callbacks.call_again("somebody else", "1234", "+33639980002", MONDAY)
    assert store.callbacks.waiting(["pad"]) == []
    store.callbacks.call_again("person", "1234", "+33639980001", MONDAY)
    assert [callback.state for callback in store.callbacks.waiting(["pad"])] == ["requested"]


def typed(reference: str, topic: str = "legal", person: str = "person") -> NewCallback:
    told = (reference, person, NUMBER, topic, "pad", "fr", "any", "no")
    return NewCallback(*told, typed=True, open=True)


def test_a_typed_number_takes_nothing_from_its_owner(store: Store, id_: str) -> None:
    other = store.callbacks.request(typed("5678"), MONDAY)
    assert other not in ("", id_)
    first, second = store.callbacks.waiting(["pad"])
    assert (first.typed, second.typed) == (False, True)


def test_a_typed_number_is_not_called_ever_more_often(store: Store) -> None:
    kept = [store.callbacks.request(typed(f"10{n}2"), MONDAY) for n in range(5)]
    assert [bool(id_) for id_ in kept] == [True, True, True, False, False]
    assert store.callbacks.request(typed("2222", person="another"), MONDAY)


def test_a_typed_number_that_said_stop_is_not_called(store: Store) -> None:
    store.turns.opt_out("person", MONDAY)
    assert store.callbacks.request(typed("5678"), MONDAY) == ""


def test_stop_withdraws_what_others_asked_for(store: Store, id_: str) -> None:
    store.callbacks.request(typed("5678"), MONDAY)
    store.callbacks.withdraw_typed("person", MONDAY)
    assert [each.id for each in store.callbacks.waiting(["pad"])] == [id_]


def test_typed_numbers_are_counted(store: Store) -> None:
    store.callbacks.request(new(), MONDAY)
    store.callbacks.request(typed("5678"), MONDAY)
    assert store.callbacks.typed_since(MONDAY - timedelta(hours=1)) == 1
    assert store.callbacks.typed_since(MONDAY) == 0


def test_its_owner_is_asked_nothing_later(store: Store) -> None:
    id_ = store.callbacks.request(typed("5678"), MONDAY)
    store.callbacks.agree("person", "5678")
    kept = store.callbacks.get(["pad"], id_)
    assert kept is not None
    assert not kept.follow_up


def test_answers_come_after_the_request(store: Store) -> None:
    id_ = store.callbacks.request(typed("5678"), MONDAY)
    told = ("person", "5678", Answers("evening", "discreet"))
    store.callbacks.answer(*told, MONDAY, open=True)
    assert [event.what for event in store.callbacks.history(id_)] == ["pressed"]
    store.callbacks.answer(*told, MONDAY + timedelta(seconds=1), open=False)
    assert [event.what for event in store.callbacks.history(id_)] == ["pressed", "requested"]
    kept = store.callbacks.get(["pad"], id_)
    assert kept is not None
    assert (kept.time_of_day, kept.voicemail) == ("evening", "discreet")


def test_nobody_answers_for_another(store: Store, id_: str) -> None:
    store.callbacks.answer("stranger", "1234", Answers("evening", "yes"), MONDAY, open=False)
    kept = store.callbacks.get(["pad"], id_)
    assert kept is not None
    assert kept.voicemail == "no"


KEEP = dict.fromkeys(RETENTION, 7)


def kept(store: Store, id_: str, day: int) -> bool:
    """Is the number still there, this many days after it was asked for?"""
    store.retention.forget_old(KEEP, MONDAY + timedelta(days=day))
    return store.callbacks.number(id_) is not None


@pytest.mark.parametrize("acts", [["claim"], ["claim", "note"], ["claim", "no_answer", "claim"]])
def test_who_was_never_reached_is_given_up_whoever_has_the_request(
    store: Store, id_: str, acts: list[str]
) -> None:
    late = MONDAY + timedelta(days=20)
    for act in acts:
        getattr(store.callbacks, act)(id_, "anna", *([""] if act != "claim" else []), late)
    assert kept(store, id_, 29)
    assert not kept(store, id_, 31)


def test_who_was_reached_is_given_up_when_nothing_more_happens(store: Store, id_: str) -> None:
    days = [MONDAY + timedelta(days=day) for day in range(60)]
    store.callbacks.claim(id_, "anna", days[0])
    store.callbacks.reached(id_, "anna", "", days[1])
    store.callbacks.note(id_, "anna", "Elle attend une lettre", days[25])
    store.callbacks.hand_over(id_, "anna", "bilal", "", days[50])  # claimed, but reached before
    assert kept(store, id_, 79)
    assert not kept(store, id_, 81)


def test_nobody_is_given_up_who_is_still_expected(store: Store, id_: str) -> None:
    at = MONDAY + timedelta(days=90)
    store.callbacks.claim(id_, "anna", MONDAY)
    store.callbacks.reached(id_, "anna", "", MONDAY)
    store.appointments.keep(id_, "person", at, "anna", MONDAY)
    assert kept(store, id_, 89)
    store.appointments.cancel(id_)
    assert not kept(store, id_, 89)


def test_nor_who_asked_to_be_called_later(store: Store, id_: str) -> None:
    store.callbacks.claim(id_, "anna", MONDAY)
    store.callbacks.later(id_, "anna", "", MONDAY, MONDAY + timedelta(days=45))
    assert kept(store, id_, 70)
    assert not kept(store, id_, 76)


def test_who_asks_for_one_more_call_is_not_given_up_at_once(store: Store, id_: str) -> None:
    asked_again = MONDAY + timedelta(days=33)
    store.callbacks.claim(id_, "anna", MONDAY)
    store.callbacks.close(id_, "anna", "", MONDAY + timedelta(days=29))
    store.callbacks.call_again("person", "1234", NUMBER, asked_again)
    assert kept(store, id_, 34)
    assert not kept(store, id_, 64)
