"""What may staff do with a request: take it, give it back, say how the call went?"""

from __future__ import annotations

from collections.abc import Callable

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from hotline.web.console.desk import desk
from hotline.web.console.pages import names, wanted

MAX_NOTE = 2000


def claim(id_: str) -> ResponseReturnValue:
    """The request is this person's, or they are told whose it is."""
    here = desk()
    store, staff, now = here.line.store.callbacks, here.staff.id, here.now
    if not _done("claim", id_, lambda: store.claim(id_, staff, now)):
        return _too_late(id_)
    return _to_request(id_, here.wording.say("Cette demande est à vous."))


def release(id_: str) -> ResponseReturnValue:
    """The request is back on the list."""
    here = desk()
    store, staff, now = here.line.store.callbacks, here.staff.id, here.now
    if not _done("release", id_, lambda: store.release(id_, staff, now)):
        return _too_late(id_)
    return _to_list(here.wording.say("La demande est remise dans la liste."))


def reached(id_: str) -> ResponseReturnValue:
    """The person was spoken to; the request stays with who called until it is closed."""
    here = desk()
    store, staff, now = here.line.store.callbacks, here.staff.id, here.now
    if not _done("reached", id_, lambda: store.reached(id_, staff, _note(), now)):
        return _too_late(id_)
    said = here.wording.say("C’est noté : personne jointe. Terminez quand tout est fait.")
    return _to_request(id_, said)


def no_answer(id_: str) -> ResponseReturnValue:
    """Nobody answered: the request rests, then comes back on the list for anybody."""
    here = desk()
    store, staff, now = here.line.store.callbacks, here.staff.id, here.now
    if not _done("no_answer", id_, lambda: store.no_answer(id_, staff, _note(), now)):
        return _too_late(id_)
    return _to_list(here.wording.say("C’est noté : la demande reviendra plus tard dans la liste."))


def close(id_: str) -> ResponseReturnValue:
    """The matter is done."""
    here = desk()
    line, staff = here.line, here.staff.id
    if not _done("close", id_, lambda: line.close_callback(id_, staff, _note())):
        return _too_late(id_)
    return _to_list(here.wording.say("La demande est terminée."))


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
        name = names(here).get(found.claimed_by, "?")
        said = say("Trop tard : %(name)s a pris cette demande.", name=name)
    else:
        said = say("Prenez d’abord cette demande.")
    flash(said, "problem")
    return redirect(url_for("console.callback", id_=id_), 303)


def _to_request(id_: str, said: str) -> ResponseReturnValue:
    flash(said)
    return redirect(url_for("console.callback", id_=id_), 303)


def _to_list(said: str) -> ResponseReturnValue:
    flash(said)
    return redirect(url_for("console.callbacks"), 303)
