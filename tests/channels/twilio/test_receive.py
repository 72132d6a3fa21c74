from __future__ import annotations

from dataclasses import replace

import pytest

from drill.twilio import forms
from hotline.channels import twilio
from hotline.config import Config
from hotline.errors import RejectedRequest
from hotline.model import Dialled, Inbound, Receipt, Recording
from tests.channels.twilio.hooks import LINE, PERSON, request
from tests.conftest import MONDAY

SID = "SM" + "a" * 32
CALL = "CA" + "b" * 32


def inbound_of(config: Config, event: str, form: dict[str, str], query: str = "") -> Inbound:
    inbound = twilio.receive(request(event, form, query=query), config, MONDAY)
    assert isinstance(inbound, Inbound)
    return inbound


def test_a_text(config: Config) -> None:
    form = forms.sms(PERSON, LINE, "Besoin d'un avocat", sid=SID)
    assert inbound_of(config, "sms", form) == Inbound(
        channel="twilio",
        medium="sms",
        event="text",
        id=SID,
        sender=PERSON,
        line=LINE,
        text="Besoin d'un avocat",
        at=MONDAY,
    )


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("", ""),
        ("مرحبا\u200f", "مرحبا\u200f"),
        ("a\x00b\x1b[2J", "ab[2J"),
        ("un\r\ndeux\ttrois", "un\ndeux trois"),
        ("\u202eSTOP\u202c \u2066x\u2069", "STOP x"),
        ("😀" * 1700, "😀" * 1600),
    ],
    ids=["empty", "Arabic", "controls", "line ends", "bidi overrides", "too long"],
)
def test_words_are_cleaned(config: Config, typed: str, text: str) -> None:
    assert inbound_of(config, "sms", forms.sms(PERSON, LINE, typed)).text == text


def test_a_message_of_pictures_has_no_words(config: Config) -> None:
    form = forms.sms(PERSON, LINE, "") | {"NumMedia": "2", "MessageSid": "MM" + "c" * 32}
    del form["Body"]
    assert inbound_of(config, "sms", form).text == ""


@pytest.mark.parametrize("machine", ["38080", "FREE", "Ameli.fr", "36 ORANGE"])
def test_machines_are_nobody(config: Config, machine: str) -> None:
    assert inbound_of(config, "sms", forms.sms(machine, LINE, "Promo")).sender is None


@pytest.mark.parametrize("sender", ["", "0639980001", "+0639980001", "whatsapp:+33639980001", "+1"])
def test_no_sender_of_a_text(config: Config, sender: str) -> None:
    with pytest.raises(RejectedRequest, match="From is malformed"):
        inbound_of(config, "sms", forms.sms(sender, LINE, "Bonjour"))


@pytest.mark.parametrize(
    ("query", "digits", "status", "event", "id_"),
    [
        ("", None, "ringing", "call", f"{CALL}:0"),
        ("?step=0", None, "in-progress", "call", f"{CALL}:0"),
        ("?step=1", "2", "in-progress", "digits", f"{CALL}:1"),
        ("?step=12", "*4821#", "in-progress", "digits", f"{CALL}:12"),
        ("?step=3", "", "in-progress", "silence", f"{CALL}:3"),
        ("?step=3", None, "in-progress", "silence", f"{CALL}:3"),
        ("", None, "completed", "hangup", f"{CALL}:end"),
        ("?step=2", "", "completed", "hangup", f"{CALL}:end"),
        ("", None, "canceled", "hangup", f"{CALL}:end"),
        ("", None, "failed", "hangup", f"{CALL}:end"),
        ("", None, "busy", "hangup", f"{CALL}:end"),
        ("", None, "no-answer", "hangup", f"{CALL}:end"),
    ],
)
def test_legs_of_a_call(
    config: Config, query: str, digits: str | None, status: str, event: str, id_: str
) -> None:
    form = forms.voice(PERSON, LINE, sid=CALL, digits=digits, status=status)
    inbound = inbound_of(config, "voice", form, query)
    assert (inbound.event, inbound.id, inbound.call) == (event, id_, CALL)
    assert inbound.text == (digits or "")


