"""What does a reply ask about the address just told?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from hotline.model import Session, Understood
from hotline.replying.wording import COURTESIES, alone, in_its_language
from hotline.understand import Lexicon
from hotline.understand.reading import Hit, Reading, longest

# Where two kinds of question are met, the first of these is meant.
_KINDS = ("unable", "closed", "unanswered", "hours", "free", "where")
_DANGER_ONLY = frozenset({"unable"})


def asking(
    understood: Understood, reading: Reading, session: Session, lexicon: Lexicon
) -> Understood:
    """With the kind of question about the address just told, where it asks for nothing else."""
    hits = [
        hit
        for hit in longest(reading.of("question"))
        if not hit.weak or alone(hit, reading, lexicon)
    ]
    kinds = [kind for kind in _KINDS if any(hit.name == kind for hit in hits)]
    if not session.in_danger:
        kinds = [kind for kind in kinds if kind not in _DANGER_ONLY]
    if not kinds or _ordered(understood, reading, hits):
        return understood
    elsewhere = {hit.name for hit in reading.of("topic") if not hit.weak} - {session.topic}
    # "How far from the town hall?" is answered from there.
    if elsewhere or (kinds[0] == "where" and reading.of("site")):
        return understood
    understood = in_its_language(understood, hits, session)
    return replace(understood, question=kinds[0], command=None, topics=(), places=())


def _ordered(understood: Understood, reading: Reading, questions: Sequence[Hit]) -> bool:
    """Is the command a plain one, of words that are not those of the question?"""
    if understood.command in {None, *COURTESIES, "yes", "no", "wrong"}:
        return False
    name = (understood.command or "").rstrip("?").partition(".")[0]
    given = [hit for hit in reading.of("command", name) if not hit.weak]
    return any(not any(hit.overlaps(question) for question in questions) for hit in given)
