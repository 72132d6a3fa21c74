"""Golden conversations: each file is what people say and what the line answers."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from hotline.app import Hotline
from tests.conftest import Clock
from tests.conversations.player import Player
from tests.sounds import sounds as sounds

FILES = sorted(Path(__file__).parent.glob("*.txt"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_conversation(
    file: Path, line: Hotline, clock: Clock, request: pytest.FixtureRequest
) -> None:
    if "fails" in file.stem:  # then only what is recorded is said
        config = replace(line.config, audio=request.getfixturevalue("sounds"))
        line = Hotline(config, clock, line.draw)
    written = file.read_text(encoding="utf-8")
    played = Player(line, clock).play(written)
    if request.config.getoption("--update"):
        file.write_text(played, encoding="utf-8")
    assert played == written
