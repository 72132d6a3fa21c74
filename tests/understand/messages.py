"""What do the files under `said/` and `aside/` ask for, and what of it is understood?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from hotline.model import Understood

HERE = Path(__file__).parent
_FIELD = re.compile(r"(\w+)=(.*?)(?=\s+\w+=|$)")


@dataclass(frozen=True)
class Said:
    """One message and what it must mean, by field; "-" is none."""

    language: str
    text: str
    means: tuple[tuple[str, str], ...]


def said(language: str, folder: str = "said") -> Iterator[Said]:
    """The messages of `said/`, which rules are made for, or of `aside/`, which judge the rules.

    Those of `strangers/` and `unseen/` were written by language models that knew no rule, no list:
    `strangers/` was looked at while tuning, `unseen/` never was. `nothing` and `other` are files
    of chatter, and of languages that the line does not speak.
    """
    file = HERE / folder / f"{language}.txt"
    if not file.exists():
        return
    for line in file.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("# "):
            means, text = line.split(" | ", 1)
            yield Said(language, text, tuple(_FIELD.findall(means)))


def shown(understood: Understood, field: str) -> str:
    """The field as the files write it."""
    values = {
        "language": understood.language,
        "asked": understood.asked_language,
        "command": understood.command,
        "topic": understood.topic,
        "topics": ",".join(understood.topics),
        "urgent": understood.urgent,
        "digits": understood.digits,
        "roofless": "yes" if understood.roofless else "no",
        "unsure": "yes" if understood.unsure else "no",
        "place": understood.places[0].name if understood.places else None,
    }
    return values[field] or "-"
