"""Is this port free, and if not, which process has it?"""

from __future__ import annotations

import errno
import os
import socket
from collections.abc import Iterator
from pathlib import Path

PROC = Path("/proc")
_LISTENING = "0A"


def trouble(host: str, port: int) -> str | None:
    """Why nothing can listen on this address now, as a sentence; None when it can."""
    try:
        family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as probe:
            # As the server does: connections still closing are no reason to refuse.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
            probe.listen()
    except OSError as error:
        return _explained(error, host, port)
    return None


def _explained(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"port {port} is taken by {holder(port) or 'another process'}"
    if error.errno == errno.EACCES:
        return f"port {port} is only for root: take one above 1023"
    return f"this machine cannot listen on {host}: {error.strerror}"


def holder(port: int, proc: Path = PROC) -> str | None:
    """`name (pid 123)` of the process that listens on this port; None when that can't be seen."""
    inodes = set(_listening(port, proc))
    for pid in sorted(int(entry.name) for entry in proc.glob("[0-9]*")):
        if inodes and inodes & set(_sockets(proc / str(pid))):
            return f"{_name(proc / str(pid))} (pid {pid})"
    return None


def _listening(port: int, proc: Path) -> Iterator[str]:
    """The inodes of the sockets that listen on this port."""
    for table in ("tcp", "tcp6"):
        for line in _read(proc / "net" / table).splitlines()[1:]:
            column = line.split()
            if column[3] == _LISTENING and int(column[1].rpartition(":")[2], 16) == port:
                yield f"socket:[{column[9]}]"


def _sockets(process: Path) -> Iterator[str]:
    """What the descriptors of a process point to; nothing when it is somebody else's."""
    try:
        descriptors = list((process / "fd").iterdir())
    except OSError:
        return
    for descriptor in descriptors:
        try:
            yield os.readlink(descriptor)
        except OSError:  # closed since it was listed
            continue


def _name(process: Path) -> str:
    return _read(process / "comm").strip() or "a process"


def _read(path: Path) -> str:
    try:
        return path.read_text(errors="replace")
    except OSError:
        return ""
