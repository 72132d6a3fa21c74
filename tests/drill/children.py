"""The line's own processes, on the drill's clock, and on demand with one thing broken in them.

Nothing of this is in the line: a mutant is put into the process before it starts.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flask import Flask

from hotline import app, queue
from hotline.app import Hotline
from hotline.channels import twilio
from hotline.channels.twilio import client
from hotline.config import Config, load
from hotline.store import engine
from hotline.web import create_app
from jobs import scheduler
from tests.drill.clock import DrillClock

PATIENCE_S = 1.0  # for an answer of the fake provider


def _forgetful() -> None:
    """It does not ask the provider before it sends again."""
    vars(twilio)["was_sent"] = lambda *_: None


def _hasty() -> None:
    """It tells the person before the request is on any disk."""

    def together(self: engine.Engine, work: Callable[[], Any]) -> Any:
        connection = self.database.conn
        with self._writing:
            connection.execute("begin immediate")
            answered = work()
            connection.execute("rollback" if answered.rings or answered.plan.effects else "commit")
        return answered

    vars(engine.Engine)  # the class must be there
    engine.Engine.together = together  # type: ignore[method-assign]


def _deferred() -> None:
    """Transactions begin as readers: two that read and then write get in each other's way."""

    @contextmanager
    def transaction(self: engine.Engine) -> Iterator[None]:
        connection = self.database.conn
        if connection.in_transaction:
            yield
            return
        connection.execute("begin")
        try:
            yield
        except BaseException:
            connection.execute("rollback")
            raise
        connection.execute("commit")

    engine.Engine.transaction = transaction  # type: ignore[method-assign, assignment]


def _sleepless() -> None:
    """Quiet hours are forgotten."""
    from hotline import departure

    departure.quiet_until = lambda *_: None  # type: ignore[assignment]


MUTANTS: dict[str, Callable[[], None]] = {
    "forgetful": _forgetful,
    "hasty": _hasty,
    "deferred": _deferred,
    "sleepless": _sleepless,
}


def open_drill_line(config: Config) -> Hotline:
    """The line, on the drill's clock."""
    return Hotline(config, DrillClock(Path(os.environ["DRILL_CLOCK"])))


def prepare() -> None:
    """Before anything of the line runs in this process."""
    client.TIMEOUT = PATIENCE_S
    app.open_line = open_drill_line
    MUTANTS.get(os.environ.get("DRILL_MUTANT", ""), lambda: None)()


def web() -> Flask:
    """What gunicorn serves."""
    prepare()
    return create_app(open_drill_line(load()))


def keep_time(redis_url: str) -> None:
    """The scheduler, ten times as eager: the drill's week takes minutes."""
    eager = tuple(
        scheduler.Round(each.job, each.every / 10, each.vital)
        for each in scheduler.ROUNDS
        if each.job.split(".")[1] in ("sweep", "replay", "reconcile")
    )
    rota = scheduler.Rota(queue.Doorbell(redis_url).ring, scheduler.do_here, eager)
    scheduler.TICK_S = 0.2
    import threading

    scheduler.keep_time(rota, threading.Event().wait)


if __name__ == "__main__":
    prepare()
    if sys.argv[1] == "worker":
        queue.work(load().redis_url, (queue.PROMPT, queue.CHORES))
    else:
        keep_time(load().redis_url)
