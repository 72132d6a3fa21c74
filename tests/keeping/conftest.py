"""Which record is there to keep? One in which people have said things, and staff noted some."""

from __future__ import annotations

from dataclasses import replace
from itertools import count
from pathlib import Path

import pytest

from hotline.app import Hotline
from hotline.config import Config
from hotline.model import Inbound
from hotline.store.statement import Statement
from tests.conftest import Clock

PERSON, STOPPED = "+33639980001", "+33639980002"
NOTED, STATED, PLANNED = "perruche verte", "tourterelle grise", "hirondelle noire"
_ids = count(1)


def text(line: Hotline, sender: str, *texts: str) -> None:
    for words in texts:
        id_ = f"text{next(_ids)}"
        line.answer(Inbound("simulator", "sms", "text", id_, sender, "", words, line.now()))


@pytest.fixture
def config(config: Config, tmp_path: Path) -> Config:
    """The keys are in files here, as on a new machine."""
    return replace(config, state=tmp_path, data_key="", secret_key="")


@pytest.fixture
def lived(line: Hotline) -> Hotline:
    """A line that people have texted, with a note of staff and somebody who opted out."""
    text(line, PERSON, "avocat croix de chavaux", "rappel", "1", "2", "1")
    text(line, STOPPED, "logement", "stop", "stop")
    (request,) = line.store.callbacks.waiting([*line.city.teams])
    line.store.callbacks.note(request.id, "s", NOTED, line.now())
    line.store.staff.audit("s", "note", request.id, line.now())
    facts = line.store.facts.open(Statement(words=STATED), request.id, "s", line.now())
    line.store.steps.add(facts, "other", PLANNED, line.now().date(), "s", done=False)
    return line


@pytest.fixture
def reopened(config: Config, clock: Clock) -> Hotline:
    """The line after a new start."""
    return Hotline(config, clock)


def stop(line: Hotline) -> Hotline:
    """The process ends."""
    line.store.engine.close()
    return line


def known(line: Hotline) -> tuple[str | None, list[str], bool]:
    """What the record knows: whom to call, what was noted or stated, and who opted out."""
    (request,) = line.store.callbacks.waiting([*line.city.teams])
    notes = [event.note for event in line.store.callbacks.history(request.id) if event.note]
    number = line.store.callbacks.number(request.id)
    notes += [each.latest.statement.words for each in line.store.facts.all()]
    notes += [each.words for each in line.store.steps.due(line.now().date())]
    return number, notes, line.store.turns.opted_out(line.store.turns.person(STOPPED) or "")


WHOLE = (PERSON, [NOTED, STATED, PLANNED], True)
