"""How does a caller leave a message for the team that will call back?

The request is kept before that: whoever hangs up here, or finds no words, is called all the same.
What was said so far counts, too. It has nothing to do with whether *we* may leave a message.
"""

from __future__ import annotations

from dataclasses import replace

from hotline.conversation import callback, requested
from hotline.conversation.turn import Step, Turn
from hotline.model import ANY_TIME
from hotline.plan import DropRecording, KeepVoicemail, OfRecording, Plan, Record, Say

AT = "message"
SHORTEST = 2  # seconds: less is a cough, or the key that ended it
BEEP = Say("message.beep")
LEG = Record(seconds=120, finish="#", silence=5, beep=True)


def leave(turn: Turn) -> Step:
    """The question, then the beep; who leaves a message instead of answering hears the reference.

    What they did not answer gets the safest answer: called at any time, no message left by us.
    """
    form = turn.session.form
    if form is None:
        return again(turn)
    safest = replace(form, when=form.when or ANY_TIME, voicemail=callback.NO_MESSAGE)
    session, done = callback.question(turn.having(form=safest))
    offered = tuple((choice.digit, choice.meaning) for choice in done.choices)
    says = (*done.says, Say("message.ask"), BEEP)
    return replace(session, at=AT, offered=offered), replace(done, says=says, choices=(), then=LEG)


def again(turn: Turn) -> Step:
    """The question, said afresh."""
    return _asked(turn, "message.ask")


def recorded(turn: Turn) -> Step:
    """A message long enough is kept; else it is asked for once more, and then let be.

    Who has hung up meanwhile is asked nothing, but what they said is treated the same.
    """
    said = turn.heard.recording
    enough = said is not None and said.seconds >= SHORTEST
    effects: tuple[OfRecording, ...] = ()
    if said:
        effects = (KeepVoicemail(_reference(turn), said) if enough else DropRecording(said),)
    if enough or turn.heard.ended or turn.session.tries:
        told = Plan((Say("message.kept" if enough else "message.none"),))
        session, plan = requested.after(turn.having(tries=0), told, used="leave")
    else:
        session, plan = _asked(turn.having(tries=1), "message.short" if said else "message.silent")
    return session, replace(plan, effects=effects)


def _asked(turn: Turn, key: str) -> Step:
    return turn.having(at=AT).session, Plan((Say(key), BEEP), then=LEG)


def _reference(turn: Turn) -> str:
    """The request that the message is about: the key that leads here is offered with it."""
    offered = (meaning for _, meaning in turn.session.offered)
    return next((meaning.value for meaning in offered if meaning.verb == "leave"), "")
