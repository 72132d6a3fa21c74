"""Every command, setting and file that the README names is real."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import pytest

from hotline.cli import commands
from hotline.config import ROOT, Config, variable
from hotline.conversation.commands import KNOWN

README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```sh\n(.*?)```", README, re.DOTALL)
LINES = [line for block in BLOCKS for line in block.splitlines()]
HOTLINE = [line.removeprefix(".venv/bin/hotline ") for line in LINES if "bin/hotline" in line]
MAKE = [line.removeprefix("make ") for line in LINES if line.startswith("make ")]


@pytest.fixture(scope="module")
def environ(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """A state of its own; the sounds are those of the repository, made already or few."""
    return {**os.environ, "HOTLINE_STATE": str(tmp_path_factory.mktemp("readme"))}


def test_every_command_runs(environ: dict[str, str]) -> None:
    for command in HOTLINE:
        if not command.startswith(("doctor", "audio render")):
            _run(command, environ)


def test_doctor_finds_nothing_that_stops_the_line(environ: dict[str, str]) -> None:
    _run("directory build", environ)
    found = _run("doctor", {**environ, "HOTLINE_PORT": "18999"}, fails=True)
    assert "bad " not in found


def test_sounds_can_be_made(environ: dict[str, str], tmp_path: Path) -> None:
    city = tmp_path / "city"
    subprocess.run(["cp", "-r", str(ROOT / "tests/cities/bourg-fictif"), str(city)], check=True)
    audio = {"HOTLINE_AUDIO": str(tmp_path / "audio"), "HOTLINE_CITY": str(city)}
    assert "sounds made" in _run("audio render --quiet", {**environ, **audio})


@pytest.mark.parametrize("target", [*MAKE, "setup", "bench"])
def test_every_make_target_is_there(target: str) -> None:
    subprocess.run(["make", "-n", target], cwd=ROOT, check=True, capture_output=True)


def test_every_setting_is_in_the_readme() -> None:
    named = set(re.findall(r"`((?:HOTLINE|TWILIO)_[A-Z_]+)`", README))
    assert named == {variable(item.name) for item in fields(Config)}


def test_every_command_of_the_program_is_in_the_readme() -> None:
    shown = (name for name, command in commands.commands.items() if not command.hidden)
    missing = [name for name in shown if f"hotline {name}" not in README]
    assert missing == []


@pytest.mark.parametrize("name", re.findall(r"`(hotline/[a-z_./]+|jobs)`", README))
def test_every_room_is_there(name: str) -> None:
    assert (ROOT / name).exists()


def test_what_a_resident_can_write_is_told() -> None:
    told = {"more", "callback", "cancel", "language", "menu", "help", "contact", "date"}
    told |= {"stop", "start", "forget", "listen", "beep"}
    small_talk = {"greeting", "thanks", "who", "confused", "insult", "stop?"}
    assert set(KNOWN) == told | small_talk


def _run(command: str, environ: dict[str, str], *, fails: bool = False) -> str:
    program = [sys.executable, "-m", "hotline", *shlex.split(command)]
    done = subprocess.run(program, env=environ, capture_output=True, text=True, timeout=120)
    assert fails or done.returncode == 0, done.stderr
    return done.stdout
