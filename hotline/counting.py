"""What does one turn add to the figures of a month? Single things, none linked to another."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from hotline.model import Inbound, Session, Understood
from hotline.plan import Plan, Refuse

_NOT_UNDERSTOOD = frozenset({"unknown", "unknown.again", "unknown.callback", "not.offered"})
_ASKED_BACK = frozenset({"topics.ask", "places.ask"})


def counted(
    inbound: Inbound,
    before: Session,
    after: Session,
    understood: Understood,
    plan: Plan,
    language: str,
    local: datetime,
) -> Iterator[tuple[str, str]]:
    """(what, which kind) of each thing that this turn was.

    A text counts each time, with the `language` it is answered in; a call when it begins, its
    language once it is known, its topic once it is chosen. A ring that is never picked up is none.
    """
    text = inbound.medium == "sms"
    begins = inbound.event in ("call", "answered") and not isinstance(plan.then, Refuse)
    if text or begins:
        yield ("text" if text else "call"), f"{local:%d}"
        yield "hour", f"{local:%H}"
    if text or (after.language and (begins or not before.language)):
        yield "language", language
    if after.topic and (after.topic != before.topic or after.topic in understood.topics):
        yield "topic", after.topic
    if text and plan.says:
        yield "answer", _answer(plan)
    elif inbound.event in ("digits", "silence"):
        yield "key", "unknown" if after.tries > before.tries else "answered"


def _answer(plan: Plan) -> str:
    said = {say.key for say in plan.says}
    if said & _NOT_UNDERSTOOD:
        return "unknown"
    return "asked" if said & _ASKED_BACK else "answered"
