"""How is one process of the line started so that it never outlives the line, and stopped?"""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

_PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None


@dataclass(frozen=True, slots=True)
class Child:
    """A process to keep alive: the name it has in the log, and how to start it."""

    name: str
    command: Sequence[str]
    environ: Mapping[str, str]


class Running:
    """A child that was started, with everything it started in turn."""

    def __init__(self, child: Child) -> None:
        # A session of its own: Ctrl-C reaches only the parent, which then stops all in order,
        # and a signal to the group reaches what the child has forked.
        self._process = subprocess.Popen(  # noqa: S603
            child.command,
            env=dict(child.environ),
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=_die_with(os.getpid()),
        )
        self.pid = self._process.pid

    def ended(self) -> int | None:
        """The exit code once the child is dead, and with it what it left behind; None before."""
        if self._process.returncode is None and _is_dead(self.pid):
            self.kill()
            self._process.wait()
        return self._process.returncode

    def ask_to_stop(self) -> None:
        """SIGTERM to the child itself: it knows best how to stop its own."""
        if self.ended() is None:
            self._process.terminate()

    def kill(self) -> None:
        """SIGKILL to the child and all its descendants that stayed in its group."""
        with suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)


def _is_dead(pid: int) -> bool:
    """Look without reaping: until it is reaped, its number, and its group's, are nobody else's."""
    return os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None


def _die_with(parent: int) -> Callable[[], None]:
    """Run in the child: the kernel stops it when the parent dies, even by kill -9."""

    def arrange() -> None:
        if _LIBC is not None:
            _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
            if os.getppid() != parent:  # it died before we could say so
                os._exit(1)

    return arrange
