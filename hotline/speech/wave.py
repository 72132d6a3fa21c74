"""What does a sound need before it can be heard well on a phone, and how is it kept in a file?"""

from __future__ import annotations

import io
import os
import secrets
import wave
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import numpy as np
import soxr

from hotline.errors import SpeechError
from hotline.speech.engine import Samples, Sound, from_pcm

FINISHING = "2"  # part of every file's name: raise it when anything below changes what is heard
RATE = 8000
LEVEL = -19.0  # dBFS of the speech itself, pauses left out
PEAK = -1.0  # dBFS
LEAD, TAIL = 0.300, 0.060  # seconds of silence; networks swallow what comes first
FRAME = RATE // 50
ACTIVE = 35.0  # dB below the loudest frame: quieter than that is a pause
ENGINE = (ACTIVE, 2)  # what is a pause, and how many frames are left before the first sound
PERSON = (25.0, 5)  # a room is never as still as a machine
KNEE = 0.6  # from here the peaks are rounded instead of cut
AUDIBLE = 1e-4
SILENT = -50.0  # dBFS of the loudest speech: a microphone that was off, or nobody there


@dataclass(frozen=True, slots=True)
class Measured:
    """A WAV file as it would be heard: seconds, and dBFS of the speech and of its highest peak."""

    rate: int
    seconds: float
    level: float
    peak: float


def finish(sound: Sound, speaker: tuple[float, int] = ENGINE) -> Sound:
    """The sound ready for a call: 8 kHz, no DC, −19 dBFS, peaks below −1 dBFS, framed by silence.

    Raises SpeechError when there is nothing to hear in it. `speaker` is a machine or a person.
    """
    if not len(sound.samples):
        raise SpeechError("The voice engine said nothing.")
    samples = soxr.resample(sound.samples, sound.rate, RATE, quality="VHQ").astype(np.float32)
    spoken = _trimmed(samples - samples.mean(dtype=np.float64).astype(np.float32), *speaker)
    return Sound(_framed(_levelled(spoken)), RATE)


def write(path: Path, sound: Sound) -> None:
    """Keep the sound as 16-bit mono WAV; whoever opens `path` finds all of it or no file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    try:
        with part.open("wb") as file:
            with wave.open(file, "wb") as wav:
                wav.setparams((1, 2, sound.rate, 0, "NONE", ""))
                wav.writeframes(_as_pcm(sound.samples))
            file.flush()
            os.fsync(file.fileno())  # or a power cut leaves a name with nothing in it
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def read(path: Path) -> Sound:
    """The sound in a 16-bit mono WAV. Raises SpeechError for any other file."""
    with path.open("rb") as file:
        return _sound(file, path.name)


def silent(wav: bytes) -> bool:
    """Is there nothing to hear in this recording? Raises SpeechError when it is none."""
    sound = _sound(io.BytesIO(wav), "This")
    return measured(sound.samples, sound.rate).level < SILENT


def measure(path: Path) -> Measured:
    """How the file sounds. Raises SpeechError when it can't be played."""
    sound = read(path)
    return measured(sound.samples, sound.rate)


def measured(samples: Samples, rate: int) -> Measured:
    """How these samples sound."""
    peak = float(np.abs(samples).max(initial=0.0))
    level = _speech(samples)
    return Measured(rate, len(samples) / rate, _decibels(level), _decibels(peak))


def _sound(file: BinaryIO, name: str) -> Sound:
    try:
        with wave.open(file, "rb") as wav:
            if (wav.getnchannels(), wav.getsampwidth()) != (1, 2):
                raise SpeechError(f"{name} is not 16-bit mono.")
            pcm = wav.readframes(wav.getnframes())
            return Sound(from_pcm(pcm), wav.getframerate())
    except (wave.Error, EOFError) as error:
        raise SpeechError(f"{name} is not a WAV file: {error}.") from error


def _trimmed(samples: Samples, pause: float, margin: int) -> Samples:
    """Without the silence at both ends; some is left, for an f or an s begins very quietly."""
    active = np.flatnonzero(_active(samples, pause))
    if not len(active):
        raise SpeechError("The voice engine said nothing that can be heard.")
    start = max(0, int(active[0]) - margin) * FRAME
    return samples[start : (int(active[-1]) + margin + 1) * FRAME]


def _levelled(samples: Samples) -> Samples:
    """At the level, peaks and all: where rounding them took some of it away, a little louder."""
    wanted = 10 ** (LEVEL / 20)
    gain, level = 1.0, _speech(samples)
    levelled = samples
    for _ in range(4):
        gain *= wanted / level
        levelled = _rounded(samples * np.float32(gain))
        level = _speech(levelled)
    return levelled


def _rounded(samples: Samples) -> Samples:
    """Peaks above the knee bent towards the ceiling; 16 bits may round them up to it."""
    room = 10 ** (PEAK / 20) - 1e-4 - KNEE
    loud = np.abs(samples)
    bent = KNEE + room * np.tanh((loud - KNEE) / room)
    return np.where(loud > KNEE, np.copysign(bent, samples), samples).astype(np.float32)


def _framed(samples: Samples) -> Samples:
    return np.pad(samples, (round(LEAD * RATE), round(TAIL * RATE)))


def _frames(samples: Samples) -> Samples:
    """The root mean square of each 20 ms."""
    whole = np.pad(samples, (0, -len(samples) % FRAME)).reshape(-1, FRAME)
    return np.sqrt(np.mean(whole**2, axis=1, dtype=np.float64)).astype(np.float32)


def _active(samples: Samples, pause: float = ACTIVE) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    levels = _frames(samples)
    floor = max(AUDIBLE, float(levels.max(initial=0.0)) * 10 ** (-pause / 20))
    return levels > floor


def _speech(samples: Samples) -> float:
    """The root mean square of the speech, pauses left out; 0 when there is none."""
    spoken = _frames(samples)[_active(samples)]
    return float(np.sqrt(np.mean(spoken.astype(np.float64) ** 2))) if len(spoken) else 0.0


def _decibels(amplitude: float) -> float:
    return float(20 * np.log10(max(amplitude, 1e-9)))


def _as_pcm(samples: Samples) -> bytes:
    return np.clip(np.rint(samples * 32768), -32768, 32767).astype("<i2").tobytes()
