"""Is anybody there at this hour, or is there room for one more call; and what is said if not?

The machine never closes: out of hours a caller hears where to turn in danger, then all it can do.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from hotline.conversation.turn import Step, Turn, say
from hotline.days import public_holidays
from hotline.directory.schedule import Schedule
from hotline.model import Meaning
from hotline.plan import Choice, Phone, Plan, Say, When

BUSY = "busy"
_WHY = {
    "holiday": Say("closed.holiday"),
    "break": Say("closed.break"),
    "works": Say("closed.works"),
    "today": Say("closed.today"),
}


def is_open(turn: Turn) -> bool:
    """Are the people behind the line there now, as far as city.toml tells?"""
    return _closed(turn) is None


def closed(turn: Turn) -> tuple[Say, ...]:
    """Why nobody is there, until when, where to turn in danger, what can be done all the same."""
    why = _closed(turn)
    return (why, *_until(turn), _danger(turn), Say("closed.still")) if why else ()


def busy(turn: Turn) -> Step:
    """More call than the line takes: where to turn in danger, and one key to be called back."""
    choices = (
        Choice("1", Meaning("callback", "now"), Say("key.callback")),
        Choice("0", Meaning("languages"), Say("key.languages")),
    )
    says = (Say("line.busy"), _danger(turn))
    return turn.having(at=BUSY).session, Plan(says, choices)


def _closed(turn: Turn) -> Say | None:
    city, today = turn.world.city, turn.now.date()
    if closure := city.closed_on(today):
        return _WHY[closure.reason]
    hours = turn.world.hours
    off = public_holidays(city.country, today.year)
    if hours is None or hours.is_open(turn.now, off):
        return None
    return _WHY["holiday"] if hours.off_on_holidays and today in off else Say("closed.hours")


def _until(turn: Turn) -> Iterator[Say]:
    """When somebody is there again; of a closure, where the hours are not told, the day alone."""
    city, hours = turn.world.city, turn.world.hours

    holidays = hours is not None and hours.off_on_holidays

    def off(day: date) -> bool:
        return city.rests_on(day) if holidays else city.closed_on(day) is not None

    opens = (hours or Schedule.parse("24/7")).opens_next(turn.now, off)
    if opens is not None:
        when = When.soon(opens, turn.now) if hours else When(opens, clock=False)
        yield say("closed.until", when=when)


def _danger(turn: Turn) -> Say:
    numbers = turn.world.city.emergency
    return say("closed.danger", any=Phone(numbers["any"]), sms=Phone(numbers["sms"]))
