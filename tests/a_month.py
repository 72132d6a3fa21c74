"""A month as a town of some size has it: made up, for tests of the figures and for pictures."""

from __future__ import annotations

from calendar import monthrange
from datetime import UTC, datetime

from hotline.store import Store

OVER = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
_WEEK = (38, 31, 29, 33, 24, 9, 4)  # texts, from Monday on
_HOURS = (0, 0, 0, 0, 0, 1, 3, 8, 31, 84, 115, 106, 55, 48, 86, 102, 91, 71, 61, 53, 40, 24, 11, 3)
_KINDS = {
    "topic": {"legal": 143, "papers": 126, "food": 81, "housing": 77, "french": 58, "work": 44,
              "health": 31, "racism": 19, "violence": 12, "business": 6, "culture": 3},
    "language": {"fr": 511, "ar": 168, "en": 114, "bn": 66, "es": 53, "ta": 31, "bm": 27,
                 "pt": 11, "uk": 8, "snk": 4},
    "answer": {"answered": 644, "asked": 81, "unknown": 42},
    "key": {"answered": 702, "unknown": 55},
    "attempt": {"1": 41, "2": 17, "3": 6, "4": 2, "never": 5},
    "promise": {"kept": 51, "told": 12, "missed": 4},
    "wait": {"1": 6, "2": 9, "4": 14, "8": 12, "24": 17, "48": 6, "72": 2},
}  # fmt: skip


def spent(store: Store, month: datetime, share: float = 1.0) -> None:
    """Everything of this month is counted, or a share of it."""

    def count(what: str, kind: str, n: float) -> None:
        store.statistics.count([(what, kind)], month, int(n * share))

    for day in range(1, monthrange(month.year, month.month)[1] + 1):
        on = month.replace(day=day)
        texts = _WEEK[on.weekday()] + day % 5
        count("text", f"{day:02}", texts)
        count("call", f"{day:02}", texts / 3)
        store.tally.add("segments", f"{on:%Y-%m-%d}", int(1.8 * texts * share))
    for hour, n in enumerate(_HOURS):
        count("hour", f"{hour:02}", n)
    for what, kinds in _KINDS.items():
        for kind, n in kinds.items():
            count(what, kind, n)


def two_months(store: Store) -> None:
    """September and October are over, and told."""
    spent(store, datetime(2026, 9, 15, 12, 0, tzinfo=UTC), 0.7)
    spent(store, datetime(2026, 10, 15, 12, 0, tzinfo=UTC))
    store.statistics.close(OVER)
