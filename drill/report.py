"""What came of a drill, in Jepsen's words, from the provider's ledger and the record?"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from typing import Any

from drill.story import Told, Unheard
from drill.twilio import FakeTwilio, Message
from drill.twilio.api import CALLED
from hotline.app import Hotline
from hotline.departure import quiet_until
from jobs.deliver import ASKED_ENOUGH

ENDED = ("sent", "delivered", "undelivered", "failed", "refused", "doubtful")
LEFT = ("sent", "delivered", "undelivered")
NEWS = "Nouveau cours le lundi."  # what staff tell those who asked for news, all week long
UNASKED = ("followup.ask", "reminder")  # the texts, besides, that nobody asked for just now
ALIKE = 15  # letters by which such a text is known: values come after them
ON_ITS_WAY = timedelta(seconds=60)  # between our decision and the provider, on a busy machine


@dataclass
class Report:
    """Counts; `unexpected` says in words what must not have happened."""

    seed: int
    attempted: int = 0
    acknowledged: int = 0
    lost: int = 0
    duplicated: int = 0
    recovered: int = 0
    texts: int = 0
    calls: int = 0
    sent: int = 0
    unasked: int = 0
    refused: int = 0
    in_doubt: int = 0
    kills: int = 0
    faults: int = 0
    seconds: float = 0.0
    unexpected: list[str] = field(default_factory=list)

    @property
    def passed(self) -> bool:
        """Nothing was lost, doubled or unexpected."""
        return not (self.lost or self.duplicated or self.unexpected)

    def __str__(self) -> str:
        counts = {k: v for k, v in asdict(self).items() if k != "unexpected"}
        lines = [f"{name:13}{value}" for name, value in counts.items()]
        lines += [
            f"unexpected   {len(self.unexpected)}",
            *(f"  {each}" for each in self.unexpected),
        ]
        return "\n".join([*lines, "passed" if self.passed else "FAILED"])

    def as_json(self) -> str:
        """The same counts, for programs."""
        return json.dumps({**asdict(self), "passed": self.passed})


def examine(report: Report, told: Told, line: Hotline, twilio: FakeTwilio) -> None:
    """Fill in what the ledger and the record prove."""
    _requests(report, told, line)
    _messages(report, told, line, twilio)
    _hours(report, told, line, twilio)
    report.unexpected += told.unexpected


def _requests(report: Report, told: Told, line: Hotline) -> None:
    """Every request somebody was told a reference of is in the record, exactly once."""
    report.attempted, report.acknowledged = told.attempted, len(told.references)
    report.texts, report.calls = told.texts, told.calls
    for sender, reference in told.references:
        found = line.store.engine.all(
            "select id from callback_request where person = :p and reference = :r",
            p=line.store.turns.person(sender),
            r=reference,
        )
        report.lost += not found
        report.duplicated += max(0, len(found) - 1)
        if len(found) != 1:
            report.unexpected.append(f"a request that was promised is {len(found)} times kept")
    for unheard in told.unheard:
        person = line.store.turns.person(unheard.number) or ""
        known = came_in(unheard, line) or line.store.turns.opted_out(person)
        report.recovered += bool(known)
        if not known:
            report.lost += 1
            report.unexpected.append(f"a text never came into the record: {unheard.words!r}")


def came_in(unheard: Unheard, line: Hotline) -> bool:
    """Is this text in the record, under one of its ids?"""
    sql, key_of = "select 1 from inbound where id = :id", line.store.turns.key_of
    return any(line.store.engine.one(sql, id=key_of("twilio", sid)) for sid in unheard.sids)


def _messages(report: Report, told: Told, line: Hotline, twilio: FakeTwilio) -> None:
    """Every row has ended with a reason, and left as often as the record says: once."""
    rows = line.store.engine.all("select person, state, reason, kind, attempts, asks from outbox")
    states = Counter(row["state"] for row in rows)
    report.sent = sum(states[state] for state in LEFT)
    report.refused = states["refused"] + states["failed"]
    report.in_doubt = sum(row["state"] == "doubtful" or row["asks"] >= ASKED_ENOUGH for row in rows)
    report.recovered += sum(row["attempts"] > 1 and row["state"] in LEFT for row in rows)
    for row in rows:
        if row["state"] in ("refused", "failed") and not row["reason"]:
            report.unexpected.append(f"a {row['kind']} was {row['state']} without a reason")
        if row["state"] not in ENDED:
            why = row["reason"] or "no reason"
            report.unexpected.append(f"a {row['kind']} is still {row['state']} ({why})")
    ours = Counter(row["person"] for row in rows if row["state"] in LEFT)
    doubts = Counter(row["person"] for row in rows if _in_doubt(row))
    theirs = Counter(line.store.turns.person(each.to) for each in _left(twilio))
    for person in ours | theirs:
        more = theirs[person] - ours[person]
        twice, lost = max(0, more - doubts[person]), max(0, -more)
        report.duplicated += twice
        report.lost += lost
        if twice or lost:
            report.unexpected.append(_told_apart(rows, person, theirs[person]))


def _in_doubt(row: dict[str, Any]) -> bool:
    """May the provider have one copy more? The record says so of each."""
    return row["state"] in ("doubtful", "failed") or row["asks"] >= ASKED_ENOUGH


def _told_apart(rows: list[dict[str, Any]], person: str | None, theirs: int) -> str:
    """In words: what the provider has for somebody, and what the record says of each of theirs."""
    ours = [
        f"{row['kind']} {row['state']} ({row['reason'] or 'no reason'}, {row['attempts']} tries)"
        for row in rows
        if row["person"] == person
    ]
    return f"the provider has {theirs} for somebody; the record: {', '.join(ours) or 'nothing'}"


def _hours(report: Report, told: Told, line: Hotline, twilio: FakeTwilio) -> None:
    """Nothing unasked in quiet hours, nothing unasked after STOP."""
    beginnings = _beginnings(line)
    for message in _left(twilio):
        if message.direction != CALLED and not message.body.startswith(beginnings):
            continue
        report.unasked += 1
        decided = message.created - ON_ITS_WAY
        if quiet_until(message.created, line.city) and quiet_until(decided, line.city):
            at = message.created.astimezone(line.city.timezone)
            report.unexpected.append(f"a message left in quiet hours: {at:%A %H:%M}")
        stopped = told.stopped.get(message.to)
        if stopped and decided > stopped:
            report.unexpected.append(f"a message left after STOP: {decided - stopped} later")


def _beginnings(line: Hotline) -> tuple[str, ...]:
    """How all begins that nobody asked for just now, in every language."""
    texts = [line.texts.get(key, lang).text for key in UNASKED for lang in line.city.languages]
    return (NEWS, *(text.partition("{")[0][:ALIKE] for text in texts))


def _left(twilio: FakeTwilio) -> list[Message]:
    return [each for each in twilio.ledger if each.direction in ("outbound-api", CALLED)]
