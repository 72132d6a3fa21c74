"""What may be told of a month that is over?

While a month lasts there are counters of single things, none linked to another; they are told to
monitors in tens, rounded down, and to nobody else. Once it is over they become the figures that may
be shown, once, and are erased: nothing finer is left in the record for anybody to find, or for a
later version to show differently.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from hotline.store.engine import Engine
from hotline.store.small_cells import LEAST, in_runs, in_tens, named, rounded
from hotline.store.tally import Tally

Cell = tuple[str, str]  # what is counted, and which of its kinds it was

BY_NAME = ("topic", "language", "answer", "key", "attempt", "promise")
# Up to so many hours; the last is whatever takes longer.
WAITS = (1, 2, 4, 8, 24, 48, 72, 168, 336, 9999)
_COUNTED = (*BY_NAME, "text", "call", "hour", "wait")
_HOURS = tuple(f"{hour:02}" for hour in range(24))
_SPENT = "segments"  # by day, as the daily fuse needs it
_OF_A_MOMENT = (_SPENT, "alarm", "rung")
SETTLED = timedelta(hours=1)  # so long after its end nothing of a month is still under way


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of a month; `cells` are the kinds it stands for, together."""

    chart: str
    cells: tuple[str, ...]
    n: int


class Statistics:
    """Counters of this month, by local time; the figures of those that are over."""

    def __init__(self, engine: Engine, tally: Tally, zone: tzinfo) -> None:
        self._engine = engine
        self._tally = tally
        self._zone = zone

    def cells(
        self, counted: Iterable[Cell], now: datetime, n: int = 1
    ) -> list[tuple[str, str, int]]:
        """These things, as counters of this month."""
        month = self._month(now)
        return [(what, f"{month}|{kind}", n) for what, kind in counted]

    def count(self, counted: Iterable[Cell], now: datetime, n: int = 1) -> None:
        """Each of these has happened once more (-1: it was taken back)."""
        self._tally.add_all(self.cells(counted, now, n))

    def so_far(self, what: str, now: datetime) -> dict[str, int]:
        """How often at least, in tens, each kind of this has happened in this month: for a monitor.

        To the unit, who asks before and after a text would learn what it was about, and in which
        language; and at the end of the month, what is merged and rounded for everybody else.
        """
        return in_tens(self._counted(what, self._month(now)))

    def months(self) -> list[str]:
        """The months of which there is something to show, the newest first: 2026-11."""
        rows = self._engine.all("select distinct month from figure order by month desc")
        return [row["month"] for row in rows]

    def of(self, month: str) -> list[Figure]:
        """All that may be told of this month."""
        rows = self._engine.all(
            "select * from figure where month = :month order by chart, cells", month=month
        )
        return [Figure(row["chart"], tuple(row["cells"].split()), row["n"]) for row in rows]

    def close(self, now: datetime) -> int:
        """Every month that is over becomes figures, and its counters are erased; how many."""
        this = self._month(now - SETTLED)
        with self._engine.transaction():
            over = sorted(month for month in self._open() if month < this)
            for month in over:
                if month not in self.months():
                    self._keep(month, _figures(*self._all(month), month))
                self._erase(month)
        return len(over)

    def _month(self, now: datetime) -> str:
        return f"{now.astimezone(self._zone):%Y-%m}"

    def _open(self) -> set[str]:
        return {label[:7] for _, label, _ in self._tally.named((*_COUNTED, *_OF_A_MOMENT))}

    def _all(self, month: str) -> tuple[dict[str, dict[str, int]], int]:
        counted = {what: self._counted(what, month) for what in _COUNTED}
        spent = sum(n for _, _, n in self._tally.named((_SPENT,), month))
        return counted, spent

    def _counted(self, what: str, month: str) -> dict[str, int]:
        rows = self._tally.named((what,), f"{month}|")
        return {label.partition("|")[2]: n for _, label, n in rows}

    def _keep(self, month: str, figures: Iterable[Figure]) -> None:
        for each in figures:
            self._engine.run(
                "insert into figure (month, chart, cells, n) values (:month, :chart, :cells, :n)",
                month=month,
                chart=each.chart,
                cells=" ".join(each.cells),
                n=each.n,
            )

    def _erase(self, month: str) -> None:
        for what in (*_COUNTED, *_OF_A_MOMENT):
            self._tally.erase(what, month)


def _figures(counted: dict[str, dict[str, int]], spent: int, month: str) -> Iterable[Figure]:
    """What may be shown of all that was counted.

    Texts and calls are told apart where neither is few: as there is a table of both together, one
    of them would give the other away; so would what was spent on texts.
    """
    days = [f"{day:02}" for day in range(1, 1 + monthrange(int(month[:4]), int(month[5:]))[1])]
    texts, calls = counted["text"], counted["call"]
    apart = all(not 0 < sum(each.values()) < LEAST for each in (texts, calls))
    both = {day: texts.get(day, 0) + calls.get(day, 0) for day in days}
    for chart, cells in (("text", texts), ("call", calls)) if apart else (("contact", both),):
        yield from (Figure(chart, *each) for each in in_runs(cells, days).items())
    yield from (Figure("hour", *each) for each in in_runs(counted["hour"], _HOURS).items())
    for chart in BY_NAME:
        if apart or chart not in ("answer", "key"):
            shown = named(counted[chart])
            yield from (Figure(chart, (cell,), n) for cell, n in shown.items())
    if apart and sum(texts.values()) >= LEAST:
        yield Figure("segment", (), rounded(spent))
    yield from _waits(counted["wait"])


def _waits(waits: dict[str, int]) -> Iterable[Figure]:
    """In how many hours half of them were reached, and all of them; how many took how long: not."""
    known = [wait for wait in sorted(map(int, waits)) for _ in range(waits[str(wait)])]
    if len(known) >= LEAST:
        yield Figure("median", (), known[(len(known) - 1) // 2])
        yield Figure("worst", (), known[-1])
