"""Whose telephone rings at this moment, by the city's file and by what staff put down?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import chain
from zoneinfo import ZoneInfo

from hotline.conversation import World
from hotline.directory.rota import Rota, Shift
from hotline.directory.schedule import Schedule
from hotline.model import OnDuty, Window
from hotline.store import StaffMember, Store
from hotline.store.duty import DutyTurn

_BACK = timedelta(days=1)  # hours that began yesterday may last until now


def whole(rota: Rota, store: Store, zone: ZoneInfo, now: datetime) -> Rota:
    """What the file says, then what staff put down."""
    return replace(
        rota, shifts=(*rota.shifts, *(as_shift(each, zone) for each in store.duty.turns(now)))
    )


def as_shift(turn: DutyTurn, zone: ZoneInfo) -> Shift:
    """The same turn, by the clocks here."""
    return Shift(
        turn.login,
        turn.team,
        turn.hours.here(zone) if isinstance(turn.hours, Window) else Schedule.parse(turn.hours),
        turn.languages,
        turn.gender,
        id=turn.id,
    )


def reachable(world: World, store: Store, now: datetime) -> tuple[OnDuty, ...]:
    """Who is on duty now, has not switched off, and gave a telephone; with its number.

    Each account once in a team, however many of its turns meet; and only in a team whose people it
    may call: it may have been moved since the file was written.
    """
    local = now.astimezone(world.city.timezone)
    rota = whole(world.rota, store, world.city.timezone, now)
    off = {day for day in (local.date(), local.date() - _BACK) if world.city.rests_on(day)}
    shifts = rota.on_duty(local, off)
    if not shifts:
        return ()
    accounts, resting = store.staff.by_login(), store.duty.resting(now)
    theirs: dict[tuple[str, str], list[Shift]] = {}
    for shift in shifts:
        one = accounts.get(shift.login)
        if one and one.calls_for(shift.team) and shift.login not in resting:
            theirs.setdefault((shift.login, shift.team), []).append(shift)
    numbers = store.phones.of_logins({login for login, _ in theirs})
    return tuple(
        _at_once(numbers[login], accounts[login], met)
        for (login, _), met in theirs.items()
        if login in numbers
    )


def _at_once(number: str, one: StaffMember, shifts: Sequence[Shift]) -> OnDuty:
    """One person, out of their turns in one team that meet at this moment."""
    return OnDuty(
        number,
        shifts[0].team,
        _every(shift.languages or one.languages for shift in shifts),
        # What was put down last is nearest to what is so.
        next((shift.gender for shift in reversed(shifts) if shift.gender), ""),
        () if any(not shift.topics for shift in shifts) else _every(s.topics for s in shifts),
    )


def _every(parts: Iterable[Iterable[str]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(chain.from_iterable(parts)))
