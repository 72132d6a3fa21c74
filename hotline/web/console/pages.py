"""What do staff see: the list, one request, its number?"""

from __future__ import annotations

import hashlib
from collections import Counter
from datetime import datetime, timedelta
from typing import Any

from flask import (
    Response,
    abort,
    flash,
    g,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from hotline.days import PARTS
from hotline.store import Callback, StaffMember
from hotline.web.console.board import FREE, given_up, lay_out, missed, promised, rests, speakers
from hotline.web.console.desk import Desk, desk

DONE = 8  # enough to find what was closed by mistake this morning
_REACHABLE = ("claimed", "reached")


def callbacks() -> ResponseReturnValue:
    """The list, or what was searched for in it; the only request found is shown at once."""
    here, reference = desk(), request.args.get("reference", "").strip()
    if reference:
        return _found(here, reference)
    return render_template("console/list.html", **_list(here))


def board() -> ResponseReturnValue:
    """The list alone, for the page that keeps itself fresh: 304 while it would look the same."""
    here = desk()
    listed = _list(here)
    seen = (listed["board"], listed["done"], listed["names"], here.wording.language, here.staff.id)
    minute = here.now.replace(second=0, microsecond=0)
    tag = hashlib.sha256(repr((*seen, listed["chosen"], minute)).encode()).hexdigest()[:32]
    if request.if_none_match.contains(tag):
        return Response(status=304)
    response = make_response(render_template("console/_board.html", **listed))
    response.set_etag(tag)
    return response


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


def not_chosen(found: Callback, local: datetime) -> bool:
    """Would a call now, by the clocks here, come at another time of day than the person chose?

    What was promised to them, perhaps because they asked for it, is a time they know of.
    """
    chosen, window = PARTS.get(found.time_of_day), found.window
    if window is not None and window.start <= local < window.end:
        return False
    return chosen is not None and not chosen[0] <= local.time() < chosen[1]


def colleagues(here: Desk, found: Callback) -> list[StaffMember]:
    """Whom this request can be handed to: the others of its team."""
    everyone = here.line.store.staff.everyone()
    return [
        one
        for one in everyone
        if one.id != here.staff.id and one.active and found.team in one.teams and one.calls
    ]


def _list(here: Desk) -> dict[str, Any]:
    """What the list shows: of all one's teams, or of the one that was chosen."""
    store, chosen = here.line.store.callbacks, request.args.get("team", "")
    teams = (chosen,) if chosen in here.teams else here.teams
    waiting = store.waiting(here.teams)
    shown = [one for one in waiting if one.team in teams]
    return {
        "board": lay_out(shown, here.staff.id, here.now),
        "done": store.ended(teams, DONE),
        "chosen": chosen if chosen in here.teams else "",
        "open_by_team": Counter(one.team for one in waiting if one.state in FREE),
        "missed_promises": sum(missed(one, here.now) for one in shown),
        **_row(here),
    }


def _row(here: Desk) -> dict[str, Any]:
    """What every row of a list needs."""
    everyone = here.line.store.staff.everyone()
    calling = here.line.city.calling
    return {
        "names": here.line.store.staff.names(),
        "teams": here.teams,
        "rests": rests,
        "missed": missed,
        "promised": promised,
        "given_up": lambda one: given_up(one, calling[one.team].attempts),
        "speakers": lambda one: speakers(one, here.staff, everyone),
    }


def _found(here: Desk, reference: str) -> ResponseReturnValue:
    found = here.line.store.callbacks.found(here.teams, reference)
    if len(found) == 1:
        return redirect(url_for("console.callback", id_=found[0].id), 303)
    # Anything but a reference may be a number somebody typed: it is not shown again.
    shown = reference if len(reference) == 4 and reference.isdecimal() else ""
    return render_template("console/found.html", found=found, reference=shown, **_row(here))


def _page(here: Desk, found: Callback, shown: str | None) -> str:
    store = here.line.store.callbacks
    return render_template(
        "console/request.html",
        callback=found,
        messages=here.line.store.voicemails.of([found.id])[found.id],
        history=store.history(found.id),
        earlier=store.earlier(here.teams, found.id),
        mine=found.claimed_by == here.staff.id and found.state in _REACHABLE,
        anothers=found.claimed_by != here.staff.id and found.state in _REACHABLE,
        free=found.state in FREE,
        number=shown,
        unsafe=not_chosen(found, here.now.astimezone(here.line.city.timezone)),
        colleagues=colleagues(here, found),
        soon=here.now.astimezone(here.line.city.timezone) + timedelta(hours=1),
        **_row(here),
    )
