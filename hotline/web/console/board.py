"""In which order does a person's work lie on the desk, and who can do it?"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from hotline.store import Callback, StaffMember

OF_ALL = "fr"  # what everybody at the desk speaks
FREE = ("requested", "no_answer")


@dataclass(frozen=True, slots=True)
class Board:
    """The open requests of somebody's teams by what there is to do, each part oldest first."""

    mine: tuple[Callback, ...]
    to_take: tuple[Callback, ...]
    to_retry: tuple[Callback, ...]
    taken: tuple[Callback, ...]

    @property
    def free(self) -> int:
        """How many anybody may take."""
        return len(self.to_take) + len(self.to_retry)

    @property
    def oldest(self) -> Callback | None:
        """The request that has been waiting for somebody the longest."""
        return min((*self.to_take, *self.to_retry), key=_age, default=None)


@dataclass(frozen=True, slots=True)
class Speakers:
    """Who can speak with this person: `me`, these others of the team, or nobody without help."""

    me: bool
    others: tuple[str, ...]

    @property
    def interpreter(self) -> bool:
        """Does it need one?"""
        return not self.me and not self.others


def lay_out(waiting: Sequence[Callback], staff: str, now: datetime) -> Board:
    """The board of this member of staff; what rests until later comes last."""
    taken = [one for one in waiting if one.state not in FREE]
    retry = [one for one in waiting if one.state == "no_answer" or _later(one)]
    return Board(
        mine=tuple(one for one in taken if one.claimed_by == staff),
        to_take=tuple(one for one in waiting if one.state == "requested" and not _later(one)),
        to_retry=tuple(sorted(retry, key=lambda one: (rests(one, now), one.created_at))),
        taken=tuple(one for one in taken if one.claimed_by != staff),
    )


def rests(callback: Callback, now: datetime) -> bool:
    """Is it too early to try this person again?"""
    until = callback.not_before
    return callback.state in FREE and until is not None and until > now


def missed(callback: Callback, now: datetime) -> bool:
    """Has the person been promised a call that nobody has made?"""
    return promised(callback) and callback.window is not None and callback.window.end < now


def promised(callback: Callback) -> bool:
    """Is there a promise still to be kept? A call in vain has kept it."""
    return callback.state in FREE and not callback.attempts and callback.window is not None


def given_up(callback: Callback, attempts: int) -> bool:
    """Has nobody answered so often that the line does not bring it back by itself any more?"""
    return callback.state == "no_answer" and callback.attempts >= attempts


def speakers(callback: Callback, me: StaffMember, everyone: Collection[StaffMember]) -> Speakers:
    """Who of the request's team speaks the person's language."""
    spoken = callback.language
    others = tuple(
        one.name
        for one in everyone
        if one.id != me.id and one.active and callback.team in one.teams and spoken in one.languages
    )
    return Speakers(spoken == OF_ALL or spoken in me.languages, others)


def _later(callback: Callback) -> bool:
    """Has the person been spoken to, and asked to be called at that time?"""
    return callback.state == "requested" and callback.not_before is not None


def _age(callback: Callback) -> datetime:
    return callback.created_at
