"""Send one row of the outbox: the one place where a message leaves."""

from __future__ import annotations

from datetime import datetime, timedelta

from hotline import channels
from hotline.app import Hotline
from hotline.departure import Hold, Refuse, may_leave
from hotline.errors import DeliveryError
from hotline.model import Outbound
from hotline.store import OutboxRow
from jobs import line

FIRST_RETRY = timedelta(seconds=15)
LAST_RETRY = timedelta(hours=1)
MOST_TRIES = 30  # with these waits, about a day


def deliver(outbox_id: str) -> None:
    """Send this row if it is due and may leave; rung twice, it is sent once."""
    deliver_by(line(), outbox_id)


def deliver_by(hotline: Hotline, outbox_id: str) -> None:
    """The same, by this line."""
    now = hotline.now()
    row = hotline.store.outbox.claim(outbox_id, now)
    if row is None:
        return
    match may_leave(
        asked=row.asked,
        opted_out=hotline.store.turns.opted_out(row.person),
        recipient=row.recipient,
        due_at=row.due_at,
        city=hotline.city,
        now=now,
    ):
        case Refuse(reason):
            hotline.store.outbox.refused(row.id, reason, now)
        case Hold(until, reason):
            hotline.store.outbox.hold(row.id, until, reason)
        case _:
            _send(hotline, row, now)


def _send(hotline: Hotline, row: OutboxRow, now: datetime) -> None:
    channel = channels.load(row.channel)
    outbound = Outbound(
        row.id, row.channel, row.recipient, row.body, hotline.city.sms_line, row.attempts
    )
    try:
        provider_id = None
        if row.maybe_sent:  # an earlier sender died, or timed out: ask before sending again
            provider_id = channel.was_sent(outbound, hotline.config, row.created_at)
        provider_id = provider_id or channel.send(outbound, hotline.config)
    except DeliveryError as error:
        _not_sent(hotline, row, error, now)
    else:
        with hotline.store.transaction():
            hotline.store.outbox.sent(row.id, provider_id, now)
            offers = hotline.store.outbox.offers(row.id)
            if offers:
                hotline.store.turns.offer(row.person, offers, now)


def _not_sent(hotline: Hotline, row: OutboxRow, error: DeliveryError, now: datetime) -> None:
    code = error.code or str(error)
    if error.permanent or row.attempts >= MOST_TRIES:
        hotline.store.outbox.failed(row.id, code, now)
        return
    wait = min(FIRST_RETRY * 2 ** (row.attempts - 1), LAST_RETRY)
    hotline.store.outbox.hold(row.id, now + wait, code, unsure=error.maybe_sent)
