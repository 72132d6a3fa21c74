"""Do people reach the real line through the fake Twilio?"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace

import pytest
from werkzeug.serving import make_server

from drill.twilio import ACCOUNT, TOKEN, FakeTwilio, Webhooks, forms
from hotline.app import Hotline
from hotline.channels import twilio
from hotline.config import Config
from hotline.model import Outbound
from hotline.web import create_app

PERSON, LINE = "+33639980001", "+33639980000"
PUBLIC = "https://line.example"


@pytest.fixture
def fake() -> Iterator[FakeTwilio]:
    with FakeTwilio() as server:
        yield server


@pytest.fixture
def config(config: Config, fake: FakeTwilio) -> Config:
    return replace(
        config,
        public_url=PUBLIC,
        twilio_account_sid=ACCOUNT,
        twilio_auth_token=TOKEN,
        twilio_api_base=fake.url,
    )


@pytest.fixture
def hooks(fake: FakeTwilio, line: Hotline) -> Iterator[Webhooks]:
    server = make_server("127.0.0.1", 0, create_app(line), threaded=True)
    serving = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    serving.start()
    yield fake.webhooks(PUBLIC, f"http://127.0.0.1:{server.server_port}")
    server.shutdown()
    serving.join()
    server.server_close()


def test_a_text_repeated_is_answered_alike(hooks: Webhooks, fake: FakeTwilio) -> None:
    sid = forms.new_sid("SM")
    first = hooks.text(PERSON, LINE, "avocat croix de chavaux", sid=sid)
    again = hooks.text(PERSON, LINE, "avocat croix de chavaux", sid=sid, times=2)
    assert first.status == again.status == 200
    assert first.texts == again.texts != []
    assert [each.body for each in fake.ledger.sent_to(PERSON)] == first.texts * 2


def test_a_call(hooks: Webhooks) -> None:
    call = hooks.call("anonymous", LINE)
    assert call.begin().heard
    assert call.press("1").gather
    assert call.wait().gather
    assert call.hang_up().hangs_up


def test_a_forger_is_turned_away(hooks: Webhooks) -> None:
    assert replace(hooks, token="guessed").text(PERSON, LINE, "STOP").status == 403


def test_a_receipt(hooks: Webhooks, fake: FakeTwilio, config: Config) -> None:
    sid = twilio.send(Outbound("row1", "twilio", PERSON, "Bonjour", LINE), config)
    message = fake.ledger.get(sid)
    assert message is not None
    assert hooks.report(message, "delivered").status == 204
