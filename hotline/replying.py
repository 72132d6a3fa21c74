"""What does a text mean as a reply to what the line said last?

`understand` reads a message as if it were the first one. Here more is made of it where something
was said before: a number in words, a time of day that is refused, an hour, a question about the
address just told.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import time
from itertools import pairwise
from typing import NamedTuple

from hotline.days import PARTS
from hotline.model import ANY_TIME, THAT_DAY, Session, Understood
from hotline.understand import Lexicon
from hotline.understand.language import believed_with
from hotline.understand.reading import Hit, Reading, longest, read

BOTH, ABOUT = "both", "about"
_REACH = 4  # words between a time of day and what refuses it
_COURTESIES = frozenset({"thanks", "greeting"})
_NOON = 12
_EARLY = 8  # nobody is called before: "at 3" is in the afternoon
_HALVES = {"am": 0, "pm": _NOON}
_CLOCK = re.compile(r"(\d{1,2})(?:(\D+)(?:\d{2})?)?")
_COLON = re.compile(r"(?<!\d)(\d{1,2}):\d{2}(?!\d)")
# Where two kinds of question are met, the first of these is meant.
_QUESTIONS = ("unable", "closed", "unanswered", "hours", "free", "where")
_BESIDE_A_TIME = 2  # words: "I have changed my mind, in the morning"
_BESIDE_A_DAY = 2  # "do not call me on Monday"
_DANGER_ONLY = frozenset({"unable"})
# What can't be taken back, or cuts somebody off: in a form, never for a guess.
_FINAL = frozenset({"stop", "stop?", "forget", "cancel"})
# What may be said along with an answer, or be the answer.
_WITH_ANSWER = frozenset({None, "yes", "no", "discreet", "wrong", "anywhere", *_COURTESIES})
# What "not on Monday" is taken for.
_FOR_A_DAY = frozenset({*_FINAL - {"forget"}, "callback", None})
_REFUSING = frozenset({"before", "after"})
_OF_MESSAGES = ("no", "discreet", "yes")  # where two are met, the first of these is meant


class _Time(NamedTuple):
    """A time of day named by the words from `start` to `end` (exclusive)."""

    start: int
    end: int
    part: str


def as_reply(understood: Understood, text: str, session: Session, lexicon: Lexicon) -> Understood:
    """What was understood, and what this text says besides to who has just been told something."""
    asks = session.form is not None or understood.command == "callback"
    if not (asks or session.offered or session.answered or understood.command in _FINAL):
        return understood
    reading = read(text, lexicon)
    understood = _not_that_day(understood, reading)
    if understood.urgent:
        if not _imagined(reading, session, lexicon):
            return understood
        understood = replace(understood, urgent=None)
    if asks:
        understood = _timed(understood, reading, session, lexicon)
    if session.form:
        understood = _plainly(understood, reading)
        understood = _as_listed(understood, reading, session, lexicon)
        if session.form.when and not session.form.voicemail:
            understood = _on_message(understood, reading, session, lexicon)
    if session.offered:
        understood = _chosen(understood, reading, session, lexicon)
    if asks:
        understood = _whenever(understood, reading, session)
    if session.answered and not session.form:
        understood = _asking(understood, reading, session, lexicon)
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
        if times and len(rest) <= _BESIDE_A_TIME:
            return True
        given += [*times, *reading.of("command")]
    rest = [word for word in reading.uncovered(given) if not word.isdigit()]
    if all(word in lexicon.polite for word in rest):
        return True
    questions = reading.of("question") if session.answered and not session.in_danger else ()
    rest = [word for word in reading.uncovered(questions) if word not in lexicon.small]
    return bool(questions) and len(rest) <= 1


def _in_its_language(understood: Understood, hits: Iterable[Hit], session: Session) -> Understood:
    """A few words that are in the language spoken so far prove no other one."""
    known = any(session.language in hit.languages for hit in hits)
    return replace(understood, language=session.language) if known else understood


def _not_that_day(understood: Understood, reading: Reading) -> Understood:
    """With the question that "don't call me on Monday" is, to who is called at a time we told."""
    ruled_out = understood.command not in _FOR_A_DAY or understood.topics or understood.places
    if ruled_out or understood.urgent or "stop" in reading.words:
        return understood
    signs = [hit for hit in reading.of("refusal") if hit.name in _REFUSING]
    signs += [hit for hit in reading.of("command") if hit.name in _FINAL]
    beside = any(
        max(day.start - sign.end, sign.start - day.end) <= _BESIDE_A_DAY
        for day in reading.of("day")
        for sign in signs
    )
    return replace(understood, question=THAT_DAY) if beside else understood


# --- when to call ---------------------------------------------------------------------------


def _timed(
    understood: Understood, reading: Reading, session: Session, lexicon: Lexicon
) -> Understood:
    """With the times of day that suit, those that don't, and hours as the part of day they are."""
    when_open = session.form is None or session.form.when is None
    hours = [*_hours(understood, reading, session, lexicon)] if when_open else []
    named = longest(hit for hit in reading.of("command") if hit.name in PARTS)
    words = [_Time(hit.start, hit.end, hit.name) for hit in named if hit.name in understood.answers]
    times = words + [hour for hour in hours if not words]  # "3 in the afternoon": the word is plain
    refused = _refused(times, reading, _spoken(understood, session), no=when_open)
    wanted = [each.part for each in times if each not in refused]
    unwanted = {each.part for each in refused} - {*wanted}
    others = [each for each in understood.answers if each not in PARTS]
    understood = replace(
        understood,
        answers=tuple(dict.fromkeys([*wanted, *others])),
        refused=tuple(part for part in PARTS if part in unwanted),
    )
    # "14h" is no street, and "14" no key.
    return replace(understood, topics=(), places=(), digits=None) if hours else understood


