"""Which of the line's topics is this message about?"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from hotline.understand.learned import NONE, Beliefs
from hotline.understand.lexicon import Lexicon
from hotline.understand.odds import likely
from hotline.understand.reading import Hit

_WEAK = 0.4
_OFFERED = 3
_RULE, _MOST = 3.0, 2.5  # what a phrase of the lists weighs against the examples, and at most
_UNTAUGHT = 0.01  # no meaning is less likely than this because no example has it
_UNNAMED = math.log(_UNTAUGHT) + 1  # no topic, where nothing was learnt: any phrase beats it
_BIAS = 1.0  # a list of three topics helps more than a menu that says nothing was understood
_CLEAR = 0.5  # below this the line asks rather than believes
_GUESS = 0.2  # less than that, with no word of the lists, is no better than a die
_NAMED = 0.1  # a topic named outright beside the likeliest is a second need
_WORTH = 0.07  # less likely ones are not worth a digit
_URGENT_FIRST = ("violence", "racism", "papers", "legal", "housing", "health", "food", "work")
_NEVER_LEFT_OUT = "violence"  # where it is named outright, however much else is told
_NONE = ""


@dataclass(frozen=True, slots=True)
class Ranked:
    """Topics, best first; `unsure` when the person must be asked which is meant."""

    topics: tuple[str, ...] = ()
    unsure: bool = False


def rank(hits: Iterable[Hit], beliefs: Beliefs, lexicon: Lexicon) -> Ranked:
    """The topics these phrases and the examples speak for.

    Several named outright: all, the most urgent first. None likely: nothing.
    """
    named = _scores(hits)
    if not named and not beliefs.meanings:
        return Ranked()
    shares = _shares(named, beliefs, lexicon)
    ranked = sorted(shares, key=lambda topic: -shares[topic])
    best = ranked[0]
    if best == _NONE or (best not in named and shares[best] < _GUESS):
        return Ranked()
    second = [
        topic
        for topic in ranked[1:]
        if named.get(topic, 0) >= _CLEAR and (shares[topic] >= _NAMED or topic == _NEVER_LEFT_OUT)
    ]
    if named.get(best, 0) >= _CLEAR and second:
        both = sorted((best, *second), key=lambda topic: _urgency(topic, lexicon))
        return Ranked(tuple(both)[:_OFFERED], True)
    if shares[best] >= _CLEAR:
        return Ranked((best,))
    offered = [topic for topic in ranked if topic != _NONE and shares[topic] >= _WORTH]
    return Ranked(tuple(offered)[:_OFFERED], True)


def _shares(named: Mapping[str, float], beliefs: Beliefs, lexicon: Lexicon) -> dict[str, float]:
    """How likely each topic is, and that it is none; together they are 1."""
    taught = _needs(beliefs)
    weighed = {topic: math.log(_UNTAUGHT + taught.get(topic, 0.0)) for topic in lexicon.topics}
    for topic in named.keys() & weighed.keys():
        weighed[topic] += _RULE * min(named[topic], _MOST)
    rest = 1 - sum(taught.values())
    weighed[_NONE] = math.log(_UNTAUGHT + rest) - _BIAS if taught else _UNNAMED
    return likely(weighed)


def _needs(beliefs: Beliefs) -> dict[str, float]:
    """How likely each topic is. That no danger or opt-out is meant says nothing of the topic."""
    taught = beliefs.kind("topic")
    told = (
        sum(taught.values()) + beliefs.of(NONE, "nothing") + sum(beliefs.kind("command").values())
    )
    return {topic: share / told for topic, share in taught.items()} if told else {}


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
