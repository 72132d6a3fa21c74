"""A call with every kind of leg, from the plan to Twilio's webhooks and back."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from werkzeug.serving import make_server

from drill.twilio import ACCOUNT, TOKEN, Call, FakeTwilio
from hotline.app import Hotline
from hotline.config import Config
from hotline.conversation import calls
from hotline.conversation.turn import Step, Turn
from hotline.model import Dialled, Recording
from hotline.plan import Dial, HangUp, Plan, Record, Refuse, Say
from hotline.web import create_app
from tests.channels.twilio.verbs import unknown

HELLO = (Say("goodbye"),)
STAFF = "+33199001001"


@pytest.fixture
def came(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What the legs led to; the line then says goodbye."""
    heard: list[Any] = []

    def after(turn: Turn) -> Step:
        heard.append((turn.heard.recording, turn.heard.dialled, turn.heard.ended))
        return turn.session, Plan(HELLO, then=HangUp())

    for event in ("recorded", "dialled"):
        monkeypatch.setitem(calls._EVENTS, event, after)
    return heard


@pytest.fixture
def call(
    config: Config, came: list[Any], monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> Iterator[Call]:
    """A call that the line answers with this plan."""
    plan: Plan = request.param
    monkeypatch.setitem(calls._EVENTS, "call", lambda turn: (turn.session, plan))
    account = {"twilio_account_sid": ACCOUNT, "twilio_auth_token": TOKEN}
    line = Hotline(replace(config, public_url="https://line.example", **account))
    server = make_server("127.0.0.1", 0, create_app(line), threaded=True)
    serving = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    serving.start()
    with FakeTwilio() as fake:
        local = f"http://127.0.0.1:{server.server_port}"
        hooks = fake.webhooks("https://line.example", local)
        begun = hooks.call("+33639980001", line.city.voice_line)
        assert unknown(begun.begin().body) == []
        yield begun
    server.shutdown()
    serving.join()
    server.server_close()


recorded = pytest.mark.parametrize("call", [Plan(HELLO, then=Record())], indirect=True)
dialled = pytest.mark.parametrize("call", [Plan(HELLO, then=Dial((STAFF,), HELLO))], indirect=True)


@recorded
def test_a_voice_is_recorded(call: Call, came: list[Any]) -> None:
    assert call.answer.verbs[1:] == ["Record", "Redirect"]
    assert call.speak(7).hangs_up
    ((recording, _, ended),) = came
    assert isinstance(recording, Recording)
    assert (recording.seconds, ended) == (7, False)


@recorded
def test_nothing_was_said(call: Call, came: list[Any]) -> None:
    assert call.speak(0).hangs_up
    assert came == [(None, None, False)]


@recorded
def test_the_caller_hangs_up_half_way(call: Call, came: list[Any]) -> None:
    call.speak(3, then_hang_up=True)
    ((recording, _, ended),) = came
    assert (recording.seconds, ended) == (3, True)


@dialled
def test_somebody_takes_the_call(call: Call, came: list[Any]) -> None:
    assert call.picked_up().verbs == ["Gather", "Hangup"]
    assert unknown(call.picked_up().body) == []
    assert call.picked_up("1").verbs == []  # an empty document: they are put through
    call.dialled("completed", 61, bridged=True)
    assert came == [(None, Dialled(True, 61), False)]


@dialled
def test_a_wrong_key_takes_no_call(call: Call) -> None:
    assert call.picked_up("2").verbs == ["Hangup"]


@dialled
def test_nobody_answers(call: Call, came: list[Any]) -> None:
    assert call.dialled("no-answer").hangs_up
    assert came == [(None, Dialled(False), False)]


@pytest.mark.parametrize("call", [Plan(then=Refuse())], indirect=True)
def test_a_call_is_refused_unanswered(call: Call) -> None:
    assert call.answer.verbs == ["Reject"]
