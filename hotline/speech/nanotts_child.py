"""What does SVOX Pico say? Run as a program: text on stdin, the voice as argument, WAV out.

It runs by itself: it imports nothing of the line.
"""

from __future__ import annotations

import sys
import wave
from importlib import import_module


def main(voice: str, speed: str = "") -> None:
    """Write the WAV of what stdin holds to stdout."""
    # Loaded by name: the wheel has no typing marker.
    pico = import_module("py_nanotts").NanoTTS()
    pcm = pico.speak(
        sys.stdin.buffer.read().decode(), voice=voice, speed=float(speed) if speed else None
    )
    with wave.open(sys.stdout.buffer, "wb") as wav:
        wav.setparams((1, 2, 16000, len(pcm) // 2, "NONE", ""))
        wav.writeframes(pcm)


if __name__ == "__main__":
    main(*sys.argv[1:])
