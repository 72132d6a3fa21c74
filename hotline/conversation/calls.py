"""What happens on a call: it begins, keys are pressed, or nobody says anything?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from hotline.conversation import (
    answers,
    beep,
    dictated,
    duty,
    listening,
    points,
    studio,
    tongues,
    voicemail,
)
from hotline.conversation.meanings import act, again, welcomed
from hotline.conversation.turn import Step, Turn, lead, say
from hotline.model import Meaning
from hotline.plan import Choice, DropRecording, HangUp, Name, Plan, Say

TROUBLE, GIVE_UP = 3, 5
STUDIO = "#"  # where the languages are offered: staff who record, and nobody is told

# Keys that mean the same everywhere, unless the point itself has offered them.
_ALWAYS = {"*": Meaning("menu"), "0": Meaning("languages"), "9": Meaning("again")}
_WAYS_OUT = (
    Choice("9", Meaning("again"), Say("key.again")),
    Choice("*", Meaning("menu"), Say("key.menu")),
    Choice("0", Meaning("languages"), Say("key.languages")),
)


def heard_in_call(turn: Turn) -> Step:
    """One leg of a call: every one ends in something to hear, and then to press."""
    if turn.session.booth:
        return studio.heard(turn)
    return _EVENTS[turn.heard.event](turn)


def _begins(turn: Turn) -> Step:
    if turn.session.language in turn.world.city.languages:
        session, plan = welcomed(turn)
        known = [each for each in plan.says if each.key != "menu.ask"]  # they know what is asked
        return session, replace(plan, says=(Say("welcome.back"), *known))
    hello = say("greeting", line=Name(turn.world.city.line_name))
    return lead([hello], points.languages(turn.having(language=None)))


def _keys(turn: Turn) -> Step:
    digits = turn.heard.understood.digits or ""
    if not turn.session.at:  # keys before anything was asked
        return _begins(turn)
    meaning = turn.session.meaning_of(digits) or _ALWAYS.get(digits)
    if meaning:
        return act(turn, meaning)
    match turn.session.at:
        case dictated.AT:
            return dictated.keyed(turn, digits, _lost)
        case listening.AT:
            return listening.keyed(turn, _lost)
        case studio.AT:
            return studio.keyed(turn, _lost)
        case tongues.AT if digits == STUDIO:
            return studio.ask(turn)
    return _lost(turn, "not.offered")


def _silence(turn: Turn) -> Step:
    if turn.session.at == studio.AT:  # a resident's finger had slipped
        return points.languages(turn)
    if turn.session.at != tongues.AT or not tongues.several(turn):
        return _lost(turn, "silence")
    # All the languages, twice; between, one key for a person.
    heard_all = TROUBLE if turn.session.tries < TROUBLE else GIVE_UP
    return tongues.further(turn) or _lost(
        turn.having(tries=heard_all - 1, candidates=()), "silence"
    )


def _dialled(turn: Turn) -> Step:
    """Once they have spoken the caller may go on; else they will be called."""
    if turn.session.at != duty.AT:
        return again(turn)
    return duty.untaken(turn) or answers.ways_on(turn)


def _lost(turn: Turn, key: str) -> Step:
    """Said again, then with the keys that always work; after three times one key is a person.

    After five a kind goodbye: never a loop.
    """
    tries = turn.session.tries + 1
    turn = turn.having(tries=tries)
    if tries >= GIVE_UP:
        return turn.session, Plan((*_contact(turn), Say("goodbye")), then=HangUp())
    if tries >= TROUBLE:
        return _trouble(turn)
    help_ = [Say("key.always")] if tries > 1 else []
    return lead([Say(key), *help_], again(turn))


def _trouble(turn: Turn) -> Step:
    """A number to call, one key to be called, and little else to choose from.

    Who has no language yet hears the languages again: the rest is French to them.
    """
    session, plan = again(turn)
    at_languages = session.at == tongues.AT
    person = Choice("8" if at_languages else "4", Meaning("callback", "now"), Say("key.callback"))
    ways = plan.choices if at_languages else _WAYS_OUT
    return session, Plan((Say("trouble"), *_contact(turn)), (person, *ways))


def _contact(turn: Turn) -> tuple[Say, ...]:
    phone = turn.contact()
    return (say("contact.call", phone=phone),) if phone else ()


def _recorded(turn: Turn) -> Step:
    """Whoever asked for it knows what it is for; what nobody asked for is not kept anywhere."""
    if turn.session.at == voicemail.AT:
        return voicemail.recorded(turn)
    session, plan = again(turn)
    said = turn.heard.recording
    return session, replace(plan, effects=(*plan.effects, DropRecording(said))) if said else plan


_EVENTS: dict[str, Callable[[Turn], Step]] = {
    "call": lambda turn: beep.rung(turn) if turn.heard.beep else _begins(turn),
    "answered": _begins,
    "digits": _keys,
    "silence": _silence,
    "hangup": lambda turn: (turn.session, Plan(then=HangUp())),
    "recorded": _recorded,
    "dialled": _dialled,
    "whisper": lambda turn: (turn.session, Plan(then=HangUp())),  # of a leg that rings nobody
    "text": lambda turn: _lost(turn, "not.offered"),
}
