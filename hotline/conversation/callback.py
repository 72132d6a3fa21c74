"""How does somebody ask to be called back?

In a call the request is kept as soon as it is known what to call about and where: who hangs up
before the last question is called all the same, at any time, and no voice message is left.
"""

from __future__ import annotations

from dataclasses import replace

from hotline.conversation import dictated, promise, requested, topics
from hotline.conversation.turn import Step, Turn, lead, numbered, say
from hotline.model import ANY_TIME, CallbackForm, Meaning, Understood
from hotline.plan import (
    AnswerCallback,
    CancelCallback,
    Choice,
    Effect,
    MoveCallback,
    Plan,
    PutFirst,
    Reference,
    RequestCallback,
    Say,
)

WHEN = ("morning", "afternoon", "evening")
VOICEMAIL = ("no", "yes", "discreet")
NO_MESSAGE = "no"  # like ANY_TIME, what can hurt nobody, until the person has said better
# What can be said in a form without leaving it: courtesies, and answers to another question.
_COURTEOUS = frozenset({"greeting", "thanks", "confused"})
_STAYING = frozenset({None, *_COURTEOUS, *WHEN, "yes", "no", "discreet", "anywhere"})
UNSAID = "unsaid"  # the topic of a request from somebody who could not say it


def begin(turn: Turn, first: bool = False) -> Step:
    """Ask only what is missing: which help, when, and whether a voice message is safe."""
    if turn.heard.flooded:
        return _hidden(turn)
    heard = turn.heard.understood
    topic = heard.topics[0] if len(heard.topics) == 1 else turn.session.topic
    if topic is None and turn.heard.callbacks:
        return requested.exists(turn, turn.heard.callbacks[0])
    form = filled(CallbackForm(topic=topic, first=first), heard)
    return _next(turn.having(form=form, tries=0))


def at_once(turn: Turn, first: bool = False) -> Step:
    """One key is enough for who got lost: the request is kept, and nothing more is asked.

    `first` for whom nobody answered: the request comes before the others.
    """
    topic = turn.session.topic or UNSAID
    if turn.heard.caller == "hidden":
        return begin(turn.having(topic=topic), first)
    if turn.heard.callbacks:
        known = next((e for e in turn.heard.callbacks if e.topic == topic), turn.heard.callbacks[0])
        session, plan = requested.exists(turn, known)
        return session, replace(plan, effects=(PutFirst(known.reference),) if first else ())
    return _done(turn.having(form=CallbackForm(topic, ANY_TIME, NO_MESSAGE, first=first)))


def continued(turn: Turn) -> Step | None:
    """The form's next step if this message goes on with it; None if it is about something else.

    Words such as "morning" count wherever they stand in the message. What is not understood at all
    gets the same question again, and then how to leave it: a request must not be lost because of
    one odd answer.
    """
    heard, form = turn.heard.understood, _form(turn)
    answered = filled(form, heard)
    if answered != form:
        return _next(turn.having(form=answered, tries=0))
    if heard.topics and not form.topic and not heard.command:
        return chosen_topic(turn, heard.topics[0])
    if heard.topics or heard.places or heard.command not in _STAYING:
        return None
    own = [request.reference for request in turn.heard.callbacks]
    if heard.digits and (turn.session.meaning_of(heard.digits) or heard.digits in own):
        return None
    if heard.command in _COURTEOUS:
        return question(turn)
    return _asked_again(turn, "not.offered" if heard.digits else "unknown")


def _asked_again(turn: Turn, why: str) -> Step:
    leave = (Say("form.leave", spare=True),) if turn.session.tries else ()
    says = (Say(why, spare=True), *leave)
    return lead(says, question(turn.having(tries=turn.session.tries + 1)))


