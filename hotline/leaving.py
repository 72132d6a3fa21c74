"""What is known about one message that is about to leave?"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time

from hotline import beeping
from hotline.app import Hotline
from hotline.content.city import City
from hotline.departure import Leaving
from hotline.kinds import BEEP, KINDS
from hotline.store import OutboxRow
from hotline.understand import understand


def leaving(hotline: Hotline, row: OutboxRow) -> Leaving:
    """The facts that the law asks for, gathered from the record; what is counted comes later."""
    store = hotline.store
    what = KINDS[row.kind].consent + (f".{row.topic}" if row.topic else "")
    return Leaving(
        kind=row.kind,
        asked=row.asked,
        recipient=row.recipient,
        sender=sender_of(hotline.city, row),
        body=row.body,
        due_at=row.due_at,
        expires_at=row.expires_at,
        segments=row.segments,
        opted_out=store.turns.opted_out(row.person),
        topic_stopped=bool(row.topic) and store.consents.withdrawn(row.person, what),
        consent=store.consents.given(row.person, what) if what else None,
        safe_hours=store.callbacks.safe_hours(row.callback) if row.callback else "any",
        names=frozenset() if row.asked else _sensitive(hotline, row.body),
    )


def with_counts(facts: Leaving, hotline: Hotline, row: OutboxRow, now: datetime) -> Leaving:
    """The same, with what has left today; this very message, if it was counted, is not in it."""
    local = now.astimezone(hotline.city.timezone)
    midnight = datetime.combine(local.date(), time(0), hotline.city.timezone).astimezone(UTC)
    if row.kind == BEEP:
        beeps = beeping.counted(hotline.store, row.person, hotline.city, now, but=row.id)
        facts = replace(facts, beeps_today=beeps.today, beeps_this_hour=beeps.this_hour)
    return replace(
        facts,
        sent_today=hotline.store.outbox.sent_since(row.person, midnight, but=row.id),
        spent_today=hotline.store.tally.of("segments", local.date().isoformat()),
    )


def sender_of(city: City, row: OutboxRow) -> str:
    """Our own number for answers; for the rest, the number or name it may leave from."""
    if row.medium == "voice":
        return beeping.sender(city) if row.kind == BEEP else city.voice_line
    return city.sms_line if row.asked else city.automated_line or city.sms_line


def _sensitive(hotline: Hotline, body: str) -> frozenset[str]:
    """The sensitive topics that these words name: nobody asked for them just now."""
    topics = hotline.topics
    found = understand(body, hotline.switchboard.lexicon).topics
    return frozenset(topic for topic in found if topics.sensitive(topic))
