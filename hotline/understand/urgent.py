"""Is somebody in danger now, and of which kind?"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from hotline.understand.learned import Beliefs, Learned
from hotline.understand.near_misses import GUESSED
from hotline.understand.reading import Hit, Reading

# A call for help that comes with one of these topics, or with none, is believed.
_GRAVE = frozenset({"violence", "health"})
# How likely examples must make it where no phrase of the lists is met, and in a few words.
_LIKELY, _BRIEF = 0.08, 0.4
_PERHAPS = 0.1  # and where one is met that alone proves nothing
_NOISE = 0.03  # a kind that is less likely is no evidence
_AROUND = 4  # words before and after a phrase that tell whether it is harmless
_STORY = 4  # more words than that are no brief call
_CALM = 0.04  # less likely, where there are more words, is harmless
_DESPERATE = 0.6  # whoever has no roof tonight writes like that: then examples must be this sure
# Where a message shows several kinds, the one whose help must come first.
_ORDER = ("weapon", "fire", "medical", "child", "suicide", "violence")


def danger(
    reading: Reading, topics: Collection[str], beliefs: Beliefs, learned: Learned
) -> str | None:
    """The kind of danger, or None. Missing one costs more than a false alarm."""
    taught = beliefs.kind("urgent")
    likely = sum(taught.values())
    hits = _phrases(reading)
    if taught and likely < _CALM and len(reading.words) > _STORY:
        hits = [hit for hit in hits if not hit.weak and _told_apart(hit, reading, learned)]
        return min((hit.name for hit in hits), key=_rank, default=None)
    if reading.of("shelter") and likely < _DESPERATE:
        taught, likely = {}, 0.0
    named = _named(hits, topics, likely)
    if named or _guessed(taught) < (_LIKELY if len(reading.words) > _STORY else _BRIEF):
        return named
    return max(taught, key=lambda kind: taught[kind])


def _phrases(reading: Reading) -> list[Hit]:
    """The phrases of the lists that name a danger, and are not part of a harmless one."""
    harmless = reading.of("urgent", "not")
    return [
        hit
        for hit in reading.of("urgent")
        if hit.name != "not"
        and hit.sure > GUESSED
        and not any(hit.overlaps(other) for other in harmless)
    ]


def _told_apart(hit: Hit, reading: Reading, learned: Learned) -> bool:
    """True where the words around a phrase are not harmless, though the long story they are in is:
    "... a receipt that ends next month. Last night my husband hit me."
    """
    around = reading.written[max(0, hit.start - _AROUND) : hit.end + _AROUND]
    if len(around) == len(reading.written):
        return False
    return sum(learned.weigh(around).kind("urgent").values()) >= _CALM


def _guessed(kinds: Mapping[str, float]) -> float:
    """How likely some danger is that no list knows.

    A sentence that says nothing to the examples is a little of every kind: that counts for none.
    """
    return sum(share for share in kinds.values() if share >= _NOISE)


def _named(hits: Collection[Hit], topics: Collection[str], likely: float) -> str | None:
    """The kind that these phrases name, if they are believed."""
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
