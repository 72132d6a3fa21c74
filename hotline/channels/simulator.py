"""How does a phone in the browser, or a program, reach the line without any provider?

Anybody may text as anybody here: it serves only where no provider is configured.
"""

from __future__ import annotations

import base64
import json
import re
import uuid
from collections.abc import Collection
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from hotline.channels import spool
from hotline.channels.intake import Form, Leg, at_most_once, clean, is_e164, matching, once
from hotline.config import Config
from hotline.errors import DeliveryError, RejectedRequest, Trouble
from hotline.model import Connection, Dialled, Event, Inbound, Outbound, Pickup, Recording, Request
from hotline.plan import Dial, HangUp, Keys, Next, Record, Refuse, Reply, Script, Utterance
from hotline.render import segments

EVENTS = frozenset({"sms", "voice", "recording"})
NAME = "simulator"
LARGEST = 8 * 1024 * 1024  # bytes of a webhook: five minutes of 8 kHz WAV in base64

_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
_STEP = re.compile(r"[0-9]{1,3}")
_DIGITS = re.compile(r"[0-9*#]{0,32}")
_SECONDS = re.compile(r"[0-9]{1,5}")
_LANGUAGE = re.compile(r"([a-z]{2,3})?")
_YES_NO = re.compile("yes|no")
_BASE64 = re.compile(r"[A-Za-z0-9+/]+={0,2}")


def receive(request: Request, config: Config, now: datetime) -> Inbound:
    """The text or the leg of a call in this request. Raises RejectedRequest.

    `sms`: from, text, and id (made up when left out). `voice`: from (left out: hidden), call, step
    (left out: 0), digits, the `language` of the answer before, to (left out: the line);
    `event=answered` where the line has rung them, `event=hangup` for the end of the call;
    `answered` (yes, no) and `seconds` once somebody else was rung. `recording`: the same, with the
    `sound` in base64 (WAV; left out: nothing was said) and its `seconds`.
    """
    if config.channel != NAME or request.event not in EVENTS:
        raise RejectedRequest("no simulator here", 404)
    form = request.form
    match request.event:
        case "sms":
            return _text(form, now)
        case "recording":
            return replace(_leg(form, "recorded", now), recording=_recording(form, config))
    dialled = _dialled(form)
    came: Event | None = "dialled" if dialled else _answered(form)
    return replace(_leg(form, came, now), dialled=dialled)


def answer(reply: Reply, config: Config, inbound: Inbound) -> tuple[str, str]:
    """The reply as JSON: texts with what each would cost, or a script and its step."""
    if inbound.medium == "sms":
        body: dict[str, Any] = {"texts": [_message(text) for text in reply.texts]}
    else:
        script = reply.script or Script((), HangUp())
        body = {"script": _script(script), "step": reply.step, "language": reply.language}
    return json.dumps(body), "application/json"


def send(outbound: Outbound, config: Config) -> str:
    """Lay the message down where `read_since` finds it; returns its id. Raises DeliveryError."""
    return _laid_down(outbound, {}, config)


def _laid_down(outbound: Outbound, more: dict[str, Any], config: Config) -> str:
    id_ = _sent_id(outbound)
    try:
        spool.add(outbound.recipient, {"id": id_, **_message(outbound.text), **more}, config)
    except OSError as error:
        raise DeliveryError(f"no room in the simulator ({type(error).__name__})") from None
    return id_


def was_sent(
    outbound: Outbound, config: Config, since: datetime, known: Collection[str] = ()
) -> str | None:
    """The message's id if it lies there already."""
    id_ = _sent_id(outbound)
    return id_ if any(m["id"] == id_ for m in read_since(outbound.recipient, 0, config)) else None


def recording(id_: str, config: Config) -> bytes:
    """The WAV that was recorded under this id. Raises DeliveryError when it is gone."""
    kept = spool.entries(id_, config)
    if not kept:
        raise DeliveryError("no such recording in the simulator", permanent=True)
    return base64.b64decode(kept[0]["sound"])


def erase_recording(id_: str, config: Config) -> None:
    """The recording is gone, or was gone already."""
    spool.forget(id_, config)


def call(outbound: Outbound, config: Config) -> str:
    """What would be said is laid down like a text; a conversation, as a telephone that rings."""
    return _laid_down(outbound, {} if outbound.text else {"rings": True}, config)


def was_called(
    outbound: Outbound, config: Config, since: datetime, known: Collection[str] = ()
) -> str | None:
    """As `was_sent`."""
    return was_sent(outbound, config, since)


def read_since(recipient: str, n: int, config: Config) -> list[dict[str, Any]]:
    """What was sent to this number after the first `n` messages, the oldest first."""
    return spool.entries(recipient, config, n)


