"""Sends ready-made HTTP requests over a few connections and times each answer."""

from __future__ import annotations

import socket
import statistics
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

CONNECTIONS = 16
# Long-lived connections can all land on one worker: reconnect now and then.
RECONNECT = 50


@dataclass(frozen=True)
class Measured:
    """Requests per second, and latencies in milliseconds."""

    rate: float
    median: float
    p99: float

    def __str__(self) -> str:
        return f"{self.rate:7.0f}/s   p50 {self.median:6.2f} ms   p99 {self.p99:6.2f} ms"


def measure(port: int, requests: Sequence[bytes], connections: int = CONNECTIONS) -> Measured:
    """Send them all; raises RuntimeError when one is not answered with 200."""
    shares = [requests[start::connections] for start in range(connections)]
    began = time.perf_counter()
    with ThreadPoolExecutor(connections) as pool:
        timed = [
            one for share in pool.map(lambda share: _send(port, share), shares) for one in share
        ]
    took = time.perf_counter() - began
    centiles = statistics.quantiles(timed, n=100)
    return Measured(len(timed) / took, statistics.median(timed) * 1000, centiles[98] * 1000)


def _send(port: int, requests: Sequence[bytes]) -> list[float]:
    timed = []
    for start in range(0, len(requests), RECONNECT):
        with socket.create_connection(("127.0.0.1", port)) as link:
            link.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            for request in requests[start : start + RECONNECT]:
                began = time.perf_counter()
                link.sendall(request)
                _read(link)
                timed.append(time.perf_counter() - began)
    return timed


def _read(link: socket.socket) -> None:
    got = link.recv(65536)
    while b"\r\n\r\n" not in got:
        got += link.recv(65536)
    head, _, body = got.partition(b"\r\n\r\n")
    if b" 200 " not in head.split(b"\r\n", 1)[0]:
        raise RuntimeError(f"the server said {head.splitlines()[0]!r}")
    length = int(head.lower().split(b"content-length:")[1].split(b"\r\n")[0])
    while len(body) < length:
        body += link.recv(65536)
