"""What may staff do with a request: take it, give it back, say how the call went?"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from hotline import calling_back
from hotline.errors import DeliveryError
from hotline.web.console.desk import desk
from hotline.web.console.pages import colleagues, wanted
from hotline.web.console.wording import _n

MAX_NOTE = 2000
LONGEST_WAIT = timedelta(days=60)


def claim(id_: str) -> ResponseReturnValue:
    """The request is this person's, or they are told whose it is."""
    return _taken("claim", id_, desk().line.store.callbacks.claim)


def release(id_: str) -> ResponseReturnValue:
    """The request is back on the list."""
    here = desk()
    store, staff, now = here.line.store.callbacks, here.staff.id, here.now
    if not _done("release", id_, lambda: store.release(id_, staff, now)):
        return _too_late(id_)
    return _to_list(here.wording.say("La demande est remise dans la liste."), id_)


def take_over(id_: str) -> ResponseReturnValue:
    """What a colleague has, who is perhaps not there, is now with who coordinates."""
    return _taken("take_over", id_, desk().line.store.callbacks.take_over)


def _taken(deed: str, id_: str, take: Callable[[str, str, datetime], bool]) -> ResponseReturnValue:
    here = desk()
    if not _done(deed, id_, lambda: take(id_, here.staff.id, here.now)):
        return _too_late(id_)
    return _to_request(id_, here.wording.say("Cette demande est à vous."), undo=True)


def hand_over(id_: str) -> ResponseReturnValue:
    """A colleague of the team has it now, with a note; without one they would know nothing."""
    here, to = desk(), request.form.get("to", "")
    store, staff, now, told = here.line.store.callbacks, here.staff.id, here.now, _note()
    name = next((one.name for one in colleagues(here, wanted(id_)) if one.id == to), None)
    if name is None or not told:
        return _refused(id_, _n("Choisissez une personne, et écrivez ce qu’elle doit savoir."))
    if not _done("hand_over", id_, lambda: store.hand_over(id_, staff, to, told, now)):
        return _too_late(id_)
    return _to_list(here.wording.say("%(name)s a maintenant cette demande.", name=name), id_)


def reached(id_: str) -> ResponseReturnValue:
    """The person was spoken to; the request stays with who called until it is closed."""
    here = desk()
    store, staff, now = here.line.store.callbacks, here.staff.id, here.now
    if not _done("reached", id_, lambda: store.reached(id_, staff, _note(), now)):
        return _too_late(id_)
    said = here.wording.say("C’est noté : personne jointe. Terminez quand tout est fait.")
    return _to_request(id_, said, undo=True)


def no_answer(id_: str) -> ResponseReturnValue:
    """Nobody answered: the request comes back at another time of day for anybody."""
    return _in_vain(id_, "no_answer", busy=False)


def busy(id_: str) -> ResponseReturnValue:
    """The line was engaged: the request comes back soon."""
    return _in_vain(id_, "busy", busy=True)


def later(id_: str) -> ResponseReturnValue:
    """The person asked to be called at this time, by the clocks here."""
    here, at = desk(), _moment()
    store, staff, now = here.line.store.callbacks, here.staff.id, here.now
    if at is None or not now < at < now + LONGEST_WAIT:
        return _refused(id_, _n("Choisissez un jour et une heure à venir, d’ici à 60 jours."))
    if not _done("later", id_, lambda: store.later(id_, staff, _note(), now, at)):
        return _too_late(id_)
    return _to_list(
        here.wording.say("C’est noté : à rappeler %(time)s.", time=here.wording.date(at)), id_
    )


def wrong_number(id_: str) -> ResponseReturnValue:
    """Somebody else answered: nobody rings there again."""
    here = desk()
    line, staff = here.line, here.staff.id
    done = _done("wrong_number", id_, lambda: calling_back.wrong_number(line, id_, staff, _note()))
    if not done:
        return _too_late(id_)
    return _to_list(here.wording.say("C’est noté : faux numéro. On n’y appelle plus."), id_)


def close(id_: str) -> ResponseReturnValue:
    """The matter is done."""
    here = desk()
    line, staff = here.line, here.staff.id
    if not _done("close", id_, lambda: line.close_callback(id_, staff, _note())):
        return _too_late(id_)
    return _to_list(here.wording.say("La demande est terminée."), id_)


