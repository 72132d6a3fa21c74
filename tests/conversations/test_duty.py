"""Golden calls to staff on duty, in the fictional city: by the line itself and each provider."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from drill.twilio import FakeTwilio, Webhooks
from hotline.app import Hotline
from hotline.config import ROOT, Config
from hotline.web import create_app
from tests.conftest import Clock
from tests.conversations.player import Player, on_the_rota
from tests.conversations.providers import OverSimulator, OverTwilio
from tests.conversations.test_providers import by_twilio as by_twilio
from tests.conversations.test_providers import fake as fake
from tests.conversations.test_providers import hooks as hooks
from tests.conversations.test_providers import opened
from tests.conversations.test_providers import voiced as voiced
from tests.sounds import make_sounds

CITY = ROOT / "tests/cities/bourg-fictif"
FILES = sorted((Path(__file__).parent / CITY.name).glob("*.txt"))
each_call = pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)


@pytest.fixture
def config(tmp_path: Path) -> Config:
    keys = {"secret_key": "5e" * 32, "data_key": "da" * 32}
    queue = f"unix://{tmp_path}/no-redis.sock"
    audio = tmp_path / "audio"
    return Config(state=tmp_path, audio=audio, city=str(CITY), redis_url=queue, **keys)


@pytest.fixture(scope="module")
def sounds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    state = tmp_path_factory.mktemp("elsewhere")
    audio = state / "audio"
    audio.mkdir()
    return make_sounds(audio, Config(state=state, audio=audio, city=str(CITY)))


@each_call
def test_by_the_line(
    config: Config, clock: Clock, file: Path, request: pytest.FixtureRequest
) -> None:
    written = file.read_text(encoding="utf-8")
    played = Player(opened(config, clock), clock).play(written)
    if request.config.getoption("--update"):
        file.write_text(played, encoding="utf-8")
    assert played == written


@each_call
def test_on_the_simulator(voiced: Config, clock: Clock, file: Path) -> None:
    line = opened(voiced, clock)
    written = file.read_text(encoding="utf-8")
    player = OverSimulator(line, clock, create_app(line).test_client())
    assert player.play(written) == written


@each_call
def test_by_twilio(
    by_twilio: Hotline, hooks: Webhooks, fake: FakeTwilio, clock: Clock, file: Path
) -> None:
    written = file.read_text(encoding="utf-8")
    assert OverTwilio(by_twilio, clock, hooks, fake).play(written) == written


def test_no_number_of_staff_is_in_what_the_web_phone_gets(
    config: Config, sounds: Path, clock: Clock
) -> None:
    line = opened(replace(config, audio=sounds), clock)
    on_the_rota(line, "bruno", "+33199001002")
    web = create_app(line).test_client()
    answers = [
        web.post(
            "/channels/simulator/voice", json={"from": "+33639980001", "call": "c", **leg}
        ).text
        for leg in ({"step": n, "digits": key} for n, key in enumerate(("", "1", "1", "3", "1")))
    ]
    assert '"verb": "dial"' in answers[-1]
    assert "199001002" not in "".join(answers).replace(" ", "")
