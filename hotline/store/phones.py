"""At which telephone is a member of staff rung, to be put through? Sealed, and never shown."""

from __future__ import annotations

from collections.abc import Collection

from hotline.store.engine import Engine
from hotline.store.vault import Vault


class Phones:
    """The telephones that staff gave; whether there is one is part of their account."""

    def __init__(self, engine: Engine, vault: Vault) -> None:
        self._engine = engine
        self._vault = vault

    def keep(self, staff: str, number: str) -> None:
        """They are rung at this number (E.164) from now on; "" erases it."""
        sealed = self._vault.seal(number, f"staff.phone/{staff}") if number else None
        sql = "update staff set phone_sealed = :sealed where id = :id"
        self._engine.run(sql, id=staff, sealed=sealed)

    def of(self, staff: str) -> str | None:
        """Their number, for the line alone; None: they gave none."""
        row = self._engine.one("select phone_sealed from staff where id = :id", id=staff)
        sealed = row["phone_sealed"] if row else None
        return self._vault.open(sealed, f"staff.phone/{staff}") if sealed else None

    def of_logins(self, logins: Collection[str]) -> dict[str, str]:
        """The numbers of these accounts, by login, of those that gave one."""
        rows = self._engine.all(
            "select id, login, phone_sealed from staff where phone_sealed <> ''"
        )
        return {
            row["login"]: self._vault.open(row["phone_sealed"], f"staff.phone/{row['id']}")
            for row in rows
            if row["login"] in logins
        }
