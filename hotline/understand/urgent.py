"""Is somebody in danger now, and of which kind?"""

from __future__ import annotations

from collections.abc import Collection

from hotline.understand.learned import Beliefs
from hotline.understand.near_misses import GUESSED
from hotline.understand.reading import Hit, Reading

# A call for help that comes with one of these topics, or with none, is believed.
_GRAVE = frozenset({"violence", "health"})
_LIKELY = 0.25  # how likely examples must make it where no phrase of the lists is met
_PERHAPS = 0.15  # and where one is met that alone proves nothing
_CALM, _STORY = 0.005, 4  # a sentence of more words that examples know so well to be harmless, is
_DESPERATE = 0.6  # whoever has no roof tonight writes like that: then examples must be this sure
# Where a message shows several kinds, the one whose help must come first.
_ORDER = ("weapon", "fire", "medical", "child", "suicide", "violence")


def danger(reading: Reading, topics: Collection[str], beliefs: Beliefs) -> str | None:
    """The kind of danger, or None. Missing one costs more than a false alarm."""
    taught = beliefs.kind("urgent")
    likely = sum(taught.values())
    if taught and likely < _CALM and len(reading.words) > _STORY:
        return None
    if reading.of("shelter") and likely < _DESPERATE:
        likely = 0.0
    named = _named(reading, topics, likely)
    if named or likely < _LIKELY:
        return named
    return max(taught, key=lambda kind: taught[kind])


def _named(reading: Reading, topics: Collection[str], likely: float) -> str | None:
    """The kind that a phrase of the lists names, where the examples don't say it is harmless."""
    harmless = reading.of("urgent", "not")
    hits = [
        hit
        for hit in reading.of("urgent")
        if hit.name != "not"
        and hit.sure > GUESSED
        and not any(hit.overlaps(other) for other in harmless)
    ]
    if not _believed(hits, topics, likely):
        return None
    firm = [hit for hit in hits if not hit.weak] or hits
    return min((hit.name for hit in firm), key=_rank)


def _believed(hits: Collection[Hit], topics: Collection[str], likely: float) -> bool:
    """A bare "au secours" counts unless the need it names is no danger."""
    if any(not hit.weak for hit in hits):
        return True
    return bool(hits) and (likely >= _PERHAPS or set(topics) <= _GRAVE)


def _rank(kind: str) -> int:
    return _ORDER.index(kind) if kind in _ORDER else len(_ORDER)
