"""What is heard when nothing else works: recorded, in the caller's language, and with 112 in it?"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from drill.twilio import ACCOUNT, TOKEN, forms, signed
from drill.twilio.webhooks import Answer
from hotline.app import Hotline
from hotline.config import Config
from hotline.model import Inbound
from hotline.plan import Utterance
from hotline.web.fallback import create_fallback
from hotline.web.last_resort import sorry
from tests.channels.twilio.verbs import unknown
from tests.conftest import MONDAY, Clock
from tests.sounds import sounds as sounds

PUBLIC = "https://fallback.example"
FAILED = "https://line.example/channels/twilio/voice"


@pytest.fixture
def line(config: Config, clock: Clock, sounds: Path) -> Hotline:
    account = {"twilio_account_sid": ACCOUNT, "twilio_auth_token": TOKEN}
    return Hotline(replace(config, audio=sounds, public_url=PUBLIC, **account), clock)


@pytest.fixture
def fallback(line: Hotline) -> FlaskClient:
    return create_fallback(line).test_client()


def rung(fallback: FlaskClient, failed: str) -> Answer:
    """Twilio could not reach the line, and says at which address."""
    form = forms.voice("+33639980001", "+33199000000", status="ringing")
    form |= {"ErrorCode": "11200", "ErrorUrl": failed}
    url = f"{PUBLIC}/channels/twilio/voice"
    answer = fallback.post(url, data=form, headers=signed(url, form))
    return Answer(answer.status_code, answer.text)


def call(language: str) -> Inbound:
    digits = Inbound("twilio", "voice", "digits", "CA1:3", None, "", "1", MONDAY, "CA1")
    return replace(digits, language=language)


def languages(line: Hotline, inbound: Inbound) -> list[str]:
    script = sorry(line, inbound).script
    assert script
    assert script.ends
    said = [piece for piece in script.utterances if "1 1 2" not in piece.text]
    assert any("1 1 2" in piece.text for piece in script.utterances)
    return list(dict.fromkeys(piece.language for piece in said))


@pytest.mark.parametrize(
    ("failed", "begins"),
    [
        (FAILED, ["fr", "en", "ar", "es"]),
        (f"{FAILED}?step=3&language=ar", ["ar"]),
        (f"{FAILED}?step=3", ["fr", "en", "ar", "es"]),
        ("nonsense?language=../..", ["fr", "en", "ar", "es"]),
        (f"{FAILED}?step=3&language=xx", ["fr", "en", "ar", "es"]),
    ],
)
def test_the_fallback_speaks_the_language_of_the_call(
    line: Hotline, fallback: FlaskClient, failed: str, begins: list[str]
) -> None:
    answer = rung(fallback, failed)
    assert unknown(answer.body) == []
    assert answer.verbs[-1] == "Hangup"
    assert set(answer.verbs[:-1]) == {"Play"}, "nothing but recordings"
    words = {line.library.find(piece): piece for code in begins for piece in sorry_in(line, code)}
    for address in answer.heard:
        file = address.removeprefix(f"{PUBLIC}/audio/")
        assert file in words
        with fallback.get(f"/audio/{file}") as served:
            assert served.status_code == 200


def sorry_in(line: Hotline, code: str) -> list[Utterance]:
    script = sorry(line, call(code)).script
    return [*script.utterances] if script else []


@pytest.mark.parametrize("language", ["fr", "en", "ar"])
def test_in_a_language(line: Hotline, language: str) -> None:
    spoken = languages(line, call(language))
    assert language in spoken
    assert set(spoken) <= {language, "fr"}, "the town hall's number is in French as well"


def test_who_speaks_what_no_voice_does_hears_slow_french(line: Hotline) -> None:
    assert languages(line, call("bm")) == ["fr-x-slow"]


def test_without_the_directory_the_emergency_numbers_are_still_told(line: Hotline) -> None:
    line.config.directory_path.write_bytes(b"no directory")
    assert "ar" in languages(line, call("ar"))


def test_without_any_sound_the_provider_s_voice_is_better_than_none(
    line: Hotline, tmp_path: Path
) -> None:
    mute = Hotline(replace(line.config, audio=tmp_path / "nothing"))
    script = sorry(mute, call("ar")).script
    assert script
    assert script.utterances
    assert not any(piece.file for piece in script.utterances)
