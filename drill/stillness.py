"""Is anything still under way on the line? The drill's clock moves only when nothing is.

A slow machine is no fault of the line: it is waited for as long as anything moves.
"""

from __future__ import annotations

import time
from collections.abc import Sequence

from drill.report import came_in
from drill.story import Unheard
from hotline.app import Hotline

# Longer than any bell can keep another from being rung (120 s), on a machine that is very busy.
PATIENCE_S = 400.0

_UNDER_WAY = """
select id, state, attempts, lease_until >= :now as leased from outbox where state = 'sending'
union all select id, state, attempts, 0 from outbox where state = 'waiting' and due_at <= :now
  and not exists (select 1 from pace where channel = outbox.channel and slowed_until > :now)
"""


class Stillness:
    """Waits until the line has nothing more to do at this hour."""

    def __init__(self, line: Hotline) -> None:
        self._line = line
        self._dead: set[tuple[str, int]] = set()
        self.longest = 0.0

    def bury(self) -> None:
        """Senders were just killed: what was in their hands waits until its lease runs out."""
        rows = self._line.store.engine.all("select id, attempts from outbox where state='sending'")
        self._dead |= {(row["id"], row["attempts"]) for row in rows}

    def moves(self, fetched: Sequence[Unheard] | None = None) -> list[object]:
        """Waits until nothing due waits and nobody sends; what has not moved for too long, if any.

        With `fetched` these texts must be in the record, too, and nothing on the spool.
        """
        began = time.monotonic()
        seen: list[object] = []
        end = 0.0
        while under_way := self._under_way(fetched):
            if under_way != seen:
                seen, end = under_way, time.monotonic() + PATIENCE_S
            if time.monotonic() > end:
                return under_way
            time.sleep(0.05)
        self.longest = max(self.longest, time.monotonic() - began)
        return []

    def _under_way(self, fetched: Sequence[Unheard] | None) -> list[object]:
        engine, now = self._line.store.engine, self._line.now()
        rows = engine.all(_UNDER_WAY, now=now.isoformat(timespec="milliseconds"))
        going: list[object] = [
            (row["id"], row["state"], row["attempts"])
            for row in rows
            if not (row["leased"] and (row["id"], row["attempts"]) in self._dead)
        ]
        if fetched is None:
            return going
        missing = [each for each in fetched if not came_in(each, self._line)]
        spooled = self._line.spool.count()
        return [*going, *missing, *([spooled] if spooled else [])]
