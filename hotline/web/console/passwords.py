"""How does somebody choose a password: with an invitation, or in place of the one they have?"""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from hotline.store import StaffMember
from hotline.web.console import guard
from hotline.web.console.desk import Desk, desk, sit_down
from hotline.web.console.wording import _n

MIN_PASSWORD = 12
MAX_PASSWORD = 200
_NO_SUCH_CODE = _n("Ce code ne sert pas ou plus. Demandez-en un autre à qui administre la ligne.")
NOBODY = "an invitation"  # against which a wrong code counts, besides the address


def invitation() -> ResponseReturnValue:
    """The form for who was invited. The link has the code behind a #, which no server is told."""
    return _invited_page()


def accept() -> ResponseReturnValue:
    """A password of their own, and they are in; the invitation opens nothing any more."""
    here, given = desk(), request.form.get("code", "")[:40]
    if wait := guard.locked(here, NOBODY):
        return wait
    invited = here.line.store.invitations.invited(given, here.now)
    member = here.line.store.staff.get(invited) if invited else None
    if member is None:
        guard.failed(here, NOBODY, "invitation_failed")
        flash(here.wording.say(_NO_SUCH_CODE), "problem")
        return _invited_page(given), 422
    if problem := _unfit(here, member):
        flash(problem, "problem")
        return _invited_page(given), 422
    _set(here, member, "accepted")
    said = here.wording.say("Bienvenue. Votre identifiant est %(login)s.", login=member.login)
    flash(said)
    return redirect(url_for("console.callbacks"), 303)


def password() -> ResponseReturnValue:
    """The form for a new password."""
    return _password_page()


def change_password() -> ResponseReturnValue:
    """A new password; every session of this account has ended, and this desk has a new one."""
    here, staff = desk(), desk().staff
    if wait := guard.locked(here, staff.login):
        return wait
    if problem := _not_theirs(here, staff) or _unfit(here, staff):
        flash(problem, "problem")
        return _password_page(), 422
    _set(here, staff, "password")
    flash(here.wording.say("Votre mot de passe est changé. Vos autres sessions ont pris fin."))
    return redirect(url_for("console.callbacks"), 303)


def is_theirs(here: Desk, staff: StaffMember, given: str) -> bool:
    """Is this their password? If not, it counts as a failed login."""
    if here.line.store.staff.checked(staff.login, given[:MAX_PASSWORD]):
        return True
    guard.failed(here, staff.login)
    return False


def _set(here: Desk, staff: StaffMember, what: str) -> None:
    with here.line.store.transaction():
        here.line.store.staff.set_password(staff.id, request.form["new"])
        here.line.store.staff.audit(staff.id, what, staff.id, here.now)
        sit_down(here.line, staff, here.now)


def _not_theirs(here: Desk, staff: StaffMember) -> str | None:
    if is_theirs(here, staff, request.form.get("current", "")):
        return None
    return here.wording.say("Le mot de passe actuel est incorrect.")


def _unfit(here: Desk, staff: StaffMember) -> str | None:
    """What is wrong with the new password of this form, in words; None: nothing."""
    say, new = here.wording.say, request.form.get("new", "")
    if not MIN_PASSWORD <= len(new) <= MAX_PASSWORD:
        return say("Il faut au moins %(count)s caractères.", count=MIN_PASSWORD)
    if new.casefold() == staff.login.casefold() or len(set(new)) < 5:
        return say("Ce mot de passe se devine trop facilement : choisissez-en un autre.")
    if new != request.form.get("again", ""):
        return say("Les deux mots de passe ne sont pas les mêmes.")
    if here.line.store.staff.checked(staff.login, new):
        return say("C’est le mot de passe actuel : choisissez-en un autre.")
    return None


def _invited_page(given: str = "") -> str:
    return render_template("console/invitation.html", minimum=MIN_PASSWORD, code=given)


def _password_page() -> str:
    return render_template("console/password.html", minimum=MIN_PASSWORD)
