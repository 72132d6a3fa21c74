"""In which language does a call go on?

Every language names itself and its key. There are more than anybody listens to: they come a few at
a time, and who presses nothing hears the next ones.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from hotline.conversation.turn import Step, Turn, numbered, say
from hotline.model import Meaning
from hotline.plan import SLOWLY, Keys, Name, Plan, Say, SendText, Tongue

PAGE = 4  # five would be longer than 15 s in the slower languages
BETWEEN, AT_THE_END = 2, 6  # seconds to press a key
AT, VOICELESS = "languages", "voiceless"


def offer(turn: Turn, number: int = 0) -> Step:
    """One page of languages; those without a voice come last, named in French, slowly."""
    pages = _pages(turn)
    codes = pages[number % len(pages)]
    options = [(Meaning("language", code), _label(turn, code)) for code in codes]
    choices = [
        replace(choice, language=SLOWLY if code in turn.voiceless else code)
        for choice, code in zip(numbered(options), codes, strict=True)
    ]
    last = number + 1 == len(pages)
    then = Keys(timeout=AT_THE_END if last else BETWEEN)
    return turn.having(at=AT, candidates=codes).session, Plan((), tuple(choices), then=then)


def again(turn: Turn) -> Step:
    """The page that was last offered."""
    return offer(turn, page(turn))


def further(turn: Turn) -> Step | None:
    """The next page for who has heard nothing to choose yet; None when there is no more."""
    following = page(turn) + 1
    return offer(turn, following) if _pages(turn)[following:] else None


def several(turn: Turn) -> bool:
    """Are there more languages than are offered at a time?"""
    return len(_pages(turn)) > 1


def voiceless(turn: Turn) -> Step:
    """No voice speaks this language yet: what there is instead, said in French, slowly."""
    options = [
        (Meaning("text"), Say("voiceless.text")),
        (Meaning("callback", "now"), Say("key.callback")),
        (Meaning("menu"), Say("voiceless.french")),
    ]
    told = say("voiceless.told", language=Tongue(turn.session.language or ""))
    return turn.having(at=VOICELESS).session, Plan(
        (told,), numbered(options[0 if turn.can_text else 1 :])
    )


def text(turn: Turn) -> Step:
    """How to use the line, sent by SMS in the language that no voice speaks."""
    hello = say("greeting", line=Name(turn.world.city.line_name))
    session, plan = voiceless(turn)
    sent = SendText((hello, Say("help")))
    return session, replace(plan, says=(Say("sms.sent"),), effects=(sent,))


def _label(turn: Turn, code: str) -> Say:
    if code in turn.voiceless:
        return say("language.other", language=Tongue(code))
    return Say("language.name")


def page(turn: Turn) -> int:
    """Which page was last offered; the first one is 0."""
    pages = _pages(turn)
    return pages.index(turn.session.candidates) if turn.session.candidates in pages else 0


def _pages(turn: Turn) -> list[tuple[str, ...]]:
    return [page for page in (*_cut(turn.languages), *_cut(turn.voiceless)) if page]


def _cut(codes: tuple[str, ...]) -> list[tuple[str, ...]]:
    """As few pages as hold them all, of about the same length, the first ones the longest."""
    count = max(1, -(-len(codes) // PAGE))
    cuts = [-(-len(codes) * n // count) for n in range(count + 1)]
    return [codes[start:end] for start, end in pairwise(cuts)]
