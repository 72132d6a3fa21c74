"""When will somebody be called back, and when is it worth trying again?

Out of the opening hours of the team, the hours the person chose, and how many wait before them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from itertools import pairwise

from hotline.content.city import City
from hotline.days import PARTS
from hotline.directory.schedule import Schedule
from hotline.model import Window

HORIZON = 28  # days: who has no hour in four weeks is promised none
SHORTEST = timedelta(hours=1)  # of a window that can be promised
REST = timedelta(hours=1)  # after nobody answered
BUSY = timedelta(minutes=20)  # after the line was engaged
_STEP = 30  # minutes: no window begins at 10:17


def promised(city: City, team: str, when: str, ahead: int, now: datetime) -> Window | None:
    """The first stretch of opening hours, within the hours chosen, in which their turn has come.

    `ahead` people wait before them. None: the team is never there at that time of day.
    """
    now = now.astimezone(city.timezone)
    need = timedelta(hours=(ahead + 1) / city.calling[team].calls_an_hour)
    turn = _worked(city, team, need, now)
    for window in _pieces(city, team, when, now):
        start = max(window.start, _rounded_up(now))
        if turn and window.end >= turn and window.end - start >= SHORTEST:
            return Window(start, window.end)
    return None


def parts(city: City, team: str, now: datetime) -> tuple[str, ...]:
    """The parts of the day at which this team calls; all of them where it calls at none for weeks.

    Then nothing is known of when it calls, and nothing is promised.
    """
    return tuple(part for part in PARTS if promised(city, team, part, 0, now)) or tuple(PARTS)


def next_try(
    city: City, team: str, when: str, tried: Sequence[datetime], now: datetime
) -> datetime | None:
    """When to try again: at a time of day at which nobody has tried yet, if there is one.

    `tried` is when nobody answered, the last one last. Who chose a time of day is tried at another
    hour of it. None: the team is never there at that time of day.
    """
    edges = _edges(when)
    used = [_slot(at.astimezone(city.timezone).time(), edges) for at in tried]
    rested = now + REST
    found = [
        (max(window.start, rested), _slot(window.start.time(), edges))
        for window in _pieces(city, team, when, rested, edges)
    ]
    fresh = (at for at, slot in found if slot not in used)
    other = (at for at, slot in found if slot not in used[-1:])
    today = now.astimezone(city.timezone).date()
    another_day = (at for at, _ in found if at.astimezone(city.timezone).date() > today)
    return next(fresh, None) or next(other, None) or next(another_day, None)


def soonest(city: City, team: str, when: str, now: datetime) -> datetime | None:
    """The first moment from now on at which the team may call this person."""
    return next((max(each.start, now) for each in _pieces(city, team, when, now)), None)


def _worked(city: City, team: str, need: timedelta, now: datetime) -> datetime | None:
    """When so much opening time will have passed."""
    for window in _open(city, team, now):
        start = max(window.start, now)
        if window.end - start >= need:
            return start + need
        need -= window.end - start
    return None


def _pieces(
    city: City, team: str, when: str, since: datetime, edges: Sequence[time] = ()
) -> Iterator[Window]:
    """Opening hours from then on, within the hours chosen, cut at these times of day."""
    for window in _open(city, team, since):
        day = window.start.date()
        chosen = PARTS.get(when, (window.start.time(), time.max))
        cuts = [datetime.combine(day, each, city.timezone) for each in edges]
        start = max(window.start, datetime.combine(day, chosen[0], city.timezone))
        end = window.end
        if when in PARTS:
            end = min(end, datetime.combine(day, chosen[1], city.timezone))
        marks = [start, *(cut for cut in cuts if start < cut < end), end]
        for opens, closes in pairwise(marks):
            if closes > max(opens, since):
                yield Window(opens, closes)


def _open(city: City, team: str, since: datetime) -> Iterator[Window]:
    """The team's opening hours that end after this moment, in local time."""
    schedule, local = _schedule(city.calling[team].hours), since.astimezone(city.timezone)
    for days in range(HORIZON):
        day = local.date() + timedelta(days=days)
        if _closed(schedule, day, city):
            continue
        for span in schedule.spans:
            if span.weekday == day.weekday():
                midnight = datetime.combine(day, time(0), city.timezone)
                window = Window(_at(midnight, span.opens), _at(midnight, span.closes))
                if window.end > local:
                    yield window


def _closed(schedule: Schedule, day: date, city: City) -> bool:
    """A team works on a public holiday, or while the line is closed, only if its hours say so."""
    return schedule.off_on_holidays is not False and city.rests_on(day)


def _at(midnight: datetime, minutes: int) -> datetime:
    """That many minutes into the day by the clock on the wall; never past the day's end."""
    minutes = min(minutes, 24 * 60 - 1)
    return midnight.replace(hour=minutes // 60, minute=minutes % 60)


def _edges(when: str) -> tuple[time, ...]:
    """Where a day is cut into hours that are "another time": its parts, or half of the chosen."""
    if when in PARTS:
        start, end = PARTS[when]
        return (time((start.hour + end.hour) // 2),)
    return tuple(end for _, end in PARTS.values())


def _slot(clock: time, edges: Sequence[time]) -> int:
    return sum(clock >= edge for edge in edges)


def _rounded_up(now: datetime) -> datetime:
    past = timedelta(minutes=now.minute % _STEP, seconds=now.second, microseconds=now.microsecond)
    return now + timedelta(minutes=_STEP) - past if past else now


@lru_cache(maxsize=32)
def _schedule(hours: str) -> Schedule:
    return Schedule.parse(hours)
