"""Which member of staff is being rung, to be put through to whom?"""

from __future__ import annotations

from datetime import datetime, timedelta

from hotline.store.clock import new_id, stamp
from hotline.store.engine import Engine, Row

RINGING = timedelta(seconds=30)
LASTS = timedelta(minutes=3)  # from the click to the key; a webhook replayed later opens nothing


class Bridges:
    """Calls that the line makes between staff and a person; no number is kept here."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def begin(self, callback: str, staff: str, now: datetime) -> str:
        """This member of staff is going to be rung; the call's own id."""
        id_ = new_id()
        self._engine.run(
            "insert into bridge (id, callback, staff, at, state)"
            " values (:id, :callback, :staff, :at, 'ringing')",
            id=id_,
            callback=callback,
            staff=staff,
            at=stamp(now),
        )
        return id_

    def rings(self, staff: str, now: datetime) -> bool:
        """Is this member of staff being rung at this moment?"""
        sql = "select 1 from bridge where staff = :staff and state <> 'ended' and at > :since"
        return self._engine.one(sql, staff=staff, since=stamp(now - RINGING)) is not None

    def ringing(self, id_: str, now: datetime) -> tuple[str, str] | None:
        """(callback, staff) of this call, while it may be put through and they have the request."""
        row = self._engine.one(
            "select bridge.* from bridge join callback_request as request"
            " on request.id = bridge.callback where bridge.id = :id and bridge.state <> 'ended'"
            " and bridge.at >= :since and request.claimed_by = bridge.staff"
            " and request.state in ('claimed', 'reached')",
            id=id_,
            since=stamp(now - LASTS),
        )
        return (row["callback"], row["staff"]) if row else None

    def end(self, id_: str) -> tuple[str, str] | None:
        """It is over; (callback, staff) the first time that is said."""
        row: Row | None = self._engine.one(
            "update bridge set state = 'ended' where id = :id and state <> 'ended' returning *",
            id=id_,
        )
        return (row["callback"], row["staff"]) if row else None
