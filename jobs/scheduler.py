"""When is each job rung, and what happens to due messages while there is no queue?"""

from __future__ import annotations

import importlib
import logging
import signal
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from hotline import config
from hotline.log import write
from hotline.queue import Doorbell

log = logging.getLogger("jobs.scheduler")


@dataclass(frozen=True, slots=True)
class Round:
    """A job and how often it is rung, in seconds; 0: once, as soon as there is a queue.

    `vital` jobs are done right here when they cannot be rung.
    """

    job: str
    every: float
    vital: bool = False


ROUNDS = (
    Round("jobs.sweep.sweep", 2, vital=True),
    Round("jobs.replay.replay", 5, vital=True),
    Round("jobs.takes.takes", 2, vital=True),  # somebody waits to hear what they have just said
    Round("jobs.voicemails.fetch", 5, vital=True),
    Round("jobs.voicemails.find", 600),
    Round("jobs.reconcile.reconcile", 60),
    Round("jobs.promises.promises", 60, vital=True),
    Round("jobs.refresh_directory.refresh_directory", 20),  # a new service is heard in a minute
    Round("jobs.announce.announce", 600),
    Round("jobs.digest.digest", 600),
    Round("jobs.forget.forget", 3600, vital=True),
    Round("jobs.render_audio.render_audio", 0),
)
TICK_S = 2.0


class Rota:
    """Knows which rounds are due, by a clock that never jumps."""

    def __init__(
        self,
        ring: Callable[[str], bool],
        do: Callable[[str], None],
        rounds: tuple[Round, ...] = ROUNDS,
    ) -> None:
        self._ring, self._do = ring, do
        self._due = dict.fromkeys(rounds, 0.0)

    def turn(self, now: float) -> None:
        """Every round due at `now` (monotonic seconds) is rung, or done here, or due again soon."""
        for each in [each for each, due in self._due.items() if due <= now]:
            if self._ring(each.job):
                self._settle(each, now)
            elif each.vital:
                self._do(each.job)
                self._settle(each, now)

    def _settle(self, each: Round, now: float) -> None:
        self._due[each] = now + each.every if each.every else float("inf")


def do_here(job: str) -> None:
    """Run this job in this process; an error is logged by its class, and the next round tries."""
    module, _, name = job.rpartition(".")
    try:
        getattr(importlib.import_module(module), name)()
    except Exception as error:
        log.exception("%s failed (%s)", job, type(error).__name__, exc_info=False)


def keep_time(
    rota: Rota,
    asleep: Callable[[float], bool],
    clock: Callable[[], float] = time.monotonic,
) -> None:
    """Turn the rota every two seconds until `asleep`, called with seconds, says it was woken."""
    while True:
        rota.turn(clock())
        if asleep(TICK_S):
            return


def run(redis_url: str) -> None:
    """Keep time until SIGTERM or SIGINT; a job being done in this process is finished first."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    keep_time(Rota(Doorbell(redis_url).ring, do_here), stop.wait)


if __name__ == "__main__":
    settings = config.load()
    write(settings.log)
    run(settings.redis_url)
