"""Send every row of the outbox that is due, and those whose sender died."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial

from hotline.app import SENDERS, Hotline
from jobs import line
from jobs.deliver import deliver_by

SLICE_S = 20.0  # then the worker looks at what else was rung


def sweep() -> int:
    """How many rows were seen to."""
    return sweep_by(line())


def sweep_by(hotline: Hotline, clock: Callable[[], float] = time.monotonic) -> int:
    """The same, by this line.

    A few at a time, and the list is read anew for each few: an answer to a person is among the
    next of them, however long a campaign is. It ends when nothing is due, or nothing gets its turn.
    """
    end, done = clock() + SLICE_S, 0
    while clock() < end:
        due = hotline.store.outbox.due(hotline.now(), SENDERS * 2)
        sent = sum(_delivered(hotline, due))
        done += sent
        if not sent:
            break
    return done


def _delivered(hotline: Hotline, ids: list[str]) -> list[bool]:
    if len(ids) < 2:
        return [deliver_by(hotline, id_) for id_ in ids]
    return list(hotline.senders.map(partial(deliver_by, hotline), ids))
