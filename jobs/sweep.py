"""Ring every row of the outbox that is due, and those whose sender died."""

from __future__ import annotations

from hotline.app import DELIVER, Hotline
from jobs import line
from jobs.deliver import deliver_by


def sweep() -> int:
    """How many rows were rung; without a doorbell they are sent from here."""
    return sweep_by(line())


def sweep_by(hotline: Hotline) -> int:
    """The same, by this line."""
    due = hotline.store.outbox.due(hotline.now())
    for id_ in due:
        if not hotline.doorbell.ring(DELIVER, id_):
            deliver_by(hotline, id_)
    return len(due)
