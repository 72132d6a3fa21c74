from __future__ import annotations

import pytest

from tests.channels.twilio.verbs import unknown

GOOD = """<Response><Gather action="a" actionOnEmptyResult="true" finishOnKey="" input="dtmf"
 numDigits="1" timeout="6"><Play>x</Play><Say language="fr-FR">y</Say></Gather><Record action="a"
 finishOnKey="#" maxLength="120" playBeep="true" timeout="5"/><Redirect>z</Redirect>
 <Dial action="a" callerId="+33199000000" ringTone="fr" timeLimit="9" timeout="25">
 <Number url="w">+33199000001</Number></Dial><Hangup/><Reject reason="busy"/></Response>"""


def test_what_the_package_knows() -> None:
    assert unknown(GOOD) == []
    assert unknown("<Response><Message>x</Message></Response>", "sms") == []


@pytest.mark.parametrize(
    ("document", "medium", "found"),
    [
        ("<Response><Beep/></Response>", "voice", ["Response/Beep"]),
        ("<Response><Message>x</Message></Response>", "voice", ["Response/Message"]),
        ("<Response><Play><Say/></Play></Response>", "voice", ["Response/Play/Say"]),
        ("<Response><Gather><Dial/></Gather></Response>", "voice", ["Response/Gather/Dial"]),
        ('<Response><Gather digits="1"/></Response>', "voice", ["Response/Gather@digits"]),
        ('<Response><Say message="x"/></Response>', "voice", ["Response/Say@message"]),
        ("<Response><Play/></Response>", "sms", ["Response/Play"]),
    ],
)
def test_what_it_would_never_write(document: str, medium: str, found: list[str]) -> None:
    assert unknown(document, medium) == found
