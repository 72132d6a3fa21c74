"""What does a text mean as a reply to what the line said last?

`understand` reads a message as if it were the first one. Here more is made of it where something
was said before: a number in words, a time of day that is refused, an hour, a question about the
address just told.
"""

from __future__ import annotations

from dataclasses import replace

from hotline.days import PARTS
from hotline.model import THAT_DAY, Session, Understood
from hotline.replying.choices import chosen
from hotline.replying.questions import asking
from hotline.replying.times import timed, whenever
from hotline.replying.voicemail import as_listed, on_message
from hotline.replying.wording import BESIDE_A_TIME, FINAL, REFUSING
from hotline.understand import Lexicon
from hotline.understand.reading import Reading, read

__all__ = ["as_reply"]

_BESIDE_A_DAY = 2  # words: "do not call me on Monday"
# What "not on Monday" is taken for.
_FOR_A_DAY = frozenset({*FINAL - {"forget"}, "callback", None})


def as_reply(understood: Understood, text: str, session: Session, lexicon: Lexicon) -> Understood:
    """What was understood, and what this text says besides to who has just been told something."""
    asks = session.form is not None or understood.command == "callback"
    if not (asks or session.offered or session.answered or understood.command in FINAL):
        return understood
    reading = read(text, lexicon)
    understood = _not_that_day(understood, reading)
    if understood.urgent:
        if not _imagined(reading, session, lexicon):
            return understood
        understood = replace(understood, urgent=None)
    if asks:
        understood = timed(understood, reading, session, lexicon)
    if session.form:
        understood = _plainly(understood, reading)
        understood = as_listed(understood, reading, session, lexicon)
        if session.form.when and not session.form.voicemail:
            understood = on_message(understood, reading, session, lexicon)
    if session.offered:
        understood = chosen(understood, reading, session, lexicon)
    if asks:
        understood = whenever(understood, reading, session)
    if session.answered and not session.form:
        understood = asking(understood, reading, session, lexicon)
    return understood


def _imagined(reading: Reading, session: Session, lexicon: Lexicon) -> bool:
    """Is it a danger that no list knows, guessed from an answer, or a question about an address?"""
    if any(hit.name != "not" for hit in reading.of("urgent")):
        return False
    given = [*(reading.of("number") if session.offered else ())]
    if session.form:
        times = [*reading.of("refusal"), *reading.of("hour")]
        times += (hit for hit in reading.of("command") if hit.name in PARTS)
        times += reading.of("voicemail") if session.form.when else ()
        rest = [word for word in reading.uncovered(times) if word not in lexicon.small]
        if times and len(rest) <= BESIDE_A_TIME:
            return True
        given += [*times, *reading.of("command")]
    rest = [word for word in reading.uncovered(given) if not word.isdigit()]
    if all(word in lexicon.polite for word in rest):
        return True
    questions = reading.of("question") if session.answered and not session.in_danger else ()
    rest = [word for word in reading.uncovered(questions) if word not in lexicon.small]
    return bool(questions) and len(rest) <= 1


def _not_that_day(understood: Understood, reading: Reading) -> Understood:
    """With the question that "don't call me on Monday" is, to who is called at a time we told."""
    ruled_out = understood.command not in _FOR_A_DAY or understood.topics or understood.places
    if ruled_out or understood.urgent or "stop" in reading.words:
        return understood
    signs = [hit for hit in reading.of("refusal") if hit.name in REFUSING]
    signs += [hit for hit in reading.of("command") if hit.name in FINAL]
    beside = any(
        max(day.start - sign.end, sign.start - day.end) <= _BESIDE_A_DAY
        for day in reading.of("day")
        for sign in signs
    )
    return replace(understood, question=THAT_DAY) if beside else understood


def _plainly(understood: Understood, reading: Reading) -> Understood:
    """Without a need or a place that is only guessed at: a form is not left for a guess."""
    need = any(not hit.weak and hit.sure == 1 for hit in reading.of("topic"))
    place = any(hit.sure == 1 for hit in reading.of("site"))
    return replace(
        understood,
        topics=understood.topics if need else (),
        places=understood.places if place else (),
    )