def ring_staff(number: str, line: str, bridge: str, config: Config) -> str:
    """Nobody can be rung here."""
    raise DeliveryError("the simulator rings nobody", permanent=True)


def connect(connection: Connection, pickup: Pickup, line: str, config: Config) -> tuple[str, str]:
    """Nobody was rung, so nobody is put through."""
    return "{}", "application/json"


def received(_config: Config, _line: str, _since: datetime) -> list[Inbound]:
    """Nothing is received but what came by a webhook."""
    return []


def recorded(_config: Config, _since: datetime) -> list[Inbound]:
    """What is recorded comes with its webhook, and only then."""
    return []


def erase_received(_id: str, _config: Config) -> None:
    """There is nothing to erase."""


def trouble(_code: str) -> Trouble:
    """The simulator gives no receipts."""
    return Trouble.TEMPORARY


def forget(number: str, config: Config) -> None:
    """What was sent to this number is erased."""
    spool.forget(number, config)


def forget_old(before: datetime, config: Config) -> int:
    """What was sent to numbers that got nothing since then is erased; how many numbers."""
    return spool.forget_old(before, config)


def _text(form: Form, now: datetime) -> Inbound:
    return Inbound(
        channel=NAME,
        medium="sms",
        event="text",
        id=matching(form, "id", _ID) if form.get("id") else f"SIM{uuid.uuid4().hex}",
        sender=_number(once(form, "from")),
        line=NAME,
        text=clean(once(form, "text")),
        at=now,
    )


def _leg(form: Form, came: Event | None, now: datetime) -> Inbound:
    leg = Leg(
        call=matching(form, "call", _ID),
        step=int(matching(form, "step", _STEP)) if form.get("step") else 0,
        digits=matching(form, "digits", _DIGITS) if form.get("digits") else "",
        ended=at_most_once(form, "event") == "hangup",
        came=came,
    )
    sender = at_most_once(form, "from")
    return Inbound(
        channel=NAME,
        medium="voice",
        event=leg.event,
        id=leg.id,
        sender=_number(sender) if sender else None,
        line=_number(once(form, "to")) if form.get("to") else NAME,
        text=leg.digits,
        at=now,
        call=leg.call,
        ended=leg.ended,
        language=matching(form, "language", _LANGUAGE) if form.get("language") else "",
    )


def _answered(form: Form) -> Event | None:
    return "answered" if at_most_once(form, "event") == "answered" else None


def _dialled(form: Form) -> Dialled | None:
    if at_most_once(form, "event") != "dialled" and not form.get("answered"):
        return None
    return Dialled(matching(form, "answered", _YES_NO) == "yes", _seconds(form))


def _recording(form: Form, config: Config) -> Recording | None:
    """Laid down as a provider would, under a name made from the leg: repeated, it is the same."""
    sound = at_most_once(form, "sound")
    if not sound:
        return None
    id_ = f"RE-{matching(form, 'call', _ID)}-{matching(form, 'step', _STEP)}"
    if not spool.entries(id_, config):
        spool.add(id_, {"sound": matching(form, "sound", _BASE64)}, config)
    return Recording(id_, _seconds(form))


def _seconds(form: Form) -> int:
    return int(matching(form, "seconds", _SECONDS)) if form.get("seconds") else 0


def _number(raw: str) -> str:
    if not is_e164(raw):
        raise RejectedRequest("from is malformed", 400)
    return raw


def _message(text: str) -> dict[str, Any]:
    cost = segments.count(text)
    return {
        "text": text,
        "encoding": cost.encoding,
        "units": cost.units,
        "segments": cost.segments,
    }


def _script(script: Script) -> dict[str, Any]:
    said = [_utterance(utterance) for utterance in script.utterances]
    return {"utterances": said, "then": _then(script.then)}


def _then(then: Next) -> dict[str, Any]:
    match then:
        case Keys():
            return {"verb": "keys", **asdict(then)}
        case Record():
            return {"verb": "record", **asdict(then)}
        case Dial():
            whisper = [_utterance(utterance) for utterance in then.whisper]
            # How many telephones ring, not which: what is answered here goes to the caller.
            ringing = {"telephones": len(then.numbers), "timeout": then.timeout}
            return {"verb": "dial", **ringing, "accept": then.accept, "whisper": whisper}
        case HangUp():
            return {"verb": "hangup"}
        case Refuse():
            return {"verb": "refuse"}


def _utterance(utterance: Utterance) -> dict[str, str | None]:
    """`url` is None where no file speaks it: a program shows the words instead."""
    url = f"/audio/{utterance.file}" if utterance.file else None
    return {"text": utterance.text, "language": utterance.language, "url": url}


def _sent_id(outbound: Outbound) -> str:
    return f"SIM{outbound.id}"
