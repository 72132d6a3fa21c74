"""The line's own processes, on the drill's clock, and on demand with one thing broken in them.

Nothing of this is in the line: a mutant is put into the process before it starts.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from flask import Flask

from drill.clock import DrillClock
from hotline import app, departure, queue, switchboard
from hotline.app import Hotline
from hotline.channels import twilio
from hotline.channels.twilio import client
from hotline.config import Config, load
from hotline.errands import Errands
from hotline.model import Inbound
from hotline.plan import Effect, OptOut
from hotline.render import voice
from hotline.store import engine
from hotline.web import create_app
from jobs import reconcile, scheduler

PATIENCE_S = 2.0  # for an answer of the fake provider
AWAY_S = 1.0  # between two tries to write to a record that is away
EAGER = {"sweep": 0.2, "replay": 0.5, "reconcile": 2.0}  # the drill's week takes minutes
ERASED_AT_ONCE = 2000  # for the same reason


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

    engine.Engine.transaction = transaction  # type: ignore[method-assign]


def _sleepless() -> None:
    """Quiet hours are forgotten."""
    departure.quiet_until = lambda *_: None


def _deaf() -> None:
    """STOP is confirmed, and nothing of it kept."""
    run = Errands.run

    def all_but_stop(
        self: Errands, inbound: Inbound, effects: tuple[Effect, ...], *more: Any
    ) -> tuple[str, ...]:
        return run(self, inbound, tuple(e for e in effects if not isinstance(e, OptOut)), *more)

    vars(switchboard)["Errands"] = type("Deaf", (Errands,), {"run": all_but_stop})


def _monoglot() -> None:
    """Callers hear French, whatever language they chose."""
    render = voice.render
    vars(voice)["render"] = lambda plan, language, *more: render(plan, "fr", *more)


MUTANTS: dict[str, Callable[[], None]] = {
    "forgetful": _forgetful,
    "hasty": _hasty,
    "deferred": _deferred,
    "sleepless": _sleepless,
    "deaf": _deaf,
    "monoglot": _monoglot,
}


def open_drill_line(config: Config) -> Hotline:
    """The line, on the drill's clock."""
    return Hotline(config, DrillClock(Path(os.environ["DRILL_CLOCK"])))


def prepare() -> None:
    """Before anything of the line runs in this process."""
    client.TIMEOUT, app.AWAY_S, reconcile.ERASED_AT_ONCE = PATIENCE_S, AWAY_S, ERASED_AT_ONCE
    app.open_line = open_drill_line
    if mutant := os.environ.get("DRILL_MUTANT"):
        MUTANTS[mutant]()


def web() -> Flask:
    """What gunicorn serves."""
    prepare()
    return create_app(open_drill_line(load()))


def keep_time(redis_url: str) -> None:
    """The scheduler, more eager: hours pass in seconds."""
    eager = [(each, EAGER.get(each.job.rpartition(".")[2])) for each in scheduler.ROUNDS]
    rounds = tuple(replace(each, every=every) for each, every in eager if every)
    rota = scheduler.Rota(queue.Doorbell(redis_url).ring, scheduler.do_here, rounds)
    scheduler.TICK_S = 0.2
    scheduler.keep_time(rota, threading.Event().wait)


if __name__ == "__main__":
    prepare()
    if sys.argv[1] == "scheduler":
        keep_time(load().redis_url)
    else:
        queue.work(load().redis_url, (sys.argv[1],))
