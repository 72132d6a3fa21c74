"""How is a sound served: kept for ever, or asked for again?"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from hotline.app import Hotline
from hotline.config import Config
from hotline.plan import Utterance
from hotline.speech import take, wave
from hotline.web import create_app
from tests.conftest import Clock
from tests.speech.conftest import beep

RECORDED = "recorded/bm/welcome.back.wav"
HELLO = Utterance("bm", "Aw ni ce.", "welcome.back")


@pytest.fixture
def line(config: Config, clock: Clock, tmp_path: Path) -> Hotline:
    return Hotline(replace(config, audio=tmp_path / "audio"), clock)


@pytest.fixture
def client(line: Hotline) -> FlaskClient:
    return create_app(line).test_client()


def fetched(client: FlaskClient, name: str, **headers: str) -> TestResponse:
    return client.get(f"/audio/{name}", buffered=True, headers=headers)


def test_what_is_rendered_is_kept_for_ever(line: Hotline, client: FlaskClient) -> None:
    name = "rendered/0123456789abcdef01234567.wav"
    wave.write(line.config.audio / name, beep(0.5, rate=8000))
    answer = fetched(client, name)
    assert (answer.status_code, answer.mimetype) == (200, "audio/wav")
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.data == (line.config.audio / name).read_bytes()
    again = fetched(client, name, **{"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_a_recording_made_again_is_heard_again(line: Hotline, client: FlaskClient) -> None:
    take.keep(beep(0.5, rate=8000), HELLO, "Awa", line.now(), line.config.state)
    first = fetched(client, RECORDED)
    assert first.status_code == 200
    assert "no-cache" in first.headers["Cache-Control"]
    assert "immutable" not in first.headers["Cache-Control"]
    known = {"If-None-Match": first.headers["ETag"]}
    assert fetched(client, RECORDED, **known).status_code == 304
    take.keep(beep(0.8, rate=8000), HELLO, "Awa", line.now(), line.config.state)
    second = fetched(client, RECORDED, **known)
    assert second.status_code == 200
    assert len(second.data) > len(first.data)


def test_part_of_a_sound_can_be_asked_for(line: Hotline, client: FlaskClient) -> None:
    take.keep(beep(0.5, rate=8000), HELLO, "Awa", line.now(), line.config.state)
    part = fetched(client, RECORDED, Range="bytes=0-3")
    assert (part.status_code, part.data) == (206, b"RIFF")


@pytest.mark.parametrize(
    "name",
    ["recorded/bm/none.wav", "rendered/none.wav", "recorded/bm/welcome.back.json",
     "rendered/manifest.jsonl", "../live.sqlite", "recorded/../keys/data.key", "keys/data.key"],
)  # fmt: skip
def test_nothing_else_is_served(line: Hotline, client: FlaskClient, name: str) -> None:
    take.keep(beep(0.5, rate=8000), HELLO, "Awa", line.now(), line.config.state)
    assert client.get(f"/audio/{name}", buffered=True, follow_redirects=True).status_code == 404
