"""How does a phone in the browser, or a program, reach the line without any provider?

Anybody may text as anybody here: it serves only where no provider is configured.
"""

from __future__ import annotations

import json
import re
import uuid
from datetime import datetime
from typing import Any

from hotline.channels import spool
from hotline.channels.intake import Form, Leg, at_most_once, clean, is_e164, matching, once
from hotline.config import Config
from hotline.errors import DeliveryError, RejectedRequest
from hotline.model import Inbound, Outbound, Request
from hotline.plan import Reply, Script, Utterance
from hotline.render import segments

EVENTS = frozenset({"sms", "voice"})
NAME = "simulator"

_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
_STEP = re.compile(r"[0-9]{1,3}")
_DIGITS = re.compile(r"[0-9*#]{0,32}")


def receive(request: Request, config: Config, now: datetime) -> Inbound:
    """The text or the leg of a call in this request. Raises RejectedRequest.

    `sms`: from, text, and id (made up when left out). `voice`: from (left out: hidden), call, step
    (left out: 0), digits, and `event=hangup` for the end of the call.
    """
    if config.channel != NAME or request.event not in EVENTS:
        raise RejectedRequest("no simulator here", 404)
    return (_text if request.event == "sms" else _leg)(request.form, now)


def answer(reply: Reply, config: Config, inbound: Inbound) -> tuple[str, str]:
    """The reply as JSON: texts with what each would cost, or a script and its step."""
    if inbound.medium == "sms":
        body: dict[str, Any] = {"texts": [_message(text) for text in reply.texts]}
    else:
        script = reply.script or Script((), ends=True)
        body = {"script": _script(script), "step": reply.step}
    return json.dumps(body), "application/json"


def send(outbound: Outbound, config: Config) -> str:
    """Lay the message down where `read_since` finds it; returns its id. Raises DeliveryError."""
    id_ = _sent_id(outbound)
    try:
        spool.add(outbound.recipient, {"id": id_, **_message(outbound.text)}, config)
    except OSError as error:
        raise DeliveryError(f"no room in the simulator ({type(error).__name__})") from None
    return id_


def was_sent(outbound: Outbound, config: Config, since: datetime) -> str | None:
    """The message's id if it lies there already."""
    id_ = _sent_id(outbound)
    return id_ if any(m["id"] == id_ for m in read_since(outbound.recipient, 0, config)) else None


def read_since(recipient: str, n: int, config: Config) -> list[dict[str, Any]]:
    """What was sent to this number after the first `n` messages, the oldest first."""
    return spool.entries(recipient, config, n)


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


def _leg(form: Form, now: datetime) -> Inbound:
    leg = Leg(
        call=matching(form, "call", _ID),
        step=int(matching(form, "step", _STEP)) if form.get("step") else 0,
        digits=matching(form, "digits", _DIGITS) if form.get("digits") else "",
        ended=at_most_once(form, "event") == "hangup",
    )
    sender = at_most_once(form, "from")
    return Inbound(
        channel=NAME,
        medium="voice",
        event=leg.event,
        id=leg.id,
        sender=_number(sender) if sender else None,
        line=NAME,
        text=leg.digits,
        at=now,
        call=leg.call,
    )


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
    return {
        "utterances": [_utterance(utterance) for utterance in script.utterances],
        "digits": script.digits,
        "timeout": script.timeout,
        "ends": script.ends,
    }


def _utterance(utterance: Utterance) -> dict[str, str | None]:
    """`url` is None where no file speaks it: a program shows the words instead."""
    url = f"/audio/{utterance.file}" if utterance.file else None
    return {"text": utterance.text, "language": utterance.language, "url": url}


def _sent_id(outbound: Outbound) -> str:
    return f"SIM{outbound.id}"
