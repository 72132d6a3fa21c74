"""Whose telephone rings at this moment, by the city's file and by what staff put down?"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from hotline.conversation import World
from hotline.directory.rota import Rota, Shift
from hotline.directory.schedule import Schedule
from hotline.model import OnDuty, Window
from hotline.store import Store
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
    """Who is on duty now, has not switched off, and gave a telephone; with its number."""
    local = now.astimezone(world.city.timezone)
    rota = whole(world.rota, store, world.city.timezone, now)
    days = {day for day in (local.date(), local.date() - _BACK) if world.city.rests_on(day)}
    shifts = rota.on_duty(local, days)
    resting = store.duty.resting(now) if shifts else {}
    logins = {shift.login for shift in shifts} - resting.keys()
    if not logins:
        return ()
    numbers, accounts = store.phones.of_logins(logins), store.staff.by_login()
    return tuple(
        OnDuty(
            numbers[shift.login],
            shift.team,
            shift.languages or accounts[shift.login].languages,
            shift.gender,
            shift.topics,
        )
        for shift in shifts
        if shift.login in logins and shift.login in numbers
    )
