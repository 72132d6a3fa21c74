"""How does espeak-ng speak a text, as a program of its own?

It is GPL: the line never imports it. Debian's program is run where it is installed; else a child
process of ours loads the library of the optional `espeakng-loader` wheel.
"""

from __future__ import annotations

from functools import cache
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as installed

from hotline.errors import SpeechError
from hotline.speech.arabic import respelt
from hotline.speech.child import answer, hear, script
from hotline.speech.engine import EngineDown, Sound
from hotline.speech.mouths import MOUTHS

NAME = "espeak"
PROGRAM = "espeak-ng"
VOICES = {
    "ar": "ar", "bn": "bn", "en": "en", "es": "es", "fa": "fa", "fr": "fr", "fr-x-slow": "fr",
    "pt": "pt",
    "ro": "ro", "ru": "ru", "ta": "ta", "tr": "tr", "uk": "uk", "zh": "cmn",
}  # fmt: skip
# Its defaults are hard to follow on a phone: twice the word errors of these at 8 kHz.
VARIANT = "klatt"
WORDS_PER_MINUTE = 120
# The same figure is another pace in each language. These make the slow ones speak about 3.5
# syllables a second, as Spanish, Russian and Tamil do at 120 (`benchmarks/pace.py`).
PACES = {
    "fr-x-slow": 95,
    "ar": 138,
    "bn": 140,
    "fa": 150,
    "ro": 140,
    "tr": 150,
    "uk": 140,
    "zh": 160,
}
WORD_GAP = 4  # units of 10 ms
# To espeak each Chinese character is a word: a gap there would tear the words themselves apart.
GAPS = {"zh": 0}


@cache
def version() -> str:
    """The program's version or the wheel's, or "" when there is neither."""
    if number := _program_version():
        return f"program {number}"
    try:
        return f"wheel {installed('espeakng-loader')}"
    except PackageNotFoundError:
        return ""


def settings(language: str) -> dict[str, object]:
    """The voice, and how slowly it speaks: words per minute, word gap in units of 10 ms."""
    said = {"voice": _voice(language), "speed": _speed(language), "gap": _gap(language)}
    return {**said, "respelt": 1} if language == "ar" else said


def languages() -> frozenset[str]:
    """The languages of the line that espeak-ng has a voice for."""
    return frozenset(VOICES)


def available() -> bool:
    """Whether Debian's program or the wheel is installed."""
    return bool(version())


def speak(text: str, language: str) -> Sound:
    """The text, at 22.05 kHz. Raises SpeechError."""
    if not available():
        raise EngineDown("Neither the espeak-ng program nor the wheel is installed.")
    if language not in VOICES:
        raise SpeechError(f"espeak has no voice for {language}.")
    return _heard(language, respelt(text) if language == "ar" else text)


def _voice(language: str) -> str:
    return f"{VOICES.get(language, language)}+{VARIANT}".rstrip("+")


def _speed(language: str) -> int:
    return PACES.get(language, WORDS_PER_MINUTE)


def _gap(language: str) -> int:
    return GAPS.get(language, WORD_GAP)


def _heard(language: str, text: str) -> Sound:
    voice, speed, gap = _voice(language), str(_speed(language)), str(_gap(language))
    if version().startswith("program"):
        told = [PROGRAM, "-v", voice, "-s", speed, "-g", gap, "-b", "1", "--stdin", "--stdout"]
        return hear(told, text)
    return MOUTHS.speak(script("espeak_child", voice, speed, gap), text)


def _program_version() -> str:
    """The number in "eSpeak NG text-to-speech: 1.51  Data at: …"; "" when it does not run."""
    try:
        said = answer([PROGRAM, "--version"]).decode(errors="replace")
    except SpeechError:
        return ""
    return next(iter(said.partition(":")[2].split()), "")
