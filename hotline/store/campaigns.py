"""Which messages to many are under way, and may they go on?"""

from __future__ import annotations

from datetime import datetime

from hotline.store.clock import new_id, stamp
from hotline.store.engine import Engine

# A hundred thousand rows in one transaction would keep every caller waiting.
CHUNK = 5000


class Campaigns:
    """Running, paused or stopped. What `claim` reads is one row: each verb takes effect at once."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def begin(self, name: str, now: datetime) -> str | None:
        """A new campaign, running; returns its id, or None when the name is taken."""
        id_ = new_id()
        made = self._engine.run(
            "insert into campaign (id, name, state, created_at)"
            " values (:id, :name, 'running', :at) on conflict do nothing",
            id=id_,
            name=name,
            at=stamp(now),
        )
        return id_ if made else None

    def pause(self, name: str) -> bool:
        """Nothing of it leaves from now on, until it is resumed. False: it was not running."""
        return self._become(name, "paused", "running") and self._move(name, "waiting", "paused")

    def resume(self, name: str) -> bool:
        """It goes on. False: it was not paused."""
        return self._become(name, "running", "paused") and self._move(name, "paused", "waiting")

    def stop(self, name: str, now: datetime) -> bool:
        """What has not left never will: numbers and words are erased. False: it was stopped."""
        if not self._become(name, "stopped", "running", "paused"):
            return False
        ending = (
            "update outbox set state = 'refused', reason = 'campaign stopped', ended_at = :at,"
            " recipient_sealed = null, body_sealed = null where id in (select id from outbox"
            " where campaign = :id and state in ('waiting', 'paused') limit :chunk)"
        )
        while self._engine.run(ending, id=self._id(name), at=stamp(now), chunk=CHUNK):
            pass
        return True

    def all(self) -> list[tuple[str, str, dict[str, int]]]:
        """Every campaign: name, state, and how many of its messages are in each state."""
        found = []
        for row in self._engine.all("select * from campaign order by created_at"):
            counted = self._engine.all(
                "select state, count(*) as n from outbox where campaign = :id group by state",
                id=row["id"],
            )
            found.append(
                (row["name"], row["state"], {each["state"]: each["n"] for each in counted})
            )
        return found

    def _become(self, name: str, state: str, *before: str) -> bool:
        done = self._engine.run(
            "update campaign set state = :state where name = :name"
            " and :before like '% ' || state || ' %'",
            name=name,
            state=state,
            before=f" {' '.join(before)} ",
        )
        return bool(done)

    def _move(self, name: str, before: str, after: str) -> bool:
        moving = (
            "update outbox set state = :after where id in (select id from outbox"
            " where campaign = :id and state = :before limit :chunk)"
        )
        id_ = self._id(name)
        while self._engine.run(moving, id=id_, before=before, after=after, chunk=CHUNK):
            pass
        return True

    def _id(self, name: str) -> str:
        row = self._engine.one("select id from campaign where name = :name", name=name)
        return str(row["id"]) if row else ""
