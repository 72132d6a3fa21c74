from __future__ import annotations

import base64
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest
from gtts import gTTS

from hotline.errors import SpeechError
from hotline.speech import gtts
from hotline.speech.engine import EngineDown

MP3 = (Path(__file__).parent / "tone.mp3").read_bytes()  # 0.4 s at 24 kHz
LONG = "Le point d’accès au droit vous reçoit sans rendez-vous. " * 3


@dataclass
class Service:
    """Google Translate's voice on loopback: what it answers, and what it was asked."""

    status: int = 200
    body: bytes = b""
    hangs: bool = False
    asked: list[list[object]] = field(default_factory=list)
    released: threading.Event = field(default_factory=threading.Event)


def spoken(mp3: str) -> bytes:
    """A batchexecute answer: a guard, a length, then rows; the one with audio names the call."""
    row = _compact([["wrb.fr", "jQ1olc", _compact([mp3]), None, None, None, "generic"]])
    return f')]}}\'\n\n{len(row)}\n{row}\n25\n[["di",42]]\n'.encode()


def _compact(value: object) -> str:
    return json.dumps(value, separators=(",", ":"))


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    play = Service(body=spoken(base64.b64encode(MP3).decode()))
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(play))
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    monkeypatch.setattr(gtts, "SERVER", f"http://127.0.0.1:{server.server_port}")
    monkeypatch.setattr(gtts, "available", lambda: True)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    yield play
    play.released.set()
    server.shutdown()
    server.server_close()


def _handler(play: Service) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
            play.asked.append([self.path, *_call(form["f.req"][0])])
            if play.hangs:
                play.released.wait()
                return
            self.send_response(play.status)
            self.send_header("Location", "/elsewhere")
            self.send_header("Content-Length", str(len(play.body)))
            self.end_headers()
            self.wfile.write(play.body)

        def log_message(self, *_arguments: object) -> None:
            """Says nothing."""

    return Handler


def _call(request: str) -> tuple[str, str, str]:
    """(call, text, language) of the request, which is JSON inside JSON."""
    call, parameters = json.loads(request)[0][0][:2]
    text, language, *_rest = json.loads(parameters)
    return call, text, language


def test_the_service_here_is_one_that_gtts_itself_understands(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gtts.tts._translate_url", lambda tld, path: f"{gtts.SERVER}/{path}")
    client: Any = gTTS  # it has no types
    assert b"".join(client("Bonjour.", lang="fr").stream()) == MP3
    assert service.asked == [[gtts.PATH, "jQ1olc", "Bonjour.", "fr"]]


def test_a_text_is_spoken(service: Service) -> None:
    pytest.importorskip("miniaudio")
    sound = gtts.speak("Bonjour.", "fr")
    assert sound.rate == 24000
    assert sound.seconds == pytest.approx(0.45, abs=0.05)
    assert service.asked == [[gtts.PATH, "jQ1olc", "Bonjour.", "fr"]]


def test_a_long_text_is_asked_in_parts_and_joined(service: Service) -> None:
    pytest.importorskip("miniaudio")
    sound = gtts.speak(LONG, "fr")
    assert sound.seconds == pytest.approx(0.45 * len(service.asked), abs=0.1)
    assert len(service.asked) > 1
    assert all(len(str(text)) <= 100 for _, _, text, _ in service.asked)


@pytest.mark.parametrize("status", [302, 403, 429, 500, 503])
def test_a_service_that_refuses_is_down(service: Service, status: int) -> None:
    service.status = status
    with pytest.raises(EngineDown, match=str(status)):
        gtts.speak("Bonjour.", "fr")


def test_a_service_that_hangs_is_down(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    service.hangs = True
    monkeypatch.setattr(gtts, "TIMEOUT", (1.0, 0.1))
    with pytest.raises(EngineDown, match="ReadTimeout"):
        gtts.speak("Bonjour.", "fr")


def test_no_network_is_down(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gtts, "SERVER", "http://127.0.0.1:9")
    with pytest.raises(EngineDown, match="ConnectionError"):
        gtts.speak("Bonjour.", "fr")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>Sign in to the Wi-Fi</html>",
        b"\xff\xfe\x00",
        spoken(""),
        spoken("AAA"),
        b'[["wrb.fr","jQ1olc",null]]',
    ],
)
def test_an_answer_without_audio_is_an_error(service: Service, body: bytes) -> None:
    service.body = body
    with pytest.raises(SpeechError, match="audio"):
        gtts.speak("Bonjour.", "fr")


def test_audio_that_is_not_mp3_is_an_error(service: Service) -> None:
    pytest.importorskip("miniaudio")
    service.body = spoken(base64.b64encode(b"not a sound" * 20).decode())
    with pytest.raises(SpeechError, match="MP3"):
        gtts.speak("Bonjour.", "fr")


@pytest.mark.parametrize(("text", "language"), [("سلام", "fa"), ("سلام", "ps"), ("…", "fr")])
def test_what_it_can_not_speak_is_not_asked(service: Service, text: str, language: str) -> None:
    with pytest.raises(SpeechError):
        gtts.speak(text, language)
    assert service.asked == []


def test_without_a_decoder_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gtts, "find_spec", lambda _name: None)
    assert not gtts.available()
    with pytest.raises(EngineDown, match="miniaudio"):
        gtts.speak("Bonjour.", "fr")
