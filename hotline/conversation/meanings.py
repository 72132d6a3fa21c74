"""What does a chosen digit do?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from hotline.conversation import (
    agenda,
    answers,
    appointments,
    callback,
    dictated,
    duty,
    listening,
    news,
    opening,
    points,
    requested,
    tongues,
    voicemail,
)
from hotline.conversation.turn import Step, Turn, lead
from hotline.model import Meaning
from hotline.plan import (
    AgreeToFollowUp,
    AnswerFollowUp,
    AskLater,
    CallAgain,
    Choice,
    Plan,
    Say,
    SendText,
)


def act(turn: Turn, meaning: Meaning) -> Step:
    """The step this meaning leads to; a meaning that no longer exists leads to the menu."""
    verb = _VERBS.get(meaning.verb)
    if verb is None:
        return points.menu(turn)
    return verb(turn.having(tries=0), meaning.value)


def again(turn: Turn) -> Step:
    """The point where the dialogue stands, said afresh, the callback form's questions included."""
    if turn.session.at == "form":
        return callback.question(turn)
    if turn.session.at == voicemail.AT:
        return voicemail.again(turn)
    if turn.session.at == "callback.done" and turn.voice:
        return requested.after(turn, Plan())
    if turn.session.at == requested.AT_SLOT and turn.voice:
        return requested.again(turn)
    return points.again(turn)


def menu(turn: Turn) -> Step:
    """The topics again; a form that was open is left, and in a call its request withdrawn."""
    turn, said = callback.left(turn)
    session, plan = points.menu(turn)
    return session, replace(plan, says=(*said.says, *plan.says), effects=said.effects)


def more(turn: Turn) -> Step:
    """The next service for the topic just answered; without one, the menu."""
    if turn.session.topic is None:
        return points.menu(turn)
    return answers.service(turn.having(page=turn.session.page + 1))


def spoken(turn: Turn, code: str) -> Step:
    """The line speaks this language from now on, and says again where the dialogue stands."""
    turn = turn.having(language=code)
    if turn.voice:
        return welcomed(turn)
    return lead([Say("language.changed", spare=True)], _where_it_stood(turn))


def welcomed(turn: Turn) -> Step:
    """In a call: on with it, now that it can be said; and what is to be known of the line.

    That comes last: an address does not wait for the news that the offices are closed.
    """
    if turn.heard.crowded:
        return opening.busy(turn)
    voiceless = turn.session.language in turn.voiceless
    step = tongues.voiceless(turn) if voiceless else _where_it_stood(turn)
    session, plan = step
    return session, replace(plan, lastly=opening.closed(turn))


def _where_it_stood(turn: Turn) -> Step:
    if turn.session.form:
        return callback.question(turn)
    return answers.service(turn) if turn.session.topic else points.menu(turn)


def _by_text(turn: Turn, _: str) -> Step:
    session, plan = answers.ways_on(turn, Say("sms.sent"))
    return session, Plan(plan.says, plan.choices, (SendText(answers.as_text(turn)),))


def _ask_later(turn: Turn) -> Step:
    return turn.having(offered=()).session, Plan((Say("followup.agreed"),), effects=(AskLater(),))


def _agreed(turn: Turn, reference: str) -> Step:
    says = (Say("followup.agreed"),)
    if turn.voice:
        plan = Plan(says, effects=(AgreeToFollowUp(reference),))
        return requested.after(turn, plan, used="agree")
    return turn.session, Plan(says, effects=(AgreeToFollowUp(reference, unreached=True),))


def _helped(turn: Turn, reference: str) -> Step:
    return turn.session, Plan((Say("followup.yes"),), effects=(AnswerFollowUp(reference, True),))


def _unhelped(turn: Turn, reference: str) -> Step:
    """Who agreed to a text has not agreed to a call: it is offered."""
    call = Meaning("callagain", reference) if reference else Meaning("callback")
    effects = (AnswerFollowUp(reference, False),)
    return turn.session, Plan((Say("followup.sorry"),), (Choice("1", call),), effects)


def _called_again(turn: Turn, reference: str) -> Step:
    plan = Plan((Say("followup.again"),), effects=(CallAgain(reference),))
    return turn.having(offered=()).session, plan


_VERBS: dict[str, Callable[[Turn, str], Step]] = {
    "language": spoken,
    "topic": lambda turn, topic: (
        callback.chosen_topic(turn, topic)
        if turn.session.form
        else points.chosen_topic(turn, topic)
    ),
    "where": lambda turn, _: points.where(turn),
    "place": points.chosen_place,
    "anywhere": lambda turn, _: points.chosen_place(turn, None),
    "more": lambda turn, _: more(turn),
    "again": lambda turn, _: again(turn),
    "sms": _by_text,
    "age": lambda turn, _: answers.age(turn),
    "menu": lambda turn, _: menu(turn),
    "list": lambda turn, listed: (
        callback.listed(turn, listed) if turn.session.form else points.menu(turn, listed)
    ),
    "languages": lambda turn, page: points.languages(turn, int(page or 0)),
    "text": lambda turn, _: tongues.text(turn),
    "callback": lambda turn, now: callback.at_once(turn) if now else callback.begin(turn),
    "talk": lambda turn, wanted: duty.ring(turn, wanted) if wanted else duty.ask(turn),
    "number": callback.chosen_number,
    "renumber": lambda turn, _: dictated.ask(turn),
    "hear": lambda turn, _: listening.heard(turn),
    "code": lambda turn, _: listening.ask(turn),
    "leave": lambda turn, _: voicemail.leave(turn),
    "when": callback.chosen_when,
    "voicemail": callback.chosen_voicemail,
    "reference": requested.reference_by_text,
    "other": requested.other,
    "slot": callback.another,
    "move": callback.move,
    "recall": requested.recalled,
    "asklater": lambda turn, _: _ask_later(turn),
    "agree": _agreed,
    "helped": _helped,
    "unhelped": _unhelped,
    "callagain": _called_again,
    "absent": appointments.absent,
    "attend": appointments.attending,
    "another": appointments.another_day,
    "news": news.about,
    "subscribe": news.subscribed,
    "unsubscribe": news.left,
    "stop": lambda turn, _: news.all_stopped(turn),
    "agenda": lambda turn, _: agenda.coming(turn),
    "cancel": requested.cancelled,
}
