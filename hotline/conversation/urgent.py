"""What is said first when a text is about danger?"""

from __future__ import annotations

from dataclasses import replace

from hotline.conversation import answers
from hotline.conversation.turn import Step, Turn, say
from hotline.model import IN_DANGER
from hotline.plan import Phone, Plan, Say

# The help named after the emergency numbers. Fire and weapons: nothing else may distract.
_NEAREST = {
    "violence": "violence",
    "child": "violence",
    "suicide": "health",
    "medical": "health",
}

_NEEDED = frozenset(
    {"service.name", "service.name.only", "service.phone", "service.phone.via"},
)


def answer(turn: Turn, kind: str) -> Step:
    """The emergency numbers of this kind of danger, a roof where there is none for this night,
    then the nearest help where there is some.
    """
    heard = turn.heard.understood.places
    turn = turn.having(
        at=f"{IN_DANGER}:{kind}",
        place=heard[0].name if heard else turn.session.place,
        tries=0,
        form=None,
        page=0,
        offered=(),
    )
    topic = _NEAREST.get(kind)
    return _told(turn.having(topic=topic) if topic else turn, _numbers(turn, kind))


def still(turn: Turn) -> Step:
    """The number that takes a text, for who can't call; the help again."""
    return _told(turn, _by_text(turn))


def waiting(turn: Turn) -> Step:
    """That number alone, to words that mean nothing: somebody else may hold the telephone now."""
    return turn.session, Plan((_by_text(turn),))


def _by_text(turn: Turn) -> Say:
    return say("urgent.still", sms=Phone(turn.world.city.emergency["sms"]))


def _told(turn: Turn, told: Say) -> Step:
    """This, a roof where there is none, then the nearest help for the danger of the session."""
    kind = turn.session.at.partition(":")[2]
    roofless = turn.heard.understood.roofless
    roof = (answers.shelter(turn),) if roofless else ()
    matches = answers.matching(turn) if kind in _NEAREST else ()
    described = answers.described(turn, matches[0]) if matches else ()
    help_ = tuple(_brief(each, roofless) for each in described)
    shown = tuple(match.service.id for match in matches[:1])
    return turn.session, Plan((told, *roof, *help_), services=shown)


def _brief(told: Say, roofless: bool) -> Say:
    """Who helps and which number to call must fit, unless a roof is needed more; where it is, only
    if there is room.
    """
    fits = told.key in _NEEDED and not roofless
    return told if fits else replace(told, spare=True)


def _numbers(turn: Turn, kind: str) -> Say:
    numbers = {name: Phone(number) for name, number in turn.world.city.emergency.items()}
    return say(f"urgent.{kind}", **numbers)
