"""What does nearly every test need: a line of its own, with a clock it can set."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest
from hypothesis import settings

from hotline.app import Hotline
from hotline.config import Config

# A slow machine is no fault of the line.
settings.register_profile("line", deadline=None)
settings.load_profile("line")

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)  # ten in the morning in Montreuil


@dataclass
class Clock:
    """A clock that only moves when it is told to."""

    time: datetime = MONDAY

    def __call__(self) -> datetime:
        return self.time

    def forward(self, **amount: float) -> None:
        self.time += timedelta(**amount)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update", action="store_true", help="rewrite the golden conversations")


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Montreuil's directory, built once."""
    state = tmp_path_factory.mktemp("built")
    Hotline(Config(state=state)).build_directory()
    return state / "directory.sqlite"


@pytest.fixture
def config(tmp_path: Path, built: Path) -> Config:
    """Settings with a state folder of their own, the directory built already, no queue."""
    (tmp_path / "directory.sqlite").write_bytes(built.read_bytes())
    return Config(
        state=tmp_path,
        audio=tmp_path / "audio",  # empty: what is said does not hang on what was rendered
        secret_key="5e" * 32,
        data_key="da" * 32,
        redis_url=f"unix://{tmp_path}/no-redis.sock",
    )


@pytest.fixture
def line(config: Config, clock: Clock) -> Hotline:
    """The line on Montreuil's real data; references are 1001, 1002 and so on."""
    drawn = count(1)
    return Hotline(config, clock, lambda _below: next(drawn))
