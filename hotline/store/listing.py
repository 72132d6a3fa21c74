"""Which requests lie on a team's list, and whose promise is about to be broken?"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from hotline.model import Window
from hotline.store.callback import NOT_UNDONE, Callback, CallbackEvent, Waiting, callback
from hotline.store.callback_record import CallbackRecord
from hotline.store.clock import moment, stamp
from hotline.store.engine import Row
from hotline.store.served import last_asked

_THEIRS = "where :teams like '% ' || team || ' %'"
IN_VAIN = ("no_answer", "busy")
MOST_DELAYS = 2  # apologies help nobody; staff see what was missed


class Listing(CallbackRecord):
    """What staff see of the requests; only those of the teams that are named."""

    def waiting(self, teams: Collection[str]) -> list[Callback]:
        """The open requests of these teams: whose call nobody took, then the oldest."""
        return self._found("open_callback", teams, "order by first desc, created_at")

    def ended(self, teams: Collection[str], limit: int = 20) -> list[Callback]:
        """The requests of these teams that were closed or cancelled last."""
        which = "and state in ('closed', 'cancelled') order by closed_at desc limit :limit"
        return self._found("callback_request", teams, which, limit=limit)

    def found(self, teams: Collection[str], reference: str) -> list[Callback]:
        """The requests of these teams with this reference, open or not, the newest first."""
        which = "and reference = :reference order by created_at desc"
        return self._found("callback_request", teams, which, reference=reference)

    def get(self, teams: Collection[str], id_: str) -> Callback | None:
        """The request with this id, if it belongs to one of these teams."""
        found = self._found("callback_request", teams, "and id = :id", id=id_)
        return found[0] if found else None

    def earlier(self, teams: Collection[str], id_: str) -> list[Callback]:
        """What the same person has asked these teams about the same topic before, newest first.

        The same person is the same number and the same slot: a number alone may be two people's.
        """
        which = (
            "and id <> :id and typed = 0 and exists (select 1 from callback_request as this"
            " where this.id = :id and this.typed = 0 and this.person = callback_request.person"
            " and this.slot = callback_request.slot and this.topic = callback_request.topic)"
            " order by created_at desc"
        )
        return self._found("callback_request", teams, which, id=id_)

    def queues(self) -> dict[str, int]:
        """How many wait for each team and nobody has taken yet."""
        rows = self._engine.all(
            "select team, count(*) as n from open_callback where state in"
            " ('requested', 'no_answer') group by team"
        )
        return {row["team"]: row["n"] for row in rows}

    def tried(self, id_: str) -> list[datetime]:
        """When this person was called in vain since they last asked, the first time first."""
        done: list[CallbackEvent] = []
        for event in self.history(id_):
            if event.what == "undone":
                done.pop()
            elif event.what in ("moved", "again"):
                done.clear()
            elif event.staff and event.what not in NOT_UNDONE:
                done.append(event)
        return [event.at for event in done if event.what in IN_VAIN]

    def endangered(self, until: datetime) -> list[str]:
        """Ids of requests that nobody has taken, promised until then at most.

        Not those of people who have been told twice already that it takes longer.
        """
        rows = self._engine.all(
            "select id from open_callback where state in ('requested', 'no_answer')"
            " and attempts = 0 and delays < :most and promised_until <= :until"
            " order by promised_until",
            most=MOST_DELAYS,
            until=stamp(until),
        )
        return [row["id"] for row in rows]

    def postpone(self, id_: str, window: Window, now: datetime) -> None:
        """The promise will be missed, or was: what is promised instead."""
        before = self._row(id_)
        if before:
            self._count(before, "postponed", now)
        self._promise(id_, window)
        self._engine.run("update callback_request set delays = delays + 1 where id = :id", id=id_)
        self._happened(id_, None, "postponed", "", now)

    def give_up(self, before: datetime, now: datetime) -> int:
        """Open requests of which nothing has come since before then are closed; how many."""
        rows = self._engine.all(
            "select * from open_callback where created_at < :before", before=stamp(before)
        )
        idle = [(row, since) for row in rows if (since := self._idle_since(row)) < before]
        for row, since in idle:
            self._engine.run(
                "update callback_request set state = 'closed', closed_at = :since where id = :id",
                id=row["id"],
                since=stamp(since),
            )
            self._count(row, "given_up", now)
        return len(idle)

    def _idle_since(self, row: Row) -> datetime:
        """When something came of this request last; later, if they are called or expected later.

        Before anybody reached them that is when they asked: a call in vain, or somebody who takes
        it and does nothing, makes the number no younger.
        """
        events = self._events(row["id"])
        reached = any(event["what"] == "reached" for event in events)
        last = moment(events[-1]["at"]) if reached else last_asked(row["created_at"], events)
        kept = self._engine.one(
            "select at from appointment where callback = :id and state = 'kept'", id=row["id"]
        )
        expected = (row["promised_until"], kept["at"] if kept else None)
        return max([last, *(moment(at) for at in expected if at)])

    def unwarned(self, until: datetime, usual: timedelta) -> list[Waiting]:
        """Who is to be called by then, was not reached, and staff were not told of; soonest first.

        Who was promised no hour is to be called within the `usual` time.
        """
        rows = self._engine.all(
            "select id, reference, created_at, promised_until from open_callback"
            " where (promised_until <= :until or (promised_until is null and created_at <= :asked))"
            " and state <> 'reached' and id not in (select callback from warned)",
            until=stamp(until),
            asked=stamp(until - usual),
        )
        waiting = [
            Waiting(
                row["id"],
                row["reference"],
                moment(row["promised_until"])
                if row["promised_until"]
                else moment(row["created_at"]) + usual,
            )
            for row in rows
        ]
        return sorted(waiting, key=lambda each: each.by)

    def warned(self, ids: Collection[str], now: datetime) -> None:
        """Staff were told of these."""
        for id_ in ids:
            self._engine.run(
                "insert into warned (callback, at) values (:id, :at) on conflict do nothing",
                id=id_,
                at=stamp(now),
            )

    def _found(
        self, table: str, teams: Collection[str], which: str, **values: object
    ) -> list[Callback]:
        sql = f"select * from {table} {_THEIRS} {which}"  # noqa: S608  # nosec: our own words
        rows = self._engine.all(sql, teams=f" {' '.join(teams)} ", **values)
        return [callback(row) for row in rows]
