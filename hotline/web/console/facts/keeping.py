"""How does what was typed become a record, or its next version, and how does a record end?"""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from hotline.store import Callback
from hotline.store.facts import Record
from hotline.web.console.desk import Desk, desk
from hotline.web.console.facts.form import SIZE, Typed, blank, label, over, typed
from hotline.web.console.facts.wanted import criteria, request_of, today, wanted
from hotline.web.console.wording import _n

_KEPT = _n("Le récit est gardé : version %(number)s.")
_SAME = _n("Rien n’a changé : il n’y a pas de nouvelle version.")
_GONE = _n("La demande de rappel a été effacée entre-temps : le récit n’y est plus lié.")
_ERASED = _n("Le récit est effacé, avec toutes ses versions et ses étapes.")
_OVERTAKEN = _n(
    "%(name)s a gardé la version %(number)s pendant que vous écriviez. Ce que vous avez écrit est"
    " ci-dessous, pas encore gardé. Regardez ce qui a changé, puis gardez."
)


def make_room() -> None:
    """A person's own words are longer than any other form."""
    if request.endpoint in ("console.open_record", "console.amend_record"):
        request.max_content_length = request.max_form_memory_size = SIZE


def new_record() -> ResponseReturnValue:
    """The empty form; opened from a request, the record will hang on it."""
    here, asked = desk(), request.args.get("callback", "")
    callback = request_of(here, asked)
    if asked and callback is None:
        abort(404)
    return _form(here, blank(), callback)


def open_record() -> ResponseReturnValue:
    """The first version is kept and audited; or the form says what is wrong."""
    here, asked = desk(), request.form.get("callback", "")
    given = _typed(here, None)
    if given.errors:
        return _form(here, given, request_of(here, asked)), 422
    with here.line.store.transaction():
        callback = request_of(here, asked)
        facts = here.line.store.facts.open(
            given.statement, callback.id if callback else None, here.staff.id, here.now
        )
        here.line.store.staff.audit(here.staff.id, "facts_opened", facts, here.now)
    if asked and callback is None:
        flash(here.wording.say(_GONE), "problem")
    return _kept(here, facts, 1)


def amending(facts: str) -> ResponseReturnValue:
    """The form with the latest version in it."""
    here, found = desk(), wanted(facts, "facts_read")
    return _form(here, over(found.latest.statement, found.latest.number), record=found)


def amend_record(facts: str) -> ResponseReturnValue:
    """One more version is kept and audited; what was kept before stays as it is."""
    here, store = desk(), desk().line.store
    with store.transaction():
        found = store.facts.get(facts) or abort(404)
        given = _typed(here, found)
        same = given.statement == found.latest.statement and given.seen == found.latest.number
        kept = not (given.errors or same) and store.facts.amend(
            facts, given.seen, given.statement, here.staff.id, here.now
        )
        if kept:
            store.staff.audit(here.staff.id, "facts_amended", facts, here.now)
        else:
            store.staff.audit(here.staff.id, "facts_read", facts, here.now)
    if given.errors:
        return _form(here, given, record=found), 422
    if same:
        flash(here.wording.say(_SAME))
        return redirect(url_for("console.record_of_facts", facts=facts), 303)
    return _kept(here, facts, given.seen + 1) if kept else (_overtaken(here, given, found), 409)


def erasing(facts: str) -> ResponseReturnValue:
    """Before a record is erased: what that means."""
    return render_template("console/record_erase.html", record=wanted(facts, "facts_read"))


def erase_record(facts: str) -> ResponseReturnValue:
    """The record has gone for good; that it was there, and who erased it, stays in the audit."""
    here = desk()
    with here.line.store.transaction():
        wanted(facts, "facts_erased")
        here.line.store.facts.erase(facts)
    here.line.store.engine.checkpoint()
    flash(here.wording.say(_ERASED))
    return redirect(url_for("console.records"), 303)


def _typed(here: Desk, record: Record | None) -> Typed:
    return typed(request.form, criteria(here, record), today(here), here.wording)


def _overtaken(here: Desk, given: Typed, found: Record) -> str:
    """The form again: a colleague was faster, and nothing of either is lost."""
    name = here.line.store.staff.names().get(found.latest.staff, "?")
    said = here.wording.say(_OVERTAKEN, name=name, number=found.latest.number)
    again = Typed(given.statement, given.day, given.consent, found.latest.number)
    return _form(here, again, record=found, overtaken=said, since=given.seen)


def _form(
    here: Desk,
    given: Typed,
    callback: Callback | None = None,
    record: Record | None = None,
    overtaken: str = "",
    since: int = 0,
) -> str:
    callback = callback or request_of(here, record.callback if record else None)
    return render_template(
        "console/record_form.html",
        given=given,
        callback=callback,
        record=record,
        owned=record.owned if record else callback and here.line.store.facts.ownable(callback.id),
        overtaken=overtaken,
        since=since,
        grounds=criteria(here, record),
        field_label=lambda name: label(name, here.wording),
    )


def _kept(here: Desk, facts: str, number: int) -> ResponseReturnValue:
    flash(here.wording.say(_KEPT, number=number))
    return redirect(url_for("console.record_of_facts", facts=facts), 303)
