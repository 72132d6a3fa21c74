from __future__ import annotations

import pytest

from hotline.channels import twilio
from hotline.config import Config
from hotline.errors import DeliveryError
from hotline.model import Event, Inbound, Medium
from hotline.plan import Dial, HangUp, Keys, Record, Refuse, Reply, Script, Utterance
from tests.channels.twilio.hooks import LINE, PERSON
from tests.channels.twilio.verbs import unknown
from tests.conftest import MONDAY

XML = '<?xml version="1.0" encoding="UTF-8"?>'


def gather(step: int, keys: str) -> str:
    """The opening of a gather: its attributes in the order Twilio's builder writes them."""
    return (
        f'<Gather action="https://line.example/channels/twilio/voice?step={step}"'
        f' actionOnEmptyResult="true" {keys} timeout="6">'
    )


ONE = 'finishOnKey="" input="dtmf" numDigits="1"'
FOUR = 'finishOnKey="" input="dtmf" numDigits="4"'
MANY = 'finishOnKey="#" input="dtmf"'


def twiml(
    config: Config, medium: Medium, reply: Reply, event: Event = "text", text: str = ""
) -> str:
    inbound = Inbound("twilio", medium, event, "1", PERSON, LINE, text, MONDAY, "CA1")
    body, content_type = twilio.answer(reply, config, inbound)
    assert content_type == "text/xml; charset=utf-8"
    assert body.startswith(XML)
    assert unknown(body, "voice" if medium == "voice" else "sms") == []
    return body.removeprefix(XML)


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        ((), "<Response />"),
        (("Bonjour",), "<Response><Message>Bonjour</Message></Response>"),
        (("un", "deux"), "<Response><Message>un</Message><Message>deux</Message></Response>"),
        (
            ("<Dial>&amp; 'é' مرحبا\n",),
            "<Response><Message>&lt;Dial&gt;&amp;amp; 'é' مرحبا\n</Message></Response>",
        ),
        (("a\x00b\ud800c\x0b",), "<Response><Message>abc</Message></Response>"),
    ],
    ids=["silence", "one", "two", "escaped", "unwritable"],
)
def test_texts(config: Config, texts: tuple[str, ...], expected: str) -> None:
    assert twiml(config, "sms", Reply(texts)) == expected


HELLO = Utterance("fr", "Bonjour & bienvenue", "greeting", "recorded/fr/greeting.wav")
PLAYED = "<Play>https://line.example/audio/recorded/fr/greeting.wav</Play>"


@pytest.mark.parametrize(
    ("script", "step", "expected"),
    [
        (None, 0, "<Response />"),
        (Script((HELLO,)), 0, f"<Response>{gather(1, ONE)}{PLAYED}</Gather></Response>"),
        (Script((HELLO,), Keys(4)), 7, f"<Response>{gather(8, FOUR)}{PLAYED}</Gather></Response>"),
        (Script((HELLO,), Keys(0)), 1, f"<Response>{gather(2, MANY)}{PLAYED}</Gather></Response>"),
        (Script((HELLO,), HangUp()), 3, f"<Response>{PLAYED}<Hangup /></Response>"),
        (Script((), HangUp()), 0, "<Response><Hangup /></Response>"),
    ],
    ids=["nothing", "one key", "four keys", "until #", "the end", "the end at once"],
)
def test_legs(config: Config, script: Script | None, step: int, expected: str) -> None:
    assert twiml(config, "voice", Reply(script=script, step=step)) == expected


NEXT = "https://line.example/channels/twilio/voice?step=4"
RECORDED = "https://line.example/channels/twilio/recording?step=4"
WHISPER = "https://line.example/channels/twilio/whisper?call=CA1&amp;step=3"
RING = Dial(("+33199000001", "+33199000002"), (HELLO,))


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        (
            Script((HELLO,), Record(seconds=90)),
            f'{PLAYED}<Record action="{RECORDED}" finishOnKey="#" maxLength="90" playBeep="true"'
            f' timeout="5" /><Redirect>{RECORDED}</Redirect>',
        ),
        (
            Script((HELLO,), RING),
            f'{PLAYED}<Dial action="{NEXT}" callerId="{LINE}" ringTone="fr" timeLimit="3600"'
            f' timeout="25"><Number url="{WHISPER}">+33199000001</Number>'
            f'<Number url="{WHISPER}">+33199000002</Number></Dial>',
        ),
        (Script((), Refuse()), '<Reject reason="busy" />'),
    ],
    ids=["record", "dial", "refuse"],
)
def test_other_legs(config: Config, script: Script, expected: str) -> None:
    reply = Reply(script=script, step=3)
    assert twiml(config, "voice", reply) == f"<Response>{expected}</Response>"


@pytest.mark.parametrize(
    ("script", "keys", "expected"),
    [
        (
            Script((), RING),
            "",
            f'<Gather action="{WHISPER}" finishOnKey="" input="dtmf" numDigits="1" timeout="6">'
            f"{PLAYED}</Gather><Hangup />",
        ),
        (Script((), RING), "1", ""),
        (Script((), RING), "2", "<Hangup />"),
        (Script((HELLO,)), "1", "<Hangup />"),
        (None, "", "<Hangup />"),
    ],
    ids=["picked up", "taken", "not taken", "a leg that rings nobody", "no leg"],
)
def test_a_whisper(config: Config, script: Script | None, keys: str, expected: str) -> None:
    reply = Reply(script=script, step=3)
    body = twiml(config, "voice", reply, event="whisper", text=keys)
    assert body in (f"<Response>{expected}</Response>", f"<Response{expected} />")


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("fr", '<Say language="fr-FR">A &lt;b&gt;</Say>'),
        ("en-US", '<Say language="en-GB">A &lt;b&gt;</Say>'),
        ("ar", '<Say language="arb" voice="Polly.Zeina">A &lt;b&gt;</Say>'),
        ("bm", ""),
    ],
)
def test_without_a_file_twilio_speaks_if_it_can(config: Config, language: str, said: str) -> None:
    script = Script((Utterance(language, "A <b>"), HELLO), HangUp())
    expected = f"<Response>{said}{PLAYED}<Hangup /></Response>"
    assert twiml(config, "voice", Reply(script=script)) == expected


def test_too_large_to_be_read(config: Config) -> None:
    with pytest.raises(DeliveryError) as error:
        twiml(config, "sms", Reply(("é" * 40_000,)))
    assert error.value.permanent
