"""What can somebody do about a request they have made: hear how it stands, move it, cancel it?"""

from __future__ import annotations

from dataclasses import replace

from hotline.conversation import appointments, promise
from hotline.conversation.turn import Step, Turn, numbered, say
from hotline.model import TWO_DIGITS, Meaning, OpenCallback, Window
from hotline.plan import (
    AskAgain,
    CancelCallback,
    Choice,
    Keys,
    MoveCallback,
    Phrase,
    Plan,
    Reference,
    Say,
    SendText,
    When,
)

AT_SLOT = "slot"
MOST_MESSAGES = 3  # that callers may leave about one request
LABELS = {
    "reference": Say("key.reference"),
    "agree": Say("key.followup"),
    "leave": Say("key.message"),
    "other": Say("key.other"),
    "menu": Say("key.menu"),
}


def window(turn: Turn, topic: str, when: str, *, kept: bool) -> Window | None:
    """What can be promised to who asks now; `kept`: they are among those who wait already."""
    team = turn.world.team(topic)
    ahead = max(0, turn.heard.waiting.get(team, 0) - kept)
    return promise.promised(turn.world.city, team, when, ahead, turn.now)


def told(turn: Turn, promised: Window | None, when: str) -> Window | Phrase:
    """The promise as a value for a sentence; the time of day alone where there is none."""
    return promised.here(turn.world.city.timezone) if promised else Phrase(f"when.{when}")


def earliest(turn: Turn, promised: Window | None) -> tuple[Say, ...]:
    """In a call: when the telephone can ring, at the earliest."""
    if promised is None:
        return ()
    start = promised.here(turn.world.city.timezone).start
    return (say("callback.from", when=When.soon(start, turn.now)),)


def state(turn: Turn, request: OpenCallback) -> Step:
    """Where a request stands, for the person who texts its reference; and what they can do."""
    reference = Reference(request.reference)
    options = [
        (Meaning("move", request.reference), Say("callback.move")),
        (Meaning("cancel", request.reference), Say("callback.cancel")),
    ]
    if request.state == "requested" and request.window:
        said = say(
            "callback.stands", reference=reference, when=told(turn, request.window, request.when)
        )
    else:
        said = say(f"callback.state.{request.state}", reference=reference)
    choices = () if request.state == "reached" else numbered(options)
    return turn.session, Plan((said,), choices)


def exists(turn: Turn, request: OpenCallback) -> Step:
    """It is asked for already; unless somebody else, who shares the telephone, is asking now."""
    said = say("callback.exists", reference=Reference(request.reference))
    effect = AskAgain(request.reference)
    if turn.voice:
        room = request.voicemails < MOST_MESSAGES
        other = (Meaning("other", request.topic), LABELS["other"])
        options = [*([message(request.reference)] if room else []), other]
        return ended(turn, Plan((said,), (*numbered(options), menu_key()), (effect,)))
    different = Choice(TWO_DIGITS, Meaning("slot", request.topic))
    return ended(turn, Plan((said, Say("callback.other", spare=True)), (different,), (effect,)))


def message(reference: str) -> tuple[Meaning, Say]:
    """A message may be left for who has this request: in a call, once the request is kept."""
    return Meaning("leave", reference), LABELS["leave"]


def other(turn: Turn, topic: str) -> Step:
    """In a call: two digits that tell this person from the other one."""
    offered = ((TWO_DIGITS, Meaning("slot", topic)),)
    plan = Plan((Say("slot.ask"),), then=Keys(2, timeout=10))
    return turn.having(at=AT_SLOT, offered=offered).session, plan


def again(turn: Turn) -> Step:
    """The question for two digits, once more."""
    return other(turn, dict(turn.session.offered)[TWO_DIGITS].value)


def recalled(turn: Turn, reference: str) -> Step:
    """Nobody could reach this person; they would like to be tried again."""
    request = _own(turn, reference)
    if request is None:
        return turn.session, Plan((Say("cancel.none"),))
    promised = window(turn, request.topic, request.when, kept=True)
    said = say(
        "callback.stands", reference=Reference(reference), when=told(turn, promised, request.when)
    )
    effect = MoveCallback(reference, request.when, promised)
    return turn.having(offered=()).session, Plan((said,), effects=(effect,))


def cancel(turn: Turn) -> Step:
    """Leave the form that is open; else withdraw the request named, or the only one; else ask.

    Who is expected somewhere may mean that.
    """
    left = turn.having(form=None, offered=())
    references = [request.reference for request in turn.heard.callbacks]
    named = turn.heard.understood.digits
    if named in references:
        return cancelled(left, str(named))
    if turn.session.form:
        return left.session, Plan((Say("form.left"),))
    if not references:
        return appointments.doubted(left)
    if len(references) == 1 and named is None and not turn.heard.appointments:
        return cancelled(left, references[0])
    options = [
        (Meaning("cancel", reference), say("cancel.label", reference=Reference(reference)))
        for reference in references
    ]
    options += appointments.options(turn)
    return left.session, Plan((Say("cancel.ask"),), numbered(options))


def cancelled(turn: Turn, reference: str) -> Step:
    """This request is withdrawn, and what was still offered with it."""
    said = say("cancel.done", reference=Reference(reference))
    return turn.having(offered=()).session, Plan((said,), effects=(CancelCallback(reference),))


def reference_by_text(turn: Turn, value: str) -> Step:
    """The reference just heard, sent by SMS, in words that say nothing of the matter."""
    reference, when = value.split(":")
    request = _own(turn, reference)
    promised = told(turn, request.window if request else None, when)
    text = say("callback.sms", reference=Reference(reference), when=promised)
    plan = Plan((Say("sms.sent"),), effects=(SendText((text,), "confirmation"),))
    return after(turn, plan, used="reference")


def after(turn: Turn, plan: Plan, used: str = "") -> Step:
    """In a call, once the request is kept: the other digits stay on offer, and the menu."""
    kept = tuple(
        Choice(digit, meaning, LABELS[meaning.verb])
        for digit, meaning in turn.session.offered
        if meaning.verb in LABELS and meaning.verb != used
    )
    return turn.having(at="callback.done").session, replace(plan, choices=kept)


def ended(turn: Turn, plan: Plan) -> Step:
    """The form is over."""
    over = turn.having(form=None, at="callback.done", topic=None, page=0, offered=())
    return over.session, plan


def menu_key() -> Choice:
    """In a call, the way back to the menu."""
    return Choice("*", Meaning("menu"), LABELS["menu"])


def _own(turn: Turn, reference: str) -> OpenCallback | None:
    return next((each for each in turn.heard.callbacks if each.reference == reference), None)
