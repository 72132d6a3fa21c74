"""Which phrases of a language mean two things that the line can't tell apart?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from hotline.understand.fold import fold
from hotline.understand.lexicon import Keywords

# Two lists of one kind exclude each other; a topic and a command are weighed by other means.
_KINDS = ("topic", "command")
_SUFFIX = "/keywords"


@dataclass(frozen=True, slots=True)
class Clash:
    """A phrase, as it is looked up, that stands firm in several lists of one kind."""

    phrase: str
    lists: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.phrase!r} stands in {' and '.join(self.lists)}"


def clashes(texts: Keywords, language: str) -> Iterator[Clash]:
    """The clashes of one language. A phrase marked weak (`word?`) gives way, and clashes with none.

    The cure: take it out of one list, mark it weak there, or write a longer phrase.
    """
    for kind in _KINDS:
        lists: dict[str, list[str]] = defaultdict(list)
        for key in texts.keyword_keys():
            if key.startswith(f"{kind}."):
                for phrase in {_looked_up(each) for each in texts.keywords(key, language)} - {""}:
                    lists[phrase].append(key.removesuffix(_SUFFIX))
        for phrase, names in sorted(lists.items()):
            if len(names) > 1:
                yield Clash(phrase, tuple(names))


def _looked_up(written: str) -> str:
    """The phrase as it is compared; a weak one is compared with nothing."""
    if written.endswith("?"):
        return ""
    return " ".join(
        part if part == "…" else "|".join(fold(choice) for choice in part.split("|"))
        for part in written.split()
    )
