"""Which messages do people send for which need, as examples to learn from?"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from hotline.errors import Fault, FaultyFiles

FOLDER = "said"
_HEADS = re.compile(r"(?:\[[a-z.]+( [a-z.]+)*\]\s*)+")
_NAME = re.compile(r"[a-z.]+")


@dataclass(frozen=True, slots=True)
class Example:
    """One message as texted, the language it is in, and the names of what it means.

    A meaning is the key of a keyword list without its suffix ("topic.legal", "urgent.fire",
    "command.stop", "stop.not"), or "nothing".
    """

    language: str
    means: tuple[str, ...]
    text: str


def load_examples(messages: Path, meanings: Collection[str]) -> tuple[Example, ...]:
    """Every example of `messages/said/`. Raises FaultyFiles for a heading of no known meaning."""
    faults: list[Fault] = []
    found: list[Example] = []
    for path in sorted((messages / FOLDER).glob("*.txt")):
        found += _read(path, meanings, faults)
    if faults:
        raise FaultyFiles(faults)
    return tuple(found)


def _read(path: Path, meanings: Collection[str], faults: list[Fault]) -> Iterator[Example]:
    means: tuple[str, ...] = ("nothing",)
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        faults.append(Fault(path.name, None, "", f"cannot be read: {error}.", "Save it as UTF-8."))
        return
    for row, line in enumerate(lines, 1):
        if _HEADS.fullmatch(line):
            means = tuple(_NAME.findall(line))
            for name in sorted(set(means) - {*meanings, "nothing"}):
                problem = f"{name!r} is not a meaning the line knows."
                cure = "Name a list of topics.toml or commands.toml, or nothing."
                faults.append(Fault(path.name, row, "", problem, cure))
        elif line.strip() and not line.startswith("# "):
            yield Example(path.stem, means, line.strip())
