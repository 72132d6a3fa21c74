"""How does somebody ask to be called back, and change their mind?

In a call the request is kept as soon as it is known what to call about and where: who hangs up
before the last question is called all the same, at any time, and no voice message is left.
"""

from __future__ import annotations

from dataclasses import replace

from hotline.conversation import dictated
from hotline.conversation.turn import Step, Turn, lead, numbered, say
from hotline.model import CallbackForm, Meaning, OpenCallback
from hotline.plan import (
    AnswerCallback,
    CancelCallback,
    Choice,
    Effect,
    Phrase,
    Plan,
    Reference,
    RequestCallback,
    Say,
    SendText,
)

WHEN = ("morning", "afternoon", "evening")
VOICEMAIL = ("no", "yes", "discreet")
PAGE = 7
ANY_TIME, NO_MESSAGE = "any", "no"  # what can hurt nobody, until the person has said better
MOST_MESSAGES = 3  # that callers may leave about one request
UNSAID = "unsaid"  # the topic of a request from somebody who could not say it


def begin(turn: Turn) -> Step:
    """Ask only what is missing: which help, when, and whether a voice message is safe."""
    if turn.heard.flooded:
        return _hidden(turn)
    heard = turn.heard.understood
    topic = heard.topics[0] if len(heard.topics) == 1 else turn.session.topic
    if topic is None and turn.heard.callbacks:
        return _exists(turn, turn.heard.callbacks[0])
    form = filled(CallbackForm(topic=topic), heard.answers)
    return _next(turn.having(form=form, tries=0))


def at_once(turn: Turn) -> Step:
    """One key is enough for who got lost: the request is kept, and nothing more is asked."""
    topic = turn.session.topic or UNSAID
    if turn.heard.caller == "hidden":
        return begin(turn.having(topic=topic))
    if turn.heard.callbacks:
        return _exists(turn, turn.heard.callbacks[0])
    return _done(turn.having(form=CallbackForm(topic, ANY_TIME, NO_MESSAGE)))


def continued(turn: Turn) -> Step | None:
    """The form's next step if this message goes on with it; None if it is about something else.

    Words such as "morning" count wherever they stand in the message. What is not understood at all
    gets the same question again: a request must not be lost because of one odd answer.
    """
    heard, form = turn.heard.understood, _form(turn)
    answered = filled(form, heard.answers)
    if answered != form:
        return _next(turn.having(form=answered))
    if heard.command or (heard.topics and form.topic) or heard.places:
        return None
    if heard.topics:
        return chosen_topic(turn, heard.topics[0])
    own = [request.reference for request in turn.heard.callbacks]
    if heard.digits and (turn.session.meaning_of(heard.digits) or heard.digits in own):
        return None
    return lead([Say("not.offered" if heard.digits else "unknown", spare=True)], question(turn))


def filled(form: CallbackForm, answers: tuple[str, ...]) -> CallbackForm:
    """The form with what these words say: a time of day; once that is known, a message or not."""
    when = next((word for word in answers if word in WHEN), None)
    if form.when is None:
        form = replace(form, when=when)
    if form.when is None or form.voicemail is not None:
        return form
    voicemail = next((word for word in ("discreet", "no", "yes") if word in answers), None)
    return replace(form, voicemail=voicemail)


def chosen_topic(turn: Turn, topic: str) -> Step:
    """The form now knows which help."""
    return _next(turn.having(form=replace(_form(turn), topic=topic)))


def chosen_when(turn: Turn, when: str) -> Step:
    """The form now knows the time of day."""
    return _next(turn.having(form=replace(_form(turn), when=when)))


def chosen_voicemail(turn: Turn, voicemail: str) -> Step:
    """The form now knows whether a message may be left, and as whom."""
    return _next(turn.having(form=replace(_form(turn), voicemail=voicemail)))


def chosen_number(turn: Turn, number: str) -> Step:
    """The form now knows where to call: what was typed and read back is right."""
    return _next(dictated.confirmed(turn, number))


