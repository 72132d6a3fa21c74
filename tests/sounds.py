"""A folder of audio in which everything the line can say is there, a tenth of a second long."""

from __future__ import annotations

import io
import wave
from array import array
from pathlib import Path

import pytest

from hotline.app import Hotline
from hotline.config import Config
from hotline.speech.library import ONLINE

RATE = 8000


@pytest.fixture(scope="session")
def sounds(tmp_path_factory: pytest.TempPathFactory, built: Path) -> Path:
    """Every sound is there: no test waits for a voice, or lets one eat the machine."""
    audio = tmp_path_factory.mktemp("audio")
    return make_sounds(audio, Config(state=built.parent, audio=audio))


def make_sounds(audio: Path, config: Config) -> Path:
    """The folder, complete for the line with this config: nothing is left to be rendered."""
    (audio / "rendered").mkdir()
    line = Hotline(config)
    for piece in line.machine_utterances():
        voices = line.library.engines(piece.language)
        offline = next(name for name in voices if name != ONLINE)
        quiet(audio / line.library.rendering(piece, offline))
    return audio


def spoken(seconds: float, amplitude: int = 8000) -> bytes:
    """A WAV as a provider gives it, of somebody who hums; amplitude 0: nobody is there."""
    hum = array("h", (amplitude * (n % 40 - 20) // 20 for n in range(int(seconds * RATE))))
    written = io.BytesIO()
    with wave.open(written, "wb") as sound:
        sound.setparams((1, 2, RATE, 0, "NONE", ""))
        sound.writeframes(hum.tobytes())
    return written.getvalue()


def quiet(path: Path) -> None:
    """A WAV file of silence."""
    with wave.open(str(path), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(RATE)
        sound.writeframes(bytes(RATE // 10 * 2))
