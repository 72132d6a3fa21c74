"""Is it kept who changed what, and how many different people say that something is wrong?"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hotline.store import Store
from hotline.store.edits import Cell

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
FILE = {"phone": "1", "opening_hours": ""}
KEEP = {
    "session_hours": 24,
    "language_days": 90,
    "closed_callback_days": 7,
    "outbox_days": 7,
    "inbound_days": 30,
}


def test_the_last_edit_of_a_cell_lies_over_the_pack(store: Store) -> None:
    cells = {"phone": ("1", "2"), "opening_hours": ("", "24/7")}
    store.edits.add("maison", "awa", cells, FILE, NOW)
    first = store.edits.of("maison")[0]
    store.edits.add("maison", "ali", {"phone": ("2", "1")}, FILE, NOW, undoes=first.id)
    assert store.edits.cells() == [
        Cell("maison", "opening_hours", "24/7", ""),
        Cell("maison", "phone", "1", "1"),
    ]
    newest, oldest = store.edits.of("maison")
    assert (newest.staff, newest.undoes, newest.cells) == ("ali", first.id, {"phone": ("2", "1")})
    assert (oldest.staff, oldest.at, oldest.undoes) == ("awa", NOW, None)
    assert store.edits.get(first.id) == oldest
    assert store.edits.of("tilleuls") == []


def test_what_the_pack_says_is_let_go_of_and_its_history_stays(store: Store) -> None:
    store.edits.add("maison", "awa", {"phone": ("1", "2")}, FILE, NOW)
    store.edits.let_go(Cell("maison", "phone", "3", "1"))  # it has changed since
    assert store.edits.cells()
    store.edits.let_go(Cell("maison", "phone", "2", "1"))
    assert store.edits.cells() == []
    assert len(store.edits.of("maison")) == 1


def test_who_says_it_twice_has_said_it_once(store: Store) -> None:
    for person in ("one", "one", "two"):
        store.reports.add("maison", person, NOW)
    store.reports.add("tilleuls", "one", NOW)
    assert store.reports.counts() == {"maison": 2, "tilleuls": 1}
    store.reports.answer("maison", "edit")
    assert store.reports.counts() == {"tilleuls": 1}


def test_who_was_answered_counts_again_once_the_edit_is_taken_back_or_it_is_wrong_again(
    store: Store,
) -> None:
    for person in ("one", "two"):
        store.reports.add("maison", person, NOW)
    store.reports.answer("maison", "first")
    store.reports.add("maison", "one", NOW + timedelta(days=1))
    assert store.reports.counts() == {"maison": 1}
    store.reports.answer("maison", "second")
    store.reports.reopen("first")
    assert store.reports.counts() == {"maison": 1}
    store.reports.reopen("second")
    assert store.reports.counts() == {"maison": 2}
    assert store.retention.forget_old(KEEP, NOW + timedelta(days=90, hours=1))["report"] == 1


def test_reports_and_history_are_erased_with_age(store: Store) -> None:
    store.reports.add("maison", "one", NOW)
    store.edits.add("maison", "awa", {"phone": ("1", "2")}, FILE, NOW)
    assert store.retention.forget_old(KEEP, NOW + timedelta(days=89))["report"] == 0
    assert store.retention.forget_old(KEEP, NOW + timedelta(days=91))["report"] == 1
    assert store.retention.forget_old(KEEP, NOW + timedelta(days=366))["edit"] == 1
    assert store.edits.cells()  # nobody remembers who, but the line says it still