@pytest.mark.parametrize(
    ("query", "changes", "event"),
    [
        ("", {"AnsweredBy": "human"}, "answered"),
        ("", {"AnsweredBy": "unknown"}, "answered"),
        ("", {}, "answered"),
        ("", {"AnsweredBy": "machine_start"}, "hangup"),
        ("", {"AnsweredBy": "machine_end_beep"}, "hangup"),
        ("", {"AnsweredBy": "fax"}, "hangup"),
        ("", {"CallStatus": "no-answer"}, "hangup"),
        ("?step=1", {"Digits": "2", "AnsweredBy": "human"}, "digits"),
        ("?step=1", {}, "silence"),
    ],
)
def test_a_call_that_the_line_has_made_is_the_person_s(
    config: Config, query: str, changes: dict[str, str], event: str
) -> None:
    form = forms.voice(LINE, PERSON, sid=CALL) | {"Direction": "outbound-api"} | changes
    inbound = inbound_of(config, "voice", form, query)
    assert (inbound.event, inbound.sender, inbound.line) == (event, PERSON, LINE)


@pytest.mark.parametrize(
    ("caller", "sender"),
    [
        ("+33199001234", "+33199001234"),
        ("anonymous", None),
        ("Anonymous", None),
        ("+266696687", None),
        ("RESTRICTED", None),
        ("+7378742833", None),
        ("unavailable", None),
        ("+86282452253", None),
        ("+464", None),
        ("", None),
        ("3630", None),
        ("sip:anna@pbx.example", None),
    ],
)
def test_callers(config: Config, caller: str, sender: str | None) -> None:
    assert inbound_of(config, "voice", forms.voice(caller, LINE, sid=CALL)).sender == sender


@pytest.mark.parametrize(
    "wrong",
    [
        {"From": f"{PERSON}From{PERSON}"},
        {"CallSid": SID},
        {"CallSid": CALL.upper()},
        {"CallStatus": "in-progressDigits1"},
        {"Digits": "1From"},
        {"Digits": "1" * 33},
        {"To": "sip:x@y.example"},
    ],
)
def test_malformed_legs(config: Config, wrong: dict[str, str]) -> None:
    form = forms.voice(PERSON, LINE, sid=CALL) | wrong
    with pytest.raises(RejectedRequest) as refusal:
        inbound_of(config, "voice", form)
    assert refusal.value.status == 400


LEG = forms.voice(PERSON, LINE, sid=CALL)
GONE = forms.voice(PERSON, LINE, sid=CALL, status="completed")
RE = "RE" + "d" * 32


@pytest.mark.parametrize(
    ("form", "recording", "ended"),
    [
        (forms.recorded(LEG, 7, sid=RE, key="#"), Recording(RE, 7), False),
        (forms.recorded(GONE, 7, sid=RE, key="hangup"), Recording(RE, 7), True),
        (LEG, None, False),
        (GONE, None, True),
        (forms.recorded(LEG, 7, sid=RE) | {"RecordingDuration": "0"}, None, False),
    ],
    ids=["said", "hung up half-way", "nothing said", "hung up at once", "no second"],
)
def test_recordings(
    config: Config, form: dict[str, str], recording: Recording | None, ended: bool
) -> None:
    inbound = inbound_of(config, "recording", form, "?step=4")
    assert (inbound.event, inbound.id, inbound.call) == ("recorded", f"{CALL}:4", CALL)
    assert (inbound.recording, inbound.ended, inbound.text) == (recording, ended, "")