def _refused(
    times: Sequence[_Time], reading: Reading, spoken: frozenset[str], *, no: bool
) -> list[_Time]:
    """Those of the times that the person does not want; `no`: a "no" after one is about it."""
    harmless = reading.of("refusal", "not")
    signs = longest(
        hit for hit in reading.of("refusal") if hit.name in _REFUSING and _counts(hit, spoken)
    )
    noes = {hit.start for hit in reading.of("command", "no")} & {each.end for each in times}
    found = [
        _meant(sign, times)
        for sign in signs
        if sign.start not in noes and not any(sign.overlaps(other) for other in harmless)
    ]
    if no:
        found += [each for each in times if each.end in noes]
    refused = [each for each in times if each in found]
    for one, other in pairwise(times):  # "not in the morning or the evening"
        if one in refused and other not in refused and _joined(one, other, reading):
            refused.append(other)
    return refused


def _meant(sign: Hit, times: Sequence[_Time]) -> _Time | None:
    """The time that this sign refuses: the next one or the last one, as is the custom of its kind,
    and the other where there is no such.
    """
    within = [each for each in times if sign.start <= each.start and each.end <= sign.end]
    later = [each for each in times if each.start > sign.start and each.start - sign.end <= _REACH]
    earlier = [
        each for each in times if each.start < sign.start and sign.start - each.end <= _REACH
    ]
    beside = [later[:1], earlier[-1:]]
    near, far = beside if sign.name == "before" else reversed(beside)
    return next(iter(within or near or far), None)


def _joined(one: _Time, other: _Time, reading: Reading) -> bool:
    between = set(range(one.end, other.start))
    joins = reading.of("refusal", "also")
    linking = {at for hit in joins for at in range(hit.start, hit.end)}
    return bool(between) and between <= linking


