"""How many calls are going on at this moment?"""

from __future__ import annotations

from datetime import datetime, timedelta

from hotline.store.clock import stamp
from hotline.store.engine import Engine

GONE = timedelta(minutes=5)  # nothing heard for so long: a call whose end nobody told


class Calls:
    """The calls that go on."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def before(self, call: str, now: datetime) -> int:
        """Note that this call goes on; how many others do that began before it."""
        row = self._engine.one(
            "insert into live_call (call, began_at, seen_at) values (:call, :at, :at)"
            " on conflict (call) do update set seen_at = :at returning began_at",
            call=call,
            at=stamp(now),
        )
        found = self._engine.one(
            "select count(*) as n from live_call where call <> :call and seen_at >= :since"
            " and began_at <= :began",
            call=call,
            since=stamp(now - GONE),
            began=row["began_at"] if row else stamp(now),
        )
        return int(found["n"]) if found else 0

    def over(self, call: str) -> None:
        """This call goes on no more."""
        self._engine.run("delete from live_call where call = :call", call=call)
