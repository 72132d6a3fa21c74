"""May this message leave now? One answer for every outgoing message, with its reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache

import holidays

from hotline.content.city import City


@dataclass(frozen=True, slots=True)
class Send:
    """It may leave now."""

    reason: str


@dataclass(frozen=True, slots=True)
class Hold:
    """It waits until this moment."""

    until: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Refuse:
    """It never leaves."""

    reason: str


Decision = Send | Hold | Refuse

# A message nobody waits for any more is worse than none.
STALE = timedelta(days=3)


def may_leave(
    *, asked: bool, opted_out: bool, recipient: str, due_at: datetime, city: City, now: datetime
) -> Decision:
    """What becomes of a message now. `now` and `due_at` are aware; quiet hours are the city's.

    What the person asked for just now leaves at once, at any hour, opted out or not; but only to
    the countries the city pays messages to (`recipient` is E.164): toll fraud asks, too.
    """
    if not recipient.startswith(city.prefixes):
        return Refuse("a country the line does not send to")
    if asked:
        return Send("asked for just now")
    if opted_out:
        return Refuse("opted out")
    if now - due_at > STALE:
        return Refuse("too late to be of use")
    until = quiet_until(now, city)
    return Hold(until, "quiet hours") if until else Send("allowed hours")


def quiet_until(now: datetime, city: City) -> datetime | None:
    """The next moment outside quiet hours; None when `now` is one."""
    local = now.astimezone(city.timezone)
    if not _quiet(local, city):
        return None
    day = local.date()
    while True:
        opening = datetime.combine(day, city.quiet.end, city.timezone)
        if opening > local and not _quiet(opening, city):
            return opening
        day += timedelta(days=1)


def _quiet(local: datetime, city: City) -> bool:
    quiet = city.quiet
    if quiet.sundays and local.weekday() == 6:
        return True
    if quiet.public_holidays and _public_holiday(local.date(), city.country):
        return True
    return _between(quiet.start, quiet.end, local.time())


def _between(start: time, end: time, clock: time) -> bool:
    return start <= clock < end if start <= end else clock >= start or clock < end


def _public_holiday(day: date, country: str) -> bool:
    return day in _holidays(country, day.year)


@lru_cache(maxsize=8)
def _holidays(country: str, year: int) -> frozenset[date]:
    try:
        return frozenset(holidays.country_holidays(country, years=year))
    except NotImplementedError:  # a country the calendar does not know
        return frozenset()