def _hours(
    understood: Understood, reading: Reading, session: Session, lexicon: Lexicon
) -> Iterator[_Time]:
    """The hours of the clock in it, each as the part of day that it is in."""
    alone = understood.digits is not None and session.meaning_of(understood.digits) is None
    clocks = {found[1] for found in _COLON.finditer(unicodedata.normalize("NFKC", reading.raw))}
    until = {hit.end for hit in reading.of("hour", "until")}
    for at, word in enumerate(reading.written):
        found = _CLOCK.fullmatch(word)
        if found is None:
            continue
        hour, unit = int(found[1]), found[2] or ""
        beside = unit or _beside(reading, at)
        late = hour >= _EARLY
        sure = beside in _HALVES or found[1] in clocks or _marks(reading, at, unit, lexicon, late)
        if sure or (alone and late):
            exact = hour + _HALVES.get(beside, _NOON if not late else 0)
            part = _part(min(exact, 24), until=bool({at, at - 1} & until))
            if part:
                yield _Time(at, at + 1, part)


def _beside(reading: Reading, at: int) -> str:
    return reading.written[at + 1] if at + 1 < len(reading.written) else ""


def _marks(reading: Reading, at: int, unit: str, lexicon: Lexicon, late: bool) -> bool:
    """Does a word glued to this number, or beside it, say that it is an hour?"""
    if unit:
        known = (entry for _, entries in lexicon.phrases.ends((unit,), 0) for entry in entries)
        return any((entry.kind, entry.name) == ("hour", "mark") for entry in known)
    signs = reading.of("hour", "mark")
    return any(at in (hit.end, hit.start - 1) and (late or not hit.weak) for hit in signs)


def _part(hour: int, *, until: bool) -> str | None:
    """The part of day of this hour; `until`: of the time before it."""
    at = time(hour - 1, 59) if until else time(hour % 24)
    return next((part for part, (start, end) in PARTS.items() if start <= at < end), None)


def _plainly(understood: Understood, reading: Reading) -> Understood:
    """Without a need or a place that is only guessed at: a form is not left for a guess."""
    need = any(not hit.weak and hit.sure == 1 for hit in reading.of("topic"))
    place = any(hit.sure == 1 for hit in reading.of("site"))
    return replace(
        understood,
        topics=understood.topics if need else (),
        places=understood.places if place else (),
    )


def _whenever(understood: Understood, reading: Reading, session: Session) -> Understood:
    """With "any time" as the time of day, where that is what is asked, and none is named."""
    form = session.form
    named = understood.refused or any(part in understood.answers for part in PARTS)
    if named or (form and (form.when or not form.topic)):
        return understood
    hits = longest([*reading.of("anytime"), *reading.of("refusal", "before")])
    whenever = [hit for hit in hits if hit.kind == "anytime"]
    noes = {hit.end for hit in hits if hit.kind == "refusal"}
    if any(0 <= hit.start - no <= _BESIDE_A_TIME for hit in whenever for no in noes):
        return understood  # "I am not free at any time"
    if not (whenever or (form and understood.both)):
        return understood
    answers = (ANY_TIME, *understood.answers)
    if form is None or understood.command not in _WITH_ANSWER:
        return replace(understood, answers=answers)
    return replace(understood, answers=answers, command=None, both=False, topics=(), places=())


# --- whether to leave a message ---------------------------------------------------------------


def _as_listed(
    understood: Understood, reading: Reading, session: Session, lexicon: Lexicon
) -> Understood:
    """Without an order that is only guessed at, and can't be taken back.

    The examples say STOP for anything about messages, and a message is what is asked about here.
    """
    if understood.command not in _FINAL:
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
    return order.overlaps(answer) if answer.name == ABOUT else order.inside(answer)


def _on_message(
    understood: Understood, reading: Reading, session: Session, lexicon: Lexicon
) -> Understood:
    """With one answer to whether a voice message may be left: any negation makes it a no."""
    if understood.refused or understood.command in _FINAL:
        return understood
    explicit = [
        hit
        for hit in reading.of("voicemail")
        if hit.name != ABOUT and (not hit.weak or _alone(hit, reading, lexicon))
    ]
    if not (explicit or understood.command in _WITH_ANSWER):
        return understood
    spoken = _spoken(understood, session)
    words = [hit for hit in reading.of("command") if hit.name in _OF_MESSAGES]
    words += reading.of("refusal")
    about = reading.of("voicemail", ABOUT)
    for order in reading.of("command", "stop"):  # "no more messages" is a no to this one
        if not order.weak and any(order.overlaps(each) for each in about):
            words.append(order._replace(name="no"))
    hits = longest([*explicit, *(hit for hit in words if _counts(hit, spoken))])
    said = {"no" if hit.name in _REFUSING else hit.name for hit in hits}
    answer = next((name for name in _OF_MESSAGES if name in said), None)
    if answer is None:
        return understood
    others = (each for each in understood.answers if each not in _OF_MESSAGES)
    return replace(understood, command=None, answers=(*others, answer), topics=(), places=())


