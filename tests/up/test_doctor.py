import os
import socket
from dataclasses import replace
from pathlib import Path

import pytest

from hotline.config import Config
from hotline.doctor import Finding, examine, machine, service, settings
from hotline.errors import ContentError, Fault
from hotline.up import lock
from tests.conversations.town import beeping
from tests.up.conftest import Valkey

SECRET = "5e" * 32
ROW = Fault("places.csv", 3, "", "is wrong.", "Mend it.")
TWILIO = {"twilio_account_sid": "AC0", "twilio_auth_token": "t0ken-of-twilio"}


@pytest.fixture
def built(config: Config, tmp_path: Path) -> Config:
    """A line with a built directory and a small city pack."""
    pack = tmp_path / "messages" / "cities" / "montreuil"
    pack.mkdir(parents=True)
    (pack / "city.toml").touch()
    config.state.mkdir(mode=0o700)
    config.directory_path.touch()
    return replace(config, messages=tmp_path / "messages")


def levels(findings: list[Finding]) -> set[str]:
    return {finding.level for finding in findings}


def test_a_healthy_line_has_nothing_to_cure(built: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine.shutil, "which", lambda name: None)
    monkeypatch.setattr(machine, "ROOM_B", 0)
    assert [str(f) for f in examine(built) if f.level != "ok"] == []


def test_every_fault_has_a_cure_of_one_sentence(config: Config) -> None:
    sick = replace(config, redis_url="unix:///nowhere", public_url="http://x/y", data_key=SECRET)
    for finding in examine(sick, audio_missing=lambda: 3, city=lambda: ([ROW], [ROW])):
        assert bool(finding.cure) == (finding.level != "ok")
        assert not finding.cure or finding.cure[-1] in ".?"


def test_no_secret_is_shown(config: Config) -> None:
    told = replace(config, secret_key=SECRET, data_key=SECRET, **TWILIO)
    told = replace(told, redis_url="redis://:passw0rd@127.0.0.1:1", public_url="https://u:pw1@h")
    said = "\n".join(str(finding) for finding in examine(told))
    for secret in (SECRET, "t0ken-of-twilio", "passw0rd", "pw1"):
        assert secret not in said


def test_nothing_is_changed(config: Config) -> None:
    examine(config)
    assert not config.state.exists()


@pytest.mark.parametrize(
    ("url", "channel", "level"),
    [
        ("", {}, set()),
        ("https://line.example", {}, {"ok"}),
        ("https://line.example", TWILIO, {"ok"}),
        ("http://line.example", {}, {"ok"}),
        ("http://line.example", TWILIO, {"bad"}),
        ("https://line.example/", TWILIO, {"bad"}),
        ("https://line.example/hotline", TWILIO, {"bad"}),
        ("https://line.example:8443", TWILIO, {"bad"}),
        ("https://[2001:db8::1]:8443", TWILIO, {"bad"}),
        ("https://[2001:db8::1]", TWILIO, {"ok"}),
        ("https://line.example?a=b", {}, {"warn"}),
        ("line.example", TWILIO, {"bad"}),
    ],
)
def test_the_address_that_is_signed(
    config: Config, url: str, channel: dict[str, str], level: set[str]
) -> None:
    assert levels(settings.public_url(replace(config, public_url=url, **channel))) == level


@pytest.mark.parametrize(
    ("given", "level"),
    [
        ({}, {"ok"}),
        ({**TWILIO, "public_url": "https://x.example"}, {"ok"}),
        (TWILIO, {"bad"}),
        ({"twilio_account_sid": "AC0"}, {"bad"}),
        ({"twilio_auth_token": "t"}, {"bad"}),
    ],
)
def test_twilio_is_set_up_whole(config: Config, given: dict[str, str], level: set[str]) -> None:
    assert levels(settings.twilio(replace(config, **given))) == level


@pytest.mark.parametrize(("mode", "level"), [(0o600, {"ok"}), (0o640, {"bad"}), (0o644, {"bad"})])
def test_keys_are_closed_to_others(config: Config, mode: int, level: set[str]) -> None:
    for name in settings.KEYS:
        config.key(name)
        (config.state / "keys" / f"{name}.key").chmod(mode)
    assert levels(settings.key_files(config)) == level


def test_two_locks_need_two_keys(config: Config) -> None:
    config.key("secret")
    config.key("data")
    assert settings.different_keys(config) == []
    same = (config.state / "keys" / "secret.key").read_text()
    assert levels(settings.different_keys(replace(config, data_key=same))) == {"bad"}


def test_the_holder_of_the_port_is_named(config: Config) -> None:
    with socket.create_server((config.bind, config.port)):
        (finding,) = machine.port(config)
    assert finding.level == "bad"
    assert f"pid {os.getpid()}" in finding.what


