import json
import os
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from hotline import up
from hotline.config import Config
from hotline.errors import ConfigError
from hotline.up import commands
from hotline.up.greeting import greeting
from tests.up.waiting import alive, answers, eventually

Line = subprocess.Popen[str]


@pytest.fixture
def start(config: Config) -> Iterator[Callable[..., Line]]:
    lines: list[Line] = []

    def _start(**changes: object) -> Line:
        environ = commands.environment(replace(config, **changes))  # type: ignore[arg-type]
        command = [sys.executable, "-m", "tests.up.stub_line"]
        out = subprocess.PIPE
        lines.append(subprocess.Popen(command, env=environ, stdout=out, stderr=out, text=True))
        return lines[-1]

    yield _start
    for line in lines:
        line.terminate()
        line.communicate(timeout=20)


@pytest.fixture
def line(start: Callable[..., Line]) -> Line:
    running = start()
    assert running.stdout is not None
    assert running.stdout.readline().startswith("ready unix://")
    return running


def pids(config: Config) -> dict[str, int]:
    found: dict[str, int] = json.loads((config.state / "pids.json").read_text())
    return found


def fetch(config: Config, path: str) -> int:
    try:
        with urllib.request.urlopen(f"{config.base_url}{path}", timeout=5) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        error.close()
        return error.code
    except OSError:
        return 0


def test_everything_runs_then_stops(line: Line, config: Config) -> None:
    running = pids(config)
    assert set(running) == {"queue", "web", "worker", "chores"}
    assert fetch(config, "/anything") == 200
    assert answers(commands.socket_url((config.state / "redis" / "redis.sock").resolve()))
    line.send_signal(signal.SIGINT)
    assert line.wait(10) == 0
    assert not any(alive(pid) for pid in running.values())
    assert fetch(config, "/anything") == 0


def test_nothing_survives_a_parent_that_was_killed(line: Line, config: Config) -> None:
    line.kill()
    line.wait()
    eventually(lambda: not any(alive(pid) for pid in pids(config).values()))
    eventually(lambda: fetch(config, "/anything") == 0)


@pytest.mark.parametrize("name", ["queue", "web", "worker"])
def test_a_killed_child_is_replaced(line: Line, config: Config, name: str) -> None:
    killed = pids(config)[name]
    os.kill(killed, signal.SIGKILL)
    eventually(lambda: pids(config).get(name, killed) != killed)
    eventually(lambda: fetch(config, "/anything") == 200)


def test_a_second_start_names_who_has_the_port(
    line: Line, start: Callable[..., Line], config: Config
) -> None:
    _, said = (second := start()).communicate(timeout=20)
    assert second.returncode == 2
    assert f"port {config.port} is taken by" in said
    assert "(pid " in said


def test_a_second_start_on_the_same_state_names_the_first(
    line: Line, start: Callable[..., Line], free_port: Callable[[], int]
) -> None:
    _, said = (second := start(port=free_port())).communicate(timeout=20)
    assert second.returncode == 2
    assert f"(pid {line.pid})" in said


def test_a_queue_that_is_there_already_is_used(
    start: Callable[..., Line], config: Config, valkey: "object"
) -> None:
    url = valkey.url  # type: ignore[attr-defined]
    running = start(redis_url=url)
    assert running.stdout is not None
    assert running.stdout.readline() == f"ready {url}\n"
    assert "queue" not in pids(config)


def test_a_long_path_gets_a_short_socket(
    start: Callable[..., Line], config: Config, tmp_path: Path
) -> None:
    running = start(state=tmp_path / ("long-" * 20) / ("long-" * 20))
    assert running.stdout is not None
    socket = Path(running.stdout.readline().split()[1].removeprefix("unix://"))
    assert socket.exists()
    running.terminate()
    assert running.wait(10) == 0
    assert not socket.parent.exists()


def test_the_log_quotes_no_request(line: Line, config: Config) -> None:
    assert fetch(config, "/fail?From=%2B33639980001") == 500
    line.terminate()
    _, said = line.communicate(timeout=20)
    assert "ValueError while answering" in said
    assert "Awa" not in said
    assert "3363998" not in said


def test_separate_workers_need_a_queue_by_name(config: Config) -> None:
    with pytest.raises(ConfigError, match="HOTLINE_REDIS_URL"):
        up.work(config)


def test_children_get_the_settings_as_they_are(config: Config) -> None:
    environ = commands.environment(replace(config, threads=9, city="elsewhere"))
    assert environ["HOTLINE_THREADS"] == "9"
    assert environ["HOTLINE_CITY"] == "elsewhere"
    assert environ["HOTLINE_STATE"] == str(config.state)


def test_the_greeting_tells_a_new_line_where_to_log_in(config: Config) -> None:
    said = greeting(config, ("staff", "once-only"))
    assert f"{config.base_url}/phone" in said
    assert f"{config.base_url}/console" in said
    assert "staff   invitation" in said
    assert "/console/invitation#once-only\n" in said
    assert "once-only" not in greeting(config, None)


def test_the_greeting_gives_twilio_its_addresses(config: Config) -> None:
    on = {"twilio_account_sid": "AC0", "twilio_auth_token": "t", "public_url": "https://x.example"}
    said = greeting(replace(config, **on), None)
    for event in ("sms", "voice", "status"):
        assert f"https://x.example/channels/twilio/{event}\n" in said
