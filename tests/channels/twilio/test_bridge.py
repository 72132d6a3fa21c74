"""A click rings the member of staff; a key puts them through; neither is told a number."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from drill.twilio import ACCOUNT, TOKEN, Answer, FakeTwilio, Fault, Message, forms, signed
from hotline import calling_back
from hotline.app import Hotline
from hotline.config import Config
from hotline.errors import DeliveryError
from hotline.store.callback import NewCallback
from hotline.web import create_app
from tests.channels.twilio.verbs import unknown
from tests.conftest import Clock

PUBLIC = "https://line.example"
STAFF, PERSON = "+33199001234", "+33639985678"


@pytest.fixture
def twilio(clock: Clock) -> Iterator[FakeTwilio]:
    with FakeTwilio(now=clock) as fake:
        yield fake


@pytest.fixture
def config(config: Config, twilio: FakeTwilio) -> Config:
    account = {"twilio_account_sid": ACCOUNT, "twilio_auth_token": TOKEN}
    return replace(config, twilio_api_base=twilio.url, public_url=PUBLIC, **account)


class Office:
    """Awa has a request of a person, and a telephone."""

    def __init__(self, line: Hotline, twilio: FakeTwilio) -> None:
        self.line, self.twilio = line, twilio
        self.web: FlaskClient = create_app(line).test_client()
        line.store.staff.add("awa", "Awa", ["pad"], ["member"], line.now())
        (self.awa,) = (one.id for one in line.store.staff.everyone())
        line.store.phones.keep(self.awa, STAFF)
        new = NewCallback("4821", "person", PERSON, "legal", "pad", "fr", "any", "no")
        self.id = line.store.callbacks.request(new, line.now())
        assert line.store.callbacks.claim(self.id, self.awa, line.now())

    def ring(self) -> Message:
        calling_back.ring(self.line, self.id, self.awa)
        (*_, made) = self.twilio.ledger
        return made

    def rung(self, made: Message, digits: str | None = None, **more: str) -> Answer:
        form = forms.voice(made.from_, made.to, sid=made.sid, digits=digits)
        form |= {"Direction": "outbound-api", **more}
        got = self.web.post(
            made.callback.removeprefix(PUBLIC), data=form, headers=signed(made.callback, form)
        )
        assert unknown(got.text) == []
        return Answer(got.status_code, got.text)

    def history(self) -> list[str]:
        return [event.what for event in self.line.store.callbacks.history(self.id)]


@pytest.fixture
def office(line: Hotline, twilio: FakeTwilio) -> Office:
    return Office(line, twilio)


def test_the_staff_member_is_rung_first_by_the_line(office: Office) -> None:
    made = office.ring()
    assert (made.to, made.from_) == (STAFF, office.line.city.voice_line)
    assert made.callback.startswith(f"{PUBLIC}/channels/twilio/bridge?id=")
    assert PERSON not in made.callback


def test_a_key_puts_them_through_under_the_line_s_number(office: Office) -> None:
    made = office.ring()
    asked = office.rung(made)
    assert asked.verbs == ["Gather", "Hangup"]  # an answering machine presses nothing
    assert PERSON not in asked.body
    through = office.rung(made, "1")
    dial = through.dial
    assert dial is not None
    assert dial.attrib["callerId"] == office.line.city.voice_line
    assert dial.attrib["record"] == "do-not-record"
    assert [each.text for each in dial] == [PERSON]
    assert STAFF not in through.body


@pytest.mark.parametrize("digits", ["2", "11", "*"])
def test_another_key_ends_it(office: Office, digits: str) -> None:
    answer = office.rung(office.ring(), digits)
    assert answer.verbs == ["Hangup"]
    assert PERSON not in answer.body


@pytest.mark.parametrize(
    ("state", "bridged", "seen"),
    [("completed", "true", "put_through"), ("no-answer", "", "rang_in_vain")],
)
def test_the_history_tells_what_came_of_it(
    office: Office, state: str, bridged: str, seen: str
) -> None:
    made = office.ring()
    office.rung(made, "1")
    told = {"DialCallStatus": state, "DialCallSid": made.sid}
    told |= {"DialBridged": bridged, "DialCallDuration": "61"} if bridged else {}
    for _ in range(2):  # Twilio may ask twice
        assert office.rung(made, None, **told).verbs == ["Hangup"]
    assert office.history()[-1] == seen
    assert office.history().count(seen) == 1
    assert office.rung(made, "1").verbs == ["Hangup"]  # it is over


def test_a_webhook_replayed_later_opens_nothing(office: Office, clock: Clock) -> None:
    made = office.ring()
    clock.forward(minutes=4)
    assert office.rung(made, "1").verbs == ["Hangup"]


def test_who_has_given_the_request_away_is_not_put_through(office: Office) -> None:
    made = office.ring()
    office.line.store.callbacks.release(office.id, office.awa, office.line.now())
    assert office.rung(made, "1").verbs == ["Hangup"]


def test_an_unsigned_webhook_gets_nothing(office: Office) -> None:
    made = office.ring()
    form = forms.voice(made.from_, made.to, sid=made.sid, digits="1")
    answer = office.web.post(made.callback.removeprefix(PUBLIC), data=form)
    assert answer.status_code == 403
    assert PERSON not in answer.text


def test_a_second_click_rings_nobody_twice(office: Office, clock: Clock) -> None:
    office.ring()
    office.ring()
    assert len(office.twilio.ledger) == 1
    clock.forward(minutes=1)
    office.ring()
    assert len(office.twilio.ledger) == 2


def test_where_twilio_refuses_nobody_waits_for_a_ring(office: Office) -> None:
    office.twilio.script(Fault.refusal(21210))
    with pytest.raises(DeliveryError):
        office.ring()
    rows = office.line.store.engine.all("select state from bridge")
    assert [row["state"] for row in rows] == ["ended"]


def test_without_a_telephone_nobody_is_rung(office: Office) -> None:
    office.line.store.phones.keep(office.awa, "")
    with pytest.raises(DeliveryError):
        office.ring()
    assert len(office.twilio.ledger) == 0


def test_neither_number_is_in_the_record(office: Office, config: Config) -> None:
    office.rung(office.ring(), "1")
    held = b"".join(path.read_bytes() for path in config.state.glob("live*"))
    assert STAFF[3:].encode() not in held
    assert PERSON[3:].encode() not in held
