"""RQ jobs: each takes an id or nothing, may run twice, and ends in the store."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hotline.app import Hotline


@lru_cache(maxsize=1)
def line() -> Hotline:
    """The line of this worker process, opened once; the scheduler never needs one of its own."""
    from hotline.app import open_line
    from hotline.config import load

    return open_line(load())
