"""When is a place open, week after week?"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from hotline.errors import Sentence

DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
EXAMPLE = Sentence(
    'Write it like "Mo-Fr 09:00-12:30,13:30-17:00; Sa 10:00-13:00; PH off", or "24/7".'
)
_DAY = 24 * 60
_RULE = re.compile(r"(?:(?P<days>(?:[A-Z][a-z]|PH)(?:[-,]\s*(?:[A-Z][a-z]|PH))*)\s+)?(?P<hours>.+)")
_HOURS = re.compile(r"(\d\d?):(\d\d)-(\d\d?):(\d\d)")


class Unclear(ValueError):
    """These are no hours: `problem` says what is not understood, EXAMPLE how to write it."""

    def __init__(self, pattern: str, **values: object) -> None:
        self.problem = Sentence(pattern, **values)
        super().__init__(f"{self.problem} {EXAMPLE}")


@dataclass(frozen=True, slots=True)
class Span:
    """Open on this weekday (0 is Monday) from one minute of the day to another.

    `closes` is past 1440 when the place closes after midnight.
    """

    weekday: int
    opens: int
    closes: int


@dataclass(frozen=True, slots=True)
class Schedule:
    """Weekly opening hours, in local time.

    `text` is what they were read from. `off_on_holidays` is None when the text does not say: on
    such a day nobody knows.
    """

    text: str
    spans: tuple[Span, ...]
    off_on_holidays: bool | None = None

    @classmethod
    def parse(cls, text: str) -> Schedule:
        """Read the part of OpenStreetMap's opening hours that EXAMPLE shows.

        As there, a later rule replaces an earlier one for its days. Raises Unclear (a ValueError)
        saying which rule is not understood, and how to write it.
        """
        if text.strip() == "24/7":
            whole_week = tuple(Span(weekday, 0, _DAY) for weekday in range(7))
            return cls(text, whole_week, off_on_holidays=False)
        week: dict[str, tuple[tuple[int, int], ...]] = {}
        for rule in text.split(";"):
            week.update(_rule(rule.strip()))
        spans = tuple(
            Span(weekday, opens, closes)
            for weekday, day in enumerate(DAYS)
            for opens, closes in week.get(day, ())
        )
        return cls(text, spans, True if "PH" in week else None)

    def is_open(self, now: datetime, holidays: Container[date] = ()) -> bool:
        """True when the place is open at this local time.

        `holidays` are days to be closed on, if the schedule says so.
        """
        return any(self._opened(now, now.date() - ago, holidays) for ago in _TODAY_OR_YESTERDAY)

    def opens_next(self, now: datetime, off: Callable[[date], bool]) -> datetime | None:
        """When it opens after this local time, `off` telling the days on which it does not.

        None where it does not within a year: nobody plans further ahead.
        """
        midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
        for days in range(366):
            day = midnight + timedelta(days=days)
            if off(day.date()):
                continue
            for span in sorted(self.spans, key=lambda each: each.opens):
                opens = day.replace(hour=span.opens // 60, minute=span.opens % 60)
                if span.weekday == day.weekday() and opens > now:
                    return opens
        return None

    def _opened(self, now: datetime, day: date, holidays: Container[date]) -> bool:
        """True when hours that began on this day last until now."""
        if self.off_on_holidays and day in holidays:
            return False
        minute = now.hour * 60 + now.minute + (now.date() - day).days * _DAY
        return any(
            span.opens <= minute < span.closes
            for span in self.spans
            if span.weekday == day.weekday()
        )


_TODAY_OR_YESTERDAY = (timedelta(0), timedelta(days=1))


def _rule(rule: str) -> Iterator[tuple[str, tuple[tuple[int, int], ...]]]:
    found = _RULE.fullmatch(rule)
    if found is None:
        raise Unclear("%(cell)r is not understood.", cell=rule)
    hours = () if found["hours"] in ("off", "closed") else tuple(_hours(found["hours"]))
    for day in _days(found["days"] or "Mo-Su"):
        if day == "PH" and hours:
            raise Unclear('%(cell)r: of public holidays, only "PH off" is understood.', cell=rule)
        yield day, hours


def _days(text: str) -> Iterator[str]:
    for part in re.split(r",\s*", text):
        first, _, last = part.partition("-")
        if part != "PH" and not {first, last or first} <= {*DAYS}:
            raise Unclear("%(cell)r is no day: they are Mo Tu We Th Fr Sa Su and PH.", cell=part)
        if part == "PH":
            yield part
            continue
        start, end = DAYS.index(first), DAYS.index(last or first)
        yield from (DAYS[(start + step) % 7] for step in range((end - start) % 7 + 1))


def _hours(text: str) -> Iterator[tuple[int, int]]:
    for part in re.split(r",\s*", text):
        found = _HOURS.fullmatch(part)
        if found is None:
            raise Unclear("%(cell)r is not understood as hours.", cell=part)
        opens, closes = (_minute(*found.group(pair, pair + 1)) for pair in (1, 3))
        if opens in (closes, _DAY):
            raise Unclear("%(cell)r lasts no time at all.", cell=part)
        yield opens, closes if closes > opens else closes + _DAY


def _minute(hour: str, minute: str) -> int:
    found = int(hour) * 60 + int(minute)
    if int(minute) > 59 or found > _DAY:
        raise Unclear("%(cell)s is no time of day.", cell=f"{hour}:{minute}")
    return found
