"""In which order does a person's work lie on the desk?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from hotline.store import Callback


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


def lay_out(waiting: Sequence[Callback], staff: str, now: datetime) -> Board:
    """The board of this member of staff; what rests after an unanswered call comes last."""
    taken = [one for one in waiting if one.state in ("claimed", "reached")]
    retry = [one for one in waiting if one.state == "no_answer"]
    return Board(
        mine=tuple(one for one in taken if one.claimed_by == staff),
        to_take=tuple(one for one in waiting if one.state == "requested"),
        to_retry=tuple(sorted(retry, key=lambda one: (rests(one, now), one.created_at))),
        taken=tuple(one for one in taken if one.claimed_by != staff),
    )


def rests(callback: Callback, now: datetime) -> bool:
    """Is it too early to try this person again?"""
    return callback.not_before is not None and callback.not_before > now


def _age(callback: Callback) -> datetime:
    return callback.created_at
