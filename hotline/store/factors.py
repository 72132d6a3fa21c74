"""Does somebody have the telephone, or the paper, that they said they have? TOTP (RFC 6238)."""

from __future__ import annotations

import hmac
import secrets
from datetime import datetime

import pyotp

from hotline.store.engine import Engine
from hotline.store.vault import Vault

STEP_S = 30
_DRIFT = (-1, 0, 1)  # steps that a telephone's clock may be wrong by
_LETTERS = "23456789abcdefghjkmnpqrstvwxyz"
_CODES, _LETTERS_EACH = 10, 10  # 49 bits each, and few tries


class Factors:
    """Secrets of telephones, sealed; and codes on paper for the day the telephone is lost."""

    def __init__(self, engine: Engine, vault: Vault) -> None:
        self._engine = engine
        self._vault = vault

    def begin(self, staff: str) -> str:
        """The secret that this account is to be confirmed with; the same until it is."""
        secret, confirmed = self._secret(staff)
        if secret is None or confirmed:
            secret = pyotp.random_base32()
            self._keep(staff, secret)
        return secret

    def confirm(self, staff: str, code: str, now: datetime) -> list[str] | None:
        """The account asks for a code from now on; ten codes for paper. None: it is wrong."""
        with self._engine.transaction():
            if not self._used(staff, code, now):
                return None
            return self._fresh_codes(staff)

    def passes(self, staff: str, code: str, now: datetime) -> bool:
        """Is this a code of now, or one from the paper? Each opens once."""
        with self._engine.transaction():
            confirmed = self._secret(staff)[1]
            return confirmed and (self._used(staff, code, now) or self._crossed_out(staff, code))

    def drop(self, staff: str) -> None:
        """The account asks for no code any more."""
        with self._engine.transaction():
            self._engine.run(
                "update staff set factor_sealed = null, factor_at = 0 where id = :id", id=staff
            )
            self._engine.run("delete from recovery_code where staff = :id", id=staff)

    def codes_left(self, staff: str) -> int:
        """How many codes on paper still open."""
        sql = "select count(*) as n from recovery_code where staff = :id"
        row = self._engine.one(sql, id=staff)
        return int(row["n"]) if row else 0

    def _used(self, staff: str, code: str, now: datetime) -> bool:
        """Was it right, and not used before? No earlier one opens from now on."""
        secret, _ = self._secret(staff)
        if secret is None:
            return False
        given, present = "".join(code.split()), int(now.timestamp()) // STEP_S
        for step in (present + drift for drift in _DRIFT):
            right = pyotp.TOTP(secret).at(step * STEP_S)
            if hmac.compare_digest(right.encode(), given.encode()):
                sql = "update staff set factor_at = :step where id = :id and factor_at < :step"
                return bool(self._engine.run(sql, id=staff, step=step))
        return False

    def _crossed_out(self, staff: str, code: str) -> bool:
        bare = "".join(char for char in code.lower() if char in _LETTERS)
        return bool(
            self._engine.run(
                "delete from recovery_code where staff = :staff and code = :code",
                staff=staff,
                code=self._vault.index("recovery", staff, bare),
            )
        )

    def _fresh_codes(self, staff: str) -> list[str]:
        self._engine.run("delete from recovery_code where staff = :id", id=staff)
        codes = [
            "".join(secrets.choice(_LETTERS) for _ in range(_LETTERS_EACH)) for _ in range(_CODES)
        ]
        for code in codes:
            self._engine.run(
                "insert into recovery_code (code, staff) values (:code, :staff)",
                code=self._vault.index("recovery", staff, code),
                staff=staff,
            )
        return [f"{code[:5]}-{code[5:]}" for code in codes]

    def _secret(self, staff: str) -> tuple[str | None, bool]:
        row = self._engine.one("select factor_sealed, factor_at from staff where id = :i", i=staff)
        if row is None or row["factor_sealed"] is None:
            return None, False
        secret = self._vault.open(row["factor_sealed"], f"staff.factor/{staff}")
        return secret, bool(row["factor_at"])

    def _keep(self, staff: str, secret: str) -> None:
        self._engine.run(
            "update staff set factor_sealed = :secret, factor_at = 0 where id = :id",
            id=staff,
            secret=self._vault.seal(secret, f"staff.factor/{staff}"),
        )
