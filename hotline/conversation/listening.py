"""What somebody was texted, how do they hear it in a call?

By the number they texted from; by a short code where a call shows another number or none. Only the
directory's answer is told, never who asked.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from hotline.conversation import answers
from hotline.conversation.numbers import national
from hotline.conversation.turn import Step, Turn, say
from hotline.model import Meaning, Session
from hotline.plan import Choice, Keys, LetHear, Phone, Plan, Reference, Say

CODE = 3  # digits
AT = "code"
HOUR = timedelta(hours=1)


def code(turn: Turn) -> Step:
    """By SMS: how to hear the answer just given, and its code for a hidden number."""
    session = turn.session
    if not _answered(session):
        return session, Plan((Say("listen.none"), Say("hint.callback")))
    line = Phone(national(turn.world.city.voice_line))
    told = say("listen.code", phone=line, code=Reference(turn.heard.code))
    effect = LetHear(turn.heard.code, session.topic or "", session.place, max(0, session.page))
    return session, Plan((told,), effects=(effect,))


def answer(turn: Turn) -> tuple[Choice, ...]:
    """In a call, 9 is the answer to what the caller's number texted: again, but aloud."""
    known = turn.voice and _texted(turn)
    return (Choice("9", Meaning("hear"), Say("key.hear")),) if known else ()


def other_number(turn: Turn) -> tuple[Choice, ...]:
    """In a call from a number that can't have texted, 9 asks for the code of an answer."""
    other = turn.voice and not turn.can_text
    return (Choice("9", Meaning("code"), Say("key.code")),) if other else ()


def ask(turn: Turn) -> Step:
    """Which code?"""
    plan = Plan((Say("code.ask"),), then=Keys(CODE, timeout=10))
    return turn.having(at=AT, offered=()).session, plan


def keyed(turn: Turn, lost: Callable[[Turn, str], Step]) -> Step:
    """The answer with this code, if there is one."""
    return heard(turn) if _texted(turn) else lost(turn, "code.wrong")


def heard(turn: Turn) -> Step:
    """The answer, in the language it was given in if a call can be held in it."""
    texted = _texted(turn)
    if texted is None:
        return ask(turn)
    language = texted.language if texted.language in turn.languages else turn.session.language
    told = turn.having(
        language=language, topic=texted.topic, place=texted.place, page=max(0, texted.page), tries=0
    )
    return answers.service(told)


def _texted(turn: Turn) -> Session | None:
    """The dialogue by SMS whose answer may be told; after an hour no sensitive one."""
    texted = turn.heard.texted
    if texted is None or not _answered(texted):
        return None
    old = turn.heard.texted_idle > HOUR
    return None if old and turn.world.topics.sensitive(texted.topic or "") else texted


def _answered(session: Session) -> bool:
    return session.topic is not None and session.answered
