"""The simulator's webhooks, and everything a hostile sender could put into them."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hotline.app import Hotline

SMS = "/channels/simulator/sms"
VOICE = "/channels/simulator/voice"
SENDER = "+33639980001"

NASTY = [
    "\x00",
    "avocat\x00robespierre",
    "\ud800",
    "\u202eavocat\u202c",
    "\ufeff",
    "<script>alert(1)</script>",
    "' or 1=1 --",
    "{phone}",
    "%s%n%d",
    "../../etc/passwd",
    "𒀀" * 500,
    "é" * 5_000,
    "😀😀😀",
    "\n\n\n",
    "٠١٢٣٤٥٦٧٨٩",
    "=cmd|' /C calc'!A0",
]


@pytest.mark.parametrize("text", NASTY, ids=range(len(NASTY)))
def test_nasty_texts_get_a_reply(client: FlaskClient, text: str) -> None:
    answer = client.post(SMS, json={"from": SENDER, "text": text})
    assert answer.status_code == 200
    assert answer.json is not None
    assert "texts" in answer.json


@given(text=st.text(max_size=200))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
def test_any_text_gets_a_reply(client: FlaskClient, text: str) -> None:
    assert client.post(SMS, json={"from": SENDER, "text": text}).status_code == 200


@pytest.mark.parametrize(
    ("path", "body"),
    [
        (SMS, {}),
        (SMS, {"from": "nonsense", "text": "hi"}),
        (SMS, {"from": ["+33639980001"], "text": {"a": 1}}),
        (SMS, []),
        (SMS, "text"),
        (VOICE, {"from": SENDER}),
        (VOICE, {"from": SENDER, "call": "c1", "step": "x"}),
        (VOICE, {"from": SENDER, "call": "c1", "step": -1}),
        (VOICE, {"from": SENDER, "call": "c1", "step": 1, "digits": "12;drop"}),
    ],
)
def test_wrong_shapes_are_refused_or_answered(client: FlaskClient, path: str, body: object) -> None:
    assert client.post(path, json=body).status_code in (200, 400, 403)


def test_a_body_of_ten_megabytes_is_refused(client: FlaskClient) -> None:
    assert client.post(SMS, data={"from": SENDER, "text": "x" * 10_000_000}).status_code == 413


def test_a_thousand_fields_are_refused(client: FlaskClient) -> None:
    form = {f"f{index}": "x" for index in range(1000)}
    assert client.post(SMS, data={**form, "from": SENDER}).status_code in (400, 403, 413)


@pytest.mark.parametrize("path", ["/channels/twilio/sms", "/channels/simulator/nothing"])
def test_only_the_channel_that_serves_is_there(client: FlaskClient, path: str) -> None:
    assert client.post(path, json={"from": SENDER, "text": "hi"}).status_code == 404


def test_the_same_id_gets_the_same_reply_and_no_second_effect(
    client: FlaskClient, line: Hotline
) -> None:
    for text in ("rappel avocat", "1"):
        client.post(SMS, json={"from": SENDER, "text": text})
        line.now.forward(seconds=10)  # type: ignore[attr-defined]
    last = {"from": SENDER, "text": "2", "id": "SM1"}
    first, again = (client.post(SMS, json=last).json for _ in range(2))
    assert first == again
    assert len(line.store.callbacks.waiting(["pad"])) == 1


def test_the_same_text_in_the_same_second_is_one(client: FlaskClient) -> None:
    twice = [client.post(SMS, json={"from": SENDER, "text": "zzz", "id": i}) for i in ("a", "b")]
    assert twice[0].json == twice[1].json


def test_the_same_text_later_is_another(client: FlaskClient, line: Hotline) -> None:
    first = client.post(SMS, json={"from": SENDER, "text": "zzz"}).json
    line.now.forward(seconds=10)  # type: ignore[attr-defined]
    assert client.post(SMS, json={"from": SENDER, "text": "zzz"}).json != first


def test_when_a_turn_fails_a_person_still_reads_a_sentence(
    client: FlaskClient, line: Hotline, caplog: pytest.LogCaptureFixture
) -> None:
    line.answer = lambda inbound: 1 / 0  # type: ignore[assignment, method-assign, return-value]
    answer = client.post(SMS, json={"from": SENDER, "text": "my secret"})
    assert answer.status_code == 200
    assert "112" in answer.text
    assert "secret" not in caplog.text
    assert "ZeroDivisionError" in caplog.text
