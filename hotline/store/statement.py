"""What does somebody state happened to them?"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Statement:
    """All of a record of facts, in the person's words. What is not known is "".

    `day` is written 2026-11-23; `moment` says the hour, or how long it lasted. `grounds` are ids of
    `messages/grounds.toml`. `stays`: the person wants it kept even if their telephone says FORGET.
    """

    name: str = ""
    day: str = ""
    moment: str = ""
    place: str = ""
    words: str = ""
    present: str = ""
    grounds: tuple[str, ...] = ()
    other: str = ""
    evidence: str = ""
    wish: str = ""
    stays: bool = False


FIELDS = tuple(field.name for field in fields(Statement))


@dataclass(frozen=True, slots=True)
class Version:
    """What was stated, as this member of staff wrote it down at that moment. Never changed."""

    number: int
    at: datetime
    staff: str
    statement: Statement


def written(statement: Statement) -> str:
    """The statement as one text."""
    return json.dumps(asdict(statement), ensure_ascii=False)


def read(text: str) -> Statement:
    """The statement that was written so."""
    found = json.loads(text)
    return Statement(**{**found, "grounds": tuple(found["grounds"])})
