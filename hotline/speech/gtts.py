"""How does Google Translate's voice speak a text, while the machine is online?

What is rendered once stays: files made online are played first, and need no network any more.
"""

from __future__ import annotations

import base64
import binascii
import re
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import numpy as np
import requests

from hotline.errors import SpeechError
from hotline.speech.engine import EngineDown, Samples, Sound

NAME = "gtts"
SERVER = "https://translate.google.com"
PATH = "/_/TranslateWebserverUi/data/batchexecute"
TIMEOUT = (5.0, 15.0)  # seconds to connect, and between two packets
RATE = 24000
_GTTS: Any = import_module("gtts")  # its functions have no types
_AUDIO = re.compile(r'jQ1olc","\[\\"([A-Za-z0-9+/=]+)\\"')


def version() -> str:
    """Which voice speaks. The service has no version, and the gTTS package's is not the voice's:
    an upgrade must not orphan files that can't be made again offline.
    """
    return "translate"


def settings(language: str) -> dict[str, object]:
    """Nothing can be chosen about the voice of a language."""
    return {}


@cache
def languages() -> frozenset[str]:
    """The languages the service speaks; Persian and Pashto are not among them."""
    return frozenset(_GTTS.lang.tts_langs())


def available() -> bool:
    """Whether its MP3 can be decoded here: with the optional `miniaudio` wheel."""
    return find_spec("miniaudio") is not None


def speak(text: str, language: str) -> Sound:
    """The text, at 24 kHz.

    Raises EngineDown when the service can't be reached or refuses us, SpeechError when it has no
    voice for this text.
    """
    if not available():
        raise EngineDown("gTTS answers in MP3: install miniaudio to decode it.")
    if language not in languages():
        raise SpeechError(f"gTTS has no voice for {language}.")
    parts = [_decoded(_asked(body)) for body in _bodies(text, language)]
    return Sound(np.concatenate(parts), RATE)


def _bodies(text: str, language: str) -> list[str]:
    """One request for each 100 characters, cut by gTTS where the voice would breathe."""
    try:
        bodies: list[str] = _GTTS.gTTS(text, lang=language).get_bodies()
    except AssertionError:  # its way of saying that there is no word in the text
        bodies = []
    if not bodies:
        raise SpeechError("gTTS found nothing to say in this text.")
    return bodies


def _asked(body: str) -> bytes:
    """The service's MP3.

    gTTS's own `stream` is not used: it doesn't check the server's certificate, so anyone on the
    way could make the line say a number of theirs.
    """
    try:
        reply = requests.post(
            SERVER + PATH,
            data=body,
            headers=_GTTS.gTTS.GOOGLE_TTS_HEADERS,
            timeout=TIMEOUT,
            allow_redirects=False,
        )
    except requests.RequestException as error:
        raise EngineDown(f"gTTS can't be reached ({type(error).__name__}).") from error
    if reply.status_code != requests.codes.ok:
        raise EngineDown(f"gTTS answered {reply.status_code}.")
    return _mp3(reply.content.decode("ascii", "replace"))


def _mp3(answer: str) -> bytes:
    found = _AUDIO.search(answer)
    if not found:
        raise SpeechError("gTTS answered without audio.")
    try:
        return base64.b64decode(found[1], validate=True)
    except binascii.Error as error:
        raise SpeechError("gTTS answered with broken audio.") from error


def _decoded(mp3: bytes) -> Samples:
    miniaudio = import_module("miniaudio")
    try:
        sound = miniaudio.decode(
            mp3,
            output_format=miniaudio.SampleFormat.FLOAT32,
            nchannels=1,
            sample_rate=RATE,
        )
    except miniaudio.DecodeError as error:
        raise SpeechError("gTTS answered something that is not MP3.") from error
    return np.array(sound.samples, dtype=np.float32)
