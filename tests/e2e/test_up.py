"""Does the whole line start with one command, and stand what a bad day does to it?"""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.conftest import running
from tests.e2e.running import Running, somebody
from tests.up.waiting import alive, eventually

WEB, QUEUE, WORKER, SCHEDULER = "gunicorn", "redis.sock", "hotline.queue", "jobs.scheduler"
TEXTS = ("rappel avocat", "1", "3")
KEYS = "1133"  # French, rights, legal help, by SMS


def asks_to_be_called(line: Running, sender: str) -> str:
    """The whole form, by text; returns the reference as soon as it is told."""
    for words in TEXTS:
        (told,) = line.text(words, sender)
    found = re.search(r"\b\d{4}\b", told)
    assert found, told
    return found[0]


def is_kept(line: Running, reference: str, sender: str) -> bool:
    return line.text(reference, sender)[0].startswith(f"Demande {reference}")


@pytest.fixture
def own(fresh: dict[str, str], tmp_path: Path) -> Iterator[Running]:
    """A line for one test alone."""
    yield from running(fresh, tmp_path / "up.log")


def test_it_says_where_to_go(up: Running) -> None:
    assert f"{up.url}/phone" in up.greeting
    assert f"{up.url}/console" in up.greeting
    assert f"{up.url}/channels/simulator/sms" in up.greeting
    assert len(up.invitation) == 19
    assert up.ready_after < 60


def test_a_text_is_answered(up: Running) -> None:
    (told,) = up.text("avocat croix de chavaux", somebody())
    assert "01 48 70 60 00" in told


def test_the_same_text_again_gets_the_same_answer(up: Running) -> None:
    form = {"from": somebody(), "text": "rappel avocat", "id": "again"}
    first, again = (up.post("/channels/simulator/sms", form) for _ in range(2))
    assert first == again


def test_what_a_caller_asked_for_arrives(up: Running) -> None:
    caller = somebody()
    assert "Le SMS part maintenant." in up.call(KEYS, caller)
    eventually(lambda: up.inbox(caller))
    assert len(up.inbox(caller)) == 1


@pytest.mark.parametrize("word", [WEB, QUEUE, WORKER, SCHEDULER])
def test_it_outlives_a_part_of_it(up: Running, word: str) -> None:
    sender = somebody()
    reference = asks_to_be_called(up, sender)
    up.kill(word)
    assert is_kept(up, reference, sender)
    caller = somebody()
    up.call(KEYS, caller)
    eventually(lambda: up.inbox(caller))
    eventually(lambda: up.pids(word))


def test_a_request_told_is_kept_whatever_dies_then(up: Running) -> None:
    for _ in range(3):
        sender = somebody()
        reference = asks_to_be_called(up, sender)
        up.kill(WEB, after=1)  # its workers; the master starts others
        assert is_kept(up, reference, sender)


def test_a_second_start_says_who_has_the_port(up: Running) -> None:
    second = subprocess.run(
        [sys.executable, "-m", "hotline", "up"],
        env=up.environ,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert second.returncode == 2
    assert re.search(r"port \d+ is taken by .*\(pid \d+\)", second.stderr)
    assert "Traceback" not in second.stderr


def test_its_log_names_nobody(up: Running) -> None:
    sender = somebody()
    up.text("je cherche un avocat jaune canari", sender)
    up.call(KEYS, sender)
    assert not re.search(r"3363998|canari|63998", up.log.read_text())


def test_killed_whole_it_starts_again_where_it_was(own: Running, tmp_path: Path) -> None:
    sender = somebody()
    reference = asks_to_be_called(own, sender)
    own.kill()
    own.process.communicate()
    for again in running(own.environ, tmp_path / "again.log"):
        assert is_kept(again, reference, sender)
        assert not again.invitation


def test_ctrl_c_leaves_nobody(own: Running) -> None:
    family = own.pids()
    assert len(family) >= 7
    assert own.stop(signal.SIGINT) == 0
    assert [pid for pid in family if alive(pid)] == []
