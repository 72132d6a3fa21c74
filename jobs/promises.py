"""Tell people, before it is too late, that they will be called later than promised.

And what was still to be sent to a wrong number is withdrawn.
"""

from __future__ import annotations

from hotline.calling_back import forget_wrong_numbers, keep_promises
from jobs import line


def promises() -> int:
    """How many were told."""
    forget_wrong_numbers(line())
    return keep_promises(line())
