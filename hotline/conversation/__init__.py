"""What does the line answer to this turn? Pure: the world comes in as values, a plan goes out."""

from __future__ import annotations

from dataclasses import replace

from hotline.conversation.calls import heard_in_call
from hotline.conversation.messages import heard_in_message
from hotline.conversation.turn import Step, Turn, World

__all__ = ["Step", "Turn", "World", "converse"]


def converse(turn: Turn) -> Step:
    """The session after this turn, and the plan that answers it.

    A digit keeps the meaning it was last offered with until other digits are offered.
    """
    session, plan = heard_in_call(turn) if turn.voice else heard_in_message(turn)
    if plan.choices:
        offered = tuple((choice.digit, choice.meaning) for choice in plan.choices)
        session = replace(session, offered=offered)
    return session, plan
