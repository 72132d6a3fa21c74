"""How does SVOX Pico (the py-nanotts wheel, voices inside, Apache-2.0) speak a text?"""

from __future__ import annotations

from functools import cache
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as installed

from hotline.errors import SpeechError
from hotline.speech.child import script
from hotline.speech.engine import EngineDown, Sound
from hotline.speech.mouths import MOUTHS

NAME = "nanotts"
VOICES = {"fr": "fr-FR", "fr-x-slow": "fr-FR", "en": "en-GB", "es": "es-ES"}
SPEEDS = {"fr-x-slow": 0.75}


@cache
def version() -> str:
    """The wheel's version, or "" when it is not installed."""
    try:
        return installed("py-nanotts")
    except PackageNotFoundError:
        return ""


def settings(language: str) -> dict[str, object]:
    """Which of its voices speaks the language, and how slowly where it is not its own pace."""
    speed = {"speed": SPEEDS[language]} if language in SPEEDS else {}
    return {"voice": VOICES.get(language), **speed}


def languages() -> frozenset[str]:
    """French, also slowly, English and Spanish."""
    return frozenset(VOICES)


def available() -> bool:
    """Whether the wheel is installed."""
    return bool(version())


def speak(text: str, language: str) -> Sound:
    """The text, at 16 kHz. Raises SpeechError, also for a text it would leave words out of."""
    if not available():
        raise EngineDown("nanotts is not installed.")
    if language not in VOICES:
        raise SpeechError(f"nanotts has no voice for {language}.")
    if any(map(_unreadable, text)):
        raise SpeechError("nanotts reads the Latin alphabet only.")
    speed = str(SPEEDS.get(language, 1.0))
    return MOUTHS.speak(script("nanotts_child", VOICES[language], speed), text)


def _unreadable(letter: str) -> bool:
    """Whether Pico would skip this letter without a word: a script that is not Latin."""
    latin = letter < "\u0370" or "\u1e00" <= letter < "\u1f00"
    return letter.isalpha() and not latin