@pytest.mark.parametrize(
    ("form", "dialled", "ended"),
    [
        (forms.dialled(LEG, "completed", 61, bridged=True), Dialled(True, 61), False),
        (forms.dialled(GONE, "completed", 61, bridged=True), Dialled(True, 61), True),
        (forms.dialled(LEG, "completed", 9), Dialled(False), False),
        (forms.dialled(LEG, "no-answer"), Dialled(False), False),
        (forms.dialled(LEG, "busy"), Dialled(False), False),
        (forms.dialled(LEG, "failed"), Dialled(False), False),
    ],
    ids=["spoke", "spoke, caller gone", "not taken", "no answer", "busy", "failed"],
)
def test_calls_to_somebody_else(
    config: Config, form: dict[str, str], dialled: Dialled, ended: bool
) -> None:
    inbound = inbound_of(config, "voice", form, "?step=4")
    assert (inbound.event, inbound.id) == ("dialled", f"{CALL}:4")
    assert (inbound.dialled, inbound.ended) == (dialled, ended)


@pytest.mark.parametrize("digits", [None, "1"])
def test_the_person_rung_is_nobody_and_speaks_for_the_leg_that_rings(
    config: Config, digits: str | None
) -> None:
    form = forms.voice(LINE, "+33199000001", digits=digits)
    inbound = inbound_of(config, "whisper", form, f"?call={CALL}&step=3")
    assert (inbound.event, inbound.id, inbound.call) == ("whisper", f"{CALL}:3", CALL)
    assert (inbound.sender, inbound.text) == (None, digits or "")


@pytest.mark.parametrize(
    ("event", "query", "wrong"),
    [
        ("recording", "?step=4", {"RecordingSid": CALL}),
        ("recording", "?step=4", {"RecordingSid": RE, "RecordingDuration": "7From"}),
        ("recording", "?step=4", {"RecordingSid": RE}),
        ("recording", "?step=4", {"CallSid": SID}),
        ("recording", "", {}),
        ("recording", f"?call={CALL}&step=4", {}),
        ("voice", "?step=4", {"DialCallStatus": "completedFrom+"}),
        ("voice", "?step=4", {"DialCallStatus": "completed", "DialCallDuration": "1s"}),
        ("whisper", "?step=4", {}),
        ("whisper", f"?step=4&call={CALL}", {}),
        ("whisper", f"?call={CALL.upper()}&step=4", {}),
        ("whisper", f"?call={CALL}&step=4", {"Digits": "1From"}),
    ],
)
def test_malformed_other_legs(
    config: Config, event: str, query: str, wrong: dict[str, str]
) -> None:
    with pytest.raises(RejectedRequest):
        inbound_of(config, event, LEG | wrong, query)


@pytest.mark.parametrize(
    ("said", "state"),
    [
        ("accepted", "queued"),
        ("scheduled", "queued"),
        ("queued", "queued"),
        ("sending", "queued"),
        ("sent", "sent"),
        ("delivered", "delivered"),
        ("read", "delivered"),
        ("undelivered", "undelivered"),
        ("partially_delivered", "undelivered"),
        ("failed", "failed"),
        ("canceled", "failed"),
    ],
)
def test_receipts(config: Config, said: str, state: str) -> None:
    form = forms.status(SID, said, PERSON, LINE, code="30003")
    receipt = twilio.receive(request("status", form), config, MONDAY)
    assert isinstance(receipt, Receipt)
    assert (receipt.provider_id, receipt.state, receipt.code) == (SID, state, "30003")


@pytest.mark.parametrize(
    "wrong", [{"MessageStatus": "lost"}, {"ErrorCode": "x"}, {"MessageSid": CALL}]
)
def test_malformed_receipts(config: Config, wrong: dict[str, str]) -> None:
    form = forms.status(SID, "sent", PERSON, LINE) | wrong
    with pytest.raises(RejectedRequest):
        twilio.receive(request("status", form), config, MONDAY)


def test_only_its_own_events(config: Config) -> None:
    hook = replace(request("sms", forms.sms(PERSON, LINE, "x")), event="fax")
    with pytest.raises(RejectedRequest) as refusal:
        twilio.receive(hook, config, MONDAY)
    assert refusal.value.status == 404
