"""May this login, or this address, try once more, and when?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from hotline.store.clock import moment, stamp
from hotline.store.engine import Engine
from hotline.store.vault import Vault

FIRST, LONGEST = timedelta(minutes=1), timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Limit:
    """How many may go wrong within this time before each further one costs a wait."""

    free: int
    within: timedelta


A_LOGIN = Limit(5, timedelta(days=1))
AN_ADDRESS = Limit(20, timedelta(hours=1))  # an office shares one: it mistypes more often


class Attempts:
    """What went wrong lately, by a keyed hash of who it was."""

    def __init__(self, engine: Engine, vault: Vault) -> None:
        self._engine = engine
        self._vault = vault

    def locked_until(self, key: str, limit: Limit, now: datetime) -> datetime | None:
        """When this login or address may try again; None: now.

        A minute after the last of the free attempts, and twice as long after each further one.
        """
        failures = self._engine.all(
            "select at from login_failure where key = :key and at >= :since order by at desc",
            key=self._index(key),
            since=stamp(now - limit.within),
        )
        beyond = len(failures) - limit.free
        if beyond < 0:
            return None
        until = moment(failures[0]["at"]) + min(FIRST * (1 << min(beyond, 10)), LONGEST)
        return until if until > now else None

    def failed(self, key: str, now: datetime) -> None:
        """It went wrong."""
        self._engine.run(
            "insert into login_failure (key, at) values (:key, :at)",
            key=self._index(key),
            at=stamp(now),
        )

    def forgive(self, key: str) -> None:
        """It went right at last."""
        self._engine.run("delete from login_failure where key = :key", key=self._index(key))

    def _index(self, key: str) -> str:
        return self._vault.index("login", key)
