"""Of what is said in a reply: what counts, and in which language?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from hotline.model import Session, Understood
from hotline.understand import Lexicon
from hotline.understand.reading import Hit, Reading

COURTESIES = frozenset({"thanks", "greeting"})
# What can't be taken back, or cuts somebody off: in a form, never for a guess.
FINAL = frozenset({"stop", "stop?", "forget", "cancel"})
# What may be said along with an answer, or be the answer.
WITH_ANSWER = frozenset({None, "yes", "no", "discreet", "wrong", "anywhere", *COURTESIES})
REFUSING = frozenset({"before", "after"})
BESIDE_A_TIME = 2  # words: "I have changed my mind, in the morning"


def in_its_language(understood: Understood, hits: Iterable[Hit], session: Session) -> Understood:
    """A few words that are in the language spoken so far prove no other one."""
    known = any(session.language in hit.languages for hit in hits)
    return replace(understood, language=session.language) if known else understood


def counts(hit: Hit, spoken: frozenset[str]) -> bool:
    """A phrase counts in any language, a single word in one that is spoken."""
    return hit.length > 1 or not hit.languages.isdisjoint(spoken)


def alone(hit: Hit, reading: Reading, lexicon: Lexicon) -> bool:
    """True where nothing but courtesies stands beside it."""
    return all(word in lexicon.polite for word in reading.uncovered([hit]))


def spoken_in(understood: Understood, session: Session) -> frozenset[str]:
    """The languages whose short words count."""
    return frozenset(filter(None, (understood.language, session.language)))
