import logging
import os
import subprocess
import sys

import pytest

from hotline.queue import waiting
from jobs.scheduler import ROUNDS, Rota, Round, do_here, keep_time
from tests.up.conftest import Valkey
from tests.up.waiting import eventually

OFTEN = Round("jobs.often.often", 2, vital=True)
RARELY = Round("jobs.rarely.rarely", 60)
ONCE = Round("jobs.once.once", 0)


class Day:
    """A day of the scheduler, without waiting: it rings, or does, and sleeps by moving a clock."""

    def __init__(self, length: float, reachable: bool = True) -> None:
        self.now, self.length, self.reachable = 0.0, length, reachable
        self.rung: list[str] = []
        self.done: list[str] = []

    def ring(self, job: str) -> bool:
        if self.reachable:
            self.rung.append(job)
        return self.reachable

    def asleep(self, seconds: float) -> bool:
        self.now += seconds
        return self.now >= self.length

    def pass_by(self) -> None:
        rota = Rota(self.ring, self.done.append, (OFTEN, RARELY, ONCE))
        keep_time(rota, self.asleep, lambda: self.now)


@pytest.mark.parametrize(("job", "times"), [(OFTEN, 60), (RARELY, 2), (ONCE, 1)])
def test_each_job_is_rung_at_its_own_pace(job: Round, times: int) -> None:
    day = Day(120)
    day.pass_by()
    assert day.rung.count(job.job) == times
    assert not day.done


def test_without_a_queue_only_what_is_vital_is_done_here() -> None:
    day = Day(120, reachable=False)
    day.pass_by()
    assert day.done == [OFTEN.job] * 60


def test_what_could_not_be_rung_is_rung_when_the_queue_is_back() -> None:
    day = Day(0, reachable=False)
    rota = Rota(day.ring, day.done.append, (ONCE, RARELY))
    rota.turn(0)
    day.reachable = True
    rota.turn(2)
    rota.turn(4)
    assert sorted(day.rung) == sorted([ONCE.job, RARELY.job])


def test_due_messages_and_forgetting_never_wait_for_the_queue() -> None:
    vital = {each.job for each in ROUNDS if each.vital}
    assert vital == {
        "jobs.sweep.sweep",
        "jobs.forget.forget",
        "jobs.replay.replay",
        "jobs.promises.promises",
        "jobs.takes.takes",
        "jobs.voicemails.fetch",
    }


def test_a_failing_job_is_survived_and_not_quoted(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        do_here("tests.up.ringable.fail")
    assert caplog.messages == ["tests.up.ringable.fail failed (ValueError)"]
    assert "Awa" not in caplog.text


def test_a_job_is_done_here(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[str] = []
    monkeypatch.setattr("tests.up.ringable.fail", lambda: calls.append("done"))
    do_here("tests.up.ringable.fail")
    assert calls == ["done"]


def test_it_stops_on_sigterm(valkey: Valkey) -> None:
    environ = {**os.environ, "HOTLINE_REDIS_URL": valkey.url}
    process = subprocess.Popen([sys.executable, "-m", "jobs.scheduler"], env=environ)
    eventually(lambda: waiting(valkey.url) == len(ROUNDS))
    process.terminate()
    assert process.wait(10) == 0
