from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from drill.twilio import ACCOUNT, TOKEN, FakeTwilio
from hotline.config import Config


@pytest.fixture
def config(tmp_path: Path) -> Config:
    """Settings of a line that Twilio serves."""
    return Config(
        state=tmp_path,
        secret_key="5e" * 32,
        public_url="https://line.example",
        twilio_account_sid=ACCOUNT,
        twilio_auth_token=TOKEN,
    )


@pytest.fixture
def fake() -> Iterator[FakeTwilio]:
    with FakeTwilio() as server:
        yield server


@pytest.fixture
def reached(config: Config, fake: FakeTwilio) -> Config:
    """The same settings, with the fake in Twilio's place."""
    return replace(config, twilio_api_base=fake.url)
