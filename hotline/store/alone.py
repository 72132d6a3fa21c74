"""Has anybody got this record open, and may it be swapped or re-sealed as a whole?"""

from __future__ import annotations

import fcntl
import os

from hotline.errors import HotlineError


class InUse(HotlineError):
    """The record is open elsewhere, or is being swapped or re-sealed."""


def hold(path: str, *, alone: bool = False) -> int:
    """This process has the record open, until it ends or closes what is returned.

    With others, or `alone`. Raises InUse. The kernel lets go of it when the process ends.
    """
    descriptor = os.open(f"{path}.open", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        raise InUse(
            f"{path} is in use. Stop the line (web, worker, scheduler, fallback), then try again."
            if alone
            else f"{path} is being restored or re-sealed. Try again when that is done."
        ) from None
    return descriptor
