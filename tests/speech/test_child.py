from __future__ import annotations

import sys

import pytest

from hotline.errors import SpeechError
from hotline.speech.child import answer, hear


@pytest.mark.parametrize(
    ("program", "problem"),
    [
        ("import sys; sys.exit('it broke')", "it broke"),
        ("import os; os.abort()", "it said nothing"),
        ("print('hello')", "not a WAV"),
        ("", "not a WAV"),
    ],
)
def test_a_child_that_fails_is_a_speech_error(program: str, problem: str) -> None:
    with pytest.raises(SpeechError, match=problem):
        hear([sys.executable, "-c", program], "texte")


def test_a_child_that_hangs_is_ended() -> None:
    with pytest.raises(SpeechError, match=r"more than 0\.2 s"):
        hear([sys.executable, "-c", "while True: pass"], "texte", deadline=0.2)


def test_a_program_that_is_not_there_is_a_speech_error() -> None:
    with pytest.raises(SpeechError, match="did not start"):
        answer(["/nowhere/espeak-ng"])
