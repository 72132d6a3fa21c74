"""Is what must be looked into first at the top, with the reason?"""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from hotline.directory.entries import Entry, entries
from hotline.directory.load import load
from hotline.directory.pack import Edit, read_pack
from tests.directory.towns import FICTIONAL, MORNING, built, faults_of

TODAY = MORNING.date()
CHECKED = {
    "maison": "2026-06-01",  # as the file says
    "droits": "2026-11-01",
    "tilleuls": "2026-10-01",
}


def listed(*edits: Edit, reports: dict[str, int] | None = None) -> list[Entry]:
    """The town, all of it checked this year, with these edits."""
    checked = [Edit("locations", id_, "verified_on", day) for id_, day in CHECKED.items()]
    return entries(read_pack(FICTIONAL, [*checked, *edits]), reports or {}, TODAY)


def edit(id_: str, column: str, value: str) -> Edit:
    return Edit("locations", id_, column, value)


def test_nothing_is_to_do_where_all_is_fresh_and_reached() -> None:
    assert [(each.row["id"], each.to_do) for each in listed()] == [
        ("maison", False),
        ("droits", False),  # without a telephone of its own, but reached through another
        ("tilleuls", False),
    ]
    assert listed()[1].through == "Maison des habitants"


@pytest.mark.parametrize(
    ("days", "stale"), [(0, False), (183, False), (184, True), (400, True), (None, True)]
)
def test_six_months(days: int | None, stale: bool) -> None:
    day = "" if days is None else (TODAY - timedelta(days=days)).isoformat()
    first, *others = listed(edit("tilleuls", "verified_on", day))
    assert [each.to_do for each in others] == [False, False]
    assert (first.row["id"] == "tilleuls") is stale
    assert first.to_do is stale


@pytest.mark.parametrize(("people", "wrong"), [(1, False), (2, True), (3, True)])
def test_one_person_may_be_mistaken(people: int, wrong: bool) -> None:
    found = {each.row["id"]: each for each in listed(reports={"tilleuls": people})}
    assert (found["tilleuls"].wrong, found["tilleuls"].to_do) == (wrong, wrong)
    assert found["tilleuls"].reports == people


def test_the_most_reported_first_then_those_out_of_reach_then_the_oldest() -> None:
    alone = edit("droits", "reach_through", ""), edit("tilleuls", "verified_on", "")
    assert [each.row["id"] for each in listed(*alone)][:2] == ["droits", "tilleuls"]
    assert listed(*alone, reports={"maison": 2})[0].row["id"] == "maison"
    most = listed(*alone, reports={"maison": 2, "tilleuls": 3})
    assert [each.row["id"] for each in most] == ["tilleuls", "maison", "droits"]


@pytest.mark.parametrize("status", ["draft", "closed"])
def test_what_is_not_published_is_nobody_s_work(status: str) -> None:
    found = [each.row["id"] for each in listed(edit("tilleuls", "status", status))]
    assert found == ["maison", "droits"]


@pytest.mark.parametrize(("last", "shown"), [("2026-11-22", False), ("2026-11-23", True)])
def test_a_closure_is_shown_until_it_is_over(last: str, shown: bool) -> None:
    found = listed(*closed("2026-11-01", last))
    assert [each.closure is not None for each in found] == [shown, False, False]


def closed(first: str, last: str, reason: str = "") -> list[Edit]:
    days = {"closed_from": first, "closed_until": last, "closed_reason": reason}
    return [edit("maison", column, value) for column, value in days.items()]


@pytest.mark.parametrize(
    ("first", "last", "reason", "column", "problem"),
    [
        ("2026-12-03", "", "", "closed_until", "empty"),
        ("", "2026-12-03", "", "closed_from", "empty"),
        ("", "", "travaux", "closed_until", "empty"),
        ("2026-12-03", "2026-12-02", "", "closed_until", "before the first day, 2026-12-03"),
        ("3 décembre", "2026-12-24", "", "closed_from", "no date"),
        ("20261203", "2026-12-24", "", "closed_from", "no date"),
        ("2026-12-03", "2026-12-24", "=1+1", "closed_reason", "formula"),
        ("2026-12-03", "2026-12-24", "\u200b=HYPERLINK(1)", "closed_reason", "formula"),
        ("2026-12-03", "2026-12-24", "\ufeff=1+1", "closed_reason", "formula"),
        ("2026-12-03", "2026-12-24", "\u2060\u00a0@SUM(1)", "closed_reason", "formula"),
        ("2026-12-03", "2026-12-24", "\u00ad\uff0b1", "closed_reason", "formula"),
        ("2026-12-03", "2026-12-24", "tra\u202evaux", "closed_reason", "U+202E"),
    ],
)
def test_a_closure_that_cannot_be(
    town: Path, first: str, last: str, reason: str, column: str, problem: str
) -> None:
    (fault, *_) = faults_of(town, overlay=closed(first, last, reason))
    assert (fault.file, fault.row, fault.column) == ("locations.csv", 2, column)
    assert problem in fault.problem
    assert fault.cure


@pytest.mark.parametrize(("day", "is_open"), [(22, True), (23, False), (24, False), (25, True)])
def test_closed_for_once_from_the_first_day_to_the_last(
    tmp_path: Path, day: int, is_open: bool
) -> None:
    target = tmp_path / "directory.sqlite"
    always = edit("maison", "opening_hours", "24/7")
    built(FICTIONAL, target, overlay=[always, *closed("2026-11-23", "2026-11-24")])
    directory = load(target)
    now = MORNING.replace(day=day)
    (match,) = directory.nearest("food", None, now, None)
    assert match.open is is_open
    assert match.location.closed_on(date(2026, 11, day)) is not is_open
