"""What have staff done about a request, and can it still be undone?"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta

from hotline.model import Window
from hotline.store.callback_record import CallbackRecord
from hotline.store.clock import moment, stamp
from hotline.store.engine import Row

UNDO = timedelta(seconds=10)
_GRACE = timedelta(seconds=2)  # the page was on its way
_BEFORE = (
    *("state", "claimed_by", "attempts", "not_before", "closed_at", "follow_up"),
    *("promised_from", "promised_until", "delays"),
)
# Of which requests something can be done.
_FREE = "state in ('requested', 'no_answer')"
_TAKEN = "state in ('claimed', 'reached')"
_THEIRS = f"{_TAKEN} and claimed_by = :staff"
_ANOTHERS = f"{_TAKEN} and claimed_by <> :staff"


class Working(CallbackRecord):
    """What staff do. Every verb is False when it came too late: nothing has changed then."""

    def claim(self, id_: str, staff: str, now: datetime) -> bool:
        """Take a request. False: somebody else has it, or it has ended."""
        return self._done(
            id_,
            staff,
            "claimed",
            "",
            now,
            "state = 'claimed', claimed_by = :staff",
            which=_FREE,
        )

    def release(self, id_: str, staff: str, now: datetime) -> bool:
        """Give a request back to the list."""
        back = "state = case when attempts > 0 then 'no_answer' else 'requested' end"
        return self._done(id_, staff, "released", "", now, f"{back}, claimed_by = null")

    def release_all(
        self, staff: str, now: datetime, keeps: Callable[[str], bool] = lambda _: False
    ) -> None:
        """What this person has taken is on the list again, but for the teams that they keep."""
        rows = self._engine.all("select id, team from open_callback where claimed_by = :s", s=staff)
        for row in rows:
            if not keeps(row["team"]):
                self.release(row["id"], staff, now)

    def take_over(self, id_: str, staff: str, now: datetime) -> bool:
        """What somebody else has is this person's now, as far as it has come."""
        change = "claimed_by = :staff"
        return self._done(id_, staff, "taken_over", "", now, change, which=_ANOTHERS)

    def hand_over(self, id_: str, staff: str, to: str, note: str, now: datetime) -> bool:
        """A colleague has it now, with what they must know."""
        change = "state = 'claimed', claimed_by = :to"
        return self._done(id_, staff, "handed_over", note, now, change, to=to)

    def reached(self, id_: str, staff: str, note: str, now: datetime) -> bool:
        """The person was spoken to."""
        change = "state = 'reached', not_before = null"
        return self._done(id_, staff, "reached", note, now, change)

    def no_answer(
        self, id_: str, staff: str, note: str, now: datetime, again: datetime | None = None
    ) -> bool:
        """Nobody answered: it rests until `again`, then anyone may try; None: at any time."""
        return self._in_vain(id_, staff, "no_answer", note, now, again)

    def busy(
        self, id_: str, staff: str, note: str, now: datetime, again: datetime | None = None
    ) -> bool:
        """The line was engaged."""
        return self._in_vain(id_, staff, "busy", note, now, again)

    def later(self, id_: str, staff: str, note: str, now: datetime, at: datetime) -> bool:
        """The person asked to be called then: it is what they are promised now."""
        window = Window(at, at + timedelta(hours=1))
        change = (
            "state = 'requested', claimed_by = null, not_before = :start, attempts = 0,"
            " promised_from = :start, promised_until = :end, delays = 0"
        )
        start, end = stamp(window.start), stamp(window.end)
        return self._done(id_, staff, "later", note, now, change, start=start, end=end)

    def wrong_number(self, id_: str, staff: str, note: str, now: datetime) -> bool:
        """Somebody else answered, who knows nothing of it: nobody rings there again."""
        change = "state = 'closed', closed_at = :at, follow_up = 0"
        return self._done(id_, staff, "wrong_number", note, now, change, at=stamp(now))

    def wrong_for_good(self, now: datetime) -> list[str]:
        """Requests with a wrong number that can't be undone any more; each is told once."""
        rows = self._engine.all(
            "delete from callback_undo where what = 'wrong_number' and at < :before"
            " returning callback",
            before=stamp(now - UNDO - _GRACE),
        )
        return [row["callback"] for row in rows]

    def close(self, id_: str, staff: str, note: str, now: datetime) -> bool:
        """The matter is done. The number stays until retention ends, for the follow-up."""
        change = "state = 'closed', closed_at = :at"
        return self._done(id_, staff, "closed", note, now, change, at=stamp(now))

    def note(self, id_: str, staff: str, note: str, now: datetime) -> None:
        """Keep a note."""
        self._happened(id_, staff, "note", note, now)

    def undo(self, id_: str, staff: str, now: datetime) -> str:
        """Take back what this person did last, within ten seconds; what it was, or ""."""
        kept = self._engine.one(
            "select * from callback_undo where callback = :id and staff = :staff and at >= :since",
            id=id_,
            staff=staff,
            since=stamp(now - UNDO - _GRACE),
        )
        row = self._row(id_)
        if kept is None or row is None:
            return ""
        self._forget_undo(id_)
        back = ", ".join(f"{name} = :{name}" for name in _BEFORE)
        sql = f"update or ignore callback_request set {back} where id = :id"  # noqa: S608  # nosec
        before = json.loads(kept["before"])
        if not self._engine.run(sql, id=id_, **before):
            return ""
        self._count({**row, **before}, kept["what"], moment(kept["at"]), -1)
        self._happened(id_, staff, "undone", "", now)
        return str(kept["what"])

    def _in_vain(
        self, id_: str, staff: str, what: str, note: str, now: datetime, again: datetime | None
    ) -> bool:
        change = (
            "state = 'no_answer', claimed_by = null, attempts = attempts + 1, not_before = :until"
        )
        until = stamp(again) if again else None
        return self._done(id_, staff, what, note, now, change, until=until)

    def _done(
        self,
        id_: str,
        staff: str,
        what: str,
        note: str,
        now: datetime,
        change: str,
        *,
        which: str = _THEIRS,
        **values: str | None,
    ) -> bool:
        """Carry it out on what they have taken, or on `which` there are; and keep how it was."""
        before = self._row(id_)
        sql = f"update callback_request set {change} where id = :id and {which}"  # noqa: S608  # nosec
        done = self._engine.run(sql, id=id_, staff=staff, **values)
        if done and before:
            self._count(before, what, now)
            self._happened(id_, staff, what, note, now)
            self._keep_undo(before, staff, what, now)
        return bool(done)

    def _keep_undo(self, before: Row, staff: str, what: str, now: datetime) -> None:
        self._engine.run(
            "insert into callback_undo (callback, staff, what, at, before)"
            " values (:id, :staff, :what, :at, :before) on conflict (callback) do update"
            " set staff = :staff, what = :what, at = :at, before = :before",
            id=before["id"],
            staff=staff,
            what=what,
            at=stamp(now),
            before=json.dumps({name: before[name] for name in _BEFORE}),
        )
