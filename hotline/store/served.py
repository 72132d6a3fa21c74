"""What does it add to the figures of a month when somebody is called back, or gives up waiting?

A promise is kept by calling in time, whoever answers. It is told of when the line says in time that
it takes longer. What is neither is missed, also when the request ends before anybody called.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from math import inf

from hotline.store.callback import NOT_UNDONE
from hotline.store.clock import moment, stamp
from hotline.store.engine import Row
from hotline.store.statistics import WAITS, Cell

CALLED = ("reached", "no_answer", "busy", "later", "wrong_number")
UNCALLED = ("closed", "cancelled", "moved", "given_up", "postponed")
_NEVER = ("wrong_number", "closed", "given_up")  # cancelled: they did not want it any more
MOST_ATTEMPTS = 4  # as many, or more


def served(before: Row, what: str, asked_at: datetime, now: datetime) -> list[Cell]:
    """What is counted when `what` happens to a request that was so before it.

    `asked_at`: when the person asked for it last.
    """
    if before["state"] == "reached" or what not in (*CALLED, *UNCALLED):
        return []
    return [*_promise(before, what, now), *_end(before, what, asked_at, now)]


def wait(since: datetime, until: datetime) -> str:
    """The kind of this wait: how many hours it was at most."""
    hours = (until - since).total_seconds() / 3600
    return str(next(most for most in WAITS if hours <= (inf if most == WAITS[-1] else most)))


def last_asked(created_at: str, events: Iterable[Row]) -> datetime:
    """When the person asked last: first, again, or to be called later, if that was not undone."""
    asked: list[str] = [created_at]
    acts: list[str] = []
    for event in events:
        what = event["what"]
        if what == "undone" and acts and acts.pop() == "later":
            asked.pop()
        if event["staff"] and what not in ("undone", *NOT_UNDONE):
            acts.append(what)
        if what in ("again", "later"):
            asked.append(event["at"])
    return moment(asked[-1])


def _promise(before: Row, what: str, now: datetime) -> list[Cell]:
    if before["attempts"] or not before["promised_until"]:
        return []
    if stamp(now) > before["promised_until"]:
        return [("promise", "missed")]
    if what == "postponed":
        return [("promise", "told")]
    return [("promise", "kept")] if what in CALLED else []


def _end(before: Row, what: str, asked_at: datetime, now: datetime) -> list[Cell]:
    if what == "reached":
        nth = min(before["attempts"] + 1, MOST_ATTEMPTS)
        return [("attempt", str(nth)), ("wait", wait(asked_at, now))]
    return [("attempt", "never")] if what in _NEVER else []
