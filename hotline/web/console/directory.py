"""Which entries of the directory must be looked into, and how do staff put them right?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from flask import Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from hotline.directory.entries import Entry
from hotline.editing import FIELDS, FILE, Editing, undoable
from hotline.errors import Fault, FaultyFiles
from hotline.web.console.desk import desk
from hotline.web.console.faults import told
from hotline.web.console.wording import _n

LABELS = {
    "phone": _n("Téléphone"),
    "phone_2": _n("Second téléphone"),
    "opening_hours": _n("Horaires"),
    "closed_from": _n("Fermé : premier jour"),
    "closed_until": _n("Fermé : dernier jour, compris"),
    "closed_reason": _n("Fermé : raison, pour l’équipe"),
    "verified_on": _n("Vérifiée le"),
    "verified_by": _n("Vérifiée par"),
}


def directory() -> ResponseReturnValue:
    """Every entry: what is to do first, and why."""
    editing = _editing()
    found = editing.entries()
    return render_template(
        "console/directory.html",
        to_do=[each for each in found if each.to_do],
        fine=[each for each in found if not each.to_do],
        faults=editing.faults(),
    )


def directory_csv() -> ResponseReturnValue:
    """locations.csv as the city pack has it, with what staff have edited in it."""
    try:
        written = _editing().exported()
    except FaultyFiles:
        return redirect(url_for("console.directory"), 303)  # which says what is wrong
    response = Response(written, content_type="text/csv; charset=utf-8")
    response.headers.set("Content-Disposition", "attachment", filename=FILE)
    return response


def entry(location: str) -> ResponseReturnValue:
    """One entry: what may be changed, and what was."""
    found = _wanted(location)
    return _page(found, found.row.cells)


def save_entry(location: str) -> ResponseReturnValue:
    """The line tells it from the next turn on; or what is wrong, beside what was typed."""
    here, found = desk(), _wanted(location)
    typed = {name: request.form.get(name, found.row[name]) for name in FIELDS}
    verified = "verified" in request.form
    faults = _editing().save(found, here.staff, typed, seen=_seen(), verified=verified)
    if faults is None:
        return _overtaken(location, typed)
    if faults:
        return _page(found, typed, faults), 422
    flash(here.wording.say("C’est enregistré. La ligne le dit dès maintenant."))
    return redirect(url_for("console.entry", location=location), 303)


def verify_entry(location: str) -> ResponseReturnValue:
    """Somebody has checked today all that they saw of it."""
    here, found = desk(), _wanted(location)
    faults = _editing().save(found, here.staff, {}, seen=_seen(), verified=True)
    if faults is None:
        return _overtaken(location, {})
    if faults:
        return _page(found, found.row.cells, faults), 422
    flash(here.wording.say("Vérifiée aujourd’hui : %(name)s.", name=found.name))
    return redirect(url_for("console.directory"), 303)


def undo_edit(location: str, edit: str) -> ResponseReturnValue:
    """What this edit changed says again what it said before."""
    here, found = desk(), _wanted(location)
    change = here.line.store.edits.get(edit)
    if change is None or change.location != location:
        abort(404)
    faults = _editing().undo(found, here.staff, change)
    if faults:
        return _page(found, found.row.cells, faults), 422
    if faults is None:
        flash(here.wording.say("Trop tard : c’est changé depuis."), "problem")
    else:
        flash(here.wording.say("C’est annulé. La ligne le dit dès maintenant."))
    return redirect(url_for("console.entry", location=location), 303)


def _editing() -> Editing:
    here = desk()
    return Editing(here.line, here.now)


def _seen() -> str:
    """The version that was on the page."""
    return request.form.get("seen", "")


def _overtaken(location: str, typed: Mapping[str, str]) -> ResponseReturnValue:
    """What it says by now, and beside it what was typed."""
    found = _wanted(location)
    flash(desk().wording.say("Quelqu’un vient de changer cette fiche : regardez."), "problem")
    return _page(found, {**found.row.cells, **typed}), 409


def _wanted(location: str) -> Entry:
    return _editing().entry(location) or abort(404)


def _page(found: Entry, given: Mapping[str, str], refused: Sequence[Fault] = ()) -> str:
    """The entry with these values; why they were `refused`, or else what is wrong anyway."""
    here = desk()
    faults = refused or _editing().faults()
    own = {each.column: each for each in faults if _has_field(found, each)}
    return render_template(
        "console/entry.html",
        entry=found,
        given=given,
        faults={column: told(here.wording, each) for column, each in own.items()},
        elsewhere=[each for each in faults if not _has_field(found, each)],
        refused=bool(refused),
        week=_week(found),
        history=here.line.store.edits.of(found.row["id"]),
        undoable=partial(undoable, found),
        names=here.line.store.staff.names(),
        labels=LABELS,
    )


def _has_field(found: Entry, fault: Fault) -> bool:
    """Can this be put right on the page of this entry?"""
    here = (found.row.file, found.row.number)
    return (fault.file, fault.row) == here and fault.column in FIELDS


def _week(found: Entry) -> list[tuple[int, str]]:
    """(weekday, hours) as the line reads them; nothing where they are not known."""
    if found.schedule is None:
        return []
    days: list[list[str]] = [[] for _ in range(7)]
    for span in found.schedule.spans:
        days[span.weekday].append(f"{_clock(span.opens)}–{_clock(span.closes)}")
    return [(weekday, ", ".join(hours)) for weekday, hours in enumerate(days)]


def _clock(minute: int) -> str:
    hour = minute // 60 if minute <= 24 * 60 else minute // 60 - 24
    return f"{hour:02}:{minute % 60:02}"
