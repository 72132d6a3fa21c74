"""Which record of facts is asked for, and what does every page about one need?"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from flask import abort

from hotline.store import Callback
from hotline.store.facts import Record
from hotline.store.steps import Step
from hotline.web.console.desk import Desk, desk

SOON = timedelta(days=7)  # a step is shown on top so long before its day


def wanted(facts: str, what: str) -> Record:
    """The record with this id, and that this was done with it is audited; 404: there is none.

    A coordinator of all teams gets no further than `Who.records` lets them: not here.
    """
    here = desk()
    with here.line.store.transaction():
        found = here.line.store.facts.get(facts) or abort(404)
        here.line.store.staff.audit(here.staff.id, what, found.id, here.now)
    return found


def request_of(here: Desk, callback: str | None) -> Callback | None:
    """The request a record hangs on, if it is still there and one of the counselling team's."""
    return here.line.store.callbacks.get([here.line.city.record_team], callback or "")


def criteria(here: Desk, record: Record | None) -> dict[str, str]:
    """What may be ticked, and in which words: those of today, then what the record named before.

    A criterion that was taken out since has its id for a word: it stays until somebody unticks it.
    """
    offered = here.line.knowledge.grounds
    versions = record.versions if record else ()
    named = [id_ for version in versions for id_ in version.statement.grounds]
    return {**offered, **{id_: id_ for id_ in named if id_ not in offered}}


def today(here: Desk) -> date:
    """The day it is here."""
    return here.now.astimezone(here.line.city.timezone).date()


def due(here: Desk) -> list[Step]:
    """The steps of all records that are to be done by now or soon."""
    return here.line.store.steps.due(today(here) + SOON)


def reference(id_: str) -> str:
    """How a record is called where its content must not show."""
    return id_[:6].upper()


def words() -> dict[str, Any]:
    """What the pages of the console may use about records; nothing here opens one."""
    here = desk()
    return {
        "record_reference": reference,
        "records_of": here.line.store.facts.of,
        "record_team": here.line.city.record_team,
        "steps_due": lambda: due(here),
        "today": today(here),
    }
