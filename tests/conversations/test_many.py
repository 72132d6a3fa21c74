"""Calls in a town that offers every language, four of them without a voice."""

from __future__ import annotations

from itertools import count
from pathlib import Path

import pytest

from hotline.app import Hotline
from hotline.config import Config
from hotline.plan import SLOWLY
from tests.conftest import Clock
from tests.conversations.player import Player
from tests.many import VOICED, VOICELESS, many_languages

FILES = sorted((Path(__file__).parent / "many").glob("*.txt"))


@pytest.fixture
def line(config: Config, clock: Clock, tmp_path: Path) -> Hotline:
    drawn = count(1)
    return Hotline(many_languages(config, tmp_path), clock, lambda _below: next(drawn))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_conversation(
    file: Path, line: Hotline, clock: Clock, request: pytest.FixtureRequest
) -> None:
    written = file.read_text(encoding="utf-8")
    played = Player(line, clock).play(written)
    if request.config.getoption("--update"):
        file.write_text(played, encoding="utf-8")
    assert played == written


def test_what_is_said_slowly_is_made_ahead(line: Hotline) -> None:
    made = line.utterances()
    assert [*made] == [*VOICED, SLOWLY]
    assert {piece.language for piece in made[SLOWLY]} == {SLOWLY}
    assert {"Bambara", "Soninké", "Peul", "Pachto"} <= {piece.text for piece in made[SLOWLY]}
    assert not {piece.language for pieces in made.values() for piece in pieces} & {*VOICELESS}
