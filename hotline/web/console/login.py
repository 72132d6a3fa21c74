"""How does somebody get into the console, out of it, and to a password of their own?"""

from __future__ import annotations

import ipaddress
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from flask import current_app, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from hotline.store import StaffMember
from hotline.store.staff import MAX_FAILURES
from hotline.web.console.desk import Desk, desk, sit_down

# An office shares one address: it may mistype more often than one person.
MAX_FAILURES_OF_AN_ADDRESS = 20
MIN_PASSWORD = 12
MAX_PASSWORD = 200


def login() -> ResponseReturnValue:
    """The form; whoever is in already goes on to the list."""
    if desk().member:
        return redirect(url_for("console.callbacks"), 303)
    return render_template("console/login.html", until=None)


def log_in() -> ResponseReturnValue:
    """A session, or one sentence that does not say which of the two was wrong."""
    here, name = desk(), request.form.get("login", "").strip()
    if until := _locked_until(here, name):
        return _locked(here, until)
    member = _checked(here, name, request.form.get("password", ""))
    if member is None:
        flash(here.wording.say("Identifiant ou mot de passe incorrect."), "problem")
        return render_template("console/login.html", until=None, name=name[:100]), 401
    with here.line.store.transaction():
        sit_down(here.line, member, here.now)
        here.line.store.staff.audit(member.id, "login", member.id, here.now)
    return redirect(url_for("console.callbacks"), 303)


def log_out() -> ResponseReturnValue:
    """The session has ended, here and in the record."""
    here, token = desk(), session.get("sid", "")
    with here.line.store.transaction():
        here.line.store.staff.close_session(token)
        here.line.store.staff.audit(here.staff.id, "logout", here.staff.id, here.now)
    _forget_cookie()
    flash(here.wording.say("Vous êtes déconnecté."))
    return redirect(url_for("console.login"), 303)


def password() -> ResponseReturnValue:
    """The form for a new password."""
    return render_template("console/password.html", minimum=MIN_PASSWORD)


def change_password() -> ResponseReturnValue:
    """A new password; every session of this account has ended, and this desk has a new one."""
    here, staff = desk(), desk().staff
    if until := _locked_until(here, staff.login):
        return _locked(here, until)
    if problem := _problem(here, staff):
        flash(problem, "problem")
        return render_template("console/password.html", minimum=MIN_PASSWORD), 422
    with here.line.store.transaction():
        here.line.store.staff.set_password(staff.id, request.form["new"])
        here.line.store.staff.audit(staff.id, "password", staff.id, here.now)
        sit_down(here.line, staff, here.now)
    flash(here.wording.say("Votre mot de passe est changé. Vos autres sessions ont pris fin."))
    return redirect(url_for("console.callbacks"), 303)


def speak() -> ResponseReturnValue:
    """The console speaks the chosen language, on the page it was chosen on."""
    session["language"] = request.form.get("language", "")[:8]
    return redirect(_page_before(), 303)


def _problem(here: Desk, staff: StaffMember) -> str | None:
    """What is wrong with the passwords of this form, in words; None: nothing."""
    say, new = here.wording.say, request.form.get("new", "")
    current = None if staff.must_change else request.form.get("current", "")
    if current is not None and _checked(here, staff.login, current) is None:
        return say("Le mot de passe actuel est incorrect.")
    if not MIN_PASSWORD <= len(new) <= MAX_PASSWORD:
        return say("Il faut au moins %(count)s caractères.", count=MIN_PASSWORD)
    if new.casefold() == staff.login.casefold() or len(set(new)) < 5:
        return say("Ce mot de passe se devine trop facilement : choisissez-en un autre.")
    if new != request.form.get("again", ""):
        return say("Les deux mots de passe ne sont pas les mêmes.")
    if here.line.store.staff.checked(staff.login, new):
        return say("C’est le mot de passe actuel : choisissez-en un autre.")
    return None


def _checked(here: Desk, name: str, given: str) -> StaffMember | None:
    """The member, if the password is right; a failure is counted and audited, by id only."""
    staff = here.line.store.staff
    member = staff.checked(name, given[:MAX_PASSWORD])
    if member is None:
        known = next((one.id for one in staff.everyone() if one.login == name), "unknown")
        with here.line.store.transaction():
            staff.failure(tuple(_limits(name)), here.now)
            staff.audit(None, "login_failed", known, here.now)
    return member


def _locked_until(here: Desk, name: str) -> datetime | None:
    locked = here.line.store.staff.locked_until
    ends = [locked(key, here.now, allowed) for key, allowed in _limits(name).items()]
    return max((end for end in ends if end), default=None)


def _limits(name: str) -> dict[str, int]:
    return {f"login:{name}": MAX_FAILURES, f"address:{_address()}": MAX_FAILURES_OF_AN_ADDRESS}


def _address() -> str:
    """Where the request comes from; an IPv6 subscriber owns a whole /64."""
    peer = request.remote_addr or ""
    if peer in ("127.0.0.1", "::1"):  # a proxy on this machine: only it may say who is behind it
        peer = request.headers.get("X-Forwarded-For", peer).rsplit(",", 1)[-1].strip()
    try:
        address = ipaddress.ip_address(peer)
    except ValueError:
        return "unknown"
    prefix = 64 if address.version == 6 else 32
    return str(ipaddress.ip_network((address, prefix), strict=False))


def _locked(here: Desk, until: datetime) -> ResponseReturnValue:
    wait = {"Retry-After": str(int((until - here.now).total_seconds()) + 1)}
    rounded_up = until + timedelta(minutes=1)  # it is shown without its seconds
    return render_template("console/login.html", until=rounded_up), 429, wait


def _forget_cookie() -> None:
    language = session.get("language")
    session.clear()
    if language:
        session["language"] = language


def _page_before() -> str:
    """The path of the page the form was on, if it is one of ours that can be asked for again."""
    path = urlsplit(request.referrer or "").path
    try:
        endpoint, _ = current_app.url_map.bind("").match(path, "GET")
    except HTTPException:
        endpoint = ""
    return path if endpoint.startswith("console.") else url_for("console.callbacks")
