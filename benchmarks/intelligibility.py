"""How many of its words does a recogniser get wrong when each engine speaks English on a phone?

It needs pocketsphinx, whose wheel carries an English model and no other (`pip install
pocketsphinx`; it is in no lock). So this says nothing about the other languages. The recogniser is
small, from 2015, made for 16 kHz and American voices, and knows English at large, not the line.
Only the difference between voices counts.

With `paces`: espeak-ng faster and slower, in noise, the recogniser told which sentences there are.
"""

from __future__ import annotations

import re
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import soxr

from hotline.app import Hotline
from hotline.config import Config
from hotline.speech import espeak, nanotts
from hotline.speech.engine import Sound
from hotline.speech.wave import LEVEL, RATE, finish

HEARS_AT = 16_000
LEAST_WORDS = 4
MOST = 16  # sentences: the recogniser takes seconds for each


def main() -> None:
    try:
        import pocketsphinx
    except ImportError:
        sys.exit("not measured: pip install pocketsphinx")
    with tempfile.TemporaryDirectory() as folder:
        texts = [*sentences(Hotline(Config(state=Path(folder))))][:MOST]
    print(f"{len(texts)} English sentences of the line, 8 kHz, as files have them")
    for name, speak in voices():
        wrong = words = 0
        decoder = pocketsphinx.Decoder(samprate=HEARS_AT, loglevel="FATAL", ds=2, maxhmmpf=3000)
        for text in texts:
            said = plain(text)
            wrong += errors(said, plain(heard(decoder, finish(speak(text)))))
            words += len(said)
        print(f"{name:38} {100 * wrong / words:5.1f} % of {words} words wrong", flush=True)


def paces() -> None:
    """How many of a call's short sentences are taken for another, at each pace?"""
    import pocketsphinx

    with tempfile.TemporaryDirectory() as folder:
        line = Hotline(Config(state=Path(folder)))
        written = {piece.text for piece in line.utterances_in("en") if piece.language == "en"}
    choice = {text: " ".join(plain(_in_words(text))) for text in sorted(written)}
    choice = {text: said for text, said in choice.items() if 0 < len(said.split()) < 10}
    grammar = f"#JSGF V1.0; grammar g; public <s> = {' | '.join(sorted({*choice.values()}))};"
    for pace, gap in ((120, 4), (135, 4), (150, 4), (165, 2), (175, 0)):
        espeak.PACES["en"], espeak.WORD_GAP = pace, gap
        decoder = pocketsphinx.Decoder(samprate=HEARS_AT, loglevel="FATAL", lm=None)
        decoder.add_jsgf_string("g", grammar)
        decoder.activate_search("g")
        wrong = sum(
            heard(decoder, _noisy(finish(espeak.speak(text, "en")))) != said
            for text, said in choice.items()
        )
        told = f"{100 * wrong / len(choice):.0f} % of {len(choice)} taken for another"
        print(f"espeak-ng, {pace} words/min, gap {gap}: {told}", flush=True)


def _in_words(text: str) -> str:
    digits = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
    return re.sub(r"\d", lambda found: f" {digits[int(found[0])]} ", text)


def _noisy(sound: Sound) -> Sound:
    """The same with white noise, 20 dB below the speech."""
    noise = np.random.default_rng(1).standard_normal(len(sound.samples)).astype(np.float32)
    return Sound(sound.samples + noise * np.float32(10 ** ((LEVEL - 20) / 20)), sound.rate)


def voices() -> Iterator[tuple[str, Any]]:
    yield "nanotts", lambda text: nanotts.speak(text, "en")
    yield "espeak-ng as the line sets it", lambda text: espeak.speak(text, "en")
    yield "espeak-ng by default (175 words/min)", by_default


def by_default(text: str) -> Sound:
    told = (espeak.VARIANT, espeak.WORDS_PER_MINUTE, espeak.WORD_GAP)
    try:
        espeak.VARIANT, espeak.WORDS_PER_MINUTE, espeak.WORD_GAP = "", 175, 0
        return espeak.speak(text, "en")
    finally:
        espeak.VARIANT, espeak.WORDS_PER_MINUTE, espeak.WORD_GAP = told


def sentences(line: Hotline) -> Iterator[str]:
    """The English texts of a call that have words enough for a language model."""
    for piece in line.utterances_in("en"):
        wordy = len(plain(piece.text)) >= LEAST_WORDS and not re.search(r"\d", piece.text)
        if piece.language == "en" and wordy:
            yield piece.text


def heard(decoder: Any, sound: Sound) -> str:
    samples = soxr.resample(sound.samples, RATE, HEARS_AT)
    decoder.start_utt()
    decoder.process_raw((samples * 32767).astype(np.int16).tobytes(), full_utt=True)
    decoder.end_utt()
    best = decoder.hyp()
    return str(best.hypstr) if best else ""


def plain(text: str) -> list[str]:
    return re.findall(r"[a-z']+", text.lower().replace("’", "'"))


def errors(said: list[str], understood: list[str]) -> int:
    """Words to put in, take out or change (Levenshtein)."""
    row = [*range(len(understood) + 1)]
    for i, word in enumerate(said, 1):
        before, row[0] = row[0], i
        for j, other in enumerate(understood, 1):
            cost = min(row[j] + 1, row[j - 1] + 1, before + (word != other))
            before, row[j] = row[j], cost
    return row[-1]


if __name__ == "__main__":
    paces() if sys.argv[1:] == ["paces"] else main()
