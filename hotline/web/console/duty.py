"""Who is on duty this week, and who puts down, ends or begins a turn of it?"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from hotline.directory.rota import Rota, Shift
from hotline.directory.schedule import DAYS
from hotline.model import Window
from hotline.on_duty import whole
from hotline.store import StaffMember
from hotline.web.console import duty_words
from hotline.web.console.desk import Desk, desk
from hotline.web.console.duty_form import people, typed_now, typed_turn
from hotline.web.console.wording import _n

WEEK = 7
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Stint:
    """So many hours of one day, and whose."""

    hours: str
    shift: Shift


def duty() -> ResponseReturnValue:
    """The week of one's teams, the turns it is made of, and one's own switch."""
    return _page(desk())


def add_duty() -> ResponseReturnValue:
    """One turn more, known to the line at the next key pressed; or what is wrong with it."""
    here = desk()
    with here.line.store.transaction():  # nobody puts down the same hours meanwhile
        new, faults = typed_turn(here)
        if new is not None:
            here.line.store.duty.add(new, here.now)
            here.line.store.staff.audit(here.staff.id, "duty_added", new.staff, here.now)
    if new is None:
        return _refused(here, faults)
    return _done(here, _n("Le tour de garde est noté."))


def end_duty(turn: str) -> ResponseReturnValue:
    """This turn is no more."""
    here = desk()
    with here.line.store.transaction():
        found = next((e for e in here.line.store.duty.turns(here.now) if e.id == turn), None)
        if found is None or found.team not in here.teams:
            abort(404)
        here.line.store.duty.end(turn)
        here.line.store.staff.audit(here.staff.id, "duty_ended", found.staff, here.now)
    return _done(here, _n("Le tour de garde est terminé."))


def go_on_duty() -> ResponseReturnValue:
    """Whoever asks is on duty from now until the hour they give."""
    here = desk()
    with here.line.store.transaction():
        here = replace(here, now=here.line.now())  # after whatever was clicked before this
        new, faults = typed_now(here)
        if new is not None:
            _end_todays(here, new.team)
            here.line.store.duty.back(here.staff.id)
            here.line.store.duty.add(new, here.now)
            here.line.store.staff.audit(here.staff.id, "duty_on", here.staff.id, here.now)
    if new is None:
        return _refused(here, faults)
    return _done(here, _n("Vous êtes de garde."))


def go_off_duty() -> ResponseReturnValue:
    """Whoever asks is rung no more today, whatever the week says."""
    here = desk()
    zone = here.line.city.timezone
    tomorrow = datetime.combine(here.now.astimezone(zone).date() + _DAY, time(0), zone)
    with here.line.store.transaction():
        _end_todays(here)
        here.line.store.duty.rest(here.staff.id, tomorrow)
        here.line.store.staff.audit(here.staff.id, "duty_off", here.staff.id, here.now)
    return _done(here, _n("Vous n’êtes plus de garde aujourd’hui."))


def _end_todays(here: Desk, team: str = "") -> None:
    """What of one's own was put down for this moment alone is over; in one team, or in all."""
    for each in here.line.store.duty.turns(here.now):
        mine = each.staff == here.staff.id and team in ("", each.team)
        if mine and isinstance(each.hours, Window) and each.hours.start <= here.now:
            here.line.store.duty.end(each.id)


def _refused(here: Desk, faults: list[str]) -> ResponseReturnValue:
    for fault in faults:
        flash(fault, "problem")
    return _page(here), 422


def _done(here: Desk, told: str) -> ResponseReturnValue:
    flash(here.wording.say(told))
    return redirect(url_for("console.duty"), 303)


def _page(here: Desk) -> str:
    store, local = here.line.store, here.now.astimezone(here.line.city.timezone)
    rota = whole(here.line.switchboard.world.rota, store, here.line.city.timezone, here.now)
    days = [local.date() + nth * _DAY for nth in range(WEEK)]
    off = {day for day in (days[0] - _DAY, *days) if here.line.city.rests_on(day)}
    accounts = store.staff.by_login()
    resting = store.duty.resting(here.now)
    mine = [
        each
        for each in rota.on_duty(local, off)
        if each.login == here.staff.login and here.staff.calls_for(each.team)
    ]
    return render_template(
        "console/duty.html",
        teams=here.teams,
        turns=lambda team: [each for each in rota.shifts if each.team == team],
        week=lambda team: [(day, day in off, _stints(here, rota, team, day, off)) for day in days],
        accounts=accounts,
        resting=resting,
        rings=lambda each: _rings(accounts.get(each.login), each.team),
        mine=[] if here.staff.login in resting else mine,
        people=people(here),
        weekdays=DAYS,
        city_languages=here.line.city.languages,
        today=days[0],
        day=lambda on: duty_words.day(here.wording, on),
        hours=lambda each: duty_words.turn(here.wording, each.hours),
        form=request.form,
    )


def _stints(here: Desk, rota: Rota, team: str, day: date, off: set[date]) -> list[Stint]:
    """Who of this team is there on this day, the first to begin first."""
    found = [
        (hours, each)
        for each in rota.shifts
        if each.team == team
        for hours in each.hours_on(day, off)
    ]
    return [
        Stint(duty_words.clocks(hours), each)
        for hours, each in sorted(found, key=lambda one: (one[0], one[1].login))
    ]


def _rings(one: StaffMember | None, team: str) -> str:
    """Why nobody is rung for this turn; "" where somebody is."""
    if one is None:
        return _n("aucun compte de ce nom : personne n’est appelé")
    if not one.calls_for(team):
        return _n("pas de cette équipe : personne n’est appelé")
    return "" if one.has_phone else _n("pas de téléphone : personne n’est appelé")
