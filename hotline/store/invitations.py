"""Who may choose the password of an account, once, with a code that was given to them?"""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from hotline.store.clock import stamp
from hotline.store.engine import Engine

LIFE = timedelta(days=3)
_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # none of which is taken for another
_GROUPS, _EACH = 4, 4  # 78 bits: nobody guesses one in three days


class Invitations:
    """One code an account; the record has only its hash."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def make(self, staff: str, now: datetime) -> str:
        """A new code for this account; an earlier one opens nothing any more."""
        code = "-".join(
            "".join(secrets.choice(_LETTERS) for _ in range(_EACH)) for _ in range(_GROUPS)
        )
        self._engine.run(
            "insert into invitation (id, staff, until) values (:id, :staff, :until)"
            " on conflict (staff) do update set id = :id, until = :until",
            id=_hashed(code),
            staff=staff,
            until=stamp(now + LIFE),
        )
        return code

    def invited(self, code: str, now: datetime) -> str | None:
        """The account this code is for; None: it was used, replaced, or is too old."""
        row = self._engine.one(
            "select staff from invitation where id = :id and until > :now",
            id=_hashed(code),
            now=stamp(now),
        )
        return row["staff"] if row else None

    def until(self, staff: str, now: datetime) -> str | None:
        """Till when somebody may still use the code of this account."""
        row = self._engine.one(
            "select until from invitation where staff = :staff and until > :now",
            staff=staff,
            now=stamp(now),
        )
        return row["until"] if row else None


def _hashed(code: str) -> str:
    bare = "".join(char for char in code.upper() if char in _LETTERS)
    return hashlib.sha256(bare.encode()).hexdigest()
