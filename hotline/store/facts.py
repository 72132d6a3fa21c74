"""Which records of facts are there, and in which versions was each written down?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from hotline.store.clock import moment, new_id, stamp
from hotline.store.engine import Engine, Row
from hotline.store.statement import Statement, Version, read, written
from hotline.store.vault import Vault

# Who asked for this call from their own number. A number that was typed, or turned out to be wrong,
# may be anybody's: their FORGET must not erase what somebody else has said.
_WHOSE = (
    "select person from callback_request where id = :callback and typed = 0 and (state <> 'closed'"
    " or coalesce((select what from callback_event where callback = :callback"
    " and what in ('closed', 'wrong_number') order by at desc, rowid desc limit 1), '')"
    " <> 'wrong_number')"
)
_OPENED = (
    "insert into facts (id, callback, person, created_at) values (:id,"  # noqa: S608  # nosec: ours
    f" (select id from callback_request where id = :callback), ({_WHOSE}), :at)"
)


@dataclass(frozen=True, slots=True)
class Record:
    """One record of facts. `versions`: the oldest first, and at least one.

    `owned`: it is known from which telephone the person asked to be called.
    """

    id: str
    callback: str | None
    owned: bool
    created_at: datetime
    versions: tuple[Version, ...]

    @property
    def latest(self) -> Version:
        """What holds now."""
        return self.versions[-1]

    @property
    def forgettable(self) -> bool:
        """Does it go with FORGET from the telephone of who asked to be called?"""
        return self.owned and not self.latest.statement.stays

    def version(self, number: int) -> Version | None:
        """The version with this number."""
        return self.versions[number - 1] if 0 < number <= len(self.versions) else None


class Facts:
    """The records. A version is only ever added: there is no verb that changes one."""

    def __init__(self, engine: Engine, vault: Vault) -> None:
        self._engine = engine
        self._vault = vault

    def open(self, statement: Statement, callback: str | None, staff: str, now: datetime) -> str:
        """A new record, with its first version; returns its id. A `callback` may have gone."""
        id_ = new_id()
        with self._engine.transaction():
            self._engine.run(_OPENED, id=id_, callback=callback, at=stamp(now))
            self.amend(id_, 0, statement, staff, now)
        return id_

    def ownable(self, callback: str) -> bool:
        """Would a record opened from this request go with FORGET from a telephone?"""
        return self._engine.one(_WHOSE, callback=callback) is not None

    def disown(self, person: str) -> None:
        """Somebody else has this number: what they say erases no record, nor is one theirs."""
        self._engine.run("update facts set person = null where person = :person", person=person)

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
                self._engine.run(
                    "update facts set stays = :stays where id = :id",
                    id=id_,
                    stays=int(statement.stays),
                )
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
