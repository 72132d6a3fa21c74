from __future__ import annotations

from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from hotline.app import Hotline
from hotline.config import Config
from hotline.web import create_app


@pytest.mark.parametrize("path", ["/health/live", "/health/ready"])
def test_health(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 200


def test_not_ready_without_a_record(client: FlaskClient, line: Hotline) -> None:
    line.store.engine.database.execute("drop table outbox")
    assert client.get("/health/ready").status_code == 503


@pytest.mark.parametrize("path", ["/phone/", "/console/login", "/health/live"])
def test_every_page_has_the_security_headers(client: FlaskClient, path: str) -> None:
    headers = client.get(path).headers
    assert "default-src 'self'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"


def test_with_twilio_nobody_can_play_somebody_else(config: Config) -> None:
    real = replace(
        config,
        twilio_account_sid="AC" + "0" * 32,
        twilio_auth_token="t",
        public_url="https://line.example",
    )
    client = create_app(Hotline(real)).test_client()
    assert client.get("/phone/").status_code == 404
    assert client.post("/channels/simulator/sms", json={}).status_code == 404


@pytest.mark.parametrize(
    "name", ["../pyproject.toml", "..%2fpyproject.toml", "nothing.wav", "%2fetc%2fpasswd"]
)
def test_audio_serves_nothing_else(client: FlaskClient, name: str) -> None:
    assert client.get(f"/audio/{name}", follow_redirects=True).status_code == 404
