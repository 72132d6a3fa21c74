import signal
import socket
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from hotline.config import Config
from hotline.up import commands
from tests.up.waiting import answers, eventually


class Valkey:
    """A real queue on a socket that a test can kill and start again."""

    def __init__(self, folder: Path) -> None:
        self.socket = folder / "q.sock"
        self.url = commands.socket_url(self.socket)
        self._command = list(commands.embedded_queue(folder, self.socket).command)
        self.start()

    def start(self) -> None:
        self._process = subprocess.Popen(self._command)
        eventually(lambda: answers(self.url))

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()

    def signal(self, number: signal.Signals) -> None:
        self._process.send_signal(number)


@pytest.fixture
def valkey(tmp_path: Path) -> Iterator[Valkey]:
    server = Valkey(tmp_path)
    yield server
    server.kill()


@pytest.fixture
def config(tmp_path: Path, free_port: Callable[[], int]) -> Config:
    return Config(state=tmp_path / "state", port=free_port())


@pytest.fixture
def free_port() -> Callable[[], int]:
    def find() -> int:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            return int(probe.getsockname()[1])

    return find
