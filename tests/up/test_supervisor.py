import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from hotline.up.child import Child
from hotline.up.supervisor import FIRST_WAIT_S, LONGEST_WAIT_S, STEADY_S, Supervisor
from tests.up.waiting import alive, eventually

STUBBORN = "trap '' TERM; echo > $0; sleep 1000 & wait; wait; sleep 1000"


def child(name: str, *command: str) -> Child:
    return Child(name, command, os.environ)


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def sleepers(clock: Clock) -> Iterator[Supervisor]:
    supervisor = Supervisor([child(name, "sleep", "1000") for name in ("one", "two")], clock)
    supervisor.tend()
    yield supervisor
    supervisor.stop()


def bury(supervisor: Supervisor, name: str) -> None:
    """Kill this child, and let the supervisor see it."""
    deaths = supervisor.deaths
    os.kill(supervisor.pids()[name], signal.SIGKILL)
    eventually(lambda: supervisor.tend() or supervisor.deaths > deaths)


def test_a_killed_child_comes_back_and_the_others_never_notice(
    sleepers: Supervisor, clock: Clock
) -> None:
    before = sleepers.pids()
    bury(sleepers, "one")
    assert "one" not in sleepers.pids()
    clock.now += FIRST_WAIT_S
    sleepers.tend()
    assert sleepers.pids()["one"] != before["one"]
    assert sleepers.pids()["two"] == before["two"]


def test_a_child_that_keeps_dying_waits_longer_each_time(
    sleepers: Supervisor, clock: Clock
) -> None:
    waits = []
    for _ in range(8):
        bury(sleepers, "one")
        died = clock.now
        while "one" not in sleepers.pids():
            clock.now += 0.5
            sleepers.tend()
        waits.append(clock.now - died)
    assert waits == [0.5, 1, 2, 4, 8, 16, LONGEST_WAIT_S, LONGEST_WAIT_S]


def test_a_child_that_ran_long_comes_back_soon(sleepers: Supervisor, clock: Clock) -> None:
    for _ in range(3):
        bury(sleepers, "one")
        clock.now += STEADY_S
        sleepers.tend()
    clock.now += STEADY_S
    bury(sleepers, "one")
    clock.now += FIRST_WAIT_S
    sleepers.tend()
    assert "one" in sleepers.pids()


def test_the_log_names_the_child_and_the_signal(
    sleepers: Supervisor, caplog: pytest.LogCaptureFixture
) -> None:
    bury(sleepers, "two")
    assert caplog.messages == ["two stopped (killed by SIGKILL); it starts again in 0.5 s"]


def test_what_a_dead_child_had_started_dies_with_it(tmp_path: Path) -> None:
    note = tmp_path / "pid"
    shell = child(
        "shell", "sh", "-c", "sleep 1000 & echo $! > $0.new; mv $0.new $0; wait", str(note)
    )
    supervisor = Supervisor([shell])
    supervisor.tend()
    eventually(note.exists)
    bury(supervisor, "shell")
    eventually(lambda: not alive(int(note.read_text())))
    supervisor.stop()


def test_a_child_that_will_not_stop_is_killed(tmp_path: Path) -> None:
    ready = tmp_path / "ready"
    supervisor = Supervisor([child("stubborn", "sh", "-c", STUBBORN, str(ready))])
    supervisor.tend()
    eventually(ready.exists)
    pid = supervisor.pids()["stubborn"]
    supervisor.stop(grace=0.1)
    assert not alive(pid)


def test_the_first_child_stops_last(tmp_path: Path) -> None:
    say = "trap 'echo {0} >> $0; exit' TERM; echo > $0.{0}; while :; do sleep 0.01; done"
    order = tmp_path / "order"
    names = ("queue", "worker")
    supervisor = Supervisor([child(n, "sh", "-c", say.format(n), str(order)) for n in names])
    supervisor.tend()
    eventually(lambda: all((tmp_path / f"order.{name}").exists() for name in names))
    supervisor.stop()
    assert order.read_text().split() == ["worker", "queue"]


PARENT = """
import os, json
from hotline.up.child import Child
from hotline.up.supervisor import Supervisor, watch
children = [Child(name, ["sleep", "1000"], os.environ) for name in ("one", "two")]
tended = Supervisor.tend
def tend(self):
    tended(self)
    print(json.dumps(self.pids()), flush=True)
Supervisor.tend = tend
raise SystemExit(watch(children))
"""


@pytest.fixture
def parent() -> Iterator[tuple["subprocess.Popen[str]", list[int]]]:
    command = [sys.executable, "-c", PARENT]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        yield process, list(json.loads(process.stdout.readline()).values())
        process.kill()


@pytest.mark.parametrize(
    ("number", "code"),
    [(signal.SIGKILL, -9), (signal.SIGTERM, 0), (signal.SIGINT, 0), (signal.SIGHUP, 0)],
)
def test_however_the_parent_ends_nothing_is_left(
    parent: tuple["subprocess.Popen[str]", list[int]], number: signal.Signals, code: int
) -> None:
    process, pids = parent
    process.send_signal(number)
    assert process.wait(10) == code
    eventually(lambda: not any(alive(pid) for pid in pids))
