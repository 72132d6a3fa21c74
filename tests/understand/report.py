"""How much of what people text is understood, per language and kind, tuned and aside?"""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from collections.abc import Iterable

from hotline.understand import Lexicon, understand

from .lexicons import LANGUAGES, whole
from .messages import Said, said, shown

KINDS = ("language", "topic", "place", "urgent", "not urgent", "stop", "not stop", "command")


def kind(field: str, value: str) -> str:
    """The kind a label counts for; "" where it is not reported."""
    if field == "command" and value in {"stop", "stop?"}:
        return "stop"
    if value == "-":
        return {"urgent": "not urgent", "command": "not stop"}.get(field, "")
    return field if field in KINDS else ""


def right(field: str, value: str, seen: str) -> bool:
    """True when what was seen serves the person as the label asks."""
    if field == "command" and value == "-":
        return seen != "stop"
    if field == "command" and value == "stop":
        return seen in {"stop", "stop?"}
    return seen == value


def tally(
    messages: Iterable[Said], lexicon: Lexicon, misses: list[str]
) -> dict[str, Counter[bool]]:
    """How many labels of each kind were met (True) and missed (False)."""
    counts: dict[str, Counter[bool]] = defaultdict(Counter)
    for one in messages:
        understood = understand(one.text, lexicon)
        for field, value in one.means:
            of = kind(field, value)
            seen = shown(understood, field)
            if of:
                counts[of][right(field, value, seen)] += 1
            if of and not right(field, value, seen):
                misses.append(f"{one.language}: {field}={value}, not {seen} | {one.text}")
    return counts


def _cell(count: Counter[bool]) -> str:
    total = count.total()
    return f"{count[True]}/{total}".rjust(11) if total else "·".rjust(11)


def main(show_misses: bool) -> None:
    lexicon = whole()
    for folder in ("said", "aside", "strangers", "unseen"):
        misses: list[str] = []
        sums: dict[str, Counter[bool]] = defaultdict(Counter)
        print(f"\n{folder:8}" + "".join(name.rjust(11) for name in KINDS))
        for language in (*LANGUAGES, "nothing", "other"):
            counts = tally(said(language, folder), lexicon, misses)
            for name, count in counts.items():
                sums[name] += count
            print(f"{language:8}" + "".join(_cell(counts.get(name, Counter())) for name in KINDS))
        print(f"{'all':8}" + "".join(_cell(sums[name]) for name in KINDS))
        if show_misses and folder in ("said", "strangers"):
            print("\n".join(misses))


if __name__ == "__main__":
    main("--misses" in sys.argv)
