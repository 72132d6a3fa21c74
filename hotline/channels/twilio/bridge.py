"""How is a member of staff rung, and put through to the person under the line's own number?

They have to press a key first: an answering machine would be heard by the person, name and all.
"""

from __future__ import annotations

import re

from twilio.twiml.voice_response import Dial, Gather, VoiceResponse

from hotline.channels.twilio.answer import CONTENT_TYPE, LONGEST_TALK
from hotline.channels.twilio.client import calling
from hotline.config import Config
from hotline.model import Connection, Pickup

RINGS_S = 25
_SID = re.compile(r"CA[0-9a-f]{32}")


def ring_staff(number: str, line: str, bridge: str, config: Config) -> str:
    """Ring them, and ask us what then; returns the call's sid. Raises DeliveryError."""
    with calling(config) as client:
        made = client.calls.create(
            to=number,
            from_=line,
            url=_address(bridge, config),
            method="POST",
            timeout=RINGS_S,
            time_limit=LONGEST_TALK,
        )
        if not _SID.fullmatch(made.sid or ""):
            raise ValueError("no sid")
    return str(made.sid)


def connect(connection: Connection, pickup: Pickup, line: str, config: Config) -> tuple[str, str]:
    """The TwiML of this connection. Nothing is recorded; the person sees the line's number."""
    response, action = VoiceResponse(), _address(pickup.bridge, config)
    if connection.number:
        dial = Dial(
            action=action,
            caller_id=line,
            timeout=RINGS_S,
            time_limit=LONGEST_TALK,
            ring_tone="fr",
            record="do-not-record",
        )
        dial.number(connection.number)
        response.append(dial)
    elif connection.ask:
        gather = Gather(action=action, input="dtmf", num_digits=1, finish_on_key="", timeout=8)
        gather.say(connection.ask, language="fr-FR")
        response.append(gather)
        response.hangup()
    else:
        response.hangup()
    return str(response), CONTENT_TYPE


def _address(bridge: str, config: Config) -> str:
    return f"{config.base_url}/channels/twilio/bridge?id={bridge}"
