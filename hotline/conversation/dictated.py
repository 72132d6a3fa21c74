"""How does a caller with a hidden number say where to be called back?

A typed number may be anyone's: it is read back, it never gets an SMS, and nothing said here tells
whether the line knows it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from hotline.conversation import numbers
from hotline.conversation.turn import Step, Turn, numbered, say
from hotline.model import Meaning
from hotline.plan import Keys, Plan, Reference, Say

LENGTH = 10  # digits of a French number
AT = "number"


def ask(turn: Turn) -> Step:
    """Which number? Typed, without a key at the end."""
    plan = Plan((Say("number.ask"),), then=Keys(LENGTH, timeout=10))
    return turn.having(at=AT, offered=()).session, plan


def keyed(turn: Turn, digits: str, lost: Callable[[Turn, str], Step]) -> Step:
    """The number is read back digit by digit; what is no number that can be rung is asked again."""
    number = numbers.typed(digits, turn.world.city.prefixes)
    if number is None or number in (turn.world.city.voice_line, turn.world.city.sms_line):
        return lost(turn, "number.wrong")
    options = [
        (Meaning("number", number), Say("number.right")),
        (Meaning("renumber"), Say("number.again")),
    ]
    told = say("number.heard", number=Reference(_digits(number)))
    return turn.having(at=AT, tries=0).session, Plan((told,), numbered(options))


def confirmed(turn: Turn, number: str) -> Turn:
    """The form now knows where to call."""
    form = turn.session.form
    return turn.having(form=replace(form, number=number)) if form else turn


def promise(plan: Plan) -> Plan:
    """The same plan, with what a typed number will never get."""
    return replace(plan, says=(*plan.says, Say("number.promise")))


def _digits(number: str) -> str:
    return "".join(char for char in numbers.national(number) if char.isdigit())