def _counts(hit: Hit, spoken: frozenset[str]) -> bool:
    """A phrase counts in any language, a single word in one that is spoken."""
    return hit.length > 1 or not hit.languages.isdisjoint(spoken)


# --- which of the choices -------------------------------------------------------------------


def _chosen(
    understood: Understood, reading: Reading, session: Session, lexicon: Lexicon
) -> Understood:
    """With the digit that "two", "the 2" or "number 2 please" stand for, or with both of two."""
    if understood.digits is not None and understood.command is None:
        return understood
    if understood.answers or any(not hit.weak for hit in reading.of("topic")):
        return understood
    if {hit.name for hit in reading.of("command") if not hit.weak} - _COURTESIES:
        return understood
    signs = longest(hit for hit in reading.of("number"))
    rest = [word for word in reading.uncovered(signs) if not word.isdigit()]
    if not all(word in lexicon.polite for word in rest):
        return understood
    if any(hit.name == BOTH for hit in signs):
        return replace(understood, both=True, command=None, topics=(), places=())
    counted = {hit.name for hit in signs if hit.name.isdigit()}
    numbers = {word for word in reading.written if word.isdigit()} or counted
    understood = _in_its_language(understood, signs, session)
    if len(numbers) > 1 and all(map(session.meaning_of, numbers)):  # "1 and 2"
        return replace(understood, both=True, command=None, topics=(), places=())
    digits = next(iter(numbers), "")
    if len(numbers) != 1 or session.meaning_of(digits) is None:
        return understood
    return replace(understood, digits=digits, command=None, topics=(), places=())


# --- about the answer -----------------------------------------------------------------------


def _asking(
    understood: Understood, reading: Reading, session: Session, lexicon: Lexicon
) -> Understood:
    """With the kind of question about the address just told, where it asks for nothing else."""
    hits = [
        hit
        for hit in longest(reading.of("question"))
        if not hit.weak or _alone(hit, reading, lexicon)
    ]
    kinds = [kind for kind in _QUESTIONS if any(hit.name == kind for hit in hits)]
    if not session.in_danger:
        kinds = [kind for kind in kinds if kind not in _DANGER_ONLY]
    if not kinds or _ordered(understood, reading, hits):
        return understood
    elsewhere = {hit.name for hit in reading.of("topic") if not hit.weak} - {session.topic}
    # "How far from the town hall?" is answered from there.
    if elsewhere or (kinds[0] == "where" and reading.of("site")):
        return understood
    understood = _in_its_language(understood, hits, session)
    return replace(understood, question=kinds[0], command=None, topics=(), places=())


def _alone(hit: Hit, reading: Reading, lexicon: Lexicon) -> bool:
    return all(word in lexicon.polite for word in reading.uncovered([hit]))


def _ordered(understood: Understood, reading: Reading, questions: Sequence[Hit]) -> bool:
    """Is the command a plain one, of words that are not those of the question?"""
    if understood.command in {None, *_COURTESIES, "yes", "no", "wrong"}:
        return False
    name = (understood.command or "").rstrip("?").partition(".")[0]
    given = [hit for hit in reading.of("command", name) if not hit.weak]
    return any(not any(hit.overlaps(question) for question in questions) for hit in given)


def _spoken(understood: Understood, session: Session) -> frozenset[str]:
    """The languages whose short words count."""
    return frozenset(filter(None, (understood.language, session.language)))
