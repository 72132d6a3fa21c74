"""What must still leave, what has left, and what became of it?"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime, timedelta

from hotline.errors import HotlineError
from hotline.kinds import KINDS, PRIORITIES
from hotline.model import Receipt
from hotline.store.clock import moment, new_id, stamp
from hotline.store.engine import Engine, Row
from hotline.store.outgoing import Ended, NewOutbound, Notice, OutboxRow
from hotline.store.pace import Pace
from hotline.store.vault import Vault

__all__ = ["LEASE", "NewOutbound", "Outbox", "OutboxRow"]

LEASE = timedelta(seconds=60)
UNHURRIED = 1e9  # segments a second: no pace at all

# Receipts come late and in any order: a state only ever gives way to a later one.
RANK = {"waiting": 0, "paused": 0, "sending": 1, "queued": 1, "doubtful": 1, "sent": 2}
RANK |= {"undelivered": 3, "failed": 3, "refused": 3, "delivered": 4}

_ADD = (
    "insert into outbox (id, kind, priority, channel, medium, person, recipient_sealed,"
    " body_sealed, language, segments, offers, asked, topic, due_at, expires_at, state, callback,"
    " appointment, campaign, created_at) values (:id, :kind, :priority, :channel, :medium, :person,"
    " :recipient, :body, :language, :segments, :offers, :asked, :topic, :due, :expires, :state,"
    " :callback, :appointment, :campaign, :at)"
)
_CLAIM = (
    "update outbox set state = 'sending', lease_until = :until, attempts = attempts + 1,"
    " maybe_sent = max(maybe_sent, state = 'sending') where id = :id"
)
_CLAIMABLE = (
    "select outbox.* from outbox left join campaign on campaign.id = outbox.campaign"
    " where outbox.id = :id and recipient_sealed is not null"
    " and ((outbox.state = 'waiting' and due_at <= :now)"
    " or (outbox.state = 'sending' and lease_until < :now))"
    " and coalesce(campaign.state, 'running') = 'running'"
)


class Outbox:
    """The truth about what leaves; a queue only rings."""

    def __init__(self, engine: Engine, vault: Vault, pace: Pace) -> None:
        self._engine = engine
        self._vault = vault
        self._pace = pace

    def add(self, new: NewOutbound, now: datetime) -> str:
        """Keep a message until it is due; returns the id of its row.

        Raises HotlineError for a number that was typed in a call: it may be anyone's.
        """
        if new.callback and self._was_typed(new.callback):
            raise HotlineError("No SMS leaves for a number that somebody typed in a call.")
        id_, kind = new_id(), KINDS[new.kind]
        self._engine.run(
            _ADD,
            id=id_,
            kind=new.kind,
            priority=kind.priority,
            channel=new.channel,
            medium=new.medium,
            person=new.person,
            recipient=self._vault.seal(new.recipient, f"outbox.recipient/{id_}"),
            body=self._vault.seal(new.body, f"outbox.body/{id_}"),
            language=new.language,
            segments=new.segments,
            offers=json.dumps(new.offers),
            asked=int(new.asked),
            topic=new.topic,
            due=stamp(new.due_at),
            expires=stamp(new.expires_at or new.due_at + kind.lasts),
            state="waiting",
            callback=new.callback,
            appointment=new.appointment,
            campaign=new.campaign,
            at=stamp(now),
        )
        return id_

    def add_many(self, messages: Iterable[NewOutbound], now: datetime, chunk: int = 500) -> int:
        """Keep them all, a few hundred a transaction so that nobody waits long; how many."""
        kept, rest = 0, iter(messages)
        while batch := [new for _, new in zip(range(chunk), rest, strict=False)]:
            with self._engine.transaction():
                for new in batch:
                    self.add(new, now)
            kept += len(batch)
        return kept

    def due(self, now: datetime, limit: int = 200) -> list[str]:
        """Ids of rows that are due, or whose sender died with the lease.

        What was asked for comes before what a campaign sends; within that, the oldest first.
        """
        found = self._ids(
            "state = 'sending' and lease_until < :now order by lease_until", now, limit
        )
        for priority in PRIORITIES:
            if len(found) < limit:
                which = f"state = 'waiting' and priority = {priority} and due_at <= :now"
                found += self._ids(f"{which} order by due_at", now, limit - len(found))
        return found

    def claim(self, id_: str, now: datetime, rate: float = UNHURRIED) -> OutboxRow | None:
        """Lease a due row to this sender; None when another has it, or it is not its turn.

        It is not its turn before it is due, while its campaign is paused, or while its channel
        rests or is ahead of `rate`, in segments a second.
        """
        with self._engine.transaction():
            row = self._engine.one(_CLAIMABLE, id=id_, now=stamp(now))
            if row is None or not self._pace.let_go(
                row["channel"], row["segments"], row["priority"], rate, now
            ):
                return None
            self._engine.run(_CLAIM, id=id_, until=stamp(now + LEASE))
            row = self._engine.one("select * from outbox where id = :id", id=id_)
        return self._row(row) if row else None

    def holds(self, row: OutboxRow) -> bool:
        """Is this row still leased to the sender who claimed it so? Each claim counts one try."""
        sql = "select 1 from outbox where id = :id and state = 'sending' and attempts = :attempts"
        return self._engine.one(sql, id=row.id, attempts=row.attempts) is not None

    def sent(self, id_: str, provider_id: str, now: datetime) -> None:
        """The provider has it. A receipt that overtook this note is taken in now."""
        self._end(id_, "sent", "", now, provider_id=provider_id)
        row = self._engine.one("select channel from outbox where id = :id", id=id_)
        early = self._engine.all(
            "delete from early_receipt where provider_id = :id returning *", id=provider_id
        )
        for each in early:
            if row and each["channel"] == row["channel"]:
                state = each["state"]
                self.receipt(Receipt(each["channel"], provider_id, state, each["code"]), now)

    def refused(self, id_: str, reason: str, now: datetime) -> None:
        """It may not leave, and never will."""
        self._end(id_, "refused", reason, now)

    def failed(self, id_: str, reason: str, now: datetime) -> None:
        """It can't be sent, and trying again is useless."""
        self._end(id_, "failed", reason, now)

    def doubtful(self, id_: str, reason: str, now: datetime) -> None:
        """Nobody can say whether it left, and it is not worth a second copy."""
        self._end(id_, "doubtful", reason, now)

    def asked_in_vain(self, id_: str) -> int:
        """The provider could not say whether it has this message; how often by now."""
        row = self._engine.one(
            "update outbox set asks = asks + 1 where id = :id returning asks", id=id_
        )
        return int(row["asks"]) if row else 0

    def hold(self, id_: str, until: datetime, reason: str, *, unsure: bool = False) -> None:
        """It waits until then. `unsure`: it may have left; the next sender asks the provider."""
        self._engine.run(
            "update outbox set state = 'waiting', due_at = :until, lease_until = null,"
            " sent_at = case when :unsure then sent_at end, reason = :reason,"
            " maybe_sent = max(maybe_sent, :unsure)"
            " where id = :id and state = 'sending'",
            id=id_,
            until=stamp(until),
            reason=reason,
            unsure=int(unsure),
        )

    def decided(
        self, id_: str, verdict: str, reason: str, until: datetime | None, now: datetime
    ) -> None:
        """Keep why it left, waits or never leaves; the same decision again is not kept twice."""
        last = self._engine.one(
            "select verdict, reason, until from departure where outbox = :id"
            " order by at desc limit 1",
            id=id_,
        )
        written = stamp(until) if until else None
        if last == {"verdict": verdict, "reason": reason, "until": written}:
            return
        self._engine.run(
            "insert into departure (id, outbox, at, verdict, reason, until)"
            " values (:new, :id, :at, :verdict, :reason, :until)",
            new=new_id(),
            id=id_,
            at=stamp(now),
            verdict=verdict,
            reason=reason,
            until=written,
        )

    def decisions(self, id_: str) -> list[tuple[str, str]]:
        """What was decided about this message, verdict and reason, the oldest first."""
        rows = self._engine.all(
            "select verdict, reason from departure where outbox = :id order by at", id=id_
        )
        return [(row["verdict"], row["reason"]) for row in rows]

    def receipt(self, receipt: Receipt, now: datetime) -> Ended | None:
        """Keep what the provider says, never stepping back; the message, if that changed it.

        One that comes before we have noted the message's id is kept until then.
        """
        with self._engine.transaction():
            row = self._engine.one(
                "select * from outbox where provider_id = :id and channel = :channel",
                id=receipt.provider_id,
                channel=receipt.channel,
            )
            if row is None:
                self._keep_early(receipt, now)
                return None
            if RANK[receipt.state] <= RANK[row["state"]]:
                return None
            self._engine.run(
                "update outbox set state = :state, reason = :code where id = :id",
                id=row["id"],
                state=receipt.state,
                code=receipt.code,
            )
        return _ended({**row, "state": receipt.state, "reason": receipt.code})

    def ended(self, id_: str) -> Ended | None:
        """This message, if it has ended."""
        row = self._engine.one(
            "select * from outbox where id = :id and ended_at is not null", id=id_
        )
        return _ended(row) if row else None

    def problems(self, limit: int = 100) -> list[Ended]:
        """What did not reach anybody and never will, the newest first: for staff."""
        rows = self._engine.all(
            "select * from outbox where state in ('failed', 'undelivered', 'doubtful')"
            " order by ended_at desc limit :limit",
            limit=limit,
        )
        return [_ended(row) for row in rows]

    def about(self, appointment: str) -> list[Notice]:
        """What was or will be said of this appointment, in the order it is due."""
        rows = self._engine.all(
            "select medium, state, reason, coalesce(ended_at, due_at) as at from outbox"
            " where appointment = :id order by at, created_at, id",
            id=appointment,
        )
        return [
            Notice(row["medium"], row["state"], row["reason"], moment(row["at"])) for row in rows
        ]

    def rest(self, person: str, until: datetime) -> None:
        """Nothing that this person did not ask for leaves before then."""
        self._engine.run(
            "update outbox set due_at = :until where person = :person and asked = 0"
            " and state in ('waiting', 'paused') and due_at < :until",
            person=person,
            until=stamp(until),
        )

    def silence(self, person: str, now: datetime, reason: str = "opted out") -> None:
        """STOP: what this person did not ask for never leaves; its number and words are erased.

        But not of what may have left already: the provider is asked about that first.
        """
        rows = self._engine.all(
            "update outbox set state = 'refused', reason = :reason, ended_at = :at,"
            " recipient_sealed = null, body_sealed = null where person = :person and asked = 0"
            " and maybe_sent = 0 and state in ('waiting', 'paused') returning id",
            person=person,
            reason=reason,
            at=stamp(now),
        )
        for row in rows:
            self.decided(row["id"], "refuse", reason, None, now)

    def withdraw(self, appointment: str, now: datetime) -> int:
        """What was to be said about this appointment is not said any more; how many messages."""
        return self._engine.run(
            "update outbox set state = 'refused', reason = 'appointment changed', ended_at = :at,"
            " recipient_sealed = null, body_sealed = null where appointment = :id"
            " and state = 'waiting'",
            id=appointment,
            at=stamp(now),
        )

    def withdraw_about(self, callback: str, now: datetime) -> int:
        """What was to be said after this callback is not said any more; how many messages.

        But an appointment made in the call stands, and so do its reminders.
        """
        return self._engine.run(
            "update outbox set state = 'refused', reason = 'undone', ended_at = :at,"
            " recipient_sealed = null, body_sealed = null where callback = :id"
            " and appointment is null and state = 'waiting'",
            id=callback,
            at=stamp(now),
        )

    def leaves(self, id_: str, now: datetime) -> bool:
        """It is on its way and counts as sent. False: it was counted before its sender died."""
        return bool(
            self._engine.run(
                "update outbox set sent_at = :at where id = :id and sent_at is null",
                id=id_,
                at=stamp(now),
            )
        )

    def sent_since(self, person: str, since: datetime, but: str = "") -> int:
        """How many messages but this one have left for this person since then."""
        row = self._engine.one(
            "select count(*) as n from outbox where person = :person and sent_at >= :since"
            " and id <> :but",
            but=but,
            person=person,
            since=stamp(since),
        )
        return row["n"] if row else 0

    def made_since(self, kind: str, since: datetime, person: str = "", but: str = "") -> int:
        """How many messages of this kind but this one were kept since then, whatever came of them;
        with `person`, for this person.
        """
        row = self._engine.one(
            "select count(*) as n from outbox where kind = :kind and created_at >= :since"
            " and id <> :but and (:person = '' or person = :person)",
            kind=kind,
            since=stamp(since),
            but=but,
            person=person,
        )
        return row["n"] if row else 0

    def provider_ids(self, person: str) -> set[str]:
        """The provider's ids of what has left for this person."""
        rows = self._engine.all(
            "select provider_id from outbox where person = :p and provider_id is not null", p=person
        )
        return {row["provider_id"] for row in rows}

    def offers(self, id_: str) -> dict[str, list[str]]:
        """What digits will mean once this message has left."""
        row = self._engine.one("select offers from outbox where id = :id", id=id_)
        return dict(json.loads(row["offers"])) if row else {}

    def states(self) -> dict[str, int]:
        """How many rows are in each state."""
        rows = self._engine.all("select state, count(*) as n from outbox group by state")
        return {row["state"]: row["n"] for row in rows}

    def oldest_due(self, now: datetime) -> datetime | None:
        """Since when the longest overdue message waits."""
        row = self._engine.one(
            "select min(due_at) as at from outbox where state = 'waiting' and due_at <= :now",
            now=stamp(now),
        )
        return moment(row["at"]) if row and row["at"] else None

    def _ids(self, which: str, now: datetime, limit: int) -> list[str]:
        sql = f"select id from outbox where {which} limit :limit"  # noqa: S608  # nosec: ours
        return [row["id"] for row in self._engine.all(sql, now=stamp(now), limit=limit)]

    def _was_typed(self, callback: str) -> bool:
        sql = "select 1 from callback_request where id = :id and typed = 1"
        return self._engine.one(sql, id=callback) is not None

    def _keep_early(self, receipt: Receipt, now: datetime) -> None:
        self._engine.run(
            "insert into early_receipt (provider_id, channel, state, code, at)"
            " values (:id, :channel, :state, :code, :at)",
            id=receipt.provider_id,
            channel=receipt.channel,
            state=receipt.state,
            code=receipt.code,
            at=stamp(now),
        )

    def _end(
        self, id_: str, state: str, reason: str, now: datetime, provider_id: str | None = None
    ) -> None:
        """The row has ended: the number and the words are erased at once."""
        self._engine.run(
            "update outbox set state = :state, reason = :reason, ended_at = :at,"
            " provider_id = coalesce(:provider, provider_id), lease_until = null,"
            " sent_at = case when :state in ('sent', 'doubtful') then :at end,"
            " recipient_sealed = null, body_sealed = null where id = :id",
            id=id_,
            state=state,
            reason=reason,
            at=stamp(now),
            provider=provider_id,
        )

    def _row(self, row: Row) -> OutboxRow:
        id_ = row["id"]
        return OutboxRow(
            id=id_,
            kind=row["kind"],
            channel=row["channel"],
            medium=row["medium"],
            person=row["person"],
            recipient=self._vault.open(row["recipient_sealed"], f"outbox.recipient/{id_}"),
            body=self._vault.open(row["body_sealed"], f"outbox.body/{id_}"),
            language=row["language"],
            segments=row["segments"],
            asked=bool(row["asked"]),
            topic=row["topic"],
            due_at=moment(row["due_at"]),
            expires_at=moment(row["expires_at"]),
            attempts=row["attempts"],
            created_at=moment(row["created_at"]),
            callback=row["callback"],
            appointment=row["appointment"],
            maybe_sent=bool(row["maybe_sent"]),
        )


def _ended(row: Row) -> Ended:
    return Ended(
        id=row["id"],
        kind=row["kind"],
        medium=row["medium"],
        state=row["state"],
        reason=row["reason"],
        person=row["person"],
        callback=row["callback"],
        appointment=row["appointment"],
        ended_at=moment(row["ended_at"]),
    )
