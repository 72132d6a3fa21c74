"""How do staff make an appointment, and see whether the person was reminded of it?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from hotline import channels
from hotline.app import Hotline
from hotline.errors import Trouble
from hotline.store import Appointment, Callback
from hotline.store.outgoing import Notice
from hotline.web.console.desk import desk
from hotline.web.console.pages import wanted
from hotline.web.console.wording import _n

FURTHEST = timedelta(days=366)
FAILED = frozenset({"failed", "undelivered", "refused", "doubtful"})
CHANGED = "appointment changed"  # withdrawn by us: nothing staff must know


_STATES = {
    "waiting": _n("partira"),
    "sending": _n("part en ce moment"),
    "queued": _n("parti"),
    "sent": _n("parti"),
    "delivered": _n("arrivé"),
    "doubtful": _n("peut-être parti"),
}
_NOT_ARRIVED = _n("pas arrivé : appelez la personne")
_WHY = {
    Trouble.NOT_A_MOBILE: _n("c’est un fixe, qui ne reçoit pas de SMS"),
    Trouble.OPTED_OUT: _n("la personne a écrit STOP"),
    Trouble.UNKNOWN_NUMBER: _n("ce numéro n’est plus attribué"),
    Trouble.BLOCKED: _n("l’opérateur l’a bloqué"),
}
_REFUSED = {
    "opted out": _n("la personne a écrit STOP"),
    "no consent": _n("la personne n’est plus d’accord"),
    "wrong number": _n("faux numéro"),
}
_CALLED_OFF = _n("Le rendez-vous est annulé. La personne n’est pas prévenue : dites-le-lui.")
_IMPOSSIBLE = {
    "typed": _n("Ce numéro a été tapé au clavier : aucun rappel ne partira."),
    "aloud": _n("C’est un fixe, et la personne ne veut pas de message : aucun rappel ne partira."),
    "gone": _n("Le numéro est effacé : aucun rappel ne partira."),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """An appointment as the page of its request shows it."""

    appointment: Appointment
    notices: tuple[Notice, ...]
    to_come: bool


def shown(line: Hotline, callback: Callback, now: datetime) -> Shown | None:
    """The appointment of this request, if it has or had one."""
    found = line.store.appointments.of(callback.id)
    if found is None:
        return None
    notices = (each for each in line.store.outbox.about(found.id) if each.reason != CHANGED)
    return Shown(found, tuple(notices), found.state == "kept" and found.at > now)


def told(notice: Notice) -> str:
    """What became of a reminder, for staff."""
    say, line = desk().wording.say, desk().line
    if notice.state not in FAILED - {"doubtful"}:
        return say(_STATES.get(notice.state, notice.state))
    trouble = channels.load(line.config.channel).trouble(notice.reason)
    why = _REFUSED.get(notice.reason) or _WHY.get(trouble)
    return f"{say(_NOT_ARRIVED)} ({say(why)})" if why else say(_NOT_ARRIVED)


def words() -> dict[str, Any]:
    """What the page of a request may use."""
    here = desk()
    return {"told": told, "appointed": lambda found: shown(here.line, found, here.now)}


def appointment(id_: str) -> ResponseReturnValue:
    """The form: which day, what time, and may the person be reminded?"""
    return _form(wanted(id_))


def appoint(id_: str) -> ResponseReturnValue:
    """The appointment is made or moved, and audited; or the form says what is wrong."""
    here, say = desk(), desk().wording.say
    at, problem = _moment()
    if at is None:
        flash(say(problem), "problem")
        return _form(wanted(id_)), 422
    with here.line.store.transaction():
        found = wanted(id_)
        if found.state == "cancelled":
            abort(404)
        remind = "remind" in request.form
        here.line.reminding.appoint(found, at, here.staff.id, here.now, remind=remind)
    flash(say("Rendez-vous : %(when)s.", when=here.wording.date(at)))
    return redirect(url_for("console.callback", id_=id_), 303)


def call_off(id_: str) -> ResponseReturnValue:
    """The appointment is cancelled by staff; nobody is reminded of it any more."""
    here = desk()
    with here.line.store.transaction():
        wanted(id_)
        here.line.reminding.call_off(id_, here.staff.id, here.now)
    flash(here.wording.say(_CALLED_OFF))
    return redirect(url_for("console.callback", id_=id_), 303)


def _form(found: Callback) -> str:
    here = desk()
    return render_template(
        "console/appointment.html",
        callback=found,
        shown=shown(here.line, found, here.now),
        impossible=_impossible(here.line, found),
        today=here.now.astimezone(here.line.city.timezone).date(),
        given=request.form,
    )


def _impossible(line: Hotline, found: Callback) -> str:
    """Why no reminder can reach this person; "" where one can."""
    if line.reminding.can_remind(found) is not None:
        return ""
    if found.typed:
        return _IMPOSSIBLE["typed"]
    held = line.store.callbacks.number(found.id) is not None
    return _IMPOSSIBLE["aloud" if held else "gone"]


def _moment() -> tuple[datetime | None, str]:
    """The moment that was typed; or None, and what is wrong with it."""
    here = desk()
    try:
        day = date.fromisoformat(request.form.get("day", ""))
        clock = time.fromisoformat(request.form.get("time", ""))
    except ValueError:
        return None, _n("Donnez un jour et une heure.")
    at = datetime.combine(day, clock.replace(tzinfo=None), here.line.city.timezone)
    if at <= here.now:
        return None, _n("Ce moment est déjà passé.")
    if at - here.now > FURTHEST:
        return None, _n("C’est dans plus d’un an : vérifiez l’année.")
    return at, ""
