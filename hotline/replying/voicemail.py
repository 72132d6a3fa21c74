"""May a voice message be left, says a reply, and is an order in it meant as one?"""

from __future__ import annotations

from dataclasses import replace

from hotline.days import PARTS
from hotline.model import THAT_DAY, Session, Understood
from hotline.replying.wording import FINAL, REFUSING, WITH_ANSWER, alone, counts, spoken_in
from hotline.understand import Lexicon
from hotline.understand.language import believed_with
from hotline.understand.reading import Hit, Reading, longest

_ABOUT = "about"
_ANSWERS = ("no", "discreet", "yes")  # where two are met, the first of these is meant


def as_listed(
    understood: Understood, reading: Reading, session: Session, lexicon: Lexicon
) -> Understood:
    """Without an order that is only guessed at, and can't be taken back.

    The examples say STOP for anything about messages, and a message is what is asked about here.
    """
    if understood.command not in FINAL:
        return understood
    if understood.question == THAT_DAY:
        return replace(understood, command=None)
    name = understood.command.rstrip("?")
    form = session.form
    if understood.language:
        reading = reading.without_foreign(believed_with(understood.language, lexicon))
    asked = (form and form.when) or any(part in understood.answers for part in PARTS)
    about = reading.of("voicemail") if asked else ()
    given = [
        hit
        for hit in (() if reading.of(name, "not") else reading.of("command", name))
        if not any(_answers(hit, other) for other in about)
    ]
    if not given:
        return replace(understood, command=None)
    if name == "stop" and all(hit.weak for hit in given):
        return replace(understood, command="stop?")
    return understood


def _answers(order: Hit, answer: Hit) -> bool:
    """Is the order only an answer about a message: "pas de message", "laissez-moi un message"?"""
    return order.overlaps(answer) if answer.name == _ABOUT else order.inside(answer)


def on_message(
    understood: Understood, reading: Reading, session: Session, lexicon: Lexicon
) -> Understood:
    """With one answer to whether a voice message may be left: any negation makes it a no."""
    if understood.refused or understood.command in FINAL:
        return understood
    explicit = [
        hit
        for hit in reading.of("voicemail")
        if hit.name != _ABOUT and (not hit.weak or alone(hit, reading, lexicon))
    ]
    if not (explicit or understood.command in WITH_ANSWER):
        return understood
    spoken = spoken_in(understood, session)
    words = [hit for hit in reading.of("command") if hit.name in _ANSWERS]
    words += reading.of("refusal")
    about = reading.of("voicemail", _ABOUT)
    for order in reading.of("command", "stop"):  # "no more messages" is a no to this one
        if not order.weak and any(order.overlaps(each) for each in about):
            words.append(order._replace(name="no"))
    hits = longest([*explicit, *(hit for hit in words if counts(hit, spoken))])
    said = {"no" if hit.name in REFUSING else hit.name for hit in hits}
    answer = next((name for name in _ANSWERS if name in said), None)
    if answer is None:
        return understood
    others = (each for each in understood.answers if each not in _ANSWERS)
    return replace(understood, command=None, answers=(*others, answer), topics=(), places=())
