"""What does SVOX Pico say? Run as a program with voice and speed as arguments.

A text is a line of JSON on stdin; its WAV goes to stdout behind four bytes of length. It runs by
itself: it imports nothing of the line.
"""

from __future__ import annotations

import io
import json
import sys
import wave
from importlib import import_module


def main(voice: str, speed: float) -> None:
    """Speak every line of stdin."""
    # Loaded by name: the wheel has no typing marker.
    pico = import_module("py_nanotts").NanoTTS()
    for line in sys.stdin.buffer:
        wav = _wav(pico.speak(json.loads(line), voice=voice, speed=speed))
        sys.stdout.buffer.write(len(wav).to_bytes(4, "little") + wav)
        sys.stdout.buffer.flush()


def _wav(pcm: bytes) -> bytes:
    made = io.BytesIO()
    with wave.open(made, "wb") as wav:
        wav.setparams((1, 2, 16000, len(pcm) // 2, "NONE", ""))
        wav.writeframes(pcm)
    return made.getvalue()


if __name__ == "__main__":
    main(sys.argv[1], float(sys.argv[2]))