def filled(form: CallbackForm, heard: Understood) -> CallbackForm:
    """The form with what these words say: a time of day; a message or not, if that was asked.

    "Yes" may go with the time of day; only what says of itself that it is about a message counts
    before. The time of day said last counts, and one that is refused no more.
    """
    answers, asked = heard.answers, form.when is not None
    wanted = [word for word in answers if word in (*WHEN, ANY_TIME)]
    refused = {*form.refused, *heard.refused} - {*wanted}
    when = next(iter(wanted), None if form.when in refused else form.when)
    known = ("discreet", "no", "yes") if asked else ("discreet",)
    voicemail = form.voicemail or next((word for word in known if word in answers), None)
    kept = tuple(part for part in WHEN if part in refused)
    return replace(form, when=when, voicemail=voicemail, refused=kept)


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


def another(turn: Turn, value: str) -> Step:
    """Somebody else, who shares the telephone, asks for help with the same topic."""
    topic, slot = value.split(":")
    return _next(turn.having(form=CallbackForm(topic, slot=slot), tries=0))


def move(turn: Turn, reference: str) -> Step:
    """The request is kept, and its time of day asked for again."""
    for request in turn.heard.callbacks:
        if request.reference == reference:
            form = CallbackForm(
                request.topic,
                voicemail=request.voicemail,
                reference=reference,
                slot=request.slot,
                moves=True,
            )
            return _next(turn.having(form=form, tries=0))
    return turn.session, Plan((Say("cancel.none"),))


def question(turn: Turn) -> Step:
    """The form's open question, said afresh."""
    return _next(turn)


def dropped(turn: Turn) -> tuple[Turn, Say]:
    """By SMS: the form is left for something else, and whether somebody is called all the same."""
    kept = turn.session.form is not None and turn.session.form.moves
    told = Say("form.kept" if kept else "form.lost")
    return turn.having(form=None, offered=(), tries=0), told


def left(turn: Turn) -> tuple[Turn, Plan]:
    """The form is left; a request that was kept for it is withdrawn."""
    form = turn.session.form
    turn = turn.having(form=None)
    if form is None or not form.reference or form.moves:
        return turn, Plan()
    withdrawn = CancelCallback(form.reference, form.number or "")
    return turn, Plan((Say("form.left"),), effects=(withdrawn,))


def listed(turn: Turn, listed: str = topics.FIRST) -> Step:
    """Which help? One list of topics; the others are a digit away."""
    asked = Say("callback.topic", shorter="topics.ask")
    return turn.having(at="form").session, Plan((asked,), topics.offered(turn, listed))


def _form(turn: Turn) -> CallbackForm:
    return turn.session.form or CallbackForm(topic=turn.session.topic)


def _next(turn: Turn) -> Step:
    form = _form(turn)
    if form.topic is None:
        return listed(turn)
    if turn.heard.caller == "hidden" and form.number is None:
        return dictated.ask(turn)
    existing = [
        request
        for request in turn.heard.callbacks
        if (request.topic, request.slot) == (form.topic, form.slot)
        and request.reference != form.reference
    ]
    if existing:
        return requested.exists(turn, existing[0])
    if not form.reference and len(turn.heard.callbacks) >= turn.world.city.limits["open_requests"]:
        return _enough(turn)
    if turn.voice and not form.reference:
        return _kept(turn, form)
    if form.when == ANY_TIME and form.refused:  # "any time", of those that were left
        left = (part for part in _times(turn, form) if part not in form.refused)
        form = replace(form, when=next(left, None))
        turn = turn.having(form=form)
    if form.when is None:
        return _ask_when(turn, form)
    if form.when not in (ANY_TIME, *_times(turn, form)):
        asked = _ask_when(turn, replace(form, when=None))
        return asked if turn.voice else lead([Say("callback.notthen")], asked)
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
        window=requested.window(turn, form.topic or UNSAID, form.when or ANY_TIME, kept=False),
        slot=form.slot,
        first=form.first,
    )
    return session, replace(plan, effects=(effect, *plan.effects))


