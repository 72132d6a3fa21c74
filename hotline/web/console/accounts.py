"""Who has an account, and what may whoever keeps accounts do with it?"""

from __future__ import annotations

import re
from collections.abc import Collection

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from hotline.roles import ADMINISTRATOR, COORDINATOR, MEMBER, ROLES
from hotline.store import StaffMember
from hotline.web.console.desk import Desk, desk

MAX_NAME = 80
_LOGIN = re.compile(r"[a-z0-9][a-z0-9._-]{1,39}")


def accounts() -> ResponseReturnValue:
    """Everybody, and the form to invite one more."""
    return _page(desk())


def invite() -> ResponseReturnValue:
    """A new account, and its code: shown this once."""
    here, login = desk(), request.form.get("login", "").strip().lower()
    problem = _login_problem(here, login) or _problem(here)
    if problem:
        flash(problem, "problem")
        return _page(here), 422
    name, teams, roles, languages = _wanted(here)
    with here.line.store.transaction():
        code = here.line.store.staff.add(login, name, teams, roles, here.now, languages)
        made = here.line.store.staff.called(login)
        if made and code:
            here.line.store.staff.audit(here.staff.id, "invited", made.id, here.now)
    if code is None or made is None:
        flash(here.wording.say("Cet identifiant est déjà pris."), "problem")
        return _page(here), 422
    return _code_page(here, made, code)


def account(staff: str) -> ResponseReturnValue:
    """One account."""
    return _account_page(desk(), _wanted_account(staff))


def change_account(staff: str) -> ResponseReturnValue:
    """Name, roles, teams and languages are these from the next page on; see `Staff.change`."""
    here, one = desk(), _wanted_account(staff)
    problem = _problem(here) or _last_one(here, one, request.form.getlist("roles"))
    if problem:
        flash(problem, "problem")
        return _account_page(here, one), 422
    name, teams, roles, languages = _wanted(here)
    with here.line.store.transaction():
        here.line.store.staff.change(one.id, name, teams, roles, languages, here.now)
        here.line.store.staff.audit(here.staff.id, "account_changed", one.id, here.now)
    flash(here.wording.say("C’est enregistré."))
    return redirect(url_for("console.accounts"), 303)


def reset_account(staff: str) -> ResponseReturnValue:
    """The old password and telephone open nothing; a new code, shown this once.

    What they had taken is on the list again.
    """
    here, one = desk(), _wanted_account(staff)
    with here.line.store.transaction():
        code = here.line.store.staff.reset(one.id, here.now)
        here.line.store.staff.audit(here.staff.id, "account_reset", one.id, here.now)
    return _code_page(here, one, code)


def close_account(staff: str) -> ResponseReturnValue:
    """Nobody gets in by it any more; what they had taken is on the list again."""
    here, one = desk(), _wanted_account(staff)
    if problem := _last_one(here, one, ()):
        flash(problem, "problem")
        return redirect(url_for("console.account", staff=staff), 303)
    with here.line.store.transaction():
        here.line.store.staff.close(one.id, here.now)
        here.line.store.staff.audit(here.staff.id, "account_closed", one.id, here.now)
    flash(here.wording.say("Le compte de %(name)s est fermé.", name=one.name))
    return redirect(url_for("console.accounts"), 303)


def _wanted(here: Desk) -> tuple[str, list[str], list[str], list[str]]:
    """Name, teams, roles and languages of this form, without what there is not."""
    city, form = here.line.city, request.form
    name = "".join(char for char in form.get("name", "") if char.isprintable()).strip()[:MAX_NAME]
    return (
        name or form.get("login", "").strip().lower(),
        [team for team in form.getlist("teams") if team in city.teams],
        [role for role in form.getlist("roles") if role in ROLES],
        [code for code in form.getlist("languages") if code in city.languages],
    )


def _login_problem(here: Desk, login: str) -> str | None:
    if _LOGIN.fullmatch(login):
        return None
    return here.wording.say(
        "Identifiant : de 2 à 40 lettres sans accent, chiffres, points, tirets."
    )


def _problem(here: Desk) -> str | None:
    _, teams, roles, _ = _wanted(here)
    if not roles:
        return here.wording.say("Choisissez au moins un rôle.")
    if MEMBER in roles and COORDINATOR not in roles and not teams:
        return here.wording.say("Un membre d’équipe a besoin d’une équipe.")
    return None


def _last_one(here: Desk, one: StaffMember, roles: Collection[str]) -> str | None:
    """A line whose accounts nobody keeps would have to be mended from a terminal."""
    keepers = [
        each.id
        for each in here.line.store.staff.everyone()
        if each.active and ADMINISTRATOR in each.roles
    ]
    if keepers == [one.id] and ADMINISTRATOR not in roles:
        return here.wording.say("C’est le seul compte qui administre : donnez d’abord ce rôle.")
    return None


def _wanted_account(staff: str) -> StaffMember:
    return desk().line.store.staff.get(staff) or abort(404)


def _choices(here: Desk) -> dict[str, object]:
    return {
        "roles": ROLES,
        "city_teams": here.line.city.teams,
        "city_languages": here.line.city.languages,
    }


def _page(here: Desk) -> str:
    store = here.line.store
    everyone = store.staff.everyone()
    return render_template(
        "console/accounts.html",
        everyone=everyone,
        invited={one.id for one in everyone if store.invitations.until(one.id, here.now)},
        form=request.form,
        **_choices(here),
    )


def _account_page(here: Desk, one: StaffMember) -> str:
    return render_template("console/account.html", one=one, **_choices(here))


def _code_page(here: Desk, one: StaffMember, code: str) -> str:
    link = f"{here.line.config.base_url}{url_for('console.invitation')}#{code}"
    return render_template("console/invited.html", one=one, code=code, link=link)
