"""How many different people say that what the line tells of a place is wrong?"""

from __future__ import annotations

from datetime import datetime

from hotline.store.clock import stamp
from hotline.store.engine import Engine


class Reports:
    """Reports by blind index: who says it twice has said it once."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def add(self, location: str, person: str, now: datetime) -> None:
        """This person says that something about this location is wrong, or is so again."""
        self._engine.run(
            "insert into wrong_report (location, person, at) values (:location, :person, :at)"
            " on conflict (location, person) do update set at = :at, answered = null"
            " where wrong_report.answered is not null",
            location=location,
            person=person,
            at=stamp(now),
        )

    def counts(self) -> dict[str, int]:
        """How many people nobody has answered, by location."""
        rows = self._engine.all(
            "select location, count(*) as n from wrong_report where answered is null"
            " group by location"
        )
        return {row["location"]: row["n"] for row in rows}

    def answer(self, location: str, edit: str) -> None:
        """By this edit somebody has looked into it."""
        self._engine.run(
            "update wrong_report set answered = :edit where location = :location"
            " and answered is null",
            location=location,
            edit=edit,
        )

    def reopen(self, edit: str) -> None:
        """This edit answers nobody any more."""
        self._engine.run("update wrong_report set answered = null where answered = :e", e=edit)
