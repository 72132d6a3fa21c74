"""Is what speakers say of a text kept sealed, one for each version, and not for ever?"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from hotline.store import Store
from hotline.store.marks import Mark
from tests.store.conftest import KEY

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def mark(version: str, wording: str | None = None, days: int = 0) -> Mark:
    return Mark(version, "thanks", "awa", NOW + timedelta(days=days), wording)


def test_the_last_mark_holds(store: Store) -> None:
    store.text_marks.keep("en", mark("v1", "Any time."))
    store.text_marks.keep("en", mark("v1"))
    store.text_marks.keep("ar", mark("v2", "…"))
    assert store.text_marks.of("en") == {"v1": mark("v1")}
    assert store.text_marks.all() == {"v1": None, "v2": "…"}


def test_a_wording_is_sealed(store: Store) -> None:
    store.text_marks.keep("en", mark("v1", "Call Anna at home"))
    (row,) = store.engine.all("select * from text_mark")
    assert "Anna" not in str(row)


def test_a_mark_is_taken_back_once_and_the_one_before_holds_again(store: Store) -> None:
    first, second = mark("v1", "Any time."), mark("v1")
    for each in (first, second):
        store.text_marks.keep("en", each)
        assert store.text_marks.newest("v1") == each.id
    assert store.text_marks.drop(second.id)
    assert not store.text_marks.drop(second.id)
    assert store.text_marks.of("en") == {"v1": first}
    assert store.text_marks.newest("v1") == first.id
    assert store.text_marks.drop(first.id)
    assert store.text_marks.all() == {}
    assert store.text_marks.newest("v1") == ""


def test_a_mark_from_when_each_version_had_one_still_holds(store: Store, tmp_path: Path) -> None:
    """Its id was the version, and its wording is bound to that."""
    old = replace(mark("v1", "Any time."), id="v1")
    store.text_marks.keep("en", old)
    store.engine.run("drop index text_mark_of")
    store.engine.run("alter table text_mark drop column version")
    store.engine.close()
    store = Store(str(tmp_path / "live.sqlite"), KEY)
    assert store.text_marks.of("en") == {"v1": old}
    assert store.text_marks.newest("v1") == "v1"


def test_of_words_that_are_no_more_it_is_forgotten(store: Store) -> None:
    for version, days in (("now", 0), ("gone", 0), ("gone lately", 20)):
        store.text_marks.keep("en", mark(version, days=days))
    assert store.text_marks.forget(lambda: {"now"}, NOW + timedelta(days=10)) == 1
    assert {*store.text_marks.all()} == {"now", "gone lately"}
