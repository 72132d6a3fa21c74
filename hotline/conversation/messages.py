"""What does a text message ask for, and which point of the conversation answers it?"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from hotline.conversation import (
    answers,
    appointments,
    callback,
    commands,
    news,
    points,
    questions,
    requested,
    urgent,
)
from hotline.conversation.meanings import act, spoken
from hotline.conversation.turn import Step, Turn, lead
from hotline.model import THAT_DAY, Meaning
from hotline.plan import Plan, Say

HOUR = timedelta(hours=1)
# What was offered, and is left with a no.
_REFUSABLE = frozenset(
    {"agree", "asklater", "subscribe", "recall", "callagain", "callback", "another"}
)
# What is answered while a form stays open, and what sees to the form itself.
_BESIDE = frozenset(
    {"help", "who", "contact", "insult", "wrong", "language", "callback", "cancel"}
    | {"stop?", "stop.topic"}
)
_TOLD_TO_WRITE = frozenset({"declined", "stop.topic"})
_UNKNOWN = ("unknown", "unknown.again", "unknown.callback")


def heard_in_message(turn: Turn) -> Step:
    """Danger first, then the right to silence, then a roof for this night, then all else."""
    heard = turn.heard.understood
    turn = _speaking(_after_silence(turn))
    if heard.urgent:
        return _with_the_form(turn, urgent.answer(turn, heard.urgent))
    if heard.question == THAT_DAY and turn.heard.callbacks and not turn.session.form:
        return requested.state(turn, turn.heard.callbacks[0])
    if heard.command in commands.CONSENT:
        return commands.answer(turn, heard.command)
    if topic := news.stopping(turn):
        return news.stopped(turn, topic)
    return lead([answers.shelter(turn)], _needing(turn)) if heard.roofless else _needing(turn)


def _needing(turn: Turn) -> Step:
    heard = turn.heard.understood
    if heard.asked_language and not (heard.topics or heard.places):
        return _language_asked(turn)
    if turn.session.form:
        return callback.continued(turn) or _beside_the_form(turn)
    return _asked(turn)


def _beside_the_form(turn: Turn) -> Step:
    """A digit on offer, another request, the line itself; else the form is left, which is said."""
    heard = turn.heard.understood
    if (heard.digits and not heard.command) or heard.command in _BESIDE:
        return _asked(turn)
    return _with_the_form(turn, _asked(callback.dropped(turn)[0]))


def _with_the_form(turn: Turn, step: Step) -> Step:
    """This step, and what becomes of the form that was open; last of all that can be spared."""
    if turn.session.form is None:
        return step
    session, plan = step
    told = replace(callback.dropped(turn)[1], spare=True)
    return session, replace(plan, says=(*plan.says, told))


def _after_silence(turn: Turn) -> Turn:
    """After an hour a sensitive topic is forgotten: somebody else may hold the phone by now."""
    topic = turn.session.topic
    if turn.heard.idle <= HOUR:
        return turn
    if topic and turn.world.topics.sensitive(topic):
        return turn.having(topic=None, page=0, at="", offered=())
    return turn.having(at="") if turn.session.in_danger else turn


def _speaking(turn: Turn) -> Turn:
    """The turn in the language of this message, where the message shows one we speak.

    Words that we told the person to write prove none: "RDV NO" is English and Spanish.
    """
    heard = turn.heard.understood
    if heard.command in _TOLD_TO_WRITE and turn.session.language:
        return turn
    for language in (heard.asked_language, heard.language):
        if language in turn.world.city.languages:
            return turn.having(language=language)
    return turn


def _language_asked(turn: Turn) -> Step:
    asked = turn.heard.understood.asked_language or ""
    return spoken(turn, asked) if asked in turn.world.city.languages else points.languages(turn)


def _asked(turn: Turn) -> Step:
    heard = turn.heard.understood
    if heard.question not in (None, THAT_DAY) and (
        told := questions.answered(turn, heard.question)
    ):
        return told
    if heard.command == "confused" and turn.session.in_danger:
        return urgent.still(turn)
    if heard.digits is not None and heard.command is None:
        return _digits(turn, heard.digits)
    if heard.both and turn.session.at == points.TOPICS:
        return points.all_of_them(turn)
    if heard.command == "wrong":
        return _wrong(turn)
    if heard.command and heard.command in commands.KNOWN:
        return commands.answer(turn, heard.command)
    if heard.topics:
        return points.asked_for(turn, heard)
    if heard.places:
        return points.at_place(turn, heard)
    if heard.command in commands.WORDS_OF_CHOICE:
        return _chosen_by_word(turn, heard.command or "")
    return _not_understood(turn)


def _digits(turn: Turn, digits: str) -> Step:
    meaning = turn.session.meaning_of(digits)
    if meaning is not None:
        return act(turn, meaning)
    for request in turn.heard.callbacks:
        if request.reference == digits:
            return requested.state(turn, request)
    return lead([Say("not.offered", spare=True)], points.menu(turn))


def _wrong(turn: Turn) -> Step:
    """ "faux" is a no where a question is open; else it is about what was just told."""
    asked = any(_means(offered, "no") for _, offered in turn.session.offered)
    return (None if asked else answers.reported(turn)) or _chosen_by_word(turn, "no")


def _chosen_by_word(turn: Turn, word: str) -> Step:
    """ "yes" where a digit was offered for it, "morning" where that was on offer."""
    for _, meaning in turn.session.offered:
        if _means(meaning, word):
            return act(turn, meaning)
    if word == "anywhere":
        return points.chosen_place(turn, None)
    if word == "no" and any(meaning.verb in _REFUSABLE for _, meaning in turn.session.offered):
        return turn.having(offered=()).session, Plan((Say("form.left"),))
    if word == "no" and turn.heard.appointments:  # to a reminder, perhaps
        return appointments.doubted(turn)
    if turn.session.form:
        return lead([Say("unknown", spare=True)], callback.question(turn))
    if word == "yes" and turn.session.answered:  # "ok", as one says when told something
        return commands.answer(turn, "thanks")
    return _not_understood(turn)


def _means(offered: Meaning, word: str) -> bool:
    wanted = commands.WORDS_OF_CHOICE[word]
    return offered.verb in wanted or f"{offered.verb}:{offered.value}" in wanted


def _not_understood(turn: Turn) -> Step:
    """Never the same words twice in a row: the menu, then an example, then a human being."""
    tries = turn.session.tries
    key = _UNKNOWN[tries % len(_UNKNOWN)]
    turn = turn.having(tries=tries + 1)
    if turn.session.in_danger and not tries:
        return urgent.waiting(turn)
    if key == "unknown":
        return lead([Say(key, spare=True)], points.menu(turn))
    if tries == 1 and turn.session.language is None:  # perhaps it was none of our languages
        return lead([Say("unknown", spare=True)], points.languages(turn))
    return turn.session, Plan((Say(key),))
