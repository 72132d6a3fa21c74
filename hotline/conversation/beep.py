"""What does who has no credit get: the engaged tone, and a call back; or a word on why not?"""

from __future__ import annotations

from hotline.conversation import callback
from hotline.conversation.turn import Step, Turn
from hotline.plan import Plan, Refuse, RingBack, Say

_PERSON = Say("hint.callback")
_TOLD = {
    "soon": (Say("beep.soon"),),
    "coming": (Say("beep.soon"),),  # rung twice, called once
    "night": (Say("beep.night"), _PERSON),
    "no": (Say("beep.no"), _PERSON),
    "stopped": (Say("beep.stopped"),),
}


def rung(turn: Turn) -> Step:
    """Never picked up, so it costs them nothing, whether or not they are called."""
    return turn.session, Plan(effects=_effects(turn), then=Refuse())


def texted(turn: Turn) -> Step:
    """What becomes of it, in words; where the line calls nobody back by itself, a person does."""
    beep = turn.heard.beep
    if not beep:
        return callback.begin(turn)
    return turn.session, Plan(_TOLD[beep], effects=_effects(turn))


def _effects(turn: Turn) -> tuple[RingBack, ...]:
    return (RingBack(),) if turn.heard.beep == "soon" else ()
