"""Send one row of the outbox: the one place where a message leaves."""

from __future__ import annotations

import hashlib
import logging
from datetime import datetime, timedelta

from hotline import channels
from hotline.app import Hotline
from hotline.channels import Channel
from hotline.departure import Decision, Hold, Refuse, Send, may_leave
from hotline.errors import DeliveryError, Trouble
from hotline.kinds import KINDS
from hotline.leaving import leaving, sender_of, with_counts
from hotline.model import Outbound
from hotline.store import OutboxRow
from jobs import line

logger = logging.getLogger(__name__)

FIRST_RETRY = timedelta(seconds=15)
LAST_RETRY = timedelta(hours=1)
ASKED_ENOUGH = 5  # times a provider that can't say whether it has a message is asked


def deliver(outbox_id: str) -> None:
    """Send this row if it is due and may leave; rung twice, it is sent once."""
    deliver_by(line(), outbox_id)


def deliver_by(hotline: Hotline, outbox_id: str) -> bool:
    """The same, by this line. False: it is not this row's turn, or another sender's.

    What may have left already is asked for first, before any rule: time and STOP can keep a message
    from leaving, but not make one that left unsent.
    """
    now, outbox = hotline.now(), hotline.store.outbox
    row = outbox.claim(outbox_id, now, hotline.city.limits["segments_a_second"])
    if row is None:
        return False
    channel, outbound = channels.load(row.channel), _outbound(hotline, row, now)
    try:
        provider_id = _taken_already(hotline, channel, row, outbound)
        if provider_id is None:
            if not isinstance(_decided(hotline, row, now), Send):
                return True
            provider_id = _hand_over(hotline, channel, row, outbound)
    except DeliveryError as error:
        _not_sent(hotline, row, error, now)
    else:
        _keep_sent(hotline, row, provider_id, now)
    return True


def _outbound(hotline: Hotline, row: OutboxRow, now: datetime) -> Outbound:
    return Outbound(
        row.id, row.channel, row.recipient, row.body, sender_of(hotline.city, row), row.attempts,
        row.expires_at - now, row.language, hotline.reminding.files(row),
    )  # fmt: skip


def _decided(hotline: Hotline, row: OutboxRow, now: datetime) -> Decision | None:
    """May it leave? Counted and decided in one transaction: others are sending at this moment.

    None: the lease ran out (the machine slept, the clock jumped) and another sender has the row.
    """
    outbox, facts = hotline.store.outbox, leaving(hotline, row)
    with hotline.store.transaction():
        if not outbox.holds(row):
            return None
        decision = may_leave(with_counts(facts, hotline, row, now), hotline.city, now)
        until = decision.until if isinstance(decision, Hold) else None
        outbox.decided(row.id, type(decision).__name__.lower(), decision.reason, until, now)
        match decision:
            case Refuse(reason):
                outbox.refused(row.id, reason, now)
            case Hold(until, reason):
                outbox.hold(row.id, until, reason)
            case Send() if outbox.leaves(row.id, now):
                hotline.spend(row.segments, now)
    return decision


def _taken_already(
    hotline: Hotline, channel: Channel, row: OutboxRow, outbound: Outbound
) -> str | None:
    """The provider's id of an earlier try whose sender died, or never heard the answer.

    Where the provider can't say: one possible copy too many of what somebody waits for, none of
    what nobody does. Raises DeliveryError until it has been asked often enough.
    """
    if not row.maybe_sent:
        return None
    try:
        asked = channel.was_called if row.medium == "voice" else channel.was_sent
        known = hotline.store.outbox.provider_ids(row.person)
        return asked(outbound, hotline.config, row.created_at, known)
    except DeliveryError:
        if hotline.store.outbox.asked_in_vain(row.id) < ASKED_ENOUGH:
            raise
    logger.warning("in doubt about a message of kind %s", row.kind)
    hotline.store.tally.add("doubts", row.kind)
    if KINDS[row.kind].in_doubt == "drop":
        raise DeliveryError(
            "in doubt", code="in doubt", trouble=Trouble.UNSENDABLE, maybe_sent=True
        )
    return None


def _hand_over(hotline: Hotline, channel: Channel, row: OutboxRow, outbound: Outbound) -> str:
    if row.medium == "voice":
        return channel.call(outbound, hotline.config)
    return channel.send(outbound, hotline.config)


def _keep_sent(hotline: Hotline, row: OutboxRow, provider_id: str, now: datetime) -> None:
    with hotline.store.transaction():
        # Two messages of the same words, both in doubt: one found at the provider is one, not both.
        if provider_id in hotline.store.outbox.provider_ids(row.person):
            hotline.store.outbox.hold(row.id, now + _wait(row), "another's", unsure=True)
            return
        hotline.store.outbox.sent(row.id, provider_id, now)
        hotline.store.pace.well(row.channel)
        offers = hotline.store.outbox.offers(row.id)
        if offers:
            hotline.store.turns.offer(row.person, offers, now)


def _not_sent(hotline: Hotline, row: OutboxRow, error: DeliveryError, now: datetime) -> None:
    outbox, code = hotline.store.outbox, error.code or str(error)
    until = now + _wait(row)
    with hotline.store.transaction():
        if not error.maybe_sent:
            hotline.spend(-row.segments, now)
        if error.trouble is Trouble.THROTTLED:
            until = max(until, hotline.store.pace.slow(row.channel, now))
        over = error.permanent or until > row.expires_at
        if over and error.maybe_sent:
            outbox.doubtful(row.id, code, now)
        elif over:
            outbox.failed(row.id, code, now)
        else:
            outbox.hold(row.id, until, code, unsure=error.maybe_sent)
            return
    ended = outbox.ended(row.id)
    if ended:
        hotline.after_failure(ended, error.trouble)


def _wait(row: OutboxRow) -> timedelta:
    """Longer each time, and for each row another three quarters to five quarters of it.

    A thousand rows that failed together must not come back together. The share is drawn from the
    row's id: the same row waits the same when a drill is repeated.
    """
    wait: timedelta = min(FIRST_RETRY * (1 << min(row.attempts - 1, 20)), LAST_RETRY)
    drawn = hashlib.blake2s(f"{row.id}/{row.attempts}".encode(), digest_size=2).digest()
    return wait * (0.75 + int.from_bytes(drawn, "big") / 65536 / 2)
