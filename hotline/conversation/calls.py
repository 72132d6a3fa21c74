"""What happens on a call: it begins, keys are pressed, or nobody says anything?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from hotline.conversation import points
from hotline.conversation.meanings import act, again
from hotline.conversation.turn import Step, Turn, lead, say
from hotline.model import Meaning
from hotline.plan import Choice, HangUp, Name, Plan, Say

TROUBLE, GIVE_UP = 3, 5

# Keys that mean the same everywhere, unless the point itself has offered them.
_ALWAYS = {"*": Meaning("menu"), "0": Meaning("languages"), "9": Meaning("again")}


def heard_in_call(turn: Turn) -> Step:
    """One leg of a call: every one ends in something to hear, and then to press."""
    return _EVENTS[turn.heard.event](turn)


def _begins(turn: Turn) -> Step:
    if turn.session.language in turn.languages:
        return lead([Say("welcome.back")], points.menu(turn))
    hello = say("greeting", line=Name(turn.world.city.line_name))
    return lead([hello], points.languages(turn.having(language=None)))


def _keys(turn: Turn) -> Step:
    digits = turn.heard.understood.digits or ""
    meaning = turn.session.meaning_of(digits) or _ALWAYS.get(digits)
    return act(turn, meaning) if meaning else _lost(turn, "not.offered")


def _lost(turn: Turn, key: str) -> Step:
    """Said again; after three times a person is offered; after five a kind goodbye, no loop."""
    tries = turn.session.tries + 1
    turn = turn.having(tries=tries)
    if tries >= GIVE_UP:
        return turn.session, Plan((*_contact(turn), Say("goodbye")), then=HangUp())
    if tries >= TROUBLE:
        return _trouble(turn)
    return lead([Say(key)], again(turn))


def _trouble(turn: Turn) -> Step:
    """A number to call, a key for a person, and the question again with all its keys."""
    session, plan = again(turn)
    taken = {choice.digit for choice in plan.choices}
    free = next((digit for digit in "48765" if digit not in taken), None)
    choices = plan.choices
    if free and turn.heard.caller != "hidden":
        choices = (Choice(free, Meaning("callback"), Say("key.callback")), *choices)
    return session, replace(plan, says=(Say("trouble"), *_contact(turn)), choices=choices)


def _contact(turn: Turn) -> tuple[Say, ...]:
    phone = turn.contact()
    return (say("contact.call", phone=phone),) if phone else ()


_EVENTS: dict[str, Callable[[Turn], Step]] = {
    "call": _begins,
    "digits": _keys,
    "silence": lambda turn: _lost(turn, "silence"),
    "hangup": lambda turn: (turn.session, Plan(then=HangUp())),
    "recorded": again,
    "dialled": again,
    "whisper": lambda turn: (turn.session, Plan(then=HangUp())),  # of a leg that rings nobody
    "text": lambda turn: _lost(turn, "not.offered"),
}
