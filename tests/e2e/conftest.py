"""A state folder, a free port and all the sounds: what a real line needs to start."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.e2e.running import Running
from tests.sounds import sounds as sounds

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def environ(tmp_path_factory: pytest.TempPathFactory, sounds: Path, built: Path) -> dict[str, str]:
    """The environment of a line of its own, with a fresh state folder."""
    return settings(tmp_path_factory.mktemp("state"), sounds)


@pytest.fixture
def fresh(tmp_path: Path, sounds: Path) -> dict[str, str]:
    """The same for one test alone."""
    return settings(tmp_path / "state", sounds)


@pytest.fixture(scope="module")
def up(environ: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A line that several tests share."""
    yield from running(environ, tmp_path_factory.mktemp("log") / "up.log")


@pytest.fixture(scope="module")
def run(environ: dict[str, str]) -> Run:
    """Runs one command on this state, as an operator does."""

    def ran(*words: str, said: str = "", **changes: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "hotline", *words],
            env={**environ, **changes},
            input=said,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    return ran


def settings(state: Path, sounds: Path) -> dict[str, str]:
    own = {name: value for name, value in os.environ.items() if not name.startswith("HOTLINE_")}
    return {
        **own,
        "HOTLINE_STATE": str(state),
        "HOTLINE_AUDIO": str(sounds),
        "HOTLINE_PORT": str(free_port()),
    }


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def running(environ: dict[str, str], log: Path) -> Iterator[Running]:
    line = Running(environ, log)
    yield line
    if line.process.poll() is None:
        line.stop()
