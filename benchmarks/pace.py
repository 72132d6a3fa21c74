"""How many syllables a second does espeak-ng say in each language, as the line sets it?

Its "words a minute" are another pace in each. Syllables are the vowels of its own transcription;
the time is that of the topics and of a few sentences, pauses within them included.
"""

from __future__ import annotations

import ctypes
import tempfile
from collections.abc import Iterator
from pathlib import Path

import espeakng_loader

from hotline.app import Hotline
from hotline.config import Config
from hotline.speech import espeak
from hotline.speech.arabic import respelt
from hotline.speech.wave import LEAD, TAIL, finish

VOWELS = frozenset("aeiouyɑɐɒæəɚɛɜɝɪɨɔøœɵɘʊʉʌʏɯɤɶᵻɞ")
SENTENCES = ("menu.ask", "where.ask", "service.none", "silence", "callback.when", "goodbye")
SYNCHRONOUS, DONT_EXIT, UTF8, IPA = 2, 0x8000, 1, 2


def transcribed(library: ctypes.CDLL, text: str) -> str:
    """The text in the phonetic alphabet, in the voice that is set."""
    written = ctypes.create_string_buffer(text.encode())
    rest = ctypes.c_void_p(ctypes.addressof(written))
    said = []
    while rest.value:
        said.append(library.espeak_TextToPhonemes(ctypes.byref(rest), UTF8, IPA).decode())
    return " ".join(said)


def syllables(said: str) -> int:
    """Vowels in a row are one; a stress begins another."""
    return sum(
        sound in VOWELS and before not in VOWELS
        for before, sound in zip(f" {said}", said, strict=False)
    )


def texts(line: Hotline, language: str) -> Iterator[str]:
    keys = [*(f"topic.{topic.id}" for topic in line.topics), *SENTENCES]
    yield from (line.texts.get(key, language, "voice").text for key in keys)


def main() -> None:
    library = ctypes.CDLL(espeakng_loader.get_library_path())
    data = espeakng_loader.get_data_path().encode()
    library.espeak_Initialize(SYNCHRONOUS, 0, data, DONT_EXIT)
    library.espeak_TextToPhonemes.restype = ctypes.c_char_p
    with tempfile.TemporaryDirectory() as state:
        line = Hotline(Config(state=Path(state)))
    for language in (code for code in line.city.languages if code in espeak.VOICES):
        library.espeak_SetVoiceByName(str(espeak.settings(language)["voice"]).encode())
        count, seconds = 0, 0.0
        for text in texts(line, language):
            count += syllables(transcribed(library, respelt(text) if language == "ar" else text))
            seconds += finish(espeak.speak(text, language)).seconds - LEAD - TAIL
        pace = espeak.settings(language)["speed"]
        print(f"{language}  {pace} words a minute: {count / seconds:.1f} syllables a second")


if __name__ == "__main__":
    main()
