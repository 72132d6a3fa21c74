"""Is a month counted, told once it is over, and then nothing finer kept of it?"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from hotline.model import Window
from hotline.store import Store
from hotline.store.callback import NewCallback
from hotline.store.served import wait
from tests.store.conftest import KEY

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
DECEMBER = datetime(2026, 12, 1, 0, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)


def shown(store: Store, month: str = "2026-11") -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for figure in store.statistics.of(month):
        found.setdefault(figure.chart, {})[" ".join(figure.cells)] = figure.n
    return found


def texts(store: Store, n: int, day: str = "23", language: str = "fr") -> None:
    things = [("text", day), ("hour", "10"), ("language", language), ("answer", "answered")]
    store.statistics.count(things, NOW, n)
    store.tally.add("segments", f"2026-11-{day}", 2 * n)


def test_a_month_is_told_when_it_is_over_and_its_counters_are_gone(store: Store) -> None:
    texts(store, 41)
    assert store.statistics.close(NOW) == 0
    assert store.statistics.months() == []
    assert store.statistics.close(DECEMBER) == 0  # within the hour something may be under way
    assert store.statistics.close(DECEMBER + HOUR) == 1
    assert store.statistics.months() == ["2026-11"]
    assert shown(store)["language"] == {"fr": 40}
    assert shown(store)["segment"] == {"": 80}
    assert store.engine.all("select * from tally") == []


def test_what_was_told_once_does_not_change(store: Store) -> None:
    texts(store, 40)
    store.statistics.close(DECEMBER + HOUR)
    before = shown(store)
    texts(store, 40)  # a counter that came late
    store.statistics.close(DECEMBER + HOUR)
    assert shown(store) == before
    assert store.engine.all("select * from tally") == []


def test_only_what_is_of_that_month_goes(store: Store) -> None:
    texts(store, 40)
    store.tally.add("turns", "twilio.sms", 40)
    store.statistics.count([("topic", "legal")], DECEMBER)
    store.tally.add("segments", "2026-12-01", 3)
    store.statistics.close(DECEMBER + HOUR)
    left = [(row["name"], row["label"]) for row in store.engine.all("select * from tally")]
    assert sorted(left) == [
        ("segments", "2026-12-01"),
        ("topic", "2026-12|legal"),
        ("turns", "twilio.sms"),
    ]


def test_a_month_is_one_of_the_city_s_clocks(store: Store) -> None:
    here = Store(store.engine._path, KEY, zone=ZoneInfo("Europe/Paris"))
    midnight = datetime(2026, 11, 30, 23, 30, tzinfo=UTC)
    here.statistics.count([("topic", "legal")], midnight, 10)
    assert here.statistics.so_far("topic", DECEMBER) == {"legal": 10}


def test_a_month_that_lasts_is_told_in_tens(store: Store) -> None:
    for kind, n in (("legal", 9), ("food", 10), ("work", 39)):
        store.statistics.count([("topic", kind)], NOW, n)
    assert store.statistics.so_far("topic", NOW) == {"food": 10, "work": 30}


def test_few_calls_are_told_with_the_texts(store: Store) -> None:
    texts(store, 60)
    store.statistics.count([("call", "24"), ("hour", "11"), ("language", "fr")], NOW, 4)
    store.statistics.close(DECEMBER + HOUR)
    assert {*shown(store)} == {"contact", "hour", "language"}
    assert sum(shown(store)["contact"].values()) == 65


def test_a_month_with_next_to_nothing_tells_nothing(store: Store) -> None:
    texts(store, 4)
    store.statistics.close(DECEMBER + HOUR)
    assert store.statistics.months() == []
    assert store.engine.all("select * from tally") == []


def asked(store: Store, reference: str = "4821", hours: int = 4) -> str:
    new = NewCallback(
        reference, reference, "+33639980001", "legal", "pad", "fr", "any", "no",
        window=Window(NOW + HOUR, NOW + hours * HOUR),
    )  # fmt: skip
    return store.callbacks.request(new, NOW)


def counted(store: Store) -> dict[str, int]:
    """What is counted of callbacks, by kind."""
    names = ("attempt", "promise", "wait")
    return {f"{name} {label[8:]}": n for name, label, n in store.tally.named(names) if n}


@pytest.mark.parametrize(
    ("acts", "told"),
    [
        ("reached@2", {"attempt 1": 1, "wait 2": 1, "promise kept": 1}),
        ("reached@5", {"attempt 1": 1, "wait 8": 1, "promise missed": 1}),
        ("no_answer@2 reached@30", {"attempt 2": 1, "wait 48": 1, "promise kept": 1}),
        ("busy@1 no_answer@2 busy@3 no_answer@4 reached@5",
         {"attempt 4": 1, "wait 8": 1, "promise kept": 1}),
        ("reached@2 close@3", {"attempt 1": 1, "wait 2": 1, "promise kept": 1}),
        ("close@2", {"attempt never": 1}),
        ("close@9", {"attempt never": 1, "promise missed": 1}),
        ("wrong_number@2", {"attempt never": 1, "promise kept": 1}),
        ("cancel@2", {}),
        ("cancel@9", {"promise missed": 1}),
        ("move@2 reached@3", {"attempt 1": 1, "wait 4": 1}),
        ("move@9", {"promise missed": 1}),
        ("postpone@3 reached@5",
         {"attempt 1": 1, "wait 8": 1, "promise told": 1, "promise kept": 1}),
        ("postpone@5", {"promise missed": 1}),
        ("later@2 reached@9", {"attempt 1": 1, "wait 8": 1, "promise kept": 2}),
        ("reached@2 undo@2", {}),
        ("no_answer@2 undo@2", {}),
        ("wrong_number@5 undo@5", {}),
        ("later@2 undo@2 reached@3", {"attempt 1": 1, "wait 4": 1, "promise kept": 1}),
        ("give_up@800", {"attempt never": 1, "promise missed": 1}),
        ("no_answer@2 give_up@800", {"attempt never": 1, "promise kept": 1}),
    ],
)  # fmt: skip
def test_what_becomes_of_a_request_is_counted(
    store: Store, acts: str, told: dict[str, int]
) -> None:
    id_, callbacks = asked(store), store.callbacks
    for act in acts.split():
        what, _, hours = act.partition("@")
        at = NOW + int(hours) * HOUR
        if what != "undo":
            callbacks.claim(id_, "awa", at)
        match what:
            case "cancel":
                callbacks.cancel("4821", "4821", at)
            case "move":
                callbacks.move("4821", "4821", "any", None, at)
            case "postpone":
                callbacks.postpone(id_, Window(at, at + 3 * HOUR), at)
            case "later":
                callbacks.later(id_, "awa", "", at, at + 6 * HOUR)
            case "undo":
                assert callbacks.undo(id_, "awa", at)
            case "give_up":
                callbacks.release(id_, "awa", at)
                assert callbacks.give_up(at - 30 * 24 * HOUR, at) == 1
            case _:
                assert getattr(callbacks, what)(id_, "awa", "", at)
    assert counted(store) == told


def test_half_were_reached_within_and_all(store: Store) -> None:
    for hours, n in ((1, 4), (4, 5), (48, 2)):
        store.statistics.count([("attempt", "1"), ("wait", str(hours))], NOW, n)
    store.statistics.close(DECEMBER + HOUR)
    assert (shown(store)["median"], shown(store)["worst"]) == ({"": 4}, {"": 48})
    assert "wait" not in shown(store)


def test_of_few_nobody_is_told_how_long_they_waited(store: Store) -> None:
    store.statistics.count([("wait", "4")], NOW, 9)
    store.statistics.close(DECEMBER + HOUR)
    assert shown(store) == {}


@pytest.mark.parametrize(
    ("hours", "kind"), [(0, "1"), (1, "1"), (1.01, "2"), (25, "48"), (336, "336"), (9e4, "9999")]
)
def test_a_wait_is_of_a_kind(hours: float, kind: str) -> None:
    assert wait(NOW, NOW + timedelta(hours=hours)) == kind
