"""What became of the sentences that staff recorded by telephone?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from hotline.store.clock import moment, stamp
from hotline.store.engine import Engine, Row

# What still has to be done: fetched, put on the air, cleared away, or erased at the channel.
_UNFINISHED = """
select id from take where state in ('coming', 'keep', 'kept', 'dropped') or held = 1 order by at
"""


@dataclass(frozen=True, slots=True)
class Take:
    """One recording of one sentence; `recording` is its name at the channel.

    `state`: "coming"; then "good", or what is wrong with it; then "keep" and "kept", or "dropped";
    "over" once no second copy is left. `held`: the channel may still have it.
    """

    id: str
    recording: str
    channel: str
    language: str
    key: str
    words: str
    staff: str
    state: str
    held: bool
    at: datetime


class Takes:
    """Takes on their way from the channel to the air, or to nowhere."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def begin(self, take: Take) -> None:
        """It is to be fetched."""
        self._engine.run(
            "insert into take (id, recording, channel, language, key, words, staff, state, at)"
            " values (:id, :recording, :channel, :language, :key, :words, :staff, 'coming', :at)"
            " on conflict (id) do nothing",
            id=take.id,
            recording=take.recording,
            channel=take.channel,
            language=take.language,
            key=take.key,
            words=take.words,
            staff=take.staff,
            at=stamp(take.at),
        )

    def get(self, id_: str) -> Take | None:
        """The take, or None."""
        row = self._engine.one("select * from take where id = :id", id=id_)
        return _take(row) if row else None

    def move(self, id_: str, before: str, after: str) -> bool:
        """It was `before` and is `after`; False: it was something else, and stays that."""
        sql = "update take set state = :after where id = :id and state = :before"
        return bool(self._engine.run(sql, id=id_, before=before, after=after))

    def drop(self, id_: str) -> None:
        """Nobody will hear it, unless it is kept already."""
        self._engine.run(
            "update take set state = 'dropped' where id = :id"
            " and state not in ('keep', 'kept', 'over')",
            id=id_,
        )

    def erased(self, id_: str) -> None:
        """The channel holds it no more."""
        self._engine.run("update take set held = 0 where id = :id", id=id_)

    def unfinished(self) -> list[str]:
        """Those with which something is to be done, the oldest first."""
        return [str(row["id"]) for row in self._engine.all(_UNFINISHED)]


def _take(row: Row) -> Take:
    held, at = bool(row["held"]), moment(row["at"])
    return Take(**{**row, "held": held, "at": at})
