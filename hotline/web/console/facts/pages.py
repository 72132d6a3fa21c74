"""What does the counselling team see of its records of facts?"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from flask import Response, abort, render_template, request
from flask.typing import ResponseReturnValue

from hotline.store.facts import Record
from hotline.store.statement import Statement, Version
from hotline.store.steps import CLOSED, KINDS
from hotline.web.console.desk import Desk, desk
from hotline.web.console.facts import paper
from hotline.web.console.facts.changes import changes, in_words
from hotline.web.console.facts.form import label
from hotline.web.console.facts.wanted import due, reference, request_of, today, wanted
from hotline.web.console.wording import _n

_STEPS = {
    "letter": _n("Courrier"),
    "complaint": _n("Plainte"),
    "defender": _n("Saisine du Défenseur des droits"),
    "hearing": _n("Audience ou rendez-vous officiel"),
    "other": _n("Autre étape"),
    "closed": _n("Clôture du dossier"),
}


def records() -> ResponseReturnValue:
    """All of them; what is to be done comes first. Whose they are shows: it is audited."""
    here = desk()
    with here.line.store.transaction():
        here.line.store.staff.audit(here.staff.id, "facts_listed", "", here.now)
        found = here.line.store.facts.all()
    closed = {each.id for each in found if _is_closed(here, each.id)}
    return render_template(
        "console/records.html",
        open_=[each for each in found if each.id not in closed],
        closed=[each for each in found if each.id in closed],
        due=due(here),
        by_id={each.id: each for each in found},
        **_shown(here),
    )


def record_of_facts(facts: str) -> ResponseReturnValue:
    """One record: what holds now or held in one of its versions, and its steps."""
    here, found = desk(), wanted(facts, "facts_read")
    return record_page(here, found, _version(found, "version"))


def record_changes(facts: str) -> ResponseReturnValue:
    """What is different between two versions: the last two, where none were chosen."""
    here, found = desk(), wanted(facts, "facts_compared")
    after = _version(found, "after")
    before = _version(found, "before", max(1, after.number - 1))
    return render_template(
        "console/record_changes.html",
        record=found,
        before=before,
        after=after,
        changes=changes(before.statement, after.statement, _say(here)),
        **_shown(here),
    )


def record_pdf(facts: str) -> Response:
    """The record on paper, for the police or the Défenseur des droits."""
    here, found = desk(), wanted(facts, "facts_printed")
    chosen = _version(found, "version")
    made = paper.print_out(found, chosen, here.line.store.staff.names(), here.line)
    response = Response(made, content_type="application/pdf")
    name = f"recit-des-faits-{reference(found.id)}-v{chosen.number}.pdf"
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response


def record_page(
    here: Desk, found: Record, version: Version, given: dict[str, Any] | None = None
) -> str:
    """The page of a record; `given` is a step that could not be kept, and why."""
    return render_template(
        "console/record.html",
        record=found,
        version=version,
        callback=request_of(here, found.callback),
        steps=here.line.store.steps.of(found.id),
        kinds=KINDS,
        given=given or {},
        **_shown(here),
    )


def _is_closed(here: Desk, facts: str) -> bool:
    steps = here.line.store.steps.of(facts)
    return any(each.kind == CLOSED and each.done_on for each in steps)


def _version(found: Record, asked: str, otherwise: int = 0) -> Version:
    """The version that was asked for; 404: there is none. Not asked: the latest, or `otherwise`."""
    written = request.args.get(asked, "")
    if not written:
        return found.version(otherwise) or found.latest
    number = int(written) if written.isdecimal() and len(written) < 6 else 0
    return found.version(number) or abort(404)


def _say(here: Desk) -> Callable[[Statement, str], str]:
    say = here.wording.say
    grounds = {id_: say(text) for id_, text in here.line.knowledge.grounds.items()}
    return in_words(
        grounds, lambda day: here.wording.day(date.fromisoformat(day)), (say("Non"), say("Oui"))
    )


def _shown(here: Desk) -> dict[str, Any]:
    """What every page about records words things with."""
    return {
        "names": here.line.store.staff.names(),
        "said": _say(here),
        "field_label": lambda name: label(name, here.wording),
        "step_label": lambda kind: here.wording.say(_STEPS[kind]),
        "late": lambda step: step.done_on is None and step.due_on < today(here),
    }
