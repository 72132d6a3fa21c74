"""Does a bad day with the provider write anybody's number or words into a log?"""

from __future__ import annotations

import logging
import re

import pytest

from drill.twilio import Fault, forms, signed
from tests.jobs.conftest import PERSON, PUBLIC, World

CANARY = re.compile("[^0-9]{0,2}".join(PERSON.removeprefix("+33")) + "|serin jaune|PAD centre")
FAULTS = [
    Fault.TOO_MANY,
    Fault.BROKEN,
    Fault(status=500, method="GET"),
    Fault.CUT_BEFORE,
    Fault.refusal(20003, 401),
    Fault.refusal(99999),
    Fault.HANGS,
]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: f"{fault.then} {fault.status}")
def test_a_failure_names_nobody(
    world: World, fault: Fault, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    world.twilio.script(Fault.BROKEN, fault)
    world.call("1", "1", "3", "3")
    world.sweep(4, minutes=3)
    assert len(world.twilio.asked) >= 2
    assert not CANARY.search(caplog.text)
    assert not CANARY.search(str(world.row()))


@pytest.mark.parametrize("change", [{"From": "x' serin jaune"}, {"Body": ["a", "serin jaune"]}])
@pytest.mark.parametrize("token", ["f" * 32, "guessed"])
def test_a_refused_webhook_names_nobody(
    world: World, change: dict[str, str], token: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    form = {**forms.sms(PERSON, "+33639980000", "serin jaune"), **change}
    url = f"{PUBLIC}/channels/twilio/sms"
    answer = world.web.post(url, data=form, headers=signed(url, form, token))
    assert answer.status_code in (400, 403)
    assert not CANARY.search(caplog.text + answer.text)
