"""Which rows does every verb about callback requests share?"""

from __future__ import annotations

from datetime import datetime

from hotline.model import Window
from hotline.store.callback import CallbackEvent
from hotline.store.clock import moment, new_id, stamp
from hotline.store.engine import Engine, Row
from hotline.store.served import last_asked, served
from hotline.store.statistics import Statistics
from hotline.store.vault import Vault


class CallbackRecord:
    """The table of requests and the history of each."""

    def __init__(self, engine: Engine, vault: Vault, statistics: Statistics) -> None:
        self._engine = engine
        self._vault = vault
        self._statistics = statistics

    def history(self, id_: str) -> list[CallbackEvent]:
        """What happened to this request, the oldest first."""
        rows = self._engine.all(
            "select * from callback_event where callback = :id order by at, rowid", id=id_
        )
        return [self._event(row) for row in rows]

    def happened(self, id_: str, staff: str | None, what: str, now: datetime) -> None:
        """Keep that this happened to the request; `staff` None: the person did it."""
        self._happened(id_, staff, what, "", now)

    def _events(self, id_: str) -> list[Row]:
        """What happened to this request and when, without the notes, the oldest first."""
        return self._engine.all(
            "select at, staff, what from callback_event where callback = :id order by at, rowid",
            id=id_,
        )

    def _row(self, id_: str) -> Row | None:
        return self._engine.one("select * from callback_request where id = :id", id=id_)

    def _of(self, person: str, reference: str) -> Row | None:
        return self._engine.one(
            "select * from open_callback where person = :person and reference = :reference",
            person=person,
            reference=reference,
        )

    def _count(self, before: Row, what: str, now: datetime, n: int = 1) -> None:
        """The figures of the month know of it; before the history does. `n` -1: it was undone."""
        asked_at = last_asked(before["created_at"], self._events(before["id"]))
        self._statistics.count(served(before, what, asked_at, now), now, n)

    def _promise(self, id_: str, window: Window | None) -> None:
        """What the person is told now."""
        self._engine.run(
            "update callback_request set promised_from = :start, promised_until = :end"
            " where id = :id",
            id=id_,
            start=stamp(window.start) if window else None,
            end=stamp(window.end) if window else None,
        )

    def _forget_undo(self, id_: str) -> None:
        """What staff did last can't be taken back any more."""
        self._engine.run("delete from callback_undo where callback = :id", id=id_)

    def _happened(self, id_: str, staff: str | None, what: str, note: str, now: datetime) -> None:
        event = new_id()
        self._engine.run(
            "insert into callback_event (id, callback, at, staff, what, note_sealed)"
            " values (:id, :callback, :at, :staff, :what, :note)",
            id=event,
            callback=id_,
            at=stamp(now),
            staff=staff,
            what=what,
            note=self._vault.seal(note, f"callback_event.note/{event}") if note else None,
        )

    def _event(self, row: Row) -> CallbackEvent:
        sealed = row["note_sealed"]
        note = self._vault.open(sealed, f"callback_event.note/{row['id']}") if sealed else ""
        return CallbackEvent(moment(row["at"]), row["staff"], row["what"], note)
