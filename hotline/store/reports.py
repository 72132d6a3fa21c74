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
        """This person says that something about this location is wrong."""
        self._engine.run(
            "insert into wrong_report (location, person, at) values (:location, :person, :at)"
            " on conflict do nothing",
            location=location,
            person=person,
            at=stamp(now),
        )

    def counts(self) -> dict[str, int]:
        """How many people, by location."""
        rows = self._engine.all(
            "select location, count(*) as n from wrong_report group by location"
        )
        return {row["location"]: row["n"] for row in rows}

    def clear(self, location: str) -> None:
        """Somebody has looked into it."""
        self._engine.run("delete from wrong_report where location = :location", location=location)
