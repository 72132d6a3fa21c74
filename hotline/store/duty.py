"""At which telephone does somebody on duty answer? Sealed, and never shown again."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from hotline.store.clock import stamp
from hotline.store.engine import Engine
from hotline.store.vault import Vault


class Duty:
    """The numbers of the people on the rota, by their names there."""

    def __init__(self, engine: Engine, vault: Vault) -> None:
        self._engine = engine
        self._vault = vault

    def keep(self, name: str, number: str, now: datetime) -> None:
        """This person answers at this number (E.164) from now on."""
        self._engine.run(
            "insert into duty_phone (name, number_sealed, changed_at) values (:name, :number, :at)"
            " on conflict (name) do update set number_sealed = :number, changed_at = :at",
            name=name,
            number=self._vault.seal(number, f"duty_phone.number/{name}"),
            at=stamp(now),
        )

    def forget(self, name: str) -> bool:
        """No number is held of this person any more; False: none was."""
        return bool(self._engine.run("delete from duty_phone where name = :name", name=name))

    def names(self) -> frozenset[str]:
        """Whose number is known."""
        return frozenset(row["name"] for row in self._engine.all("select name from duty_phone"))

    def numbers(self, names: Collection[str]) -> dict[str, str]:
        """The numbers of these people (E.164), of those who have one."""
        return {
            row["name"]: self._vault.open(row["number_sealed"], f"duty_phone.number/{row['name']}")
            for row in self._engine.all("select name, number_sealed from duty_phone")
            if row["name"] in names
        }
