"""What does a text message ask for, and which point of the conversation answers it?"""

from __future__ import annotations

from datetime import timedelta

from hotline.conversation import (
    answers,
    appointments,
    callback,
    commands,
    news,
    points,
    requested,
    urgent,
)
from hotline.conversation.meanings import act, spoken
from hotline.conversation.turn import Step, Turn, lead
from hotline.model import Meaning
from hotline.plan import Plan, Say

HOUR = timedelta(hours=1)
# What was offered, and is left with a no.
_REFUSABLE = frozenset(
    {"agree", "asklater", "subscribe", "recall", "callagain", "callback", "another"}
)
_TOLD_TO_WRITE = frozenset({"declined", "stop.topic"})
_UNKNOWN = ("unknown", "unknown.again", "unknown.callback")


def heard_in_message(turn: Turn) -> Step:
    """Danger first, then the right to silence, then a roof for this night, then all else."""
    heard = turn.heard.understood
    turn = _speaking(_after_silence(turn))
    if heard.urgent:
        return urgent.answer(turn, heard.urgent)
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
        answered = callback.continued(turn)
        if answered:
            return answered
        if heard.topics or heard.places:  # about something else: the form is left
            turn = turn.having(form=None, offered=())
    return _asked(turn)


def _after_silence(turn: Turn) -> Turn:
    """After an hour a sensitive topic is forgotten: somebody else may hold the phone by now."""
    topic = turn.session.topic
    if turn.heard.idle > HOUR and topic and turn.world.topics.sensitive(topic):
        return turn.having(topic=None, page=0, at="", offered=())
    return turn


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
    if heard.digits is not None and heard.command is None:
        return _digits(turn, heard.digits)
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
    return _not_understood(turn)


def _means(offered: Meaning, word: str) -> bool:
    wanted = commands.WORDS_OF_CHOICE[word]
    return offered.verb in wanted or f"{offered.verb}:{offered.value}" in wanted


def _not_understood(turn: Turn) -> Step:
    """Never the same words twice in a row: the menu, then an example, then a human being."""
    tries = turn.session.tries
    key = _UNKNOWN[tries % len(_UNKNOWN)]
    turn = turn.having(tries=tries + 1)
    if key == "unknown":
        return lead([Say(key, spare=True)], points.menu(turn))
    if tries == 1 and turn.session.language is None:  # perhaps it was none of our languages
        return lead([Say("unknown", spare=True)], points.languages(turn))
    return turn.session, Plan((Say(key),))
