from __future__ import annotations

import logging
import socket
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from drill.twilio import FakeTwilio, Fault
from hotline.channels import twilio
from hotline.channels.twilio import client
from hotline.channels.twilio.codes import TROUBLES
from hotline.config import Config
from hotline.errors import PERMANENT, DeliveryError, Trouble
from hotline.model import Outbound
from tests.channels.twilio.hooks import LINE, PERSON
from tests.conftest import MONDAY

TEXT = "Vous serez rappelé demain. Référence 4821."
OUT = Outbound("row1", "twilio", PERSON, TEXT, LINE)


def error_of(config: Config, out: Outbound = OUT) -> DeliveryError:
    with pytest.raises(DeliveryError) as caught:
        twilio.send(out, config)
    return caught.value


def test_a_message_leaves(reached: Config, fake: FakeTwilio) -> None:
    sid = twilio.send(OUT, reached)
    (message,) = fake.ledger
    assert (message.sid, message.to, message.from_, message.body) == (sid, PERSON, LINE, TEXT)
    assert message.callback == "https://line.example/channels/twilio/status"


def test_the_first_token_makes_our_calls(reached: Config, fake: FakeTwilio) -> None:
    twilio.send(OUT, replace(reached, twilio_auth_token=f"{reached.twilio_auth_token}, coming"))
    assert error_of(replace(reached, twilio_auth_token="wrong")).code == "20003"


@pytest.mark.parametrize(("code", "trouble"), TROUBLES.items())
def test_every_code_has_its_trouble(
    reached: Config, fake: FakeTwilio, code: int, trouble: Trouble
) -> None:
    fake.script(Fault.refusal(code))
    error = error_of(reached)
    assert (error.code, error.trouble, error.maybe_sent) == (str(code), trouble, False)
    assert error.permanent is (trouble in PERMANENT)


@pytest.mark.parametrize(
    ("fault", "code", "maybe_sent"),
    [
        (Fault.TOO_MANY, "20429", False),
        (Fault.BROKEN, "20500", True),
        (Fault.BROKEN_BUT_TAKEN, "20500", True),
        (Fault(status=502), "0", True),
        (Fault.refusal(99999), "99999", False),
        (Fault.CUT_BEFORE, "", True),
        (Fault.CUT_AFTER, "", True),
    ],
    ids=["429", "500", "500 but taken", "502", "unknown code", "cut before", "cut after"],
)
def test_what_may_be_tried_again(
    reached: Config, fake: FakeTwilio, fault: Fault, code: str, maybe_sent: bool
) -> None:
    fake.script(fault)
    error = error_of(reached)
    assert (error.permanent, error.maybe_sent) == (False, maybe_sent)
    assert error.code == code or fault.code == 0


def test_after_a_timeout_it_may_have_left(
    reached: Config, fake: FakeTwilio, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client, "TIMEOUT", 0.05)
    fake.script(Fault.HANGS)
    assert error_of(reached).maybe_sent


def test_without_a_connection_nothing_left(config: Config) -> None:
    with socket.socket() as taken:  # bound, never listening: refused at once
        taken.bind(("127.0.0.1", 0))
        base = f"http://127.0.0.1:{taken.getsockname()[1]}"
        assert not error_of(replace(config, twilio_api_base=base)).maybe_sent


@pytest.mark.parametrize(
    ("out", "code"),
    [
        (replace(OUT, recipient="0639980001"), "21211"),
        (replace(OUT, line=""), "21603"),
        (replace(OUT, text=""), "21602"),
        (replace(OUT, text="é" * 1601), "21617"),
    ],
)
def test_what_twilio_would_refuse(reached: Config, out: Outbound, code: str) -> None:
    assert error_of(reached, out).code == code


def test_it_was_sent(reached: Config, fake: FakeTwilio) -> None:
    fake.script(Fault.CUT_AFTER)
    assert error_of(reached).maybe_sent
    (message,) = fake.ledger
    assert twilio.was_sent(OUT, reached, message.created) == message.sid


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"body": f"Sent from your Twilio trial account - {TEXT}"},
        {"status": "delivered"},
        {"created": MONDAY - timedelta(seconds=30)},
    ],
)
def test_a_copy(reached: Config, fake: FakeTwilio, changes: dict[str, Any]) -> None:
    sid = fake.ledger.take(to=PERSON, from_=LINE, body=TEXT).sid
    fake.ledger.change(sid, **{"created": MONDAY, **changes})
    assert twilio.was_sent(OUT, reached, MONDAY) == sid


@pytest.mark.parametrize(
    "changes",
    [
        {"body": "Autre chose"},
        {"to": "+33639980002"},
        {"from_": "+33639980009"},
        {"status": "failed"},
        {"status": "undelivered"},
        {"created": MONDAY - timedelta(hours=1)},
    ],
)
def test_no_copy(reached: Config, fake: FakeTwilio, changes: dict[str, Any]) -> None:
    sid = fake.ledger.take(to=PERSON, from_=LINE, body=TEXT).sid
    fake.ledger.change(sid, **{"created": MONDAY, **changes})
    assert twilio.was_sent(OUT, reached, MONDAY) is None


@pytest.mark.parametrize("fault", [Fault.BROKEN, Fault.TOO_MANY, Fault.CUT_BEFORE])
def test_who_was_not_asked_has_not_said_no(reached: Config, fake: FakeTwilio, fault: Fault) -> None:
    fake.script(replace(fault, method="GET"))
    with pytest.raises(DeliveryError) as caught:
        twilio.was_sent(OUT, reached, MONDAY)
    assert caught.value.maybe_sent
    assert not caught.value.permanent


@pytest.mark.parametrize("then", [Fault.BROKEN, Fault.CUT_AFTER, Fault.refusal(21211), None])
def test_nothing_is_logged(
    reached: Config, fake: FakeTwilio, caplog: pytest.LogCaptureFixture, then: Fault | None
) -> None:
    caplog.set_level(logging.DEBUG)
    if then:
        fake.script(then, replace(Fault.BROKEN, method="GET"))
    sending = partial(twilio.send, OUT, reached)
    asking = partial(twilio.was_sent, OUT, reached, MONDAY)
    for call in (sending, asking):
        try:
            call()
        except DeliveryError as error:
            logging.getLogger("a job").error("not sent: %s", error, exc_info=True)
    assert PERSON[1:] not in caplog.text
    assert TEXT not in caplog.text


def test_a_refused_token_is_loud(
    reached: Config, fake: FakeTwilio, caplog: pytest.LogCaptureFixture
) -> None:
    error_of(replace(reached, twilio_auth_token="wrong"))
    assert "20003" in caplog.text


@pytest.mark.parametrize("edge", ["", "dublin"])
def test_it_calls_nobody_else(
    reached: Config, fake: FakeTwilio, monkeypatch: pytest.MonkeyPatch, edge: str
) -> None:
    monkeypatch.setenv("TWILIO_EDGE", edge)
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    assert twilio.send(OUT, reached) in {message.sid for message in fake.ledger}


@pytest.mark.parametrize(
    "url", ["https://example.org/x", "http://api.twilio.com/x", "https://twilio.com.example/x"]
)
def test_another_host_is_refused(reached: Config, url: str) -> None:
    with client.calling(reached) as opened, pytest.raises(DeliveryError, match="somebody else"):
        opened.request("GET", url)
