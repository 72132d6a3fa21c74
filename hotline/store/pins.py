"""Who may record by telephone, by the code they key?

A code is two digits that name the account and six that nobody else knows. Six digits are soon
tried, so they are kept as a slow hash over a keyed one: whoever steals the record without the key
of the data learns nothing, and who guesses on the telephone is locked out.
"""

from __future__ import annotations

import secrets
from datetime import datetime

from argon2.exceptions import InvalidHashError, VerificationError

from hotline.store.clock import stamp
from hotline.store.engine import Engine
from hotline.store.hashing import DECOY, HASHER
from hotline.store.vault import Vault

SLOT, SECRET = 2, 6  # digits


class Pins:
    """The codes of staff; each is shown once, when it is made."""

    def __init__(self, engine: Engine, vault: Vault) -> None:
        self._engine = engine
        self._vault = vault

    def renew(self, staff: str, now: datetime) -> str | None:
        """A new code for this account, whose old one is void; None when a hundred have one."""
        secret = f"{secrets.randbelow(10**SECRET):0{SECRET}}"
        with self._engine.transaction():
            self.withdraw(staff)
            slot = self._free_slot()
            if slot is None:
                return None
            self._engine.run(
                "insert into staff_pin (staff, slot, pin, created_at)"
                " values (:staff, :slot, :pin, :at)",
                staff=staff,
                slot=slot,
                pin=HASHER.hash(self._blind(slot + secret)),
                at=stamp(now),
            )
        return slot + secret

    def withdraw(self, staff: str) -> bool:
        """This account has no code any more; False: it had none."""
        return bool(self._engine.run("delete from staff_pin where staff = :staff", staff=staff))

    def holder(self, code: str) -> str | None:
        """The account that this code opens; to say "none" takes as long."""
        row = self._engine.one("select * from staff_pin where slot = :slot", slot=code[:SLOT])
        try:
            HASHER.verify(row["pin"] if row else DECOY, self._blind(code))
        except (VerificationError, InvalidHashError):
            return None
        return str(row["staff"]) if row else None

    def _blind(self, code: str) -> str:
        return self._vault.index("pin", code)

    def _free_slot(self) -> str | None:
        taken = {row["slot"] for row in self._engine.all("select slot from staff_pin")}
        free = [slot for slot in (f"{n:02}" for n in range(10**SLOT)) if slot not in taken]
        return secrets.choice(free) if free else None
