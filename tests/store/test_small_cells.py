"""Can anybody subtract what is shown from what is shown, and find out what few people did?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.store import small_cells, statistics
from hotline.store.small_cells import DOUBT, LEAST, OTHERS, STEP, in_runs, named, rounded

NAMES = "abcd"
Table = tuple[int, ...]


@pytest.fixture
def unrounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever looks knows every figure that is shown to the unit."""
    monkeypatch.setattr(small_cells, "STEP", 1)


def tables(cells: int, most: int) -> Iterator[Table]:
    """Every table of so many cells with a sum of `most` at most."""
    if cells == 0:
        yield ()
        return
    for first in range(most + 1):
        for rest in tables(cells - 1, most - first):
            yield (first, *rest)


def doubt(possible: Iterator[Table], shown: Callable[[Table], Hashable]) -> int:
    """How many values a small cell has at least, for who sees what is shown of the table."""
    told: dict[Hashable, list[Table]] = defaultdict(list)
    for table in possible:
        told[shown(table)].append(table)
    return min(
        len({table[nth] for table in alike})
        for alike in told.values()
        for nth in range(len(alike[0]))
        if any(0 < table[nth] < LEAST for table in alike)
    )


def total(table: Table) -> int | str:
    """The exact total, from wherever: other tables of the same month, or a bill."""
    return sum(table) if sum(table) >= LEAST else "too few"


@pytest.mark.usefixtures("unrounded")
@pytest.mark.parametrize(("cells", "most"), [(2, 90), (3, 44), (4, 34)])
def test_no_small_cell_is_found_even_by_who_knows_all_the_rest(cells: int, most: int) -> None:
    def by_name(table: Table) -> Hashable:
        shown = named(dict(zip(NAMES, table, strict=False)))
        return *shown.items(), total(table)

    assert doubt(tables(cells, most), by_name) >= DOUBT


@pytest.mark.usefixtures("unrounded")
@pytest.mark.parametrize(("cells", "most"), [(2, 90), (3, 44), (4, 34)])
def test_nor_among_days_and_hours(cells: int, most: int) -> None:
    def by_day(table: Table) -> Hashable:
        shown = in_runs(dict(zip(NAMES, table, strict=False)), NAMES[:cells])
        return *shown.items(), total(table)

    assert doubt(tables(cells, most), by_day) >= DOUBT


@pytest.mark.usefixtures("unrounded")
def test_nor_is_what_one_table_hides_given_away_by_all_the_others() -> None:
    """Few calls, or few texts: no table of the month tells them from the others."""

    def month(table: Table) -> Hashable:
        texts, calls = table
        both = {"fr": texts + calls}
        counted: dict[str, dict[str, int]] = defaultdict(dict)
        counted |= {"text": {"03": texts}, "call": {"03": calls}, "language": both}
        counted |= {"hour": {"10": texts + calls}, "answer": {"answered": texts}}
        counted |= {"key": {"answered": 2 * calls}}
        return tuple(statistics._figures(counted, 2 * texts, "2026-11"))

    assert doubt(tables(2, 60), month) >= DOUBT


def test_a_threshold_with_exact_totals_would_be_seen_through() -> None:
    """If the test above found nothing whatever was shown, it would prove nothing."""

    def threshold(table: Table) -> Hashable:
        return tuple(n if n >= LEAST else None for n in table), sum(table)

    assert doubt(tables(3, 30), threshold) == 1


@pytest.mark.parametrize(
    ("cells", "shown"),
    [
        ({}, {}),
        ({"a": 9}, {}),
        ({"a": 40, "b": 12}, {"a": 40, "b": 10}),
        ({"a": 40, "b": 6, "c": 6}, {"a": 40, OTHERS: 10}),
        ({"a": 40, "b": 30, "c": 3}, {"a": 40, OTHERS: 35}),  # b goes with c, which is too few
        ({"a": 40, "b": 9, "c": 9}, {OTHERS: 60}),  # 18 could only be 9 and 9
        ({"a": 40, "b": 3}, {OTHERS: 45}),
        ({"a": 40, "b": -1}, {"a": 40}),  # undone in another month than done
    ],
)
def test_small_ones_are_put_together(cells: dict[str, int], shown: dict[str, int]) -> None:
    assert named(cells) == shown


@pytest.mark.parametrize(
    ("cells", "shown"),
    [
        ({"a": 9}, {}),
        ({"a": 11, "b": 12, "c": 13, "d": 14}, {"a": 10, "b": 10, "c": 15, "d": 15}),
        ({"a": 2, "b": 12, "d": 22}, {"ab": 15, "cd": 20}),
        ({"a": 12, "b": 1}, {"abcd": 15}),
    ],
)
def test_days_are_put_together_with_their_neighbours(
    cells: dict[str, int], shown: dict[str, int]
) -> None:
    assert {"".join(run): n for run, n in in_runs(cells, NAMES).items()} == shown


@given(st.integers(0, 10_000))
def test_rounding_is_to_the_nearest_step(n: int) -> None:
    assert rounded(n) % STEP == 0
    assert abs(rounded(n) - n) <= STEP // 2


@given(st.dictionaries(st.sampled_from("abcdefghijk"), st.integers(0, 400)))
def test_all_that_is_shown_is_large_and_round(cells: dict[str, int]) -> None:
    for shown in (named(cells), in_runs(cells, "abcdefghijk")):
        assert all(n >= LEAST and n % STEP == 0 for n in shown.values())
