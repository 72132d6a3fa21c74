"""Is every version of a record of facts kept as it was written, sealed, and until the team says?"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from hotline.content.city import RETENTION
from hotline.errors import HotlineError
from hotline.store import Store
from hotline.store.callback import NewCallback
from hotline.store.facts import Record
from hotline.store.statement import Statement

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
SAID = Statement(
    name="Aminata", words="tourterelle grise", grounds=("origin", "race"), place="rue X"
)
KEEP = dict.fromkeys(RETENTION, 7)


def kept(store: Store, id_: str) -> Record:
    found = store.facts.get(id_)
    assert found
    return found


def asked(store: Store, person: str = "p", *, typed: bool = False) -> str:
    reference = "4821" if person == "p" else "4822"
    new = NewCallback(
        reference, person, "+33639980001", "racism", "mrap93", "fr", "any", "no", typed=typed
    )
    return store.callbacks.request(new, NOW)


def as_wrong(store: Store, callback: str) -> None:
    """Somebody else answered, says Awa."""
    assert store.callbacks.claim(callback, "awa", NOW)
    assert store.callbacks.wrong_number(callback, "awa", "", NOW)


def test_a_version_is_added_and_none_is_changed(store: Store) -> None:
    id_ = store.facts.open(SAID, None, "awa", NOW)
    first = store.engine.all("select * from facts_version")
    more = replace(SAID, words="tourterelle blanche", stays=True)
    assert store.facts.amend(id_, 1, more, "lea", NOW + timedelta(hours=1))
    found = kept(store, id_)
    assert [each.statement for each in found.versions] == [SAID, more]
    assert [(each.number, each.staff) for each in found.versions] == [(1, "awa"), (2, "lea")]
    assert found.latest.at == NOW + timedelta(hours=1)
    assert store.engine.all("select * from facts_version where number = 1") == first


@pytest.mark.parametrize("seen", [0, 1, 3])
def test_who_has_not_seen_the_latest_version_adds_none(store: Store, seen: int) -> None:
    id_ = store.facts.open(SAID, None, "awa", NOW)
    store.facts.amend(id_, 1, replace(SAID, place="a"), "lea", NOW)
    assert not store.facts.amend(id_, seen, replace(SAID, place="b"), "awa", NOW)
    assert [each.statement.place for each in kept(store, id_).versions] == ["rue X", "a"]


def test_there_is_no_verb_that_changes_a_version(store: Store) -> None:
    """What the code can do to the table: put in, and delete with the whole record."""
    done: list[str] = []
    run = store.engine.run
    store.engine.run = lambda sql, **values: done.append(sql) or run(sql, **values)  # type: ignore[method-assign,func-returns-value]
    id_ = store.facts.open(SAID, asked(store), "awa", NOW)
    store.facts.amend(id_, 1, replace(SAID, place="a"), "lea", NOW)
    store.facts.erase(id_)
    touched = [sql.split()[0] for sql in done if "into facts_version" in sql or "facts_v" in sql]
    assert touched == ["insert", "insert", "delete"]


def test_it_is_sealed_to_its_version(store: Store) -> None:
    id_ = store.facts.open(SAID, None, "awa", NOW)
    store.facts.amend(id_, 1, replace(SAID, place="a"), "awa", NOW)
    store.steps.add(id_, "complaint", "au commissariat", NOW.date(), "awa", done=False)
    for table in ("facts", "facts_version", "facts_step"):
        held = str(store.engine.all(f"select * from {table}"))
        assert not [
            word
            for word in ("tourterelle", "Aminata", "rue X", "complaint", "commissariat", "race")
            if word in held
        ]
    store.engine.run(
        "update facts_version set statement_sealed = (select statement_sealed from facts_version"
        " where number = 1) where number = 2"
    )
    with pytest.raises(HotlineError, match="does not open"):
        store.facts.get(id_)


@pytest.mark.parametrize(("stays", "left"), [(False, 0), (True, 1)])
def test_forget_takes_it_unless_the_person_wants_it_to_stay(
    store: Store, stays: bool, left: int
) -> None:
    id_ = store.facts.open(replace(SAID, stays=stays), asked(store), "awa", NOW)
    store.steps.add(id_, "letter", "", NOW.date(), "awa", done=False)
    other = store.facts.open(SAID, asked(store, "other"), "awa", NOW)
    assert kept(store, id_).forgettable is not stays
    store.turns.forget("p")
    for table in ("facts", "facts_version", "facts_step"):
        rows = store.engine.all(f"select * from {table}")
        assert len([row for row in rows if id_ in row.values()]) == left, table
    assert kept(store, other).callback is not None
    if stays:
        assert kept(store, id_).callback is None


def test_the_person_may_change_their_mind_about_that(store: Store) -> None:
    id_ = store.facts.open(SAID, asked(store), "awa", NOW)
    for seen, stays in enumerate((True, False, True), start=1):
        store.facts.amend(id_, seen, replace(SAID, stays=stays), "awa", NOW)
        assert kept(store, id_).forgettable is not stays


def test_they_may_also_once_the_request_has_gone(store: Store) -> None:
    id_ = store.facts.open(replace(SAID, stays=True), asked(store), "awa", NOW)
    store.callbacks.cancel("p", "4821", NOW)
    store.retention.forget_old(KEEP, NOW + timedelta(days=9))
    store.turns.forget("p")
    assert not kept(store, id_).forgettable
    assert store.facts.amend(id_, 1, SAID, "awa", NOW)
    assert kept(store, id_).forgettable
    store.turns.forget("p")
    assert store.facts.get(id_) is None


def test_the_owner_of_a_number_that_was_typed_erases_no_record(store: Store) -> None:
    callback = asked(store, typed=True)
    id_ = store.facts.open(SAID, callback, "awa", NOW)
    store.facts.amend(id_, 1, replace(SAID, place="a"), "awa", NOW)
    assert not kept(store, id_).owned
    assert not store.facts.ownable(callback)
    store.turns.forget("p")
    assert kept(store, id_).callback is None


def test_nor_does_who_has_a_wrong_number(store: Store) -> None:
    callback = asked(store)
    as_wrong(store, callback)
    store.callbacks.note(callback, "awa", "Une autre dame", NOW)
    id_ = store.facts.open(SAID, callback, "awa", NOW)
    assert not kept(store, id_).owned
    assert kept(store, id_).callback == callback


@pytest.mark.parametrize("since", ["undone", "asked again and closed"])
def test_a_number_is_not_wrong_for_ever(store: Store, since: str) -> None:
    callback = asked(store)
    as_wrong(store, callback)
    if since == "undone":
        store.callbacks.undo(callback, "awa", NOW)
    else:
        store.callbacks.reopen("p", callback, "+33639980001", NOW)
        store.callbacks.claim(callback, "awa", NOW)
        assert store.callbacks.close(callback, "awa", "", NOW)
    assert store.facts.ownable(callback)
    assert kept(store, store.facts.open(SAID, callback, "awa", NOW)).owned


def test_of_a_request_that_has_gone_it_is_nobody_s(store: Store) -> None:
    id_ = store.facts.open(SAID, "gone", "awa", NOW)
    assert (kept(store, id_).callback, kept(store, id_).owned) == (None, False)


def test_it_outlives_its_request_and_forget_still_finds_it(store: Store) -> None:
    callback = asked(store)
    id_ = store.facts.open(SAID, callback, "awa", NOW)
    assert [found for found, _ in store.facts.of(callback)] == [id_]
    store.callbacks.cancel("p", "4821", NOW)
    assert store.retention.forget_old(KEEP, NOW + timedelta(days=400))["callback"] == 1
    assert kept(store, id_).callback is None
    assert store.facts.amend(id_, 1, replace(SAID, place="a"), "awa", NOW)
    store.turns.forget("p")
    assert store.facts.get(id_) is None


def test_the_team_erases_it_with_all_that_is_in_it(store: Store) -> None:
    ids = [store.facts.open(SAID, None, "awa", NOW) for _ in range(2)]
    for id_ in ids:
        store.steps.add(id_, "letter", "", NOW.date(), "awa", done=False)
    assert store.facts.erase(ids[0])
    assert not store.facts.erase(ids[0])
    assert [each.id for each in store.facts.all()] == [ids[1]]
    assert [each.facts for each in store.steps.due(NOW.date())] == [ids[1]]
    assert not store.facts.amend(ids[0], 1, SAID, "awa", NOW)
    assert len(store.engine.all("select * from facts_version")) == 1


def test_steps_are_due_until_they_are_done(store: Store) -> None:
    monday = date(2026, 11, 23)
    first = store.steps.add("f", "letter", "à l’agence", monday, "awa", done=False)
    store.steps.add("f", "hearing", "", monday + timedelta(days=9), "awa", done=False)
    store.steps.add("g", "complaint", "", monday - timedelta(days=3), "awa", done=True)
    assert [each.id for each in store.steps.due(monday)] == [first]
    assert not store.steps.done("g", first, monday)
    assert store.steps.done("f", first, monday)
    assert not store.steps.done("f", first, monday)
    assert store.steps.due(monday) == []
    assert [(each.kind, each.words, each.done_on) for each in store.steps.of("f")] == [
        ("letter", "à l’agence", monday),
        ("hearing", "", None),
    ]
    assert not store.steps.drop("g", first)
    assert store.steps.drop("f", first)
    assert len(store.steps.of("f")) == 1