def test_a_running_line_may_have_its_port(config: Config) -> None:
    with lock.held(config.state), socket.create_server((config.bind, config.port)):
        (finding,) = machine.port(config)
    assert finding == Finding("ok", f"the line is running (pid {os.getpid()})")


def test_a_clock_behind_the_files_is_off(built: Config) -> None:
    assert levels(machine.clock(built)) == {"ok"}
    ahead = machine.time.time() + 3 * 86400
    os.utime(built.directory_path, (ahead, ahead))
    (finding,) = machine.clock(built)
    assert (finding.level, "2 days" in finding.what) == ("bad", True)


@pytest.mark.parametrize(("said", "level"), [("no", {"warn"}), ("yes", set()), ("", set())])
def test_the_system_is_asked_about_its_clock(
    config: Config, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: str, level: set[str]
) -> None:
    program = tmp_path / "timedatectl"
    program.write_text(f"#!/bin/sh\necho {said}\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    assert levels(machine.synchronised(config)) == level


@pytest.mark.parametrize(
    ("room", "no_room", "level"), [(0, 0, "ok"), (1 << 62, 0, "warn"), (1 << 62, 1 << 62, "bad")]
)
def test_room_on_the_disk(
    config: Config, monkeypatch: pytest.MonkeyPatch, room: int, no_room: int, level: str
) -> None:
    monkeypatch.setattr(machine, "ROOM_B", room)
    monkeypatch.setattr(machine, "NO_ROOM_B", no_room)
    assert levels(machine.disk(config)) == {level}


@pytest.mark.parametrize(("mode", "level"), [(0o700, "ok"), (0o755, "warn")])
def test_the_state_folder_is_closed(config: Config, mode: int, level: str) -> None:
    config.state.mkdir()
    config.state.chmod(mode)
    assert levels(machine.state_folder(config)) == {level}


@pytest.mark.parametrize(
    ("check", "name", "value"),
    [(machine.python, "OLDEST_PYTHON", (99, 0)), (machine.sqlite, "OLDEST_SQLITE", (99, 0, 0))],
)
def test_what_is_too_old_is_bad(
    config: Config, monkeypatch: pytest.MonkeyPatch, check: object, name: str, value: object
) -> None:
    assert levels(check(config)) == {"ok"}  # type: ignore[operator]
    monkeypatch.setattr(machine, name, value)
    assert levels(check(config)) == {"bad"}  # type: ignore[operator]


def test_the_queue_answers_or_not(config: Config, valkey: Valkey) -> None:
    assert levels(service.redis(replace(config, redis_url=valkey.url))) == {"ok"}
    assert levels(service.redis(replace(config, redis_url="unix:///nowhere"))) == {"bad"}


def test_a_directory_older_than_its_city_is_stale(built: Config) -> None:
    assert levels(service.directory(built)) == {"ok"}
    os.utime(built.directory_path, (0, 0))
    assert levels(service.directory(built)) == {"warn"}
    built.directory_path.unlink()
    assert levels(service.directory(built)) == {"bad"}


def test_missing_voices_and_a_faulty_city_are_told(config: Config) -> None:
    found = examine(config, audio_missing=lambda: 7, city=lambda: ([ROW], [ROW]))
    assert "7 texts" in found[-3].what
    assert [each.level for each in found[-2:]] == ["bad", "warn"]
    assert (found[-1].what, found[-1].cure) == ("places.csv, row 3: is wrong.", "Mend it.")


def test_a_misspelt_setting_is_told(config: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOTLINE_WORKER", "4")
    (finding,) = settings.names(config)
    assert finding == Finding(
        "warn", "HOTLINE_WORKER is no setting", "Did you mean 'HOTLINE_WORKERS'?"
    )


def test_a_line_too_ill_to_be_counted_is_still_examined(config: Config) -> None:
    def ill() -> int:
        raise ContentError("services.csv is missing")

    (finding,) = service.audio(ill)
    assert finding.level == "bad"
    assert "services.csv" in finding.what


@pytest.mark.parametrize(
    ("beep", "told"),
    [
        ("", []),
        ("+33937000008", ["ok"]),
        ("+33199000008", ["ok"]),  # of the range for fiction
        ("+33140000008", ["warn"]),
        ("sms", ["ok"]),
    ],
)
def test_a_number_that_calls_back_must_be_one_that_may(
    config: Config, tmp_path: Path, beep: str, told: list[str]
) -> None:
    calls = beeping(config, tmp_path / "pack", beep) if beep else config
    assert [finding.level for finding in service.calls_back(calls)] == told
