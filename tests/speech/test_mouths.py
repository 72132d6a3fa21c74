"""Does a voice that stays open survive what foreign native code does?"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator

import pytest

from hotline.errors import SpeechError
from hotline.speech.mouths import Mouths

WAV = "b'RIFF' + bytes(20) + (8000).to_bytes(4, 'little') + bytes(16) + bytes(4)"
SPEAKS = f"""
import json, os, sys, time
for line in sys.stdin.buffer:
    text = json.loads(line)
    if text == "crash": os.abort()
    if text == "fail": sys.exit("no such voice")
    if text == "hang": time.sleep(60)
    wav = {WAV} + os.getpid().to_bytes(4, "little")
    if text == "half":
        sys.stdout.buffer.write((99).to_bytes(4, "little") + wav)
        break
    sys.stdout.buffer.write(len(wav).to_bytes(4, "little") + wav)
    sys.stdout.buffer.flush()
"""
COMMAND = [sys.executable, "-c", SPEAKS]


@pytest.fixture
def mouths() -> Iterator[Mouths]:
    made = Mouths()
    yield made
    made.close()


def pid(mouths: Mouths, text: str = "bonjour") -> bytes:
    """Which process spoke: it says its number in place of sound."""
    return bytes((mouths.speak(COMMAND, text).samples[-2:] * 32768).astype("<i2").tobytes())


def test_one_child_speaks_text_after_text(mouths: Mouths) -> None:
    first = pid(mouths)
    assert pid(mouths, "ligne\nsuivante") == first
    assert len(mouths.resting[tuple(COMMAND)]) == 1


@pytest.mark.parametrize(
    ("text", "told"),
    [("crash", "it said nothing"), ("fail", "no such voice"), ("half", "it said nothing")],
)
def test_a_child_that_fails_is_replaced(mouths: Mouths, text: str, told: str) -> None:
    first = pid(mouths)
    with pytest.raises(SpeechError, match=told):
        mouths.speak(COMMAND, text)
    assert pid(mouths) != first


def test_a_child_that_hangs_is_ended(mouths: Mouths) -> None:
    with pytest.raises(SpeechError, match=r"more than 0\.5 s"):
        mouths.speak(COMMAND, "hang", deadline=0.5)


def test_a_program_that_is_not_there_is_a_speech_error(mouths: Mouths) -> None:
    with pytest.raises(SpeechError, match="did not start"):
        mouths.speak(["/nowhere/voice"], "bonjour")


def test_a_fork_starts_its_own(mouths: Mouths, monkeypatch: pytest.MonkeyPatch) -> None:
    first = pid(mouths)
    kept = mouths.resting[tuple(COMMAND)]
    forked = mouths.owner + 1
    monkeypatch.setattr(os, "getpid", lambda: forked)
    assert pid(mouths) != first
    for mouth in kept:  # the parent's, which the fork must not have touched
        assert mouth.process.poll() is None
        mouth.close()
    mouths.close()


def test_none_is_left_when_closed(mouths: Mouths) -> None:
    pid(mouths)
    [mouth] = mouths.resting[tuple(COMMAND)]
    mouths.close()
    assert mouth.process.poll() is not None
    assert mouths.resting == {}
