"""Which translations have speakers read, and what would they say instead?"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime

from hotline.store.clock import moment, stamp
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


class TextMarks:
    """One mark for each version of a text: the last one."""

    def __init__(self, engine: Engine, vault: Vault) -> None:
        self._engine = engine
        self._vault = vault

    def keep(self, language: str, mark: Mark) -> None:
        """This is what is said of that version from now on."""
        wording = mark.wording
        self._engine.run(
            "insert into text_mark (id, language, key, staff, at, wording_sealed)"
            " values (:id, :language, :key, :staff, :at, :wording) on conflict (id) do update set"
            " staff = :staff, at = :at, wording_sealed = :wording",
            id=mark.version,
            language=language,
            key=mark.key,
            staff=mark.staff,
            at=stamp(mark.at),
            wording=None if wording is None else self._vault.seal(wording, _bound(mark.version)),
        )

    def drop(self, version: str) -> bool:
        """Nothing is said of it any more. False: nothing was."""
        return bool(self._engine.run("delete from text_mark where id = :id", id=version))

    def of(self, language: str) -> dict[str, Mark]:
        """All that is said of texts in this language, by version."""
        rows = self._engine.all("select * from text_mark where language = :l", l=language)
        return {row["id"]: self._mark(row) for row in rows}

    def all(self) -> dict[str, str | None]:
        """The suggested wording of every version of which something is said; None: it is right."""
        rows = self._engine.all("select * from text_mark")
        return {row["id"]: self._mark(row).wording for row in rows}

    def forget(self, current: Callable[[], Collection[str]], before: datetime) -> int:
        """Erase what was said before then of words that are no more; how many marks."""
        rows = self._engine.all("select id from text_mark where at < :at", at=stamp(before))
        there = current() if rows else ()
        return sum(self.drop(row["id"]) for row in rows if row["id"] not in there)

    def _mark(self, row: Row) -> Mark:
        sealed = row["wording_sealed"]
        wording = None if sealed is None else self._vault.open(sealed, _bound(row["id"]))
        return Mark(row["id"], row["key"], row["staff"], moment(row["at"]), wording)


def _bound(version: str) -> str:
    return f"text_mark.wording/{version}"
