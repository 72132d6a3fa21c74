"""One real line for tests that say a great deal to it, and a way to say it."""

from __future__ import annotations

from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from hotline.app import Hotline
from hotline.config import Config
from hotline.model import Event, Inbound, Medium
from hotline.switchboard import Answered
from tests.conftest import MONDAY, Clock

CITY = Hotline(Config(state=Path("unused"))).city
LANGUAGES = CITY.languages

in_every_language = pytest.mark.parametrize("language", LANGUAGES)
relaxed = settings(
    deadline=None,
    derandomize=True,
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@pytest.fixture(scope="session")
def line(tmp_path_factory: pytest.TempPathFactory, built: Path) -> Hotline:
    """One line for all of these: every call and every conversation is somebody new."""
    state = tmp_path_factory.mktemp("texts")
    (state / "directory.sqlite").write_bytes(built.read_bytes())
    clock = Clock()
    numbers = count(1)
    config = Config(state=state, audio=state / "audio")
    return Hotline(config, clock, lambda below: next(numbers) % below)


ids = count()


def said(
    line: Hotline, medium: Medium, event: Event, who: str | None, text: str, id_: str
) -> Answered:
    call = id_.partition(":")[0] if medium == "voice" else ""
    return line.answer(Inbound("test", medium, event, id_, who, "", text, MONDAY, call))
