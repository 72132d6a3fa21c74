"""Which of the line's topics is this message about?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from hotline.understand.lexicon import Lexicon
from hotline.understand.reading import Hit

_CLEAR = 0.7  # below this the line asks rather than believes
_WEAK = 0.4
_OFFERED = 3
_BESIDE = 0.4  # a topic with less than this share of the best one's score is an aside
_URGENT_FIRST = ("violence", "racism", "papers", "legal", "housing", "health", "food", "work")


@dataclass(frozen=True, slots=True)
class Ranked:
    """Topics, best first; `unsure` when the person must be asked which is meant."""

    topics: tuple[str, ...] = ()
    unsure: bool = False


def rank(hits: Iterable[Hit], lexicon: Lexicon) -> Ranked:
    """The topics these hits speak for. Several clearly named: all, the most urgent first."""
    scores = _scores(hits)
    if not scores:
        return Ranked()
    best = max(scores.values())
    clear = [topic for topic, score in scores.items() if score >= max(_CLEAR, best * _BESIDE)]
    if len(clear) == 1:
        return Ranked((clear[0],))
    if clear:
        return Ranked(
            tuple(sorted(clear, key=lambda topic: _urgency(topic, lexicon)))[:_OFFERED], True
        )
    ranked = sorted(scores, key=lambda topic: -scores[topic])
    return Ranked(tuple(ranked[:_OFFERED]), True)


def _scores(hits: Iterable[Hit]) -> dict[str, float]:
    scores: dict[str, float] = {}
    for hit in hits:
        weight = (_WEAK if hit.weak else 1.0) * hit.sure * (1 + hit.length) / 2
        scores[hit.name] = scores.get(hit.name, 0.0) + weight
    return scores


def _urgency(topic: str, lexicon: Lexicon) -> int:
    if topic in _URGENT_FIRST:
        return _URGENT_FIRST.index(topic)
    return len(_URGENT_FIRST) + (lexicon.topics.index(topic) if topic in lexicon.topics else 99)
