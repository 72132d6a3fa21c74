"""How does somebody add the code of their telephone to their password, or take it away?"""

from __future__ import annotations

import pyotp
import segno
from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from hotline.web.console import guard
from hotline.web.console.desk import Desk, desk
from hotline.web.console.passwords import is_theirs


def second_factor() -> ResponseReturnValue:
    """What there is to scan; or, once that is done, how many codes on paper are left."""
    here = desk()
    if here.staff.factor:
        left = here.line.store.factors.codes_left(here.staff.id)
        return render_template("console/factor_on.html", left=left)
    return _to_scan(here)


def confirm_factor() -> ResponseReturnValue:
    """The telephone shows the right code: it is asked for from now on. Ten codes for paper."""
    here = desk()
    if wait := guard.locked(here, here.staff.login):
        return wait
    if here.staff.factor:
        return redirect(url_for("console.second_factor"), 303)
    with here.line.store.transaction():
        codes = here.line.store.factors.confirm(here.staff.id, _code(), here.now)
        if codes:
            here.line.store.staff.audit(here.staff.id, "factor_on", here.staff.id, here.now)
    if codes is None:
        guard.failed(here, here.staff.login, "code_failed")
        said = here.wording.say("Ce code n’est pas le bon. L’heure du téléphone est-elle juste ?")
        flash(said, "problem")
        return _to_scan(here), 422
    return render_template("console/factor_codes.html", codes=codes)


def drop_factor() -> ResponseReturnValue:
    """No code is asked for any more; for who keeps accounts: until they have scanned a new one."""
    here = desk()
    if wait := guard.locked(here, here.staff.login):
        return wait
    if not is_theirs(here, here.staff, request.form.get("current", "")):
        flash(here.wording.say("Le mot de passe actuel est incorrect."), "problem")
        return redirect(url_for("console.second_factor"), 303)
    with here.line.store.transaction():
        here.line.store.factors.drop(here.staff.id)
        here.line.store.staff.audit(here.staff.id, "factor_off", here.staff.id, here.now)
    flash(here.wording.say("Le code n’est plus demandé."))
    return redirect(url_for("console.second_factor"), 303)


def _to_scan(here: Desk) -> str:
    secret = here.line.store.factors.begin(here.staff.id)
    totp = pyotp.TOTP(secret)
    uri = totp.provisioning_uri(name=here.staff.login, issuer_name=here.line.city.line_name)
    drawn = segno.make(uri, micro=False).svg_inline(scale=5, dark="#000", light="#fff")
    return render_template(
        "console/factor.html",
        picture=drawn,
        secret=" ".join(secret[at : at + 4] for at in range(0, len(secret), 4)),
    )


def _code() -> str:
    return request.form.get("code", "")[:40]
