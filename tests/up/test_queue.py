import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from redis import Redis

from hotline.queue import CHORES, PROMPT, Doorbell, age, waiting, work
from tests.up.conftest import Valkey
from tests.up.waiting import alive, eventually

LEAVE, DAWDLE, FAIL = (f"tests.up.ringable.{name}" for name in ("leave", "dawdle", "fail"))


@pytest.fixture
def worker(valkey: Valkey, tmp_path: Path) -> Iterator["Worker"]:
    each = Worker(valkey.url, tmp_path)
    yield each
    each.process.kill()
    each.process.wait()


class Worker:
    def __init__(self, url: str, folder: Path) -> None:
        self._command = [sys.executable, "-m", "hotline.queue"]
        self._environ = {**os.environ, "HOTLINE_REDIS_URL": url, "TEST_FOLDER": str(folder)}
        self.start()

    def start(self) -> None:
        self.process = subprocess.Popen(self._command, env=self._environ)

    def signal(self, number: signal.Signals) -> int:
        self.process.send_signal(number)
        return self.process.wait(10)


def test_a_ring_is_answered_once_however_often_it_rings(valkey: Valkey) -> None:
    bell = Doorbell(valkey.url)
    assert [bell.ring(LEAVE, "a"), bell.ring(LEAVE, "a"), bell.ring(LEAVE, "b")] == [True] * 3
    assert waiting(valkey.url) == 2


def test_ids_are_not_run_together(valkey: Valkey) -> None:
    bell = Doorbell(valkey.url)
    assert bell.ring(LEAVE, "a-b", "c")
    assert bell.ring(LEAVE, "a", "b-c")
    assert waiting(valkey.url) == 2


def test_a_job_done_may_be_rung_again(
    valkey: Valkey, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TEST_FOLDER", str(tmp_path))
    for _ in range(2):
        assert Doorbell(valkey.url).ring(LEAVE, "done")
        assert waiting(valkey.url) == 1
        work(valkey.url, burst=True)
        (tmp_path / "done").unlink()


def test_a_job_lost_on_its_way_to_a_worker_may_be_rung_again(
    valkey: Valkey, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed after it took the id off the queue, before it said so: nobody has it, all know it."""
    monkeypatch.setenv("TEST_FOLDER", str(tmp_path))
    assert Doorbell(valkey.url).ring(LEAVE, "lost")
    with Redis.from_url(valkey.url) as redis:
        redis.delete(f"rq:queue:{CHORES}")
    assert Doorbell(valkey.url).ring(LEAVE, "lost")
    assert waiting(valkey.url) == 0
    work(valkey.url, burst=True)
    assert Doorbell(valkey.url).ring(LEAVE, "lost")
    work(valkey.url, burst=True)
    assert (tmp_path / "lost").exists()


def test_how_long_the_first_job_has_waited(
    valkey: Valkey, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TEST_FOLDER", str(tmp_path))
    assert age(valkey.url) == 0
    Doorbell(valkey.url).ring(LEAVE, "waits")
    assert 90 <= (age(valkey.url, lambda: time.time() + 90) or 0) < 3600
    work(valkey.url, burst=True)
    assert age(valkey.url) == 0
    assert age("") is age("redis://127.0.0.1:1/0") is None


@pytest.mark.parametrize(
    ("job", "ids"),
    [
        (LEAVE, ["+33639980001"]),
        (LEAVE, ["33639980001"]),
        (LEAVE, ["0639980001"]),
        (LEAVE, ["bonjour, je cherche un avocat"]),
        (LEAVE, [""]),
        (LEAVE, ["a" * 65]),
        (LEAVE, ["abc\n"]),
        ("os;system", []),
        ("leave", []),
    ],
)
def test_nothing_personal_gets_in(valkey: Valkey, job: str, ids: list[str]) -> None:
    assert not Doorbell(valkey.url).ring(job, *ids)
    assert waiting(valkey.url) == 0


@pytest.mark.parametrize("identifier", ["a", "9f86d081884c7d65", "42", "0" * 32, "x_Y-z"])
def test_opaque_ids_get_in(valkey: Valkey, identifier: str) -> None:
    assert Doorbell(valkey.url).ring(LEAVE, identifier)


@pytest.mark.parametrize("url", ["", "unix:///nowhere/q.sock", "redis://127.0.0.1:1/0"])
def test_without_a_queue_it_says_so(url: str) -> None:
    assert Doorbell(url).ring(LEAVE, "a") is False


def test_a_queue_that_went_away_is_left_alone_for_five_seconds(valkey: Valkey) -> None:
    now = [0.0]
    bell = Doorbell(valkey.url, clock=lambda: now[0])
    valkey.kill()
    assert not bell.ring(LEAVE, "a")
    valkey.start()
    now[0] = 4.9
    assert not bell.ring(LEAVE, "a")
    now[0] = 5.1
    assert bell.ring(LEAVE, "a")


def test_a_queue_that_hangs_is_a_queue_that_is_away(valkey: Valkey) -> None:
    valkey.signal(signal.SIGSTOP)
    try:
        assert not Doorbell(valkey.url).ring(LEAVE, "a")
    finally:
        valkey.signal(signal.SIGCONT)


def test_a_failed_job_leaves_no_words_behind(
    valkey: Valkey, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    Doorbell(valkey.url).ring(FAIL)
    with caplog.at_level(logging.DEBUG):
        work(valkey.url, burst=True)
    kept = b"".join(file.read_bytes() for file in tmp_path.rglob("*.aof"))
    assert b"ringable.fail" in kept
    assert b"Awa" not in kept
    assert "Awa" not in caplog.text
    assert "ringable.fail failed (ValueError)" in caplog.text


@pytest.mark.parametrize(
    ("job", "queue"), [("jobs.deliver.deliver", PROMPT), ("jobs.render_audio.render_audio", CHORES)]
)
def test_what_takes_long_stands_in_another_line(valkey: Valkey, job: str, queue: str) -> None:
    Doorbell(valkey.url).ring(job, "a")
    with Redis.from_url(valkey.url) as redis:
        assert redis.llen(f"rq:queue:{queue}") == 1


def test_a_worker_outlives_its_queue(worker: Worker, valkey: Valkey, tmp_path: Path) -> None:
    bell = Doorbell(valkey.url)
    assert bell.ring(LEAVE, "before")
    eventually((tmp_path / "before").exists)
    valkey.kill()
    valkey.start()
    eventually(lambda: Doorbell(valkey.url).ring(LEAVE, "after"))
    eventually((tmp_path / "after").exists)
    assert worker.signal(signal.SIGTERM) == 0


def test_a_worker_stops_when_asked_while_its_queue_is_away(worker: Worker, valkey: Valkey) -> None:
    eventually(lambda: Doorbell(valkey.url).ring(LEAVE, "here"))
    eventually(lambda: waiting(valkey.url) == 0)
    valkey.kill()
    assert worker.signal(signal.SIGTERM) == 0


def test_the_job_of_a_killed_worker_may_be_rung_again(
    worker: Worker, valkey: Valkey, tmp_path: Path
) -> None:
    bell, mark = Doorbell(valkey.url), tmp_path / "slow"
    assert bell.ring(DAWDLE, "slow")
    eventually(mark.exists)
    worker.signal(signal.SIGKILL)
    mark.unlink()
    worker.start()
    eventually(lambda: bell.ring(DAWDLE, "slow") and mark.exists())
    assert alive(worker.process.pid)
