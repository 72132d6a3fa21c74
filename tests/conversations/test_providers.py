"""The same golden conversations, over the webhooks of each provider: word for word the same."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from werkzeug.serving import make_server

from drill.twilio import ACCOUNT, TOKEN, FakeTwilio, Webhooks
from hotline.app import Hotline
from hotline.config import Config
from hotline.web import create_app
from tests.conftest import Clock
from tests.conversations.providers import OverSimulator, OverTwilio
from tests.conversations.town import in_city, opened
from tests.sounds import sounds as sounds

FOLDER = Path(__file__).parent
FILES = sorted([*FOLDER.glob("call_*.txt"), *FOLDER.glob("beep_*.txt")])
PUBLIC = "https://line.example"
each_call = pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)


@pytest.fixture
def voiced(config: Config, sounds: Path, file: Path, tmp_path: Path) -> Config:
    """Everything the line can say has its file."""
    return replace(in_city(config, file, tmp_path), audio=sounds)


@pytest.fixture
def fake(clock: Clock) -> Iterator[FakeTwilio]:
    with FakeTwilio(now=clock) as server:
        yield server


@pytest.fixture
def by_twilio(voiced: Config, clock: Clock, fake: FakeTwilio) -> Hotline:
    account = {"twilio_account_sid": ACCOUNT, "twilio_auth_token": TOKEN}
    return opened(replace(voiced, public_url=PUBLIC, twilio_api_base=fake.url, **account), clock)


@pytest.fixture
def hooks(by_twilio: Hotline, fake: FakeTwilio) -> Iterator[Webhooks]:
    server = make_server("127.0.0.1", 0, create_app(by_twilio), threaded=True)
    serving = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    serving.start()
    yield fake.webhooks(PUBLIC, f"http://127.0.0.1:{server.server_port}")
    server.shutdown()
    serving.join()
    server.server_close()


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
