"""What does nearly every test need: a line of its own, with a clock it can set."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from hotline import app
from hotline.app import Hotline
from hotline.config import ROOT, Config

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


@pytest.fixture(scope="session", autouse=True)
def read_once() -> Iterator[None]:
    """Texts and lexicons are values: every line that is opened in this run may share them."""
    made: dict[object, object] = {}

    def sharing(read: Callable[..., object]) -> Callable[..., object]:
        def shared(*given: Any, **named: Any) -> object:
            key = (read, *map(_key, given), *map(_key, named.values()))
            if key not in made:
                made[key] = (read(*given, **named), given)  # `given` is kept: ids must stay true
            return made[key][0]  # type: ignore[index]

        return shared

    with pytest.MonkeyPatch.context() as patched:
        for name in ("load_texts", "load_topics", "compile_lexicon", "learned"):
            patched.setattr(app, name, sharing(getattr(app, name)))
        yield


def _key(given: Any) -> object:
    """Equal for equal settings; values read from files are told apart by being the same object."""
    if isinstance(given, Path):
        return (given, tuple(sorted((file, file.stat().st_mtime_ns) for file in given.glob("*"))))
    try:
        return hash(given), given
    except TypeError:
        return id(given)


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
        audio=ROOT / "audio",
        secret_key="5e" * 32,
        data_key="da" * 32,
        redis_url=f"unix://{tmp_path}/no-redis.sock",
    )


@pytest.fixture
def line(config: Config, clock: Clock) -> Hotline:
    """The line on Montreuil's real data; references are 1001, 1002 and so on."""
    drawn = count(1)
    return Hotline(config, clock, lambda _below: next(drawn))
