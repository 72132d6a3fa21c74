"""Tell people, before it is too late, that they will be called later than promised."""

from __future__ import annotations

from hotline.calling_back import keep_promises
from jobs import line


def promises() -> int:
    """How many were told."""
    return keep_promises(line())
