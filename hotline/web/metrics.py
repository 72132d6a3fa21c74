"""How is the line doing, in figures a monitor can read? Counts only: nobody's number or text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from flask import Blueprint, Response

from hotline import queue
from hotline.app import Hotline
from hotline.store import AWAY

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"

# The labels of each counter, as the record parts them with "|".
_COUNTERS = {
    "turns": ("channel",),
    "receipts": ("state", "code"),
    "doubts": ("kind",),
    "segments": ("day",),
    "helped": ("answer",),
}
_HELP = {
    "turns": "turns answered",
    "topics": "topics asked for, since the month began, in tens, rounded down",
    "languages": "languages spoken, since the month began, in tens, rounded down",
    "receipts": "what the provider said became of messages",
    "doubts": "messages nobody could say about whether they had left",
    "segments": "segments sent, answers included",
    "helped": "answers to the question whether people got help",
}


def blueprint(line: Hotline) -> Blueprint:
    """`/metrics`, in Prometheus's text format."""
    made = Blueprint("metrics", __name__)

    @made.get("/metrics")
    def metrics() -> Response:
        try:
            lines = [*_up(line, 1), *_counters(line), *_gauges(line)]
        except AWAY:
            lines = [*_up(line, 0)]
        return Response("\n".join(lines) + "\n", content_type=CONTENT_TYPE)

    return made


def _up(line: Hotline, record: int) -> Iterator[str]:
    yield from _gauge("record_up", "1: the record can be read", record)
    yield from _gauge("spool", "inbounds that wait for the record", line.spool.count())


def _counters(line: Hotline) -> Iterator[str]:
    counted = line.store.tally.named(_COUNTERS)
    for name, labels in _COUNTERS.items():
        of = [(label.split("|"), n) for each, label, n in counted if each == name]
        yield from _counter(name, labels, of)
    # Topic and language each by itself: who sees both together may see one person.
    for what in ("topic", "language"):
        so_far = line.store.statistics.so_far(what, line.now())
        yield from _counter(f"{what}s", (what,), [([kind], n) for kind, n in so_far.items()])


def _counter(
    name: str, labels: Sequence[str], counted: Iterable[tuple[list[str], int]]
) -> Iterator[str]:
    yield f"# HELP hotline_{name}_total {_HELP[name]}"
    yield f"# TYPE hotline_{name}_total counter"
    for values, n in counted:
        pairs = zip(labels, values, strict=False)
        written = ",".join(f'{key}="{value}"' for key, value in pairs)
        yield f"hotline_{name}_total{{{written}}} {n}"


def _gauges(line: Hotline) -> Iterator[str]:
    now, outbox = line.now(), line.store.outbox
    yield "# HELP hotline_outbox messages of the outbox by state"
    yield "# TYPE hotline_outbox gauge"
    for state, n in outbox.states().items():
        yield f'hotline_outbox{{state="{state}"}} {n}'
    oldest = outbox.oldest_due(now)
    age = max(0.0, (now - oldest).total_seconds()) if oldest else 0
    yield from _gauge("oldest_due_seconds", "how long the longest overdue message waits", age)
    waits = queue.age(line.config.redis_url)
    yield from _gauge("queue_up", "1: the queue that rings workers answers", waits is not None)
    yield from _gauge("queue_age_seconds", "how long the first job has waited", waits or 0)
    day = now.astimezone(line.city.timezone).date().isoformat()
    yield from _gauge("spent_today", "segments sent today", line.store.tally.of("segments", day))
    yield from _gauge("spend_cap", "segments allowed a day", line.city.limits["segments_a_day"])


def _gauge(name: str, said: str, value: float) -> Iterator[str]:
    yield f"# HELP hotline_{name} {said}"
    yield f"# TYPE hotline_{name} gauge"
    yield f"hotline_{name} {value:g}"
