"""Which records of facts are there, and in which versions was each written down?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from hotline.store.clock import moment, new_id, stamp
from hotline.store.engine import Engine, Row
from hotline.store.statement import Statement, Version, read, written
from hotline.store.vault import Vault

# Whose FORGET erases it: the one who asked to be called, unless they want it to stay.
_BELONGS = (
    "update facts set person = case when :stays then null else coalesce("
    "(select person from callback_request where id = facts.callback), person) end where id = :id"
)


@dataclass(frozen=True, slots=True)
class Record:
    """One record of facts. `versions`: the oldest first, and at least one.

    `forgettable`: it goes with FORGET from the telephone of who asked to be called.
    """

    id: str
    callback: str | None
    forgettable: bool
    created_at: datetime
    versions: tuple[Version, ...]

    @property
    def latest(self) -> Version:
        """What holds now."""
        return self.versions[-1]

    def version(self, number: int) -> Version | None:
        """The version with this number."""
        return self.versions[number - 1] if 0 < number <= len(self.versions) else None


class Facts:
    """The records. A version is only ever added: there is no verb that changes one."""

    def __init__(self, engine: Engine, vault: Vault) -> None:
        self._engine = engine
        self._vault = vault

    def open(self, statement: Statement, callback: str | None, staff: str, now: datetime) -> str:
        """A new record, with its first version; returns its id."""
        id_ = new_id()
        with self._engine.transaction():
            self._engine.run(
                "insert into facts (id, callback, created_at) values (:id, :callback, :at)",
                id=id_,
                callback=callback,
                at=stamp(now),
            )
            self.amend(id_, 0, statement, staff, now)
        return id_

    def amend(self, id_: str, seen: int, statement: Statement, staff: str, now: datetime) -> bool:
        """The statement is the version after the one that was `seen`; the earlier ones stay.

        False: somebody has added a version since, or the record has gone. Nothing is kept then.
        """
        version = f"{id_}-{seen + 1}"
        with self._engine.transaction():
            added = self._engine.run(
                "insert into facts_version (id, facts, number, at, staff, statement_sealed)"
                " select :version, :id, :number, :at, :staff, :statement from facts"
                " where id = :id and :seen ="
                " (select count(*) from facts_version where facts = :id)",
                version=version,
                id=id_,
                number=seen + 1,
                at=stamp(now),
                staff=staff,
                statement=self._vault.seal(written(statement), _where(version)),
                seen=seen,
            )
            if added:
                self._engine.run(_BELONGS, id=id_, stays=int(statement.stays))
        return bool(added)

    def get(self, id_: str) -> Record | None:
        """The record with this id, opened."""
        row = self._engine.one("select * from facts where id = :id", id=id_)
        return self._record(row) if row else None

    def all(self) -> list[Record]:
        """Every record, opened, the newest first."""
        rows = self._engine.all("select * from facts order by created_at desc, id")
        return [self._record(row) for row in rows]

    def of(self, callback: str) -> list[tuple[str, datetime]]:
        """Which records hang on this request, and since when, the newest first; none is opened."""
        rows = self._engine.all(
            "select id, created_at from facts where callback = :callback order by created_at desc",
            callback=callback,
        )
        return [(row["id"], moment(row["created_at"])) for row in rows]

    def erase(self, id_: str) -> bool:
        """The record has gone, with its versions and its steps. False: it had already."""
        with self._engine.transaction():
            self._engine.run("delete from facts_step where facts = :id", id=id_)
            self._engine.run("delete from facts_version where facts = :id", id=id_)
            gone = self._engine.run("delete from facts where id = :id", id=id_)
        return bool(gone)

    def _record(self, row: Row) -> Record:
        versions = self._engine.all(
            "select * from facts_version where facts = :id order by number", id=row["id"]
        )
        return Record(
            row["id"],
            row["callback"],
            row["person"] is not None,
            moment(row["created_at"]),
            tuple(self._version(each) for each in versions),
        )

    def _version(self, row: Row) -> Version:
        text = self._vault.open(row["statement_sealed"], _where(row["id"]))
        return Version(row["number"], moment(row["at"]), row["staff"], read(text))


def _where(version: str) -> str:
    return f"facts_version.statement/{version}"
