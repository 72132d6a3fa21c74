"""When does each public event happen next?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, tzinfo
from functools import lru_cache
from itertools import takewhile
from typing import Any

from dateutil import rrule


@dataclass(frozen=True, slots=True)
class Event:
    """One event of `events.ics`, by the city's own clock: `starts` has no time zone.

    `titles` are (language, title) pairs, French first. A `rule` (RFC 5545) repeats it, `without`
    these dates and with those of `also`. `place` is its name as it is told, or "".
    """

    id: str
    titles: tuple[tuple[str, str], ...]
    place: str
    topic: str
    starts: datetime
    lasts: timedelta
    all_day: bool = False
    rule: str = ""
    without: tuple[datetime, ...] = ()
    also: tuple[datetime, ...] = ()

    def title(self, language: str) -> tuple[str, str]:
        """Its title, and the language that is in: this one, or French."""
        known = dict(self.titles)
        code = language if language in known else self.titles[0][0]
        return known[code], code


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One date of an event; both ends are in the city's time zone."""

    event: Event
    starts: datetime
    ends: datetime


def upcoming(events: Iterable[Event], now: datetime, most: int) -> tuple[Occurrence, ...]:
    """The next dates that are not over at `now` (local time), the soonest first.

    What goes on for days counts until its last day. The clock on the wall holds: what begins at
    18:00 does so after the clocks were changed, too.
    """
    zone = now.tzinfo
    clock = now.replace(tzinfo=None)
    found = [
        Occurrence(event, _in(zone, starts), _in(zone, starts + event.lasts))
        for event in events
        for starts in _first(event, clock, most)
    ]
    return tuple(sorted(found, key=lambda each: (each.starts, each.event.id))[:most])


def between(events: Iterable[Event], now: datetime, until: datetime) -> tuple[Occurrence, ...]:
    """Every date that begins after `now` and not after `until` (local times)."""
    clock, last = now.replace(tzinfo=None), until.replace(tzinfo=None)
    return tuple(
        Occurrence(event, _in(now.tzinfo, starts), _in(now.tzinfo, starts + event.lasts))
        for event in events
        for starts in takewhile(lambda at: at <= last, _dates(event).xafter(clock))
    )


def repeats(event: Event) -> bool:
    """Does its rule give any date at all? Raises ValueError for what is no rule."""
    return next(iter(_dates(event)), None) is not None


def falls_on(event: Event, at: datetime) -> bool:
    """Is this one of its dates, taken out or not? What lies after the last of them may be any."""
    following: datetime | None = _dates(replace(event, without=())).after(at, inc=True)
    return following is None or following == at


def _first(event: Event, clock: datetime, most: int) -> Iterator[datetime]:
    """The dates that end after this moment; they begin after it, less what the event lasts."""
    return iter(_dates(event).xafter(clock - event.lasts, count=most))


@lru_cache(maxsize=512)  # an rruleset is only read
def _dates(event: Event) -> Any:
    dates: Any = rrule.rruleset()  # type: ignore[no-untyped-call]
    if event.rule:
        dates.rrule(rrule.rrulestr(event.rule, dtstart=event.starts))
    else:
        dates.rdate(event.starts)
    for also in event.also:
        dates.rdate(also)
    for without in event.without:
        dates.exdate(without)
    return dates


def _in(zone: tzinfo | None, clock: datetime) -> datetime:
    return clock.replace(tzinfo=zone)
