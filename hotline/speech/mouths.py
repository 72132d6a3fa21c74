"""How are thousands of texts spoken without starting a program for each?

A mouth is a child process that speaks one text after another: starting Python costs ten times what
speaking a sentence does. It is still a process of its own, with a deadline, for the reasons in
`child.py`. Text goes in as a line of JSON; a WAV comes out behind its length.
"""

from __future__ import annotations

import atexit
import json
import os
import subprocess
import tempfile
import threading
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import IO

from hotline.errors import SpeechError
from hotline.speech.child import DEADLINE, last_line, sound_of
from hotline.speech.engine import Sound

LENGTH = 4  # bytes, little-endian, before each WAV


@dataclass(slots=True)
class Mouth:
    """One running child, and where its complaints go."""

    process: subprocess.Popen[bytes]
    complaints: IO[bytes]
    late: bool = False

    def say(self, text: str, deadline: float) -> bytes:
        """The WAV of this text. Raises SpeechError; the mouth is then of no use any more."""
        alarm = threading.Timer(deadline, self._kill)
        alarm.daemon = True
        alarm.start()
        try:
            return self._heard(text)
        except OSError:
            return self._failed(deadline)
        finally:
            alarm.cancel()

    def close(self) -> None:
        """The child is gone."""
        with suppress(OSError):
            self.process.kill()
        for stream in (self.process.stdin, self.process.stdout):
            with suppress(OSError):
                if stream:
                    stream.close()
        self.process.wait()
        self.complaints.close()

    def _kill(self) -> None:
        self.late = True
        self.process.kill()

    def _heard(self, text: str) -> bytes:
        given, answer = self.process.stdin, self.process.stdout
        if given is None or answer is None:
            raise BrokenPipeError
        given.write(json.dumps(text).encode() + b"\n")
        given.flush()
        size = int.from_bytes(_exactly(answer, LENGTH), "little")
        return _exactly(answer, size)

    def _failed(self, deadline: float) -> bytes:
        self.process.wait()
        if self.late:
            raise SpeechError(f"The voice engine took more than {deadline:g} s.")
        self.complaints.seek(0)
        raise SpeechError(f"The voice engine failed: {last_line(self.complaints.read())}.")


@dataclass(slots=True)
class Mouths:
    """The children at rest, by command. A fork starts afresh: pipes can't be shared."""

    resting: dict[tuple[str, ...], list[Mouth]] = field(default_factory=dict)
    owner: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def speak(self, command: Sequence[str], text: str, deadline: float = DEADLINE) -> Sound:
        """What the command says when it is given the text. Raises SpeechError."""
        mouth = self._taken(tuple(command)) or _started(command)
        try:
            wav = mouth.say(text, deadline)
        except BaseException:
            mouth.close()
            raise
        with self.lock:
            self.resting.setdefault(tuple(command), []).append(mouth)
        return sound_of(wav)

    def close(self) -> None:
        """No child is kept waiting for the next text."""
        with self.lock:
            mine = self.owner == os.getpid()
            mouths = [mouth for resting in self.resting.values() for mouth in resting]
            self.resting.clear()
        for mouth in mouths if mine else []:
            mouth.close()

    def _taken(self, command: tuple[str, ...]) -> Mouth | None:
        with self.lock:
            if self.owner != os.getpid():
                self.resting, self.owner = {}, os.getpid()
            resting = self.resting.get(command)
            return resting.pop() if resting else None


MOUTHS = Mouths()
atexit.register(MOUTHS.close)


def _started(command: Sequence[str]) -> Mouth:
    complaints = tempfile.TemporaryFile()  # noqa: SIM115 -- the mouth closes it
    try:
        process = subprocess.Popen(  # noqa: S603 -- commands are this folder's own
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=complaints
        )
    except OSError as error:
        complaints.close()
        raise SpeechError(f"The voice engine did not start: {error.strerror}.") from error
    return Mouth(process, complaints)


def _exactly(stream: IO[bytes], size: int) -> bytes:
    found = stream.read(size)
    if len(found) < size:
        raise BrokenPipeError
    return found
