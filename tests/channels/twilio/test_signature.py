from __future__ import annotations

from dataclasses import replace

import pytest

from drill.twilio import TOKEN, forms, signed
from hotline.channels import twilio
from hotline.config import Config
from hotline.errors import RejectedRequest
from hotline.model import Inbound
from tests.channels.twilio.hooks import BASE, LINE, PERSON, request, unsigned
from tests.conftest import MONDAY

SID = "SM" + "a" * 32
SMS = forms.sms(PERSON, LINE, "AVOCAT", sid=SID)
HEADERS = signed(f"{BASE}/sms", SMS)


@pytest.mark.parametrize(
    ("setting", "token", "algorithm"),
    [
        (TOKEN, TOKEN, "HMAC_SHA1"),
        ("old,new", "old", "HMAC_SHA1"),
        ("old, new", "new", "HMAC_SHA1"),
        (f"{TOKEN},shared-secret", "shared-secret", "HMAC_SHA256"),
    ],
    ids=["token", "token going", "token coming", "shared key"],
)
def test_signed_by_twilio(config: Config, setting: str, token: str, algorithm: str) -> None:
    ours = replace(config, twilio_auth_token=setting)
    hook = request("sms", SMS, token=token, algorithm=algorithm)
    inbound = twilio.receive(hook, ours, MONDAY)
    assert isinstance(inbound, Inbound)
    assert inbound.sender == PERSON


@pytest.mark.parametrize(
    ("form", "headers"),
    [
        (SMS, {}),
        (SMS, {"X-Twilio-Signature": ""}),
        (SMS, {"X-Twilio-Signature": "é" * 28}),
        (SMS, signed(f"{BASE}/sms", SMS, "another token")),
        (SMS, signed("http://line.example/channels/twilio/sms", SMS)),
        (SMS, signed(f"{BASE}/voice", SMS)),
        (SMS, {**HEADERS, "X-Twilio-Webhooks-Signature-Settings": "key=k,algorithm=HMAC_SHA256"}),
        (SMS, {**HEADERS, "X-Twilio-Webhooks-Signature-Settings": "key=k,algorithm=NONE"}),
        ({**SMS, "Body": "STOP"}, HEADERS),
        ({**SMS, "From": "+33639980002"}, HEADERS),
        ({**SMS, "Extra": "1"}, HEADERS),
        ({**SMS, "Body": "\ud800"}, HEADERS),
    ],
    ids=[
        "unsigned", "empty", "not ASCII", "another token", "another scheme", "another event",
        "another algorithm", "no algorithm", "text edited", "sender edited", "field added",
        "a surrogate",
    ],
)  # fmt: skip
def test_forged(config: Config, form: dict[str, str], headers: dict[str, str]) -> None:
    hook = unsigned("sms", form, url=f"{BASE}/sms", headers=headers)
    with pytest.raises(RejectedRequest, match="signature") as refusal:
        twilio.receive(hook, config, MONDAY)
    assert refusal.value.status == 403


def without(*names: str) -> dict[str, str]:
    return {name: value for name, value in SMS.items() if name not in names}


SMUGGLED = [
    ("Body and From in one", {**without("Body", "From"), "Body": f"AVOCATFrom{PERSON}"}),
    ("Body and From in a name", {**without("Body", "From"), f"BodyAVOCATFrom{PERSON}": ""}),
    ("Body renamed", {**without("Body"), "BodyAVOCAT": ""}),
    ("number moved into a name", {**without("From"), "From+": PERSON[1:]}),
    ("two senders", {**SMS, "From": [PERSON, "+33639980002"]}),
    ("two texts", {**SMS, "Body": ["AVOCAT", "STOP"]}),
    ("the same sid twice", {**SMS, "MessageSid": [SID, SID]}),
    ("a longer sender", {**SMS, "From": f"{PERSON}FromCity"}),
    ("another account", {**SMS, "AccountSid": "AC" + "9" * 32}),
    ("no account", without("AccountSid")),
    ("two accounts", {**SMS, "AccountSid": [SMS["AccountSid"], "AC" + "9" * 32]}),
    ("a name that starts with a digit", {**SMS, "1Body": "x"}),
    ("an empty name", {**SMS, "": "x"}),
    ("a call's sid", {**SMS, "MessageSid": "CA" + "a" * 32}),
    ("a sid with a tail", {**SMS, "MessageSid": SID + "\n"}),
    ("no sid", without("MessageSid")),
    ("no line", without("To")),
]


@pytest.mark.parametrize("form", [form for _, form in SMUGGLED], ids=[name for name, _ in SMUGGLED])
def test_signed_and_yet_refused(config: Config, form: dict[str, str | list[str]]) -> None:
    with pytest.raises(RejectedRequest) as refusal:
        twilio.receive(request("sms", form), config, MONDAY)
    assert refusal.value.status in (400, 403)
    assert "signature" not in str(refusal.value)


def test_the_signature_alone_does_not_tell_fields_apart() -> None:
    """Why the checks above are needed: two forms, one signature."""
    glued = {**without("Body", "From"), "Body": SMS["Body"] + "From" + PERSON}
    apart = {name: SMS[name] for name in SMS if not name.startswith("From") or name == "From"}
    glued = {name: value for name, value in glued.items() if not name.startswith("From")}
    assert signed(BASE, glued) == signed(BASE, apart)


@pytest.mark.parametrize(
    ("event", "query"),
    [
        ("sms", "?step=1"),
        ("voice", "?step=x"),
        ("voice", "?step=1&step=2"),
        ("voice", "?step=1AccountSid"),
        ("voice", "?step="),
        ("status", "?a=b"),
    ],
)
def test_a_query_that_is_not_ours(config: Config, event: str, query: str) -> None:
    with pytest.raises(RejectedRequest, match="query"):
        twilio.receive(request(event, SMS, query=query), config, MONDAY)


def test_new_fields_of_twilio_are_let_in(config: Config) -> None:
    hook = request("sms", {**SMS, "ChannelMetadata": "{}", "Add_On.v2": ["1", "2"]})
    assert isinstance(twilio.receive(hook, config, MONDAY), Inbound)


def test_no_token_lets_nobody_in(config: Config) -> None:
    with pytest.raises(RejectedRequest):
        twilio.receive(
            request("sms", SMS, token=""), replace(config, twilio_auth_token=" , "), MONDAY
        )


def test_a_refusal_quotes_nothing(config: Config) -> None:
    with pytest.raises(RejectedRequest) as refusal:
        twilio.receive(request("sms", {**SMS, "From": "+33x39980001"}), config, MONDAY)
    assert "9980001" not in str(refusal.value)
