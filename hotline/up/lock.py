"""Does a line already run on this state folder, and which process is it?"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from hotline.errors import HotlineError

NAME = "up.lock"


class StateInUseError(HotlineError):
    """Another `hotline up` runs on this state folder."""


@contextmanager
def held(state: Path) -> Iterator[None]:
    """This process alone runs a line on `state` inside the block. Raises StateInUseError.

    The kernel lets go of the lock when the process ends, however it ends.
    """
    state.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (state / NAME).open("a+") as file:
        if not _taken(file.fileno()):
            raise StateInUseError(
                f"a line already runs on {state} (pid {_written(state)}): "
                "stop that one first, or set HOTLINE_STATE to another folder"
            )
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield


def holder(state: Path) -> str | None:
    """The pid of the line that runs on `state`, or None."""
    try:
        with (state / NAME).open() as file:
            return None if _taken(file.fileno()) else _written(state)
    except OSError:
        return None


def _taken(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _written(state: Path) -> str:
    return (state / NAME).read_text().strip() or "unknown"
