"""What does the counselling team do about a record, and when?"""

from __future__ import annotations

from datetime import date, timedelta

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from hotline.store.steps import KINDS
from hotline.web.console.desk import Desk, desk
from hotline.web.console.facts.form import clean, day_of
from hotline.web.console.facts.pages import record_page
from hotline.web.console.facts.wanted import today, wanted
from hotline.web.console.wording import _n

MAX_WORDS = 300
_FURTHEST = timedelta(days=5 * 366)  # justice is slow
_FAR = _n("C’est à plus de cinq ans : vérifiez l’année.")


def add_step(facts: str) -> ResponseReturnValue:
    """The step is kept, done or still to be done; or the page says what is wrong."""
    here, form = desk(), request.form
    kind, words = form.get("kind", ""), " ".join(clean(form.get("what", "")).split())
    day, done = day_of(form.get("day", "").strip()), form.get("state", "") == "done"
    wrong = _wrong(here, kind, words, day, done=done)
    with here.line.store.transaction():
        found = wanted(facts, "facts_read" if wrong else "facts_step")
        if day and not wrong:
            here.line.store.steps.add(facts, kind, words, day, here.staff.id, done=done)
    if wrong:
        given = {**form.to_dict(), "wrong": wrong}
        return record_page(here, found, found.latest, given), 422
    return _back(facts, _n("L’étape est notée."))


def do_step(facts: str, step: str) -> ResponseReturnValue:
    """The step was done, that day."""
    here, day = desk(), day_of(request.form.get("day", "").strip())
    if day is None or day > today(here) or _far(here, day):
        with here.line.store.transaction():
            wanted(facts, "facts_read")
        passed = _n("Donnez le jour où c’était fait : aujourd’hui ou avant.")
        return _back(facts, _FAR if day and _far(here, day) else passed, "problem")
    with here.line.store.transaction():
        wanted(facts, "facts_step_done")
        here.line.store.steps.done(facts, step, day) or abort(404)
    return _back(facts, _n("C’est noté : étape faite."))


def drop_step(facts: str, step: str) -> ResponseReturnValue:
    """The step was written down by mistake."""
    here = desk()
    with here.line.store.transaction():
        wanted(facts, "facts_step_dropped")
        here.line.store.steps.drop(facts, step) or abort(404)
    return _back(facts, _n("L’étape est enlevée."))


def _wrong(here: Desk, kind: str, words: str, day: date | None, *, done: bool) -> dict[str, str]:
    """By field, what is wrong and what to do."""
    say, now = here.wording.say, today(here)
    wrong = {}
    if kind not in KINDS:
        wrong["kind"] = say("Choisissez une étape dans la liste.")
    elif kind == "other" and not words:
        wrong["what"] = say("Dites en quelques mots de quoi il s’agit.")
    if len(words) > MAX_WORDS:
        count = len(words) - MAX_WORDS
        wrong["what"] = say("Caractères en trop : %(count)s. Raccourcissez.", count=count)
    if day is None:
        wrong["day"] = say("Donnez un jour, comme 23/11/2026.")
    elif done and day > now:
        wrong["day"] = say("Ce jour n’est pas encore passé : choisissez « à faire ».")
    elif _far(here, day):
        wrong["day"] = say(_FAR)
    return wrong


def _far(here: Desk, day: date) -> bool:
    """Was the year mistyped?"""
    return abs(day - today(here)) > _FURTHEST


def _back(facts: str, said: str, category: str = "message") -> ResponseReturnValue:
    flash(desk().wording.say(said), category)
    return redirect(url_for("console.record_of_facts", facts=facts, _anchor="steps"), 303)
