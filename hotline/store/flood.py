"""Is somebody flooding the line: a robot that answers us, or a range of new numbers?"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal

from hotline.store.clock import moment, stamp
from hotline.store.engine import Engine
from hotline.store.vault import Vault

WATCHED = timedelta(minutes=5)
REPEATS = 6  # the same text so often within that time is no person's
HUSHED = timedelta(hours=1)
HOUR = timedelta(hours=1)
BETWEEN = timedelta(seconds=10)

Manner = Literal["answer", "silence", "tell"]


class Flood:
    """What is noticed of floods; the numbers are blind."""

    def __init__(self, engine: Engine, vault: Vault) -> None:
        self._engine = engine
        self._vault = vault

    def manner(self, person: str, echo: str, most: int, now: datetime) -> Manner:
        """How to meet this text: more than `most` in five minutes, or one text again and again,
        is a robot. Silence breaks the loop; who goes on is told once where a human being is.
        """
        row = self._engine.one(
            "select count(*) as n, coalesce(sum(echo = :echo), 0) as same from inbound"
            " where person = :person and at >= :since",
            person=person,
            echo=echo,
            since=stamp(now - WATCHED),
        )
        if row is None or (row["n"] < most and row["same"] < REPEATS):
            return "answer"
        return self._hush(person, now)

    def newcomer(self, number: str, most: int, now: datetime) -> timedelta:
        """Note a number that never wrote before; how long its answer is to wait.

        SMS pumping comes as a flood of new numbers in one range: past `most` in an hour, each is
        answered ten seconds after the one before.
        """
        range_ = self._vault.index("range", number[:-3])
        self._engine.run(
            "insert into newcomer (range, at) values (:range, :at)", range=range_, at=stamp(now)
        )
        row = self._engine.one(
            "select count(*) as n from newcomer where range = :range and at >= :since",
            range=range_,
            since=stamp(now - HOUR),
        )
        return BETWEEN * max(0, (row["n"] if row else 0) - most)

    def _hush(self, person: str, now: datetime) -> Manner:
        row = self._engine.one("select since, told from hush where person = :p", p=person)
        if row is None or moment(row["since"]) < now - HUSHED:
            self._engine.run(
                "insert into hush (person, since, told) values (:p, :at, 0)"
                " on conflict (person) do update set since = :at, told = 0",
                p=person,
                at=stamp(now),
            )
            return "silence"
        told = self._engine.run("update hush set told = 1 where person = :p and told = 0", p=person)
        return "tell" if told else "silence"