def question(turn: Turn) -> Step:
    """The form's open question, said afresh."""
    return _next(turn)


def left(turn: Turn) -> tuple[Turn, Plan]:
    """The form is left; a request that was kept for it is withdrawn."""
    form = turn.session.form
    turn = turn.having(form=None)
    if form is None or not form.reference:
        return turn, Plan()
    withdrawn = CancelCallback(form.reference, form.number or "")
    return turn, Plan((Say("form.left"),), effects=(withdrawn,))


def others(turn: Turn) -> Step:
    """The topics that had no room in the form's first list."""
    return _topics(turn, slice(PAGE, None), ("topics", "menu.back"))


def state(turn: Turn, request: OpenCallback) -> Step:
    """Where a request stands, for the person who texts its reference."""
    key = f"callback.state.{request.state}"
    return turn.session, Plan((say(key, reference=Reference(request.reference)),))


def cancel(turn: Turn) -> Step:
    """Leave the form that is open; else withdraw the request named, or the only one; else ask."""
    left = turn.having(form=None, offered=())
    references = [request.reference for request in turn.heard.callbacks]
    named = turn.heard.understood.digits
    if named in references:
        return cancelled(left, str(named))
    if turn.session.form:
        return left.session, Plan((Say("form.left"),))
    match references:
        case []:
            return left.session, Plan((Say("cancel.none"),))
        case [only] if named is None:
            return cancelled(left, only)
    options = [
        (Meaning("cancel", reference), say("cancel.label", reference=Reference(reference)))
        for reference in references
    ]
    return left.session, Plan((Say("cancel.ask"),), numbered(options))


def cancelled(turn: Turn, reference: str) -> Step:
    """This request is withdrawn, and what was still offered with it."""
    told = say("cancel.done", reference=Reference(reference))
    return turn.having(offered=()).session, Plan((told,), effects=(CancelCallback(reference),))


def reference_by_text(turn: Turn, value: str) -> Step:
    """The reference just heard, sent by SMS, in words that say nothing of the matter."""
    reference, when = value.split(":")
    text = say("callback.sms", reference=Reference(reference), when=Phrase(f"when.{when}"))
    plan = Plan((Say("sms.sent"),), effects=(SendText((text,), "confirmation"),))
    return after(turn, plan, used="reference")


def after(turn: Turn, plan: Plan, used: str = "") -> Step:
    """In a call, once the request is kept: the other digits stay on offer, and the menu."""
    kept = tuple(
        Choice(digit, meaning, _LABELS[meaning.verb])
        for digit, meaning in turn.session.offered
        if meaning.verb in _LABELS and meaning.verb != used
    )
    return turn.having(at="callback.done").session, replace(plan, choices=kept)


_LABELS = {
    "reference": Say("key.reference"),
    "agree": Say("key.followup"),
    "leave": Say("key.message"),
    "menu": Say("key.menu"),
}


def _form(turn: Turn) -> CallbackForm:
    return turn.session.form or CallbackForm(topic=turn.session.topic)


def _next(turn: Turn) -> Step:
    form = _form(turn)
    if form.topic is None:
        return _topics(turn, slice(0, PAGE), ("others", "menu.others"))
    if turn.heard.caller == "hidden" and form.number is None:
        return dictated.ask(turn)
    existing = [
        request
        for request in turn.heard.callbacks
        if request.topic == form.topic and request.reference != form.reference
    ]
    if existing:
        return _exists(turn, existing[0])
    if not form.reference and len(turn.heard.callbacks) >= turn.world.city.limits["open_requests"]:
        return _enough(turn)
    if turn.voice and not form.reference:
        return _kept(turn, form)
    if form.when is None:
        return _ask(turn, "when", WHEN, "callback.when")
    if form.voicemail is None:
        return _ask(turn, "voicemail", VOICEMAIL, "callback.voicemail")
    return _done(turn)


