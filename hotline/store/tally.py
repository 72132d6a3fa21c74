"""How often did what happen? Counters kept at write time, so that no row is needed to count."""

from __future__ import annotations

from hotline.store.engine import Engine


class Tally:
    """Named counters with a label; neither ever holds a number or a text."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def add(self, name: str, label: str, n: int = 1) -> None:
        """Count n more."""
        self._engine.run(
            "insert into tally (name, label, n) values (:name, :label, :n)"
            " on conflict (name, label) do update set n = n + :n",
            name=name,
            label=label,
            n=n,
        )

    def of(self, name: str, label: str) -> int:
        """This counter."""
        row = self._engine.one(
            "select n from tally where name = :name and label = :label", name=name, label=label
        )
        return row["n"] if row else 0

    def all(self) -> list[tuple[str, str, int]]:
        """Every counter: name, label, count."""
        rows = self._engine.all("select name, label, n from tally order by name, label")
        return [(row["name"], row["label"], row["n"]) for row in rows]
