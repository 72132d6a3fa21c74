"""Is every sound of every language there, fit for a telephone, and what its manifest says it is?

It speaks what `make setup` has not spoken yet, and nothing twice.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from hotline.app import Hotline
from hotline.config import ROOT, Config
from hotline.content.texts import load_texts
from hotline.plan import SLOWLY, Utterance
from hotline.render.voice import every_utterance
from hotline.speech import espeak, nanotts
from hotline.speech.library import Library, rendering
from hotline.speech.render import MANIFEST, render
from hotline.speech.take import plausible
from hotline.speech.wave import LEAD, PEAK, RATE, TAIL, measured, read

VOICES = Hotline(Config(state=Path("unused"))).city.voices
EVERY = ("ar", "bn", "en", "es", "fa", "fr", "pt", "ro", "ru", "ta", "tr", "uk", "zh")

pytestmark = pytest.mark.skipif(
    not (nanotts.available() and espeak.available()), reason="an engine is not installed"
)


@dataclass(frozen=True)
class Spoken:
    """Everything a call can say, in every language with a voice, spoken."""

    library: Library
    pieces: dict[str, list[Utterance]]


@pytest.fixture(scope="module")
def spoken(built: Path) -> Spoken:
    line = Hotline(Config(state=built.parent, audio=ROOT / "audio"))
    texts = load_texts(line.config.messages, ["fr", *(code for code in VOICES if code != "fr")])
    pieces = {
        language: [*every_utterance(language, texts, line.directory, line.city)]
        for language in (*VOICES, SLOWLY)
    }
    render([piece for said in pieces.values() for piece in said], line.library)
    return Spoken(line.library, pieces)


@pytest.fixture(scope="module")
def manifest(spoken: Spoken) -> dict[str, dict[str, object]]:
    written = (spoken.library.audio / "rendered" / MANIFEST).read_text(encoding="utf-8")
    return {line["file"]: line for line in map(json.loads, written.splitlines())}


def test_every_language_with_an_engine_is_spoken() -> None:
    assert tuple(sorted(VOICES)) == EVERY


@pytest.mark.parametrize("language", [*EVERY, SLOWLY])
def test_every_sound_is_there_and_fit_for_a_telephone(spoken: Spoken, language: str) -> None:
    faults = [
        f"{piece.language} {piece.key} {piece.text!r}: {fault}"
        for piece in spoken.pieces[language]
        for fault in _faults(spoken.library, piece)
    ]
    assert faults == []


@pytest.mark.parametrize("language", [*EVERY, SLOWLY])
def test_the_manifest_is_true(
    spoken: Spoken, manifest: dict[str, dict[str, object]], language: str
) -> None:
    wrong = [
        piece.text
        for piece in spoken.pieces[language]
        for file in [spoken.library.find(piece)]
        if file.startswith("rendered/") and not _is_true(spoken.library, piece, manifest[file])
    ]
    assert wrong == []


def _faults(library: Library, piece: Utterance) -> Iterator[str]:
    path = library.path(library.find(piece))
    if path is None:
        yield "missing"
        return
    sound = read(path)  # raises, with the file's name, what cannot be played
    heard, samples = measured(sound.samples, sound.rate), sound.samples
    shortest, longest = plausible(piece.text)
    lead, tail = round(LEAD * RATE), round(TAIL * RATE)
    checks = {
        f"{heard.rate} Hz": heard.rate == RATE,
        f"{heard.level:.1f} dBFS": abs(heard.level + 19) < 1,
        f"peak {heard.peak:.1f} dBFS": heard.peak <= PEAK,
        f"{heard.seconds:.2f} s": shortest < heard.seconds < longest,
        "a constant offset": abs(float(samples.mean())) < 0.01,  # the limiter bends lopsided waves
        "no silence first": not samples[:lead].any() and not samples[-tail:].any(),
        "late": bool(np.abs(samples[lead : lead + RATE // 4]).max() > 0.003),
    }
    yield from (fault for fault, good in checks.items() if not good)


def _is_true(library: Library, piece: Utterance, line: dict[str, object]) -> bool:
    """The name follows from what the line says, and the line says what is in the file."""
    name = rendering(str(line["read_out"]), str(line["language"]), str(line["engine"]))
    path = library.path(str(line["file"]))
    return (
        (line["file"], line["text"]) == (name, piece.text)
        and path is not None
        and abs(read(path).seconds - float(str(line["seconds"]))) < 0.01
    )
