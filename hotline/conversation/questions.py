"""What does somebody ask about the address just told: open, far, free, is anybody there?"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from hotline.conversation import answers, urgent
from hotline.conversation.turn import Step, Turn, say
from hotline.directory.search import Match
from hotline.plan import Phone, Plan, Say

FREE = "free"  # as the directory writes it


def answered(turn: Turn, kind: str) -> Step | None:
    """The answer to a question of this kind; None: nothing was told that it could be about.

    After emergency numbers alone, and where they can't be called, it is the one that takes a text.
    """
    if turn.session.in_danger and (kind == "unable" or not turn.session.topic):
        return urgent.still(turn)
    match = answers.last_told(turn)
    return _ANSWERS[kind](turn, match) if match else None


def _hours(turn: Turn, match: Match) -> Step:
    """Open or not, where that is known; the telephone in any case."""
    known = match.open is not None or match.location.closed_on(turn.now.date())
    return _told(turn, *(answers.reached(turn, match) if known else _unknown(turn, match)))


def _where(turn: Turn, match: Match) -> Step:
    """The address and the distance again; the distance needs a place to begin at."""
    nearer = () if turn.place else (Say("hint.nearer", spare=True),)
    where = (*answers.position(turn, match), *answers.telephone(turn, match))
    return _told(turn, *where, *nearer)


def _free(turn: Turn, match: Match) -> Step:
    if match.service.fee == FREE:
        return _told(turn, Say("service.free"))
    return _told(turn, *_unknown(turn, match))


def _in_vain(turn: Turn, _: Match) -> Step | None:
    """Nobody was there, or nobody answers: staff look into it, and there are other ways."""
    return answers.reported(turn)


def _closed(turn: Turn, match: Match) -> Step | None:
    """When it opens, if the line knew that it is closed; else what was told may be wrong."""
    return _hours(turn, match) if match.open is False else _in_vain(turn, match)


def _unknown(turn: Turn, match: Match) -> Iterator[Say]:
    """Nobody knows it here: whom to ask."""
    reach = turn.world.directory.reach(match.location)
    yield say("service.unknown", phone=Phone(reach.phone)) if reach else Say("service.unsaid")


def _told(turn: Turn, *says: Say) -> Step:
    return turn.session, Plan((*says, Say("hint.callback", spare=True)))


_ANSWERS: dict[str, Callable[[Turn, Match], Step | None]] = {
    "hours": _hours,
    "where": _where,
    "free": _free,
    "closed": _closed,
    "unanswered": _in_vain,
}
