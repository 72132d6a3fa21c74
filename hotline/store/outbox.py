"""What must still leave, what has left, and what became of it?"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from hotline.errors import HotlineError
from hotline.model import Receipt
from hotline.store.clock import moment, new_id, stamp
from hotline.store.engine import Engine, Row
from hotline.store.vault import Vault

LEASE = timedelta(seconds=60)

# Receipts come late and in any order: a state only ever gives way to a later one.
_RANK = {"waiting": 0, "sending": 1, "queued": 1, "sent": 2, "undelivered": 3, "failed": 3}
_RANK |= {"delivered": 4}


@dataclass(frozen=True, slots=True)
class OutboxRow:
    """One message on its way: `recipient` is E.164; `asked` says the person just asked for it."""

    id: str
    kind: str
    channel: str
    person: str
    recipient: str
    body: str
    language: str
    asked: bool
    due_at: datetime
    attempts: int
    created_at: datetime
    callback: str | None
    maybe_sent: bool


@dataclass(frozen=True, slots=True)
class NewOutbound:
    """A message to be kept for sending; `offers` maps a digit to the meaning it will have."""

    kind: str
    channel: str
    person: str
    recipient: str
    body: str
    language: str
    due_at: datetime
    asked: bool = False
    callback: str | None = None
    offers: dict[str, list[str]] = field(default_factory=dict)


class Outbox:
    """The truth about what leaves; a queue only rings."""

    def __init__(self, engine: Engine, vault: Vault) -> None:
        self._engine = engine
        self._vault = vault

    def add(self, new: NewOutbound, now: datetime) -> str:
        """Keep a message until it is due; returns the id of its row.

        Raises HotlineError for a number that was typed in a call: it may be anyone's.
        """
        if new.callback and self._was_typed(new.callback):
            raise HotlineError("No SMS leaves for a number that somebody typed in a call.")
        id_ = new_id()
        self._engine.run(
            "insert into outbox (id, kind, channel, person, recipient_sealed, body_sealed,"
            " language, offers, asked, due_at, state, callback, created_at) values (:id, :kind,"
            " :channel, :person, :recipient, :body, :language, :offers, :asked, :due, 'waiting',"
            " :callback, :at)",
            id=id_,
            kind=new.kind,
            channel=new.channel,
            person=new.person,
            recipient=self._vault.seal(new.recipient, f"outbox.recipient/{id_}"),
            body=self._vault.seal(new.body, f"outbox.body/{id_}"),
            language=new.language,
            offers=json.dumps(new.offers),
            asked=int(new.asked),
            due=stamp(new.due_at),
            callback=new.callback,
            at=stamp(now),
        )
        return id_

    def due(self, now: datetime, limit: int = 200) -> list[str]:
        """Ids of rows that are due, or whose sender died with the lease, the oldest first."""
        rows = self._engine.all(
            "select id from outbox where (state = 'waiting' and due_at <= :now)"
            " or (state = 'sending' and lease_until < :now) order by due_at limit :limit",
            now=stamp(now),
            limit=limit,
        )
        return [row["id"] for row in rows]

    def claim(self, id_: str, now: datetime) -> OutboxRow | None:
        """Lease a due row to this sender; None when another has it, or it is not due.

        `maybe_sent` is True when an earlier sender died between sending and recording it.
        """
        with self._engine.transaction():
            before = self._engine.one("select state from outbox where id = :id", id=id_)
            taken = self._engine.run(
                "update outbox set state = 'sending', lease_until = :until,"
                " attempts = attempts + 1 where id = :id and recipient_sealed is not null and"
                " ((state = 'waiting' and due_at <= :now)"
                " or (state = 'sending' and lease_until < :now))",
                id=id_,
                now=stamp(now),
                until=stamp(now + LEASE),
            )
            row = self._engine.one("select * from outbox where id = :id", id=id_) if taken else None
        return self._row(row, before["state"] == "sending") if row and before else None

    def sent(self, id_: str, provider_id: str, now: datetime) -> None:
        """The provider has it."""
        self._end(id_, "sent", "", now, provider_id=provider_id)

    def refused(self, id_: str, reason: str, now: datetime) -> None:
        """It may not leave, and never will."""
        self._end(id_, "refused", reason, now)

    def failed(self, id_: str, reason: str, now: datetime) -> None:
        """It can't be sent, and trying again is useless."""
        self._end(id_, "failed", reason, now)

    def hold(self, id_: str, until: datetime, reason: str, *, unsure: bool = False) -> None:
        """It waits until then. `unsure`: it may have left; the next sender asks the provider."""
        self._engine.run(
            "update outbox set state = :state, due_at = :until, lease_until = :until,"
            " reason = :reason where id = :id and state = 'sending'",
            id=id_,
            state="sending" if unsure else "waiting",
            until=stamp(until),
            reason=reason,
        )

    def receipt(self, receipt: Receipt, now: datetime) -> bool:
        """Keep what the provider says, never stepping back. False: no such message."""
        with self._engine.transaction():
            row = self._engine.one(
                "select id, state from outbox where provider_id = :id and channel = :channel",
                id=receipt.provider_id,
                channel=receipt.channel,
            )
            if row and _RANK.get(receipt.state, 0) > _RANK.get(row["state"], 9):
                self._engine.run(
                    "update outbox set state = :state, reason = :code where id = :id",
                    id=row["id"],
                    state=receipt.state,
                    code=receipt.code,
                )
        return row is not None

    def offers(self, id_: str) -> dict[str, list[str]]:
        """What digits will mean once this message has left."""
        row = self._engine.one("select offers from outbox where id = :id", id=id_)
        return dict(json.loads(row["offers"])) if row else {}

    def states(self) -> dict[str, int]:
        """How many rows are in each state."""
        rows = self._engine.all("select state, count(*) as n from outbox group by state")
        return {row["state"]: row["n"] for row in rows}

    def _was_typed(self, callback: str) -> bool:
        sql = "select 1 from callback_request where id = :id and typed = 1"
        return self._engine.one(sql, id=callback) is not None

    def _end(
        self, id_: str, state: str, reason: str, now: datetime, provider_id: str | None = None
    ) -> None:
        """The row has ended: the number and the words are erased at once."""
        self._engine.run(
            "update outbox set state = :state, reason = :reason, ended_at = :at,"
            " provider_id = coalesce(:provider, provider_id), lease_until = null,"
            " recipient_sealed = null, body_sealed = null where id = :id",
            id=id_,
            state=state,
            reason=reason,
            at=stamp(now),
            provider=provider_id,
        )

    def _row(self, row: Row, maybe_sent: bool) -> OutboxRow:
        id_ = row["id"]
        return OutboxRow(
            id=id_,
            kind=row["kind"],
            channel=row["channel"],
            person=row["person"],
            recipient=self._vault.open(row["recipient_sealed"], f"outbox.recipient/{id_}"),
            body=self._vault.open(row["body_sealed"], f"outbox.body/{id_}"),
            language=row["language"],
            asked=bool(row["asked"]),
            due_at=moment(row["due_at"]),
            attempts=row["attempts"],
            created_at=moment(row["created_at"]),
            callback=row["callback"],
            maybe_sent=maybe_sent,
        )