def _kept(turn: Turn, form: CallbackForm) -> Step:
    """The request is kept from here on, with the safest answers; then its questions."""
    form = replace(form, reference=turn.heard.reference)
    session, plan = _next(turn.having(form=form))
    effect = RequestCallback(
        form.reference,
        form.topic or UNSAID,
        form.when or ANY_TIME,
        form.voicemail or NO_MESSAGE,
        form.number or "",
        open=True,
    )
    return session, replace(plan, effects=(effect, *plan.effects))


def _exists(turn: Turn, request: OpenCallback) -> Step:
    told = say("callback.exists", reference=Reference(request.reference))
    if not turn.voice:
        return _ended(turn, Plan((told,)))
    room = request.voicemails < MOST_MESSAGES
    message = numbered([_message(request.reference)] if room else [])
    return _ended(turn, Plan((told,), (*message, Choice("*", Meaning("menu"), _LABELS["menu"]))))


def _enough(turn: Turn) -> Step:
    """One number keeps no list of a team's day for itself."""
    phone = turn.contact()
    told = say("callback.enough", phone=phone) if phone else Say("service.end")
    menu = (Choice("*", Meaning("menu"), _LABELS["menu"]),) if turn.voice else ()
    return _ended(turn, Plan((told,), menu))


def _topics(turn: Turn, page: slice, last: tuple[str, str]) -> Step:
    ids = [topic.id for topic in turn.world.topics][page]
    options = [(Meaning("topic", id_), Say(f"topic.{id_}")) for id_ in ids]
    if len(turn.world.topics) > PAGE:
        verb = "callback" if last[0] == "topics" else last[0]
        options.append((Meaning(verb), Say(last[1])))
    asked = Say("callback.topic", shorter="topics.ask")
    return turn.having(at="form").session, Plan((asked,), numbered(options))


def _ask(turn: Turn, verb: str, values: tuple[str, ...], key: str) -> Step:
    options = [(Meaning(verb, value), Say(f"{verb}.{value}")) for value in values]
    form = _form(turn)
    if verb == "when" and turn.voice:  # who would rather say it all than answer questions
        options.append(_message(form.reference))
    so_far = AnswerCallback(
        form.reference, form.when or ANY_TIME, NO_MESSAGE, form.number or "", open=True
    )
    answered = (so_far,) if form.reference and form.when else ()
    return turn.having(at="form").session, Plan((Say(key),), numbered(options), answered)


def _done(turn: Turn) -> Step:
    form = _form(turn)
    when, voicemail = form.when or ANY_TIME, form.voicemail or NO_MESSAGE
    reference, number = form.reference or turn.heard.reference, form.number or ""
    told = say("callback.done", reference=Reference(reference), when=Phrase(f"when.{when}"))
    if form.reference:
        effect: Effect = AnswerCallback(reference, when, voicemail, number)
    else:
        effect = RequestCallback(reference, form.topic or UNSAID, when, voicemail, number)
    agree = Meaning("agree", reference)
    if not turn.voice:
        says = (told, Say("callback.followup"))
        return _ended(turn, Plan(says, (Choice("1", agree),), (effect,)))
    options = [
        (Meaning("reference", f"{reference}:{when}"), _LABELS["reference"]),
        (agree, _LABELS["agree"]),
    ]
    keys = numbered([*(options if turn.can_text else ()), _message(reference)])
    menu = Choice("*", Meaning("menu"), _LABELS["menu"])
    plan = Plan((told,), (*keys, menu), (effect,))
    return _ended(turn, dictated.promise(plan) if number else plan)


def _message(reference: str) -> tuple[Meaning, Say]:
    """A message may be left for who has this request: in a call, once the request is kept."""
    return Meaning("leave", reference), _LABELS["leave"]


def _ended(turn: Turn, plan: Plan) -> Step:
    ended = turn.having(form=None, at="callback.done", topic=None, page=0, offered=())
    return ended.session, plan


def _hidden(turn: Turn) -> Step:
    phone = turn.contact()
    says = (say("callback.hidden", phone=phone),) if phone else (Say("service.end"),)
    menu = Choice("*", Meaning("menu"), _LABELS["menu"])
    return turn.having(form=None, at="callback.done").session, Plan(says, (menu,))
