"""From which session does somebody ask, and is it still theirs?"""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from hotline.store.clock import moment, stamp
from hotline.store.engine import Engine, Row
from hotline.store.staff import StaffMember, member_of

IDLE = timedelta(minutes=30)
ABSOLUTE = timedelta(hours=12)
HALF = timedelta(minutes=10)  # between the password and the code
_TOUCH = timedelta(minutes=1)  # a write a minute is enough


class Sessions:
    """Sessions that can be revoked; of the cookie's token only a hash is kept."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def open(self, staff: str, now: datetime, *, half: bool = False) -> str:
        """A fresh session; returns the token for the cookie. `half`: the code is still to come."""
        token = secrets.token_urlsafe(32)
        self._engine.run(
            "insert into staff_session (id, staff, half, created_at, seen_at)"
            " values (:id, :staff, :half, :at, :at)",
            id=_hashed(token),
            staff=staff,
            half=int(half),
            at=stamp(now),
        )
        return token

    def member(self, token: str, now: datetime, *, touch: bool = True) -> StaffMember | None:
        """Whose session this is, unless it was idle for 30 minutes or is 12 hours old.

        A page that refreshes itself does not `touch`: a desk left alone is idle all the same.
        """
        row = self._row(token, now - IDLE, now - ABSOLUTE, half=False)
        if row and touch and moment(row["seen_at"]) < now - _TOUCH:
            sql = "update staff_session set seen_at = :at where id = :id"
            self._engine.run(sql, id=_hashed(token), at=stamp(now))
        return member_of(row) if row else None

    def halfway(self, token: str, now: datetime) -> StaffMember | None:
        """Who has given the password here just now, and not yet the code."""
        row = self._row(token, now - HALF, now - HALF, half=True)
        return member_of(row) if row else None

    def close(self, token: str) -> None:
        """This session has ended."""
        self._engine.run("delete from staff_session where id = :id", id=_hashed(token))

    def _row(self, token: str, idle: datetime, oldest: datetime, *, half: bool) -> Row | None:
        return self._engine.one(
            "select staff.*, staff_session.seen_at from staff_session"
            " join staff on staff.id = staff_session.staff where staff_session.id = :id"
            " and half = :half and staff_session.seen_at >= :idle"
            " and staff_session.created_at >= :oldest",
            id=_hashed(token),
            half=int(half),
            idle=stamp(idle),
            oldest=stamp(oldest),
        )


def _hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
