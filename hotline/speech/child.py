"""How is a voice engine kept from taking the line down with it?

An engine is foreign native code: it may crash, run for minutes on one word while it holds the
interpreter's lock (SVOX Pico does), or be under a licence that asks for a separate program (GPL).
So each text is spoken by a child process with a deadline: text in, a WAV out.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from hotline.errors import SpeechError
from hotline.speech.engine import Sound, from_pcm

DEADLINE = 30.0
HEADER = 44


def script(name: str, *arguments: str) -> list[str]:
    """The command that runs `name`.py of this folder, without this folder on its import path.

    With it, `import wave` would find ours and not Python's.
    """
    return [sys.executable, "-P", str(Path(__file__).with_name(f"{name}.py")), *arguments]


def hear(command: Sequence[str], text: str, deadline: float = DEADLINE) -> Sound:
    """What the command says when it is given the text. Raises SpeechError after `deadline` s."""
    return sound_of(answer(command, text, deadline))


def answer(command: Sequence[str], text: str = "", deadline: float = DEADLINE) -> bytes:
    """What the command writes to its standard output. Raises SpeechError."""
    try:
        done = subprocess.run(  # noqa: S603 -- commands are this folder's own, and no shell sees them
            command, input=text.encode(), capture_output=True, timeout=deadline, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise SpeechError(f"The voice engine took more than {deadline:g} s.") from error
    except OSError as error:
        raise SpeechError(f"The voice engine did not start: {error.strerror}.") from error
    if done.returncode != 0:
        raise SpeechError(f"The voice engine failed: {last_line(done.stderr)}.")
    return done.stdout


def last_line(stderr: bytes) -> str:
    """The last thing a failed program said."""
    lines = [line.strip() for line in stderr.decode(errors="replace").splitlines()]
    return next(filter(None, reversed(lines)), "it said nothing")


def sound_of(wav: bytes) -> Sound:
    """The WAV as sound; its stated length is not read, for a stream's header can't know it."""
    if len(wav) < HEADER or not wav.startswith(b"RIFF"):
        raise SpeechError("The voice engine answered something that is not a WAV.")
    whole = HEADER + (len(wav) - HEADER) // 2 * 2
    return Sound(from_pcm(wav[HEADER:whole]), int.from_bytes(wav[24:28], "little"))
