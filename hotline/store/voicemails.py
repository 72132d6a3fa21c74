"""What have callers said to the teams, and which of it does the provider still hold?"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from hotline.model import Recording
from hotline.store.clock import moment, new_id, stamp
from hotline.store.engine import Engine, Row
from hotline.store.vault import Vault

State = Literal["expected", "kept", "silent", "lost"]


@dataclass(frozen=True, slots=True)
class Voicemail:
    """One message as staff see it; the sound is asked for by a verb of its own."""

    id: str
    callback: str
    seconds: int
    state: State
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Upstream:
    """A recording that the provider still holds. `wanted`: somebody is to hear it, later."""

    id: str
    channel: str
    recording: str
    wanted: bool
    attempts: int
    created_at: datetime


class Voicemails:
    """The record of messages: expected, then kept (or there is nothing in them), then erased.

    A message belongs to a callback request and goes with it. What belongs to none is a row only
    until the provider has erased it.
    """

    def __init__(self, engine: Engine, vault: Vault) -> None:
        self._engine = engine
        self._vault = vault

    def expect(self, callback: str | None, channel: str, said: Recording, now: datetime) -> None:
        """This recording is to be fetched for a request; None: only to be erased upstream."""
        self._engine.run(
            "insert into voicemail (id, callback, channel, recording, seconds, state, due_at,"
            " created_at) values (:id, :callback, :channel, :recording, :seconds, 'expected', :at,"
            " :at)",
            id=new_id(),
            callback=callback,
            channel=channel,
            recording=said.id,
            seconds=said.seconds,
            at=stamp(now),
        )

    def upstream(self, now: datetime, limit: int) -> list[Upstream]:
        """What the provider is to be asked about now, the oldest first."""
        rows = self._engine.all(
            "select id, channel, recording, callback, state, attempts, created_at from voicemail"
            " where recording is not null and due_at <= :now order by due_at limit :limit",
            now=stamp(now),
            limit=limit,
        )
        return [_upstream(row) for row in rows]

    def knows(self, recording: str) -> bool:
        """Is this recording to be fetched or erased already?"""
        sql = "select 1 from voicemail where recording = :recording"
        return self._engine.one(sql, recording=recording) is not None

    def keep(self, id_: str, sound: bytes, *, silent: bool) -> bool:
        """The message is ours. False: it was fetched already, or nobody may hear it any more."""
        kept = self._engine.run(
            "update voicemail set sound_sealed = :sound, state = :state, attempts = 0"
            " where id = :id and state = 'expected' and callback is not null",
            id=id_,
            sound=self._vault.seal_bytes(sound, f"voicemail.sound/{id_}"),
            state="silent" if silent else "kept",
        )
        return bool(kept)

    def lose(self, id_: str) -> None:
        """The message cannot be had; staff are told so."""
        self._engine.run(
            "update voicemail set state = 'lost' where id = :id and state = 'expected'", id=id_
        )

    def put_off(self, id_: str, until: datetime) -> None:
        """The provider is not asked about it again before then."""
        self._engine.run(
            "update voicemail set due_at = :until, attempts = attempts + 1 where id = :id",
            id=id_,
            until=stamp(until),
        )

    def erased(self, id_: str) -> None:
        """The provider holds it no more; what belongs to no request is then forgotten here, too."""
        self._engine.run("update voicemail set recording = null where id = :id", id=id_)
        self._engine.run("delete from voicemail where id = :id and callback is null", id=id_)

    def of(self, callbacks: Collection[str]) -> dict[str, list[Voicemail]]:
        """The messages of these requests, by request, the oldest first."""
        found: dict[str, list[Voicemail]] = {id_: [] for id_ in callbacks}
        rows = self._engine.all(
            "select id, callback, seconds, state, created_at from voicemail"
            " where :ids like '% ' || callback || ' %' order by created_at",
            ids=f" {' '.join(callbacks)} ",
        )
        for row in rows:
            found[row["callback"]].append(_voicemail(row))
        return found

    def sound(self, callback: str, id_: str) -> bytes | None:
        """The WAV of this message, if it is this request's and there is one."""
        row = self._engine.one(
            "select sound_sealed from voicemail where id = :id and callback = :callback"
            " and sound_sealed is not null",
            id=id_,
            callback=callback,
        )
        if row is None:
            return None
        return self._vault.open_bytes(row["sound_sealed"], f"voicemail.sound/{id_}")


def _upstream(row: Row) -> Upstream:
    wanted = row["state"] == "expected" and row["callback"] is not None
    at = moment(row["created_at"])
    return Upstream(row["id"], row["channel"], row["recording"], wanted, row["attempts"], at)


def _voicemail(row: Row) -> Voicemail:
    at = moment(row["created_at"])
    return Voicemail(row["id"], row["callback"], row["seconds"], row["state"], at)