def undo(id_: str) -> ResponseReturnValue:
    """What this person did last, some seconds ago, is as if it had not been."""
    here = desk()
    if not _done("undo", id_, lambda: bool(calling_back.undo(here.line, id_, here.staff.id))):
        return _refused(id_, _n("Trop tard pour annuler."))
    return _to_request(id_, here.wording.say("C’est annulé."))


def ring(id_: str) -> ResponseReturnValue:
    """The telephone of who asks rings; once they press 1, so does the person's."""
    here, found = desk(), wanted(id_)
    if found.claimed_by != here.staff.id or found.state not in ("claimed", "reached"):
        return _too_late(id_)
    here.line.store.staff.audit(here.staff.id, "ring", id_, here.now)
    try:
        calling_back.ring(here.line, id_, here.staff.id)
    except DeliveryError:
        return _refused(id_, _n("La ligne ne peut pas appeler : composez le numéro vous-même."))
    said = here.wording.say("Votre téléphone sonne. Décrochez, puis tapez 1.")
    return _to_request(id_, said)


def note(id_: str) -> ResponseReturnValue:
    """A note is kept, whoever has taken the request."""
    here = desk()
    store, staff, now = here.line.store.callbacks, here.staff.id, here.now

    def kept() -> bool:
        if written := _note():
            store.note(id_, staff, written, now)
        return bool(written)

    if not _done("note", id_, kept):
        return _to_request(id_, here.wording.say("La note est vide : rien n’est gardé."))
    return _to_request(id_, here.wording.say("La note est gardée."))


def _in_vain(id_: str, what: str, *, busy: bool) -> ResponseReturnValue:
    here = desk()
    line, staff = here.line, here.staff.id
    if not _done(what, id_, lambda: calling_back.in_vain(line, id_, staff, _note(), busy=busy)):
        return _too_late(id_)
    until = wanted(id_).not_before
    if until:
        time = here.wording.clock(until, here.now)
        return _to_list(here.wording.say("C’est noté : à réessayer %(time)s.", time=time), id_)
    said = here.wording.say("C’est noté. La ligne ne réessaie plus toute seule.")
    return _to_list(said, id_)


def _moment() -> datetime | None:
    """The day and hour in the form, as the clocks here show it."""
    try:
        written = datetime.fromisoformat(request.form.get("at", ""))
    except ValueError:
        return None
    return written.replace(tzinfo=desk().line.city.timezone)


def _note() -> str:
    return request.form.get("note", "").strip()[:MAX_NOTE]


def _done(what: str, id_: str, verb: Callable[[], bool]) -> bool:
    """Carry it out on a request of this person's teams, and audit it: both or neither."""
    here = desk()
    with here.line.store.transaction():
        wanted(id_)
        done = verb()
        if done:
            here.line.store.staff.audit(here.staff.id, what, id_, here.now)
    return done


def _too_late(id_: str) -> ResponseReturnValue:
    """Nothing was changed; say who has the request, or that nobody has."""
    here, found = desk(), wanted(id_)
    say = here.wording.say
    if found.state in ("closed", "cancelled"):
        said = say("Trop tard : cette demande est terminée.")
    elif found.claimed_by == here.staff.id:
        said = say("Cette demande est déjà à vous.")
    elif found.claimed_by:
        name = here.line.store.staff.names().get(found.claimed_by, "?")
        said = say("Trop tard : %(name)s a pris cette demande.", name=name)
    else:
        said = say("Prenez d’abord cette demande.")
    flash(said, "problem")
    return redirect(url_for("console.callback", id_=id_), 303)


def _refused(id_: str, why: str) -> ResponseReturnValue:
    flash(desk().wording.say(why), "problem")
    return redirect(url_for("console.callback", id_=wanted(id_).id), 303)


def _to_request(id_: str, said: str, *, undo: bool = False) -> ResponseReturnValue:
    flash(said, f"undo {id_}" if undo else "message")
    return redirect(url_for("console.callback", id_=id_), 303)


def _to_list(said: str, id_: str) -> ResponseReturnValue:
    flash(said, f"undo {id_}")
    return redirect(url_for("console.callbacks"), 303)
