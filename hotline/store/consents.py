"""Who agreed to be written to about what, by which message, and until when?"""

from __future__ import annotations

from datetime import datetime

from hotline.store.clock import moment, stamp
from hotline.store.engine import Engine


class Consents:
    """Consent by blind index: `what` is followup, unreached, reminder, or news.<topic>."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def give(self, person: str, what: str, by: str, now: datetime) -> None:
        """The person agrees; `by` names the message, or the member of staff, it came by."""
        self._engine.run(
            "insert into consent (person, what, given_at, by) values (:person, :what, :at, :by)"
            " on conflict (person, what) do update set given_at = :at, by = :by,"
            " withdrawn_at = null",
            person=person,
            what=what,
            at=stamp(now),
            by=by,
        )

    def withdraw(self, person: str, what: str, now: datetime) -> bool:
        """The person has changed their mind. False: there was no consent."""
        return bool(
            self._engine.run(
                "update consent set withdrawn_at = :at where person = :person and what = :what"
                " and withdrawn_at is null",
                person=person,
                what=what,
                at=stamp(now),
            )
        )

    def withdraw_all(self, person: str, now: datetime) -> None:
        """The person agrees to nothing any more."""
        self._engine.run(
            "update consent set withdrawn_at = :at where person = :person and withdrawn_at is null",
            person=person,
            at=stamp(now),
        )

    def given(self, person: str, what: str) -> datetime | None:
        """When the person agreed; None: never, or no longer."""
        row = self._engine.one(
            "select given_at from consent where person = :person and what = :what"
            " and withdrawn_at is null",
            person=person,
            what=what,
        )
        return moment(row["given_at"]) if row else None

    def withdrawn(self, person: str, what: str) -> bool:
        """Did the person say STOP to this?"""
        sql = (
            "select 1 from consent where person = :person and what = :what"
            " and withdrawn_at is not null"
        )
        return self._engine.one(sql, person=person, what=what) is not None

    def topics(self, person: str) -> list[str]:
        """The topics whose news this person has asked for."""
        rows = self._engine.all(
            "select what from consent where person = :person and what like 'news.%'"
            " and withdrawn_at is null order by what",
            person=person,
        )
        return [row["what"].removeprefix("news.") for row in rows]
