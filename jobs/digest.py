"""Tell staff which requests have waited nearly too long."""

from __future__ import annotations

from hotline.digest import tell_staff
from jobs import line


def digest() -> int:
    """How many requests they were told of."""
    hotline = line()
    return tell_staff(hotline, hotline.now())
