"""Is somebody in danger now, and of which kind?"""

from __future__ import annotations

from collections.abc import Collection

from hotline.understand.near_misses import GUESSED
from hotline.understand.reading import Hit, Reading

# A call for help that comes with one of these topics, or with none, is believed.
_GRAVE = frozenset({"violence", "health"})
# Where a message shows several kinds, the one whose help must come first.
_ORDER = ("weapon", "fire", "medical", "child", "suicide", "violence")


def danger(reading: Reading, topics: Collection[str]) -> str | None:
    """The kind of danger, or None. Missing one costs more than a false alarm."""
    harmless = reading.of("urgent", "not")
    hits = [
        hit
        for hit in reading.of("urgent")
        if hit.name != "not"
        and hit.sure > GUESSED
        and not any(hit.overlaps(other) for other in harmless)
    ]
    if not _believed(hits, topics):
        return None
    firm = [hit for hit in hits if not hit.weak] or hits
    return min((hit.name for hit in firm), key=_rank)


def _believed(hits: Collection[Hit], topics: Collection[str]) -> bool:
    """A bare "au secours" counts unless the need it names is no danger."""
    if any(not hit.weak for hit in hits):
        return True
    return bool(hits) and set(topics) <= _GRAVE


def _rank(kind: str) -> int:
    return _ORDER.index(kind) if kind in _ORDER else len(_ORDER)
