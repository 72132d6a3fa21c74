"""Which times of day suit who replies, and which do not?"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import time
from itertools import pairwise
from typing import NamedTuple

from hotline.days import PARTS
from hotline.model import ANY_TIME, Session, Understood
from hotline.replying.wording import BESIDE_A_TIME, REFUSING, WITH_ANSWER, counts, spoken_in
from hotline.understand import Lexicon
from hotline.understand.reading import Hit, Reading, longest

_REACH = 4  # words between a time of day and what refuses it
_NOON = 12
_EARLY = 8  # nobody is called before: "at 3" is in the afternoon
_HALVES = {"am": 0, "pm": _NOON}
_CLOCK = re.compile(r"(\d{1,2})(?:(\D+)(?:\d{2})?)?")
_COLON = re.compile(r"(?<!\d)(\d{1,2}):\d{2}(?!\d)")


class _Time(NamedTuple):
    """A time of day named by the words from `start` to `end` (exclusive)."""

    start: int
    end: int
    part: str


def timed(
    understood: Understood, reading: Reading, session: Session, lexicon: Lexicon
) -> Understood:
    """With the times of day that suit, those that don't, and hours as the part of day they are."""
    when_open = session.form is None or session.form.when is None
    hours = [*_hours(understood, reading, session, lexicon)] if when_open else []
    named = longest(hit for hit in reading.of("command") if hit.name in PARTS)
    words = [_Time(hit.start, hit.end, hit.name) for hit in named if hit.name in understood.answers]
    times = words + [hour for hour in hours if not words]  # "3 in the afternoon": the word is plain
    refused = _refused(times, reading, spoken_in(understood, session), no=when_open)
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
        hit for hit in reading.of("refusal") if hit.name in REFUSING and counts(hit, spoken)
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


def whenever(understood: Understood, reading: Reading, session: Session) -> Understood:
    """With "any time" as the time of day, where that is what is asked, and none is named."""
    form = session.form
    named = understood.refused or any(part in understood.answers for part in PARTS)
    if named or (form and (form.when or not form.topic)):
        return understood
    hits = longest([*reading.of("anytime"), *reading.of("refusal", "before")])
    whenever = [hit for hit in hits if hit.kind == "anytime"]
    noes = {hit.end for hit in hits if hit.kind == "refusal"}
    if any(0 <= hit.start - no <= BESIDE_A_TIME for hit in whenever for no in noes):
        return understood  # "I am not free at any time"
    if not (whenever or (form and understood.both)):
        return understood
    answers = (ANY_TIME, *understood.answers)
    if form is None or understood.command not in WITH_ANSWER:
        return replace(understood, answers=answers)
    return replace(understood, answers=answers, command=None, both=False, topics=(), places=())
