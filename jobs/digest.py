"""Tell staff which requests have waited nearly too long, and how many steps are to be done."""

from __future__ import annotations

from hotline.digest import tell_of_steps, tell_staff
from jobs import line


def digest() -> int:
    """How many requests and steps they were told of."""
    hotline = line()
    now = hotline.now()
    return tell_staff(hotline, now) + tell_of_steps(hotline, now)
