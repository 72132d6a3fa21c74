"""Is what a person has recorded fit to be heard, and where is it kept?"""

from __future__ import annotations

import json
import os
import re
import secrets
import unicodedata
from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import Any, Literal

import numpy as np

from hotline.errors import SpeechError
from hotline.plan import Utterance
from hotline.speech.engine import Samples, Sound
from hotline.speech.recordings import FOLDER, Recording, nameable
from hotline.speech.wave import PERSON, SILENT, finish, measured, write

LARGEST = 8_000_000  # bytes; two minutes of uncompressed studio sound are larger than anyone needs
LONGEST = 120.0  # seconds that are decoded at all: a small MP3 may unpack to hours
RATE = 48_000
STILL = 0.2  # seconds that trimming leaves of the room, at both ends together
FULL = 0.985  # a sample this high has hit the ceiling
RUN = 3  # so many of them in a row are no peak but a flat top
CLIPPED = 0.001  # share of samples in flat tops that can be heard as a crackle
Fault = Literal["unreadable", "too_large", "silent", "too_short", "too_long", "clipped", "no_key"]

_WHY: dict[str, str] = {
    "unreadable": "This is no WAV, MP3 or OGG (Vorbis) file.",
    "too_large": "The file is too large: one sentence in one file, 8 MB at most.",
    "silent": "Nothing can be heard. Is the microphone on?",
    "too_short": "Too short for this sentence: were all of its words read?",
    "too_long": "Too long for this sentence: only its words, please, and nothing after them.",
    "clipped": "Too loud, it crackles: a little further from the microphone, please.",
    "no_key": "No person records this sentence.",
}
_DENSE = re.compile("[\u3400-\u9fff]")  # a Chinese sign is a syllable
_CONSONANTS = re.compile("[\u0600-\u06ff\u0980-\u09ff\u0b80-\u0bff]")  # vowels are not written


class Refused(SpeechError):
    """A recording that must be made again; `fault` says why, in a word the pages translate."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(_WHY[fault])
        self.fault = fault


def listen(data: bytes, text: str) -> Sound:
    """The recording ready for a call: trimmed and levelled. Raises Refused."""
    if len(data) > LARGEST:
        raise Refused("too_large")
    samples = _decoded(data)
    loudest = measured(samples, RATE).level if len(samples) else -100.0
    if loudest < SILENT:
        raise Refused("silent")
    if _flat(samples) > CLIPPED:
        raise Refused("clipped")
    sound = finish(Sound(samples, RATE), PERSON)
    shortest, longest = plausible(text)
    if sound.seconds - STILL < shortest:
        raise Refused("too_short")
    if sound.seconds > longest:
        raise Refused("too_long")
    return sound


def keep(sound: Sound, utterance: Utterance, who: str, now: datetime, root: Path) -> Recording:
    """The recording is heard from the next call on; `root` is the state folder, or `audio`."""
    if not (nameable(utterance.key) and nameable(utterance.language)):
        raise Refused("no_key")
    wav = root / FOLDER / utterance.language / f"{utterance.key}.wav"
    at = now.isoformat(timespec="seconds")
    write(wav, sound)
    _note(wav.with_suffix(".json"), {"text": utterance.text, "who": who, "at": at})
    return Recording(utterance.language, utterance.key, wav, utterance.text, who, at)


def refuse(utterance: Utterance, reason: str, who: str, now: datetime, root: Path) -> None:
    """This sentence's recording is not played any more, and `reason` is told to who records next.

    `root` is the state folder: what lies there hides a recording that is in git.
    """
    wav = root / FOLDER / utterance.language / f"{utterance.key}.wav"
    wav.parent.mkdir(parents=True, exist_ok=True)
    at = now.isoformat(timespec="seconds")
    note = {"text": utterance.text, "who": who, "at": at, "refused": reason or "?"}
    _note(wav.with_suffix(".json"), note)
    wav.unlink(missing_ok=True)


def plausible(text: str) -> tuple[float, float]:
    """Seconds, silence around it included, that reading this aloud may take: hasty to very slow."""
    weight = sum(_weight(char) for char in text if char.isalnum())
    return 0.3 + 0.03 * weight, 2.5 + 0.25 * weight


def _weight(char: str) -> float:
    """How many letters' time this one takes: a digit is a word."""
    if char.isdigit():
        return 5
    if _DENSE.match(char):
        return 4
    return 2 if _CONSONANTS.match(char) and unicodedata.category(char)[0] == "L" else 1


def _decoded(data: bytes) -> Samples:
    """Mono at 48 kHz, two minutes of it at most."""
    miniaudio: Any = import_module("miniaudio")
    whole = int(LONGEST * RATE)
    try:
        stream = miniaudio.stream_memory(
            data, miniaudio.SampleFormat.FLOAT32, nchannels=1, sample_rate=RATE
        )
        parts, held = [], 0
        for part in stream:
            parts.append(np.array(part, dtype=np.float32))
            held += len(part)
            if held >= whole:
                break
    except (miniaudio.MiniaudioError, ValueError) as error:
        raise Refused("unreadable") from error
    return np.nan_to_num(np.concatenate(parts)) if parts else np.zeros(0, np.float32)


def _flat(samples: Samples) -> float:
    """The share of the samples that stand in flat tops."""
    high = np.abs(samples) >= FULL
    runs = np.convolve(high, np.ones(RUN), mode="valid") >= RUN
    return float(runs.mean()) if len(runs) else 0.0


def _note(path: Path, note: dict[str, str]) -> None:
    part = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    try:
        with part.open("w", encoding="utf-8") as file:
            json.dump(note, file, ensure_ascii=False, indent=1)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
