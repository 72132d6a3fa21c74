"""What does espeak-ng's library say? Run as a program.

Arguments: voice, words per minute, word gap in units of 10 ms. A text is a line of JSON on stdin;
its WAV goes to stdout behind four bytes of length. It runs by itself, in a process of its own,
because the library is GPL: it imports nothing of the line.
"""

from __future__ import annotations

import ctypes
import io
import json
import sys
import wave
from importlib import import_module

# Names and numbers are those of espeak-ng's speak_lib.h.
AUDIO_OUTPUT_SYNCHRONOUS = 2
INITIALIZE_DONT_EXIT = 0x8000
CHARS_UTF8, ENDPAUSE = 1, 0x1000
RATE, WORDGAP = 1, 7
POS_CHARACTER = 1
OnSamples = ctypes.CFUNCTYPE(
    ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p
)


def main(voice: str, speed: int, gap: int) -> None:
    """Speak every line of stdin."""
    wheel = import_module("espeakng_loader")  # by name: the wheel has no types
    library = ctypes.CDLL(wheel.get_library_path())
    data_path = wheel.get_data_path().encode()
    rate = library.espeak_Initialize(AUDIO_OUTPUT_SYNCHRONOUS, 0, data_path, INITIALIZE_DONT_EXIT)
    if rate <= 0:
        sys.exit("espeak-ng found no voices in its wheel")
    if library.espeak_SetVoiceByName(voice.encode()) != 0:
        sys.exit(f"espeak-ng has no voice {voice}")
    library.espeak_SetParameter(RATE, speed, 0)
    library.espeak_SetParameter(WORDGAP, gap, 0)
    for line in sys.stdin.buffer:
        wav = _wav(_spoken(library, json.loads(line).encode()), rate)
        sys.stdout.buffer.write(len(wav).to_bytes(4, "little") + wav)
        sys.stdout.buffer.flush()


def _spoken(library: ctypes.CDLL, text: bytes) -> bytes:
    pcm = bytearray()

    def keep(samples: ctypes._Pointer[ctypes.c_short], count: int, _events: object) -> int:
        if samples and count > 0:
            pcm.extend(ctypes.string_at(samples, count * 2))
        return 0  # go on

    listener = OnSamples(keep)
    library.espeak_SetSynthCallback(listener)
    size = ctypes.c_size_t(len(text) + 1)
    flags = CHARS_UTF8 | ENDPAUSE
    if library.espeak_Synth(text, size, 0, POS_CHARACTER, 0, flags, None, None) != 0:
        sys.exit("espeak-ng could not speak the text")
    return bytes(pcm)


def _wav(pcm: bytes, rate: int) -> bytes:
    made = io.BytesIO()
    with wave.open(made, "wb") as wav:
        wav.setparams((1, 2, rate, len(pcm) // 2, "NONE", ""))
        wav.writeframes(pcm)
    return made.getvalue()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
