"""What do staff see: the list, one request, its number?"""

from __future__ import annotations

from flask import abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from hotline.store import Callback
from hotline.web.console.board import lay_out, rests
from hotline.web.console.desk import Desk, desk

DONE = 8  # enough to find what was closed by mistake this morning
_REACHABLE = ("claimed", "reached")


def callbacks() -> ResponseReturnValue:
    """The list, or what was searched for in it; the only request found is shown at once."""
    here, reference = desk(), request.args.get("reference", "").strip()
    if reference:
        return _found(here, reference)
    store, teams = here.line.store.callbacks, here.teams
    return render_template(
        "console/list.html",
        board=lay_out(store.waiting(teams), here.staff.id, here.now),
        done=store.ended(teams, DONE),
        names=names(here),
        rests=rests,
        teams=here.teams,
    )


def callback(id_: str) -> ResponseReturnValue:
    """One request, its number hidden; that it was looked at is audited."""
    here, found = desk(), wanted(id_)
    here.line.store.staff.audit(here.staff.id, "read", found.id, here.now)
    return _page(here, found, None)


def number(id_: str) -> ResponseReturnValue:
    """The number, this once, for whoever has taken the request: shown and audited, or neither."""
    here, shown = desk(), None
    with here.line.store.transaction():
        found = wanted(id_)
        if found.claimed_by == here.staff.id and found.state in _REACHABLE:
            here.line.store.staff.audit(here.staff.id, "number", found.id, here.now)
            shown = here.line.store.callbacks.number(found.id)
    if shown is None:
        flash(here.wording.say("Le numéro ne se montre qu’à qui a pris la demande."), "problem")
        return redirect(url_for("console.callback", id_=found.id), 303)
    return _page(here, found, shown)


def number_again(id_: str) -> ResponseReturnValue:
    """The address of a page that showed a number, asked for afresh: the number is hidden again."""
    return redirect(url_for("console.callback", id_=wanted(id_).id), 303)


def problem(error: Exception) -> ResponseReturnValue:
    """A page that could not be served, in words."""
    status = error.code if isinstance(error, HTTPException) else None
    if "desk" not in g:
        return "", status or 400
    return render_template("console/problem.html", status=status), status or 400


def wanted(id_: str) -> Callback:
    """The request with this id; 404 when there is none, or not in this person's teams."""
    here = desk()
    return here.line.store.callbacks.get(here.teams, id_) or abort(404)


def names(here: Desk) -> dict[str, str]:
    """The name of everybody with an account, by id."""
    return {member.id: member.name for member in here.line.store.staff.everyone()}


def _found(here: Desk, reference: str) -> ResponseReturnValue:
    found = here.line.store.callbacks.found(here.teams, reference)
    if len(found) == 1:
        return redirect(url_for("console.callback", id_=found[0].id), 303)
    # Anything but a reference may be a number somebody typed: it is not shown again.
    shown = reference if len(reference) == 4 and reference.isdecimal() else ""
    return render_template(
        "console/found.html",
        found=found,
        reference=shown,
        names=names(here),
        rests=rests,
        teams=here.teams,
    )


def _page(here: Desk, found: Callback, shown: str | None) -> str:
    return render_template(
        "console/request.html",
        callback=found,
        messages=here.line.store.voicemails.of([found.id])[found.id],
        history=here.line.store.callbacks.history(found.id),
        mine=found.claimed_by == here.staff.id and found.state in _REACHABLE,
        free=found.state in ("requested", "no_answer"),
        names=names(here),
        number=shown,
        rests=rests,
    )
