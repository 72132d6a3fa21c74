"""A line behind a Twilio on loopback, and the people who call it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest
from flask.testing import FlaskClient

from drill.twilio import ACCOUNT, TOKEN, FakeTwilio, Message, forms, signed
from hotline.app import Hotline
from hotline.channels.twilio import client
from hotline.config import Config
from hotline.model import Event, Inbound, Medium
from hotline.web import create_app
from jobs.sweep import sweep_by
from tests.conftest import Clock

PERSON = "+33639981234"
PUBLIC = "https://line.example"


@dataclass
class World:
    """One line, its clock, and the provider that sends for it."""

    line: Hotline
    clock: Clock
    twilio: FakeTwilio
    web: FlaskClient
    texts: int = 0

    def call(self, *keys: str, caller: str = PERSON) -> None:
        """One whole call: its beginning, then these keys."""
        sid = forms.new_sid("CA")
        for step, digits in enumerate(("", *keys)):
            self.say("voice", "digits" if step else "call", caller, digits, f"{sid}:{step}", sid)

    def text(self, words: str) -> tuple[str, ...]:
        """One text; returns what is answered in-band."""
        self.texts += 1
        self.clock.forward(seconds=5)
        return self.say("sms", "text", PERSON, words, f"SM{self.texts:032x}", "")

    def say(
        self, medium: Medium, event: Event, who: str, words: str, id_: str, call: str
    ) -> tuple[str, ...]:
        now = self.clock()
        inbound = Inbound("twilio", medium, event, id_, who, "", words, now, call)
        return self.line.answer(inbound).reply.texts

    def sweep(self, times: int = 1, minutes: float = 0) -> None:
        """As many rounds of the scheduler, that far apart."""
        for _ in range(times):
            self.clock.forward(minutes=minutes)
            sweep_by(self.line)

    @property
    def sent(self) -> list[Message]:
        return self.twilio.ledger.sent_to(PERSON)

    def report(self, message: Message, *states: str) -> None:
        """Twilio's receipts, signed, in this order."""
        for state in states:
            url = f"{PUBLIC}/channels/twilio/status"
            form = forms.status(message.sid, state, message.to, message.from_)
            answer = self.web.post(url, data=form, headers=signed(url, form))
            assert answer.status_code == 204

    def row(self) -> dict[str, object]:
        """The only row of the outbox, as it is on disk."""
        (row,) = self.line.store.engine.all("select * from outbox")
        return row


@pytest.fixture
def twilio(clock: Clock) -> Iterator[FakeTwilio]:
    with FakeTwilio(now=clock) as fake:
        yield fake


@pytest.fixture
def config(config: Config, twilio: FakeTwilio) -> Config:
    return replace(
        config,
        twilio_account_sid=ACCOUNT,
        twilio_auth_token=TOKEN,
        twilio_api_base=twilio.url,
        public_url=PUBLIC,
    )


@pytest.fixture
def world(
    line: Hotline, clock: Clock, twilio: FakeTwilio, monkeypatch: pytest.MonkeyPatch
) -> World:
    monkeypatch.setattr(client, "TIMEOUT", 0.2)
    return World(line, clock, twilio, create_app(line).test_client())
