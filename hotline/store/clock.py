"""How is a moment written in the record, so that text order is time order?"""

from __future__ import annotations

import uuid
from datetime import UTC, datetime


def stamp(moment: datetime) -> str:
    """The moment in UTC, ISO 8601, to the millisecond. Raises ValueError on a naive time."""
    if moment.tzinfo is None:
        raise ValueError("a moment of the record needs its time zone")
    return moment.astimezone(UTC).isoformat(timespec="milliseconds")


def moment(stamped: str) -> datetime:
    """The moment that was stamped."""
    return datetime.fromisoformat(stamped)


def new_id() -> str:
    """A fresh id for a row; it tells nothing."""
    return uuid.uuid4().hex
