"""Golden conversations: each file is what people say and what the line answers."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from hotline.config import Config
from tests.conftest import Clock
from tests.conversations.player import Player
from tests.conversations.town import in_city, opened
from tests.sounds import sounds as sounds

FILES = sorted(Path(__file__).parent.glob("*.txt"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_conversation(
    file: Path, config: Config, clock: Clock, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    if "fails" in file.stem:  # then only what is recorded is said
        config = replace(config, audio=request.getfixturevalue("sounds"))
    line = opened(in_city(config, file, tmp_path), clock)
    written = file.read_text(encoding="utf-8")
    played = Player(line, clock).play(written)
    if request.config.getoption("--update"):
        file.write_text(played, encoding="utf-8")
    assert played == written
