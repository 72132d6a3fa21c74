"""Is the fake like the real one, as far as its published description goes?"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
from twilio.request_validator import RequestValidator

from drill.twilio import ACCOUNT, TOKEN, FakeTwilio, Fault, forms, rules, signed

OPENAPI = Path(__file__).parents[3] / "shared" / "standards" / "twilio" / "twilio_trim14.json"
MESSAGES = "/2010-04-01/Accounts/{AccountSid}/Messages.json"
MESSAGE = "/2010-04-01/Accounts/{AccountSid}/Messages/{Sid}.json"
CALLS = "/2010-04-01/Accounts/{AccountSid}/Calls.json"
PERSON, LINE = "+33639980001", "+33639980000"
FORMATS = {"phone-number", "uri", "date-time", "endpoint", "http-method", "twiml"}


@pytest.fixture
def fake() -> Iterator[FakeTwilio]:
    with FakeTwilio(lines=frozenset({LINE})) as server:
        yield server


@pytest.fixture(scope="session")
def paths() -> Any:
    if not OPENAPI.exists():
        pytest.skip("Twilio's OpenAPI is not at hand")
    return json.loads(OPENAPI.read_text())["paths"]


def kind(schema: dict[str, str]) -> str:
    return schema["format"] if schema.get("format") in FORMATS else schema.get("type", "string")


@pytest.mark.parametrize(
    ("path", "table"),
    [(MESSAGES, rules.CREATE), (MESSAGE, rules.UPDATE), (CALLS, rules.CALL)],
    ids=["create", "update", "call"],
)
def test_forms_as_published(paths: Any, path: str, table: dict[str, str]) -> None:
    content = paths[path]["post"]["requestBody"]["content"]
    published = content["application/x-www-form-urlencoded"]["schema"]["properties"]
    assert {name: kind(schema) for name, schema in published.items()} == table


def test_questions_as_published(paths: Any) -> None:
    recordings = MESSAGES.replace("Messages", "Recordings")
    tables = {MESSAGES: rules.LIST, CALLS: rules.CALLS, recordings: rules.RECORDINGS}
    for path, table in tables.items():
        asked = [each for each in paths[path]["get"]["parameters"] if each["in"] == "query"]
        assert {each["name"]: kind(each["schema"]) for each in asked} == table


def test_a_message_as_published(paths: Any, fake: FakeTwilio) -> None:
    text = json.dumps(json.loads(OPENAPI.read_text())["components"]["schemas"])
    published = json.loads(text)["api.v2010.account.message"]["properties"]
    message = fake.ledger.take(to=PERSON, from_=LINE, body="x").as_json(ACCOUNT)
    assert message.keys() == published.keys()


@pytest.mark.parametrize("algorithm", ["HMAC_SHA1", "HMAC_SHA256"])
def test_signed_as_twilio_checks(algorithm: str) -> None:
    form = forms.sms(PERSON, LINE, "é&=+ ")
    url = "https://line.example/channels/twilio/sms"
    signature = signed(url, form, TOKEN, algorithm)["X-Twilio-Signature"]
    assert RequestValidator(TOKEN).validate(url, form, signature, algorithm)


def post(fake: FakeTwilio, **form: str) -> requests.Response:
    address = fake.url + MESSAGES.format(AccountSid=ACCOUNT)
    return requests.post(address, form, auth=(ACCOUNT, TOKEN), timeout=5)


GOOD = {"To": PERSON, "From": LINE, "Body": "Bonjour"}


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"To": ""}, 21604),
        ({"To": "0639980001"}, 21211),
        ({"From": ""}, 21603),
        ({"From": "0639980000"}, 21212),
        ({"From": "+33639980009"}, 21606),
        ({"Body": ""}, 21602),
        ({"Body": "x" * 1601}, 21617),
        ({"StatusCallback": "line.example/status"}, 21609),
        ({"ValidityPeriod": "0"}, 20001),
        ({"Attempt": "one"}, 20001),
        ({"body": "small letters"}, 20001),
    ],
)
def test_refusals(fake: FakeTwilio, changes: dict[str, str], code: int) -> None:
    answer = post(fake, **{**GOOD, **changes})
    assert (answer.status_code, answer.json()["code"]) == (400, code)
    assert len(fake.ledger) == 0


CALLED = {"To": PERSON, "From": LINE, "Twiml": "<Response/>"}


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"To": ""}, 21201),
        ({"To": "12"}, 21211),
        ({"From": ""}, 21213),
        ({"Timeout": "soon"}, 20001),
        ({"Voice": "alice"}, 20001),
    ],
)
def test_calls_that_are_refused(fake: FakeTwilio, changes: dict[str, str], code: int) -> None:
    address, auth = fake.url + CALLS.format(AccountSid=ACCOUNT), (ACCOUNT, TOKEN)
    answer = requests.post(address, {**CALLED, **changes}, auth=auth, timeout=5)
    assert (answer.status_code, answer.json()["code"]) == (400, code)
    assert requests.post(address, CALLED, auth=auth, timeout=5).status_code == 201


def test_the_life_of_a_message(fake: FakeTwilio) -> None:
    sid = post(fake, **GOOD).json()["sid"]
    address = fake.url + MESSAGE.format(AccountSid=ACCOUNT, Sid=sid)
    auth = (ACCOUNT, TOKEN)
    assert requests.get(address, auth=auth, timeout=5).json()["body"] == "Bonjour"
    assert requests.post(address, {"Body": ""}, auth=auth, timeout=5).json()["body"] == ""
    assert requests.delete(address, auth=auth, timeout=5).status_code == 204
    assert requests.get(address, auth=auth, timeout=5).status_code == 404


def test_only_with_the_token(fake: FakeTwilio) -> None:
    account = f"{fake.url}/2010-04-01/Accounts/{ACCOUNT}.json"
    assert requests.get(account, auth=(ACCOUNT, TOKEN), timeout=5).json()["status"] == "active"
    assert requests.get(account, auth=(ACCOUNT, "x"), timeout=5).status_code == 401
    assert requests.get(account, timeout=5).status_code == 401


def test_pages(fake: FakeTwilio) -> None:
    sids = [post(fake, **GOOD).json()["sid"] for _ in range(3)]
    first = fake.url + MESSAGES.format(AccountSid=ACCOUNT) + "?PageSize=2"
    page = requests.get(first, auth=(ACCOUNT, TOKEN), timeout=5).json()
    rest = requests.get(fake.url + page["next_page_uri"], auth=(ACCOUNT, TOKEN), timeout=5).json()
    found = [each["sid"] for each in page["messages"] + rest["messages"]]
    assert found == sids[::-1]
    assert rest["next_page_uri"] is None


def test_faults_come_in_their_order(fake: FakeTwilio) -> None:
    fake.script(Fault.TOO_MANY, Fault.BROKEN_BUT_TAKEN)
    assert [post(fake, **GOOD).status_code for _ in range(3)] == [429, 500, 201]
    assert len(fake.ledger) == 2
