"""What does this Twilio webhook say?"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from typing import Literal
from urllib.parse import urlsplit

from hotline.channels.intake import Form, Leg, at_most_once, clean, matching, once
from hotline.channels.twilio.sender import caller, texter
from hotline.channels.twilio.signature import authenticate
from hotline.config import Config
from hotline.errors import RejectedRequest
from hotline.model import Inbound, Receipt, Request

State = Literal["queued", "sent", "delivered", "undelivered", "failed"]

NAME = "twilio"

_MESSAGE_SID = re.compile(r"(SM|MM)[0-9a-f]{32}")
_CALL_SID = re.compile(r"CA[0-9a-f]{32}")
_LINE = re.compile(r"\+?[0-9]{3,15}")
_DIGITS = re.compile(r"[0-9A-D*#]{0,32}")
_WORD = re.compile(r"[a-z_-]+")
_CODE = re.compile(r"[0-9]{0,6}")
_QUERY = re.compile(r"(step=(?P<step>[0-9]{1,3}))?")

_ENDED = frozenset({"completed", "canceled", "failed", "busy", "no-answer"})

_STATES: dict[str, State] = {
    "accepted": "queued",
    "scheduled": "queued",
    "queued": "queued",
    "sending": "queued",
    "sent": "sent",
    "delivered": "delivered",
    "read": "delivered",
    "undelivered": "undelivered",
    "partially_delivered": "undelivered",
    "failed": "failed",
    "canceled": "failed",
}


def receive(request: Request, config: Config, now: datetime) -> Inbound | Receipt:
    """The text, the leg of a call or the receipt in this webhook, once it is known to be Twilio's.

    Raises RejectedRequest; what a person wrote is cleaned, and never a reason to reject.
    """
    authenticate(request, config)
    if request.event not in EVENTS:
        raise RejectedRequest("no such event", 404)
    step = _step(request)
    return _READERS[request.event](request.form, step, now)


def _text(form: Form, _step: int, now: datetime) -> Inbound:
    return Inbound(
        channel=NAME,
        medium="sms",
        event="text",
        id=matching(form, "MessageSid", _MESSAGE_SID),
        sender=texter(once(form, "From")),
        line=matching(form, "To", _LINE),
        text=clean(_body(form)),
        at=now,
    )


def _leg(form: Form, step: int, now: datetime) -> Inbound:
    leg = Leg(
        call=matching(form, "CallSid", _CALL_SID),
        step=step,
        digits=matching(form, "Digits", _DIGITS) if form.get("Digits") else "",
        ended=matching(form, "CallStatus", _WORD) in _ENDED,
    )
    return Inbound(
        channel=NAME,
        medium="voice",
        event=leg.event,
        id=leg.id,
        sender=caller(once(form, "From")),
        line=matching(form, "To", _LINE),
        text=leg.digits,
        at=now,
        call=leg.call,
    )


def _receipt(form: Form, _step: int, _now: datetime) -> Receipt:
    state = _STATES.get(once(form, "MessageStatus"))
    if state is None:
        raise RejectedRequest("MessageStatus is none we know", 400)
    code = matching(form, "ErrorCode", _CODE) if form.get("ErrorCode") else ""
    return Receipt(NAME, matching(form, "MessageSid", _MESSAGE_SID), state, code)


def _body(form: Form) -> str:
    """Twilio leaves the body out only of a message that is nothing but pictures."""
    body = at_most_once(form, "Body")
    if body is None and (at_most_once(form, "NumMedia") or "0") == "0":
        raise RejectedRequest("Body is missing", 400)
    return body or ""


def _step(request: Request) -> int:
    """The leg of the call, from the signed address itself; any other query is not ours."""
    match = _QUERY.fullmatch(urlsplit(request.url).query)
    if match is None or (match["step"] and request.event != "voice"):
        raise RejectedRequest("a query that is not ours")
    return int(match["step"] or 0)


_READERS: dict[str, Callable[[Form, int, datetime], Inbound | Receipt]] = {
    "sms": _text,
    "voice": _leg,
    "status": _receipt,
}

EVENTS = frozenset(_READERS)
