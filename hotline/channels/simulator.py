"""How does a phone in the browser, or a program, reach the line without any provider?

Anybody may text as anybody here: it serves only where no provider is configured.
"""

from __future__ import annotations

import hmac
import json
import os
import re
import uuid
from datetime import datetime
from pathlib import Path
from typing import Any

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
    spool, id_ = _spool(outbound.recipient, config), _sent_id(outbound)
    entry = json.dumps({"id": id_, **_message(outbound.text)})
    try:
        spool.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        # One write in append mode: two senders never mix their lines.
        file = os.open(spool, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            os.write(file, f"{entry}\n".encode())
        finally:
            os.close(file)
    except OSError as error:
        raise DeliveryError(f"no room in the simulator ({type(error).__name__})") from None
    return id_


def was_sent(outbound: Outbound, config: Config, since: datetime) -> str | None:
    """The id of this message if it was laid down already, whenever that was."""
    id_ = _sent_id(outbound)
    sent = (message["id"] for message in read_since(outbound.recipient, 0, config))
    return id_ if id_ in sent else None


def read_since(recipient: str, n: int, config: Config) -> list[dict[str, Any]]:
    """What was sent to this number after the first `n` messages, the oldest first."""
    try:
        lines = _spool(recipient, config).read_text().splitlines()
    except FileNotFoundError:
        return []
    return [json.loads(line) for line in lines[max(n, 0) :]]


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


def _spool(recipient: str, config: Config) -> Path:
    """The file of one number, named so that the folder's listing names nobody."""
    name = hmac.digest(config.key("secret"), recipient.encode(), "sha256").hex()[:32]
    return config.state / NAME / f"{name}.jsonl"
