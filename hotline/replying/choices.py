"""Which of the choices does a reply mean?"""

from __future__ import annotations

from dataclasses import replace

from hotline.model import Session, Understood
from hotline.replying.wording import COURTESIES, in_its_language
from hotline.understand import Lexicon
from hotline.understand.reading import Reading, longest

_BOTH = "both"


def chosen(
    understood: Understood, reading: Reading, session: Session, lexicon: Lexicon
) -> Understood:
    """With the digit that "two", "the 2" or "number 2 please" stand for, or with both of two."""
    if understood.digits is not None and understood.command is None:
        return understood
    if understood.answers or any(not hit.weak for hit in reading.of("topic")):
        return understood
    if {hit.name for hit in reading.of("command") if not hit.weak} - COURTESIES:
        return understood
    signs = longest(hit for hit in reading.of("number"))
    rest = [word for word in reading.uncovered(signs) if not word.isdigit()]
    if not all(word in lexicon.polite for word in rest):
        return understood
    if any(hit.name == _BOTH for hit in signs):
        return replace(understood, both=True, command=None, topics=(), places=())
    counted = {hit.name for hit in signs if hit.name.isdigit()}
    numbers = {word for word in reading.written if word.isdigit()} or counted
    understood = in_its_language(understood, signs, session)
    if len(numbers) > 1 and all(map(session.meaning_of, numbers)):  # "1 and 2"
        return replace(understood, both=True, command=None, topics=(), places=())
    digits = next(iter(numbers), "")
    if len(numbers) != 1 or session.meaning_of(digits) is None:
        return understood
    return replace(understood, digits=digits, command=None, topics=(), places=())
