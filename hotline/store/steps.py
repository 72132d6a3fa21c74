"""What is to be done about a record of facts, by when, and what has been?"""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from hotline.store.clock import new_id
from hotline.store.engine import Engine, Row
from hotline.store.vault import Vault

# The short list; in what words, a step says itself.
CLOSED = "closed"
KINDS = ("letter", "complaint", "defender", "hearing", "other", CLOSED)


@dataclass(frozen=True, slots=True)
class Step:
    """One step. `kind`: one of KINDS. `done_on` None: it is still to be done, on `due_on`."""

    id: str
    facts: str
    kind: str
    words: str
    due_on: date
    done_on: date | None
    staff: str


class Steps:
    """The steps of every record."""

    def __init__(self, engine: Engine, vault: Vault) -> None:
        self._engine = engine
        self._vault = vault

    def add(self, facts: str, kind: str, words: str, day: date, staff: str, *, done: bool) -> str:
        """A step that is to be done that day, or was; its id."""
        id_ = new_id()
        self._engine.run(
            "insert into facts_step (id, facts, due_on, done_on, staff, step_sealed)"
            " values (:id, :facts, :day, :done, :staff, :step)",
            id=id_,
            facts=facts,
            day=day.isoformat(),
            done=day.isoformat() if done else None,
            staff=staff,
            step=self._vault.seal(json.dumps([kind, words]), _where(id_)),
        )
        return id_

    def done(self, facts: str, id_: str, day: date) -> bool:
        """This step of the record was done that day. False: there is none that is to be done."""
        return bool(
            self._engine.run(
                "update facts_step set done_on = :day"
                " where id = :id and facts = :facts and done_on is null",
                id=id_,
                facts=facts,
                day=day.isoformat(),
            )
        )

    def drop(self, facts: str, id_: str) -> bool:
        """The step was a mistake, and is no more. False: there was none."""
        sql = "delete from facts_step where id = :id and facts = :facts"
        return bool(self._engine.run(sql, id=id_, facts=facts))

    def of(self, facts: str) -> list[Step]:
        """The steps of this record, by their day."""
        rows = self._engine.all(
            "select * from facts_step where facts = :facts"
            " order by coalesce(done_on, due_on), rowid",
            facts=facts,
        )
        return [self._step(row) for row in rows]

    def due(self, until: date) -> list[Step]:
        """What is to be done until that day, of all records, the longest overdue first."""
        rows = self._engine.all(
            "select * from facts_step where done_on is null and due_on <= :until"
            " order by due_on, rowid",
            until=until.isoformat(),
        )
        return [self._step(row) for row in rows]

    def untold(self, until: date) -> list[str]:
        """Ids of steps to be done until that day that staff were not reminded of."""
        rows = self._engine.all(
            "select id from facts_step where done_on is null and told = 0 and due_on <= :until",
            until=until.isoformat(),
        )
        return [row["id"] for row in rows]

    def tell(self, ids: Collection[str]) -> None:
        """Staff were reminded of these."""
        for id_ in ids:
            self._engine.run("update facts_step set told = 1 where id = :id", id=id_)

    def _step(self, row: Row) -> Step:
        kind, words = json.loads(self._vault.open(row["step_sealed"], _where(row["id"])))
        done = date.fromisoformat(row["done_on"]) if row["done_on"] else None
        due = date.fromisoformat(row["due_on"])
        return Step(row["id"], row["facts"], kind, words, due, done, row["staff"])


def _where(id_: str) -> str:
    return f"facts_step.step/{id_}"
