"""Which turn of duty was typed, and what is wrong with it: the field, why, and the cure?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from flask import request

from hotline.directory.rota import GENDERS, Shift
from hotline.directory.schedule import DAYS, Schedule
from hotline.model import Window
from hotline.on_duty import whole
from hotline.store import StaffMember
from hotline.store.duty import NewTurn
from hotline.web.console import duty_words
from hotline.web.console.desk import Desk
from hotline.web.console.wording import _n

FURTHEST = timedelta(days=366)
_KEPT = _n(
    "Heures : %(name)s est déjà de garde à ce moment (%(hours)s)."
    " Terminez d’abord ce tour, ou changez les heures."
)
_WRITTEN = _n(
    "Heures : d’après rota.toml, %(name)s est déjà de garde à ce moment (%(hours)s)."
    " Changez les heures."
)
_DATELESS = date.min
_TIMELESS = (time.max, time.min)


def people(here: Desk) -> list[StaffMember]:
    """Who can be put down: whoever calls people back, and has not left."""
    return [
        one
        for one in here.line.store.staff.everyone()
        if one.calls and (one.active or one.has_phone)
    ]


def typed_turn(here: Desk) -> tuple[NewTurn | None, list[str]]:
    """The turn that was typed; or none, and every fault."""
    form, faults = request.form, list[str]()
    one = next((one for one in people(here) if one.id == form.get("staff")), None)
    team = form.get("team", "")
    faults += _who(here, one, team)
    weekdays = [day for day in DAYS if day in form.getlist("weekday")]
    day, wrong = _day(here, weekdays)
    faults += wrong
    begins, ends, wrong = _clocks(here, day)
    faults += wrong
    if faults or one is None:
        return None, faults
    hours = _hours(here, weekdays, day, begins, ends)
    languages = [code for code in form.getlist("languages") if code in here.line.city.languages]
    new = NewTurn(one.id, team, hours, tuple(languages), gender())
    met = _met(here, one, new)
    return (None, met) if met else (new, [])


def typed_now(here: Desk) -> tuple[NewTurn | None, list[str]]:
    """The turn from now on of whoever asks; or none, and every fault."""
    say, team = here.wording.say, request.form.get("team", "")
    faults = [*_who(here, here.line.store.staff.get(here.staff.id), team)]
    until = _clock("until")
    local = here.now.astimezone(here.line.city.timezone)
    if until is None:
        faults.append(say("Jusqu’à : écrivez une heure, comme 17:00."))
    elif datetime.combine(local.date(), until, local.tzinfo) <= local:
        faults.append(say("Jusqu’à : cette heure est déjà passée. Donnez-en une plus tard."))
    if faults or until is None:
        return None, faults
    end = datetime.combine(local.date(), until, local.tzinfo)
    return NewTurn(here.staff.id, team, Window(here.now, end), (), gender()), []


def gender() -> str:
    """A woman, a man, or not told."""
    given = request.form.get("gender", "")
    return given if given in GENDERS else ""


def _who(here: Desk, one: StaffMember | None, team: str) -> Iterator[str]:
    say = here.wording.say
    if one is None:
        yield say("Qui : choisissez une personne de la liste.")
    elif not one.has_phone:
        told = _n("Qui : %(name)s n’a pas de téléphone. Qu’il soit donné sous « Mon téléphone ».")
        yield say(told, name=one.name)
    if team not in here.teams:
        yield say("Équipe : choisissez-en une de la liste.")
    elif one and not one.calls_for(team):
        told = _n("Équipe : %(name)s n’en est pas. Un compte change d’équipe sous « Comptes ».")
        yield say(told, name=one.name)


def _day(here: Desk, weekdays: list[str]) -> tuple[date, list[str]]:
    """The date that was typed; or why there is none, where there should be."""
    say, written = here.wording.say, request.form.get("day", "").strip()
    today = here.now.astimezone(here.line.city.timezone).date()
    if bool(weekdays) is bool(written):
        return _DATELESS, [say("Jours : cochez des jours de la semaine, ou donnez une date.")]
    if weekdays:
        return _DATELESS, []
    try:
        day = date.fromisoformat(written)
    except ValueError:
        return _DATELESS, [say("Date : ce n’en est pas une. Écrivez-la comme 2026-11-30.")]
    if day < today:
        return day, [say("Date : ce jour est passé. Donnez un jour à venir.")]
    if day - today > FURTHEST:
        return day, [say("Date : c’est dans plus d’un an. Vérifiez l’année.")]
    return day, []


def _clocks(here: Desk, day: date) -> tuple[time, time, list[str]]:
    """From when until when; or what is wrong with that."""
    say, begins, ends = here.wording.say, _clock("from"), _clock("to")
    if begins is None or ends is None:
        return *_TIMELESS, [say("De, à : écrivez deux heures, comme 09:00 et 12:30.")]
    if ends <= begins:
        told = _n(
            "À : la fin (%(to)s) n’est pas après le début (%(from)s). Changez l’une des deux."
        )
        return begins, ends, [say(told, **{"from": f"{begins:%H:%M}", "to": f"{ends:%H:%M}"})]
    local = here.now.astimezone(here.line.city.timezone)
    if day == local.date() and ends <= local.time():
        told = _n("À : aujourd’hui cette heure est déjà passée. Donnez un autre jour.")
        return begins, ends, [say(told)]
    return begins, ends, []


def _hours(here: Desk, weekdays: list[str], day: date, begins: time, ends: time) -> str | Window:
    if weekdays:
        return f"{','.join(weekdays)} {begins:%H:%M}-{ends:%H:%M}"
    zone = here.line.city.timezone
    return Window(datetime.combine(day, begins, zone), datetime.combine(day, ends, zone))


def _met(here: Desk, one: StaffMember, new: NewTurn) -> list[str]:
    """The turn of the same person and team that this one would overlap."""
    zone = here.line.city.timezone
    hours = new.hours if isinstance(new.hours, Window) else Schedule.parse(new.hours)
    mine = Shift(one.login, new.team, hours)
    for other in whole(here.line.knowledge.rota, here.line.store, zone, here.now).shifts:
        if (other.login, other.team) == (one.login, new.team) and mine.meets(other):
            told = _KEPT if other.id else _WRITTEN
            when = duty_words.turn(here.wording, other.hours)
            return [here.wording.say(told, name=one.name, hours=when)]
    return []


def _clock(field: str) -> time | None:
    """The time of day that was typed, to the minute: what is kept has no seconds."""
    try:
        typed = time.fromisoformat(request.form.get(field, ""))
    except ValueError:
        return None
    return typed.replace(second=0, microsecond=0, tzinfo=None)
