"""How does somebody get into the console, and out of it?"""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import current_app, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from hotline.store import StaffMember
from hotline.web.console import guard
from hotline.web.console.desk import Desk, desk, sit_down
from hotline.web.console.passwords import MAX_PASSWORD


def login() -> ResponseReturnValue:
    """The form; whoever is in already goes on to the list."""
    if desk().member:
        return redirect(url_for("console.callbacks"), 303)
    return render_template("console/login.html", until=None)


def log_in() -> ResponseReturnValue:
    """A session, the question for the code, or one sentence that does not say which was wrong."""
    here, name = desk(), request.form.get("login", "").strip()
    if wait := guard.locked(here, name):
        return wait
    member = here.line.store.staff.checked(name, request.form.get("password", "")[:MAX_PASSWORD])
    if member is None:
        guard.failed(here, name)
        flash(here.wording.say("Identifiant ou mot de passe incorrect."), "problem")
        return render_template("console/login.html", until=None, name=name[:100]), 401
    if member.factor:
        session["half"] = here.line.store.sessions.open(member.id, here.now, half=True)
        return redirect(url_for("console.code"), 303)
    return _in(here, member)


def code() -> ResponseReturnValue:
    """The form for the code; who has not given the password gives it first."""
    if _halfway(desk()) is None:
        return redirect(url_for("console.login"), 303)
    return render_template("console/code.html")


def check_code() -> ResponseReturnValue:
    """In, if the code is one of now or of the paper, and was not used before."""
    here = desk()
    member = _halfway(here)
    if member is None:
        flash(here.wording.say("Cela a pris trop de temps. Recommencez."), "problem")
        return redirect(url_for("console.login"), 303)
    if wait := guard.locked(here, member.login):
        return wait
    if not here.line.store.factors.passes(member.id, request.form.get("code", "")[:40], here.now):
        guard.failed(here, member.login, "code_failed")
        flash(here.wording.say("Ce code n’est pas le bon, ou il a déjà servi."), "problem")
        return render_template("console/code.html"), 401
    here.line.store.sessions.close(session["half"])
    return _in(here, member)


def log_out() -> ResponseReturnValue:
    """The session has ended, here and in the record."""
    here, token = desk(), session.get("sid", "")
    with here.line.store.transaction():
        here.line.store.sessions.close(token)
        here.line.store.staff.audit(here.staff.id, "logout", here.staff.id, here.now)
    language = session.get("language")
    session.clear()
    if language:
        session["language"] = language
    flash(here.wording.say("Vous êtes déconnecté."))
    return redirect(url_for("console.login"), 303)


def speak() -> ResponseReturnValue:
    """The console speaks the chosen language, on the page it was chosen on."""
    session["language"] = request.form.get("language", "")[:8]
    return redirect(_page_before(), 303)


def _in(here: Desk, member: StaffMember) -> ResponseReturnValue:
    with here.line.store.transaction():
        guard.passed(here, member.login)
        sit_down(here.line, member, here.now)
        here.line.store.staff.audit(member.id, "login", member.id, here.now)
    return redirect(url_for("console.callbacks"), 303)


def _halfway(here: Desk) -> StaffMember | None:
    return here.line.store.sessions.halfway(session.get("half", ""), here.now)


def _page_before() -> str:
    """The path of the page the form was on, if it is one of ours that can be asked for again."""
    path = urlsplit(request.referrer or "").path
    try:
        endpoint, _ = current_app.url_map.bind("").match(path, "GET")
    except HTTPException:
        endpoint = ""
    return path if endpoint.startswith("console.") else url_for("console.callbacks")
