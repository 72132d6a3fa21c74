"""How is a message said on the telephone, to who can't be texted?"""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import datetime
from typing import Any

from twilio.twiml.voice_response import VoiceResponse

from hotline.channels.twilio.answer import spoken
from hotline.channels.twilio.client import calling
from hotline.channels.twilio.send import SKEW
from hotline.config import Config
from hotline.errors import DeliveryError, Trouble
from hotline.model import Outbound

RINGS_S = 25
CONVERSES_S = 1800  # the line pays
TALKS_S = 120  # the longest it may last, should nobody hang up
_SID = re.compile(r"CA[0-9a-f]{32}")
_LOST = frozenset({"failed", "canceled"})


def call(outbound: Outbound, config: Config) -> str:
    """Ring the person and say it twice, or begin a conversation; returns the call's sid.

    Raises DeliveryError.
    """
    performed = _said(outbound) if outbound.text else _conversation(config)
    with calling(config) as client:
        made = client.calls.create(
            to=outbound.recipient, from_=outbound.line, timeout=RINGS_S, **performed
        )
        if not _SID.fullmatch(made.sid or ""):
            raise ValueError("no sid")
    return str(made.sid)


def was_called(
    outbound: Outbound, config: Config, since: datetime, known: Collection[str] = ()
) -> str | None:
    """The sid of a call to this person since then. Raises DeliveryError with `maybe_sent`."""
    try:
        with calling(config) as client:
            calls = client.calls.list(to=outbound.recipient, from_=outbound.line, limit=20)
    except DeliveryError as error:
        raise DeliveryError(str(error), code=error.code, maybe_sent=True) from None
    made = (
        each
        for each in calls
        if each.sid not in known and each.status not in _LOST and each.date_created
    )
    return next((str(each.sid) for each in made if each.date_created >= since - SKEW), None)


def _conversation(config: Config) -> dict[str, Any]:
    """Who picks up is where a caller begins. A machine that does is told apart, and hung up on:
    nothing is said to it, for somebody else may listen to what it keeps.
    """
    return {
        "url": f"{config.base_url}/channels/twilio/voice",
        "machine_detection": "Enable",
        "time_limit": CONVERSES_S,
    }


def _said(outbound: Outbound) -> dict[str, Any]:
    language, voice = spoken(outbound.language) or (None, None)
    if language is None:
        raise DeliveryError("no voice for this language", code="voice", trouble=Trouble.UNSENDABLE)
    response = VoiceResponse()
    for _ in range(2):
        response.pause(length=1)
        response.say(outbound.text, language=language, voice=voice)
    return {"twiml": str(response), "time_limit": TALKS_S}
