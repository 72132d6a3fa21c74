"""Which translations have speakers read, and what would they say instead?"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import datetime

from hotline.store.clock import moment, new_id, stamp
from hotline.store.engine import Engine, Row
from hotline.store.vault import Vault


@dataclass(frozen=True, slots=True)
class Mark:
    """What somebody has said of one version of a text; `wording` None: it is right as it is."""

    version: str
    key: str
    staff: str
    at: datetime
    wording: str | None
    id: str = field(default_factory=new_id, compare=False)


class TextMarks:
    """The last mark of each version of a text holds; without it, the one before holds again."""

    def __init__(self, engine: Engine, vault: Vault) -> None:
        self._engine = engine
        self._vault = vault

    def keep(self, language: str, mark: Mark) -> None:
        """This is what is said of that version from now on."""
        wording = mark.wording
        self._engine.run(
            "insert into text_mark (id, version, language, key, staff, at, wording_sealed)"
            " values (:id, :version, :language, :key, :staff, :at, :wording)",
            id=mark.id,
            version=mark.version,
            language=language,
            key=mark.key,
            staff=mark.staff,
            at=stamp(mark.at),
            wording=None if wording is None else self._vault.seal(wording, _bound(mark.id)),
        )

    def drop(self, id_: str) -> bool:
        """This mark is taken back. False: it was not there."""
        return bool(self._engine.run("delete from text_mark where id = :id", id=id_))

    def newest(self, version: str) -> str:
        """The id of the mark that holds; "" where nothing is said of this version."""
        row = self._engine.one(
            "select id from text_mark where version = :version order by at desc, rowid desc",
            version=version,
        )
        return str(row["id"]) if row else ""

    def of(self, language: str) -> dict[str, Mark]:
        """What is said of texts in this language, by version."""
        rows = self._engine.all(
            "select * from text_mark where language = :l order by at, rowid", l=language
        )
        return {row["version"]: self._mark(row) for row in rows}

    def all(self) -> dict[str, str | None]:
        """The suggested wording of every version of which something is said; None: it is right."""
        rows = self._engine.all("select * from text_mark order by at, rowid")
        return {row["version"]: self._mark(row).wording for row in rows}

    def forget(self, current: Callable[[], Collection[str]], before: datetime) -> int:
        """Erase what was said before then of words that are no more; how many marks."""
        rows = self._engine.all(
            "select id, version from text_mark where at < :at", at=stamp(before)
        )
        there = current() if rows else ()
        return sum(self.drop(row["id"]) for row in rows if row["version"] not in there)

    def _mark(self, row: Row) -> Mark:
        sealed = row["wording_sealed"]
        wording = None if sealed is None else self._vault.open(sealed, _bound(row["id"]))
        at = moment(row["at"])
        return Mark(row["version"], row["key"], row["staff"], at, wording, row["id"])


def _bound(id_: str) -> str:
    return f"text_mark.wording/{id_}"
