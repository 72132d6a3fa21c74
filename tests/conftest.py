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

from hotline import knowledge
from hotline.app import Hotline
from hotline.config import ROOT, Config

# A slow machine is no fault of the line.
settings.register_profile("line", deadline=None)
settings.load_profile("line")

READ_ONCE = ("load_city", "load_topics", "load_texts", "learned", "compile_lexicon")

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
    """What never changes while tests run is read once for all of them: it takes seconds."""
    with pytest.MonkeyPatch.context() as patch:
        for name in READ_ONCE:
            patch.setattr(knowledge, name, remembered(getattr(knowledge, name)))
        yield


def remembered(read: Callable[..., Any]) -> Callable[..., Any]:
    """The same function, which does again only what it has not done for equal arguments.

    Folders that a test may write into are read each time.
    """
    known: dict[Any, Any] = {}

    def reading(*args: Any) -> Any:
        if any(isinstance(each, Path) and not each.is_relative_to(ROOT) for each in args):
            return read(*args)
        key = tuple(same(each) for each in args)
        if key not in known:
            known[key] = args, read(*args)  # with its arguments: an id means one thing alive
        return known[key][1]

    return reading


def same(argument: Any) -> Any:
    """What tells that an argument is the same: its value, or where it has no hash, which one."""
    try:
        hash(argument)
    except TypeError:
        return id(argument)
    return argument


def knows(line: Hotline, **changes: Any) -> None:
    """From now on this line has read another `city`, `rota` …"""
    for name, value in changes.items():
        setattr(line.knowledge, name, value)
    line.city = line.knowledge.city
    line.knowledge._newest = None
    line._switchboard = None


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
