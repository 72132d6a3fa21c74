import os
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from hotline.up import ports


def test_a_free_port_is_no_trouble(free_port: Callable[[], int]) -> None:
    assert ports.trouble("127.0.0.1", free_port()) is None


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "0.0.0.0"])
def test_a_taken_port_names_its_holder(host: str) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as taken:
        taken.bind((host, 0))
        taken.listen()
        port = taken.getsockname()[1]
        said = ports.trouble(host, port)
    name = Path("/proc/self/comm").read_text().strip()
    assert said == f"port {port} is taken by {name} (pid {os.getpid()})"


@pytest.mark.parametrize("host", ["192.0.2.1", "no.such.host.invalid"])
def test_an_address_that_is_not_ours_is_named(host: str, free_port: Callable[[], int]) -> None:
    assert host in (ports.trouble(host, free_port()) or "")


def test_where_processes_cannot_be_seen_the_holder_is_unknown(tmp_path: Path) -> None:
    assert ports.holder(8000, proc=tmp_path) is None
