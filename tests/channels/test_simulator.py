from __future__ import annotations

import json
import stat
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from hotline.channels import simulator
from hotline.config import Config
from hotline.errors import DeliveryError, HotlineError, RejectedRequest
from hotline.model import Dialled, Inbound, Medium, Outbound, Recording, Request
from hotline.plan import Dial, HangUp, Keys, Next, Record, Refuse, Reply, Script, Utterance
from tests.conftest import MONDAY

PERSON = "+33639980001"
OUT = Outbound("row1", "simulator", PERSON, "Point d'accès au droit\u2028ça", "+33639980000")


@pytest.fixture
def config(tmp_path: Path) -> Config:
    return Config(state=tmp_path, secret_key="5e" * 32)


def received(config: Config, event: str, /, **fields: str) -> Inbound:
    form = {name.rstrip("_"): [value] for name, value in fields.items()}
    url = f"{config.base_url}/channels/simulator/{event}"
    return simulator.receive(Request(event, url, {}, form), config, MONDAY)


def test_a_text(config: Config) -> None:
    inbound = received(config, "sms", from_=PERSON, text="AVOCAT\x00\ud800", id="t1")
    assert (inbound.id, inbound.sender, inbound.text) == ("t1", PERSON, "AVOCAT\ufffd")
    assert (inbound.medium, inbound.event, inbound.at) == ("sms", "text", MONDAY)


def test_texts_without_an_id_are_told_apart(config: Config) -> None:
    one, other = (received(config, "sms", from_=PERSON, text="x") for _ in range(2))
    assert one.id != other.id


@pytest.mark.parametrize(
    ("fields", "event", "id_"),
    [
        ({}, "call", "c1:0"),
        ({"step": "0", "digits": ""}, "call", "c1:0"),
        ({"step": "1", "digits": "2"}, "digits", "c1:1"),
        ({"step": "2", "digits": ""}, "silence", "c1:2"),
        ({"step": "2", "event": "hangup"}, "hangup", "c1:end"),
    ],
)
def test_legs(config: Config, fields: dict[str, str], event: str, id_: str) -> None:
    inbound = received(config, "voice", call="c1", from_=PERSON, **fields)
    assert (inbound.event, inbound.id, inbound.call) == (event, id_, "c1")


def test_a_recording(config: Config) -> None:
    fields = {"call": "c1", "step": "2", "from": PERSON, "seconds": "3", "sound": "UklGRg=="}
    form = {name: [value] for name, value in fields.items()}
    hook = Request("recording", f"{config.base_url}/channels/simulator/recording", {}, form)
    inbound, again = (simulator.receive(hook, config, MONDAY) for _ in range(2))
    assert (inbound.event, inbound.id, inbound.ended) == ("recorded", "c1:2", False)
    assert inbound.recording == again.recording == Recording("RE-c1-2", 3)
    assert simulator.recording("RE-c1-2", config) == b"RIFF"
    for _ in range(2):
        simulator.erase_recording("RE-c1-2", config)
    with pytest.raises(DeliveryError) as gone:
        simulator.recording("RE-c1-2", config)
    assert gone.value.permanent


@pytest.mark.parametrize("end", [{}, {"event": "hangup"}])
def test_nothing_recorded(config: Config, end: dict[str, str]) -> None:
    inbound = received(config, "recording", call="c1", step="2", from_=PERSON, **end)
    assert (inbound.event, inbound.id, inbound.recording) == ("recorded", "c1:2", None)
    assert inbound.ended is bool(end)


@pytest.mark.parametrize(("answered", "took"), [("yes", True), ("no", False)])
def test_a_call_to_somebody_else(config: Config, answered: str, took: bool) -> None:
    fields = {"event": "dialled", "answered": answered, "seconds": "9"}
    inbound = received(config, "voice", call="c1", step="2", **fields)
    assert (inbound.event, inbound.dialled) == ("dialled", Dialled(took, 9))


def test_the_caller_hangs_up_while_it_rings(config: Config) -> None:
    fields = {"event": "hangup", "answered": "no"}
    inbound = received(config, "voice", call="c1", step="2", **fields)
    assert (inbound.event, inbound.dialled, inbound.ended) == ("dialled", Dialled(False), True)


def test_a_hidden_caller(config: Config) -> None:
    assert received(config, "voice", call="c1").sender is None


@pytest.mark.parametrize(
    ("event", "fields", "status"),
    [
        ("sms", {"text": "x"}, 400),
        ("sms", {"from": PERSON}, 400),
        ("sms", {"from": "0639980001", "text": "x"}, 400),
        ("sms", {"from": PERSON, "text": "x", "id": "a b"}, 400),
        ("voice", {}, 400),
        ("voice", {"call": "c1", "step": "-1"}, 400),
        ("voice", {"call": "c1", "digits": "abc"}, 400),
        ("voice", {"call": "c1", "event": "dialled"}, 400),
        ("recording", {"call": "c1", "step": "2", "sound": "<>"}, 400),
        ("recording", {"call": "c1", "sound": "UklGRg=="}, 400),
        ("status", {}, 404),
    ],
)
def test_refused(config: Config, event: str, fields: dict[str, str], status: int) -> None:
    with pytest.raises(RejectedRequest) as refusal:
        received(config, event, **fields)
    assert refusal.value.status == status


