"""Which processes of the line run, which died, and when is each started again?"""

from __future__ import annotations

import logging
import signal
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from hotline.up.child import Child, Running

log = logging.getLogger("hotline.up")

FIRST_WAIT_S = 0.5
LONGEST_WAIT_S = 30.0
STEADY_S = 60.0  # who ran this long starts again without having to wait
LOOK_S = 0.1
START_S = 60.0  # the first start on a small board builds the directory
HOPELESS = 5  # deaths before the line was ever ready: something is wrong that time won't cure
STOPPED, FAILED, REFUSED = 0, 1, 2
GRACE_S = 8.0  # from the polite request to the kill; the whole stop takes under 10 s


@dataclass(frozen=True, slots=True)
class Start:
    """What makes a start complete: `ready` says so, then `greet` is called once."""

    ready: Callable[[], bool]
    greet: Callable[[], None]


@dataclass(slots=True)
class _Post:
    """One child's place: who is on duty, or when the next one comes."""

    child: Child
    running: Running | None = None
    started: float = 0.0
    due: float = 0.0
    wait: float = FIRST_WAIT_S


class Supervisor:
    """Keeps children alive. They start in the order given and stop in the opposite order."""

    def __init__(
        self, children: Sequence[Child], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._posts = [_Post(child) for child in children]
        self._clock = clock
        self.deaths = 0

    def tend(self) -> None:
        """Every child that is not alive, and whose wait is over, has been started."""
        for post in self._posts:
            if post.running is not None:
                self._look_after(post, post.running)
            if post.running is None and post.due <= self._clock():
                post.running, post.started = Running(post.child), self._clock()

    def pids(self) -> dict[str, int]:
        """The name and process id of every child on duty."""
        return {post.child.name: post.running.pid for post in self._posts if post.running}

    def stop(self, grace: float = GRACE_S) -> None:
        """Nothing of the line runs any more, `grace` seconds from now at the latest."""
        end = time.monotonic() + grace
        posts = [post for post in reversed(self._posts) if post.running]
        # The queue, first in, is asked last: the others may still be putting work down.
        for post in posts[:-1]:
            _ask(post)
        _await(posts[:-1], end)
        for post in posts[-1:]:
            _ask(post)
        _await(posts, end + 1)

    def _look_after(self, post: _Post, running: Running) -> None:
        code = running.ended()
        if code is None:
            return
        self.deaths += 1
        steady = self._clock() - post.started >= STEADY_S
        post.wait = FIRST_WAIT_S if steady else post.wait
        log.warning(
            "%s stopped (%s); it starts again in %g s", post.child.name, _why(code), post.wait
        )
        post.running, post.due = None, self._clock() + post.wait
        post.wait = min(post.wait * 2, LONGEST_WAIT_S)


def watch(children: Sequence[Child], start: Start | None = None) -> int:
    """Keep these alive until SIGINT, SIGTERM or SIGHUP: 0 then; 1 if the start never completes."""
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: stop.set())
    supervisor = Supervisor(children)
    try:
        return _watch(supervisor, stop, start)
    finally:
        supervisor.stop()


def _watch(supervisor: Supervisor, stop: threading.Event, start: Start | None) -> int:
    deadline = time.monotonic() + START_S
    while not stop.is_set():
        supervisor.tend()
        if start is not None and start.ready():
            start.greet()
            start = None
        elif start is not None and (supervisor.deaths >= HOPELESS or time.monotonic() > deadline):
            log.error("the line did not get ready; what it said above is the reason")
            return FAILED
        stop.wait(LOOK_S)
    return STOPPED


def _ask(post: _Post) -> None:
    if post.running is not None:
        post.running.ask_to_stop()


def _await(posts: Sequence[_Post], end: float) -> None:
    """All of these are dead, the slow ones by force at `end`."""
    running = [post.running for post in posts if post.running]
    while any(each.ended() is None for each in running) and time.monotonic() < end:
        time.sleep(0.02)
    for each in running:
        while each.ended() is None:
            each.kill()
            time.sleep(0.02)


def _why(code: int) -> str:
    return f"killed by {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"
