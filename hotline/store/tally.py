"""How often did what happen? Counters kept at write time, so that no row is needed to count."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import cache

from hotline.store.engine import Engine

Counted = tuple[str, str, int]  # name, label, how many


class Tally:
    """Named counters with a label; neither ever holds a number or a text."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def add(self, name: str, label: str, n: int = 1) -> None:
        """Count n more."""
        self.add_all([(name, label, n)])

    def add_all(self, counted: Sequence[Counted]) -> None:
        """Count all of these, in one statement: each costs more than its rows."""
        if not counted:
            return
        values: dict[str, str | int] = {}
        for nth, (name, label, n) in enumerate(counted):
            values |= {f"name{nth}": name, f"label{nth}": label, f"n{nth}": n}
        self._engine.run(_adding(len(counted)), **values)

    def of(self, name: str, label: str) -> int:
        """This counter."""
        row = self._engine.one(
            "select n from tally where name = :name and label = :label", name=name, label=label
        )
        return row["n"] if row else 0

    def named(self, names: Collection[str], begins: str = "") -> list[Counted]:
        """The counters with these names whose label begins so: name, label, count."""
        rows = self._engine.all(
            "select name, label, n from tally where :names like '% ' || name || ' %'"
            " and substr(label, 1, length(:begins)) = :begins order by name, label",
            names=f" {' '.join(names)} ",
            begins=begins,
        )
        return [(row["name"], row["label"], row["n"]) for row in rows]

    def erase(self, name: str, begins: str) -> None:
        """Forget the counters with this name whose label begins so."""
        self._engine.run(
            "delete from tally where name = :name and substr(label, 1, length(:begins)) = :begins",
            name=name,
            begins=begins,
        )


@cache
def _adding(rows: int) -> str:
    values = ", ".join(f"(:name{nth}, :label{nth}, :n{nth})" for nth in range(rows))
    return (
        f"insert into tally (name, label, n) values {values}"  # noqa: S608  # nosec: our own words
        " on conflict (name, label) do update set n = n + excluded.n"
    )
