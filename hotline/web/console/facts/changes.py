"""What is different between two versions of a statement?"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from hotline.store.statement import FIELDS, Statement

Piece = tuple[Literal["same", "gone", "new"], str]
_WORDS = re.compile(r"\s+|[^\s]+")
_LINES = re.compile(r"[^\n]+\n?")
_WHOLE = frozenset({"day", "grounds", "stays"})  # what is chosen, not written


@dataclass(frozen=True, slots=True)
class Change:
    """One field that is not what it was: its text in pieces, in order."""

    field: str
    pieces: tuple[Piece, ...]


def changes(before: Statement, after: Statement, shown: Callable[..., str]) -> list[Change]:
    """Every field that changed, as `shown(statement, field)` words it."""
    return [
        Change(
            name,
            tuple(
                compare(
                    shown(before, name), shown(after, name), _LINES if name in _WHOLE else _WORDS
                )
            ),
        )
        for name in FIELDS
        if getattr(before, name) != getattr(after, name)
    ]


def compare(before: str, after: str, part: re.Pattern[str] = _WORDS) -> list[Piece]:
    """The parts that went, came and stayed, so that what stayed and came reads as `after`."""
    old, new = part.findall(before), part.findall(after)
    pieces: list[Piece] = []
    for what, i, j, k, m in SequenceMatcher(a=old, b=new).get_opcodes():
        if what == "equal":
            pieces.append(("same", "".join(old[i:j])))
            continue
        if i < j:
            pieces.append(("gone", "".join(old[i:j])))
        if k < m:
            pieces.append(("new", "".join(new[k:m])))
    return pieces


def in_words(
    grounds: Mapping[str, str], day: Callable[[str], str], stays: tuple[str, str]
) -> Callable[[Statement, str], str]:
    """Says a field of a statement; `stays`: what no and yes are called."""

    def shown(statement: Statement, name: str) -> str:
        value = getattr(statement, name)
        if name == "grounds":
            return "\n".join(grounds.get(id_, id_) for id_ in value)
        if name == "day":
            return day(value) if value else ""
        return stays[value] if name == "stays" else str(value)

    return shown
