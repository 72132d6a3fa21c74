"""Which telephone does the line ring, to put a member of staff through?"""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from hotline.conversation.numbers import typed
from hotline.web.console.desk import desk
from hotline.web.console.wording import _n


def telephone() -> ResponseReturnValue:
    """The form. A number that is kept is not shown, not even to whose it is."""
    return render_template("console/telephone.html")


def keep_telephone() -> ResponseReturnValue:
    """The number is kept, sealed; or erased, where nothing was written."""
    here, written = desk(), request.form.get("phone", "").strip()[:40]
    number = typed(written, here.line.city.prefixes) if written else ""
    lines = (here.line.city.voice_line, here.line.city.sms_line)
    if number is None or number in lines:
        flash(here.wording.say("Ce n’est pas un numéro que la ligne peut appeler."), "problem")
        return render_template("console/telephone.html"), 422
    with here.line.store.transaction():
        here.line.store.phones.keep(here.staff.id, number)
        here.line.store.staff.audit(here.staff.id, "phone", here.staff.id, here.now)
    said = _n("Votre numéro est gardé.") if number else _n("Votre numéro est effacé.")
    flash(here.wording.say(said))
    return redirect(url_for("console.telephone"), 303)
