"""What does one check have to say?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Level = Literal["ok", "warn", "bad"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One fact about the machine, and one sentence that says what to do (empty when it is ok).

    `bad` will lose, leak or refuse something; `warn` may, one day, or makes the line poorer.
    """

    level: Level
    what: str
    cure: str = ""

    def __str__(self) -> str:
        return f"{self.level:<4}  {self.what}" + (f"\n      {self.cure}" if self.cure else "")


def ok(what: str) -> list[Finding]:
    """Nothing to do."""
    return [Finding("ok", what)]


def warn(what: str, cure: str) -> list[Finding]:
    """Worth doing something about."""
    return [Finding("warn", what, cure)]


def bad(what: str, cure: str) -> list[Finding]:
    """Has to be cured before people rely on the line."""
    return [Finding("bad", what, cure)]