def test_it_is_shut_where_a_provider_serves(config: Config) -> None:
    served = replace(config, twilio_account_sid="AC1", twilio_auth_token="t")
    with pytest.raises(RejectedRequest) as refusal:
        received(served, "sms", from_=PERSON, text="x")
    assert refusal.value.status == 404


def answered(config: Config, medium: Medium, reply: Reply) -> Any:
    inbound = Inbound("simulator", medium, "text", "t1", PERSON, "", "", MONDAY)
    body, content_type = simulator.answer(reply, config, inbound)
    assert content_type == "application/json"
    return json.loads(body)


def test_texts_say_what_they_cost(config: Config) -> None:
    assert answered(config, "sms", Reply(("Bonjour", "مرحبا"))) == {
        "texts": [
            {"text": "Bonjour", "encoding": "GSM-7", "units": 7, "segments": 1},
            {"text": "مرحبا", "encoding": "UCS-2", "units": 5, "segments": 1},
        ]
    }


def test_a_script(config: Config) -> None:
    said = (Utterance("fr", "Bonjour", file="rendered/a.wav"), Utterance("ar", "مرحبا"))
    assert answered(config, "voice", Reply(script=Script(said, Keys(4)), step=3)) == {
        "script": {
            "utterances": [
                {"text": "Bonjour", "language": "fr", "url": "/audio/rendered/a.wav"},
                {"text": "مرحبا", "language": "ar", "url": None},
            ],
            "then": {"verb": "keys", "count": 4, "timeout": 6},
        },
        "step": 3,
        "language": "",
    }


@pytest.mark.parametrize(
    ("then", "shown"),
    [
        (Record(), {"verb": "record", "seconds": 120, "finish": "#", "silence": 5, "beep": True}),
        (
            Dial(("+33199000001",), (Utterance("fr", "Un appel"),)),
            {
                "verb": "dial",
                "telephones": 1,
                "whisper": [{"text": "Un appel", "language": "fr", "url": None}],
                "accept": "1",
                "timeout": 25,
            },
        ),
        (HangUp(), {"verb": "hangup"}),
        (Refuse(), {"verb": "refuse"}),
    ],
)
def test_what_a_leg_ends_in(config: Config, then: Next, shown: dict[str, Any]) -> None:
    assert answered(config, "voice", Reply(script=Script((), then)))["script"]["then"] == shown


def test_nothing_to_say_ends_the_call(config: Config) -> None:
    assert answered(config, "voice", Reply())["script"]["then"] == {"verb": "hangup"}


def test_what_was_sent_can_be_read(config: Config) -> None:
    second = replace(OUT, id="row2", text="2")
    ids = [simulator.send(OUT, config), simulator.send(second, config)]
    texts = [message["text"] for message in simulator.read_since(PERSON, 0, config)]
    assert texts == [OUT.text, "2"]
    assert [message["id"] for message in simulator.read_since(PERSON, 1, config)] == ids[1:]
    assert simulator.read_since("+33639980002", 0, config) == []


def test_it_was_sent(config: Config) -> None:
    assert simulator.was_sent(OUT, config, MONDAY) is None
    assert simulator.send(OUT, config) == simulator.was_sent(OUT, config, MONDAY)


def test_the_spool_is_private(config: Config) -> None:
    simulator.send(OUT, config)
    (spool,) = (config.state / "simulator").iterdir()
    assert stat.S_IMODE(spool.stat().st_mode) == 0o600
    assert "639980001" not in spool.name
    assert b"droit" not in spool.read_bytes()


def test_another_key_opens_nothing(config: Config) -> None:
    keyed = replace(config, data_key="da" * 32)
    simulator.send(OUT, keyed)
    (spool,) = (config.state / "simulator").iterdir()
    other = replace(config, data_key="db" * 32)
    simulator.send(OUT, other)
    (theirs,) = {*(config.state / "simulator").iterdir()} - {spool}
    theirs.write_bytes(spool.read_bytes())
    with pytest.raises(HotlineError, match="key"):
        simulator.read_since(PERSON, 0, other)


def test_one_number_is_forgotten(config: Config) -> None:
    for number in (PERSON, "+33639980002"):
        simulator.send(replace(OUT, recipient=number), config)
    simulator.forget(PERSON, config)
    simulator.forget(PERSON, config)
    assert simulator.read_since(PERSON, 0, config) == []
    assert len(simulator.read_since("+33639980002", 0, config)) == 1


def test_what_is_old_is_forgotten(config: Config) -> None:
    simulator.send(OUT, config)
    now = datetime.now(UTC)
    assert simulator.forget_old(now - timedelta(hours=1), config) == 0
    assert simulator.forget_old(now + timedelta(hours=1), config) == 1
    assert simulator.read_since(PERSON, 0, config) == []


def test_no_room(config: Config) -> None:
    (config.state / "simulator").write_text("in the way")
    with pytest.raises(DeliveryError):
        simulator.send(OUT, config)
