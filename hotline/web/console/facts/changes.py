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
_SENTENCES = re.compile(r"[^.!?…。।؟\n]*[.!?…。।؟\n]*\s*")
_MANY = 3000  # more words take seconds to compare: then, sentence by sentence
_CHOSEN = frozenset({"day", "grounds", "stays"})  # line by line, not written word by word


@dataclass(frozen=True, slots=True)
class Change:
    """One field that is not what it was: its text in pieces, in order."""

    field: str
    pieces: tuple[Piece, ...]


def changes(before: Statement, after: Statement, shown: Callable[..., str]) -> list[Change]:
    """Every field that changed, as `shown(statement, field)` words it."""
    return [
        Change(name, tuple(compare(shown(before, name), shown(after, name), name in _CHOSEN)))
        for name in FIELDS
        if getattr(before, name) != getattr(after, name)
    ]


def compare(before: str, after: str, lines: bool = False) -> list[Piece]:
    """The words or lines that went, came and stayed: what stayed and came reads as `after`."""
    old, new = _lines(before, after) if lines else _words(before, after)
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


def _lines(*texts: str) -> list[list[str]]:
    return [[f"{each}\n" for each in text.splitlines()] for text in texts]


def _words(*texts: str) -> list[list[str]]:
    found = [_WORDS.findall(text) for text in texts]
    many = max(map(len, found)) > _MANY
    return [_SENTENCES.findall(text) for text in texts] if many else found


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