def _enough(turn: Turn) -> Step:
    """One number keeps no list of a team's day for itself."""
    phone = turn.contact()
    told = say("callback.enough", phone=phone) if phone else Say("service.end")
    menu = (requested.menu_key(),) if turn.voice else ()
    return requested.ended(turn, Plan((told,), menu))


def _times(turn: Turn, form: CallbackForm) -> tuple[str, ...]:
    """The parts of the day at which the team calls."""
    team = turn.world.team(form.topic or UNSAID)
    return promise.parts(turn.world.city, team, turn.now)


def _ask_when(turn: Turn, form: CallbackForm) -> Step:
    """Only when the team calls, and not when it must not; if there is no such time, who to call."""
    turn = turn.having(form=form)
    times = tuple(part for part in _times(turn, form) if part not in form.refused)
    if times:
        return _ask(turn, "when", times, "callback.when")
    phone = turn.contact()
    turn, told = dropped(turn)
    never = (say("callback.never", phone=phone),) if phone else ()
    return requested.ended(turn, Plan((*never, told)))


def _ask(turn: Turn, verb: str, values: tuple[str, ...], key: str) -> Step:
    options = [(Meaning(verb, value), Say(f"{verb}.{value}")) for value in values]
    form = _form(turn)
    if verb == "when" and turn.voice:  # who would rather say it all than answer questions
        options.append(requested.message(form.reference))
    answered = (_so_far(turn, form),) if form.reference and form.when else ()
    return turn.having(at="form").session, Plan((Say(key),), numbered(options), answered)


def _so_far(turn: Turn, form: CallbackForm) -> AnswerCallback:
    when = form.when or ANY_TIME
    window = requested.window(turn, form.topic or UNSAID, when, kept=True)
    number = form.number or ""
    return AnswerCallback(form.reference, when, NO_MESSAGE, number, open=True, window=window)


def _done(turn: Turn) -> Step:
    form = _form(turn)
    when, voicemail = form.when or ANY_TIME, form.voicemail or NO_MESSAGE
    topic, number = form.topic or UNSAID, form.number or ""
    reference = form.reference or turn.heard.reference
    window = requested.window(turn, topic, when, kept=bool(form.reference))
    promised = requested.told(turn, window, when)
    if form.moves:
        moved = say("callback.stands", reference=Reference(reference), when=promised)
        effects = (MoveCallback(reference, when, window),)
        return requested.ended(turn, Plan((moved,), effects=effects))
    told = say("callback.done", reference=Reference(reference), when=promised)
    if form.reference:
        effect: Effect = AnswerCallback(reference, when, voicemail, number, window=window)
    else:
        effect = RequestCallback(
            reference,
            topic,
            when,
            voicemail,
            number,
            window=window,
            first=form.first,
            slot=form.slot,
            written=not turn.voice,
        )
    agree = Meaning("agree", reference)
    if not turn.voice:
        may_write = not turn.heard.opted_out
        says = (told, Say("callback.write", spare=True)) if may_write else (told,)
        choices = (Choice("1", agree),) if may_write else ()
        return requested.ended(turn, Plan(says, choices, (effect,)))
    options = [
        (Meaning("reference", f"{reference}:{when}"), requested.LABELS["reference"]),
        *([] if turn.heard.opted_out else [(agree, requested.LABELS["agree"])]),
    ]
    keys = numbered([*(options if turn.can_text else ()), requested.message(reference)])
    plan = Plan((told, *requested.earliest(turn, window)), (*keys, requested.menu_key()), (effect,))
    return requested.ended(turn, dictated.promise(plan) if number else plan)


def _hidden(turn: Turn) -> Step:
    phone = turn.contact()
    says = (say("callback.hidden", phone=phone),) if phone else (Say("service.end"),)
    menu = requested.menu_key()
    return turn.having(form=None, at="callback.done").session, Plan(says, (menu,))
