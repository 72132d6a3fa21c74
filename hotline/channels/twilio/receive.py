"""What does this Twilio webhook say?"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal
from urllib.parse import urlsplit

from hotline.channels.intake import Form, Leg, at_most_once, clean, matching, once
from hotline.channels.twilio.sender import caller, texter
from hotline.channels.twilio.signature import authenticate
from hotline.config import Config
from hotline.errors import RejectedRequest
from hotline.model import Dialled, Inbound, Pickup, Receipt, Recording, Request

State = Literal["queued", "sent", "delivered", "undelivered", "failed"]

NAME = "twilio"

_MESSAGE_SID = re.compile(r"(SM|MM)[0-9a-f]{32}")
_CALL_SID = re.compile(r"CA[0-9a-f]{32}")
_LINE = re.compile(r"\+?[0-9]{3,15}")
_DIGITS = re.compile(r"[0-9A-D*#]{0,32}")
_WORD = re.compile(r"[a-z_-]+")
_CODE = re.compile(r"[0-9]{0,6}")
_RECORDING_SID = re.compile(r"RE[0-9a-f]{32}")
_SECONDS = re.compile(r"[0-9]{1,5}")

_LANGUAGE = r"(&language=(?P<language>[a-z]{2,3}))?"
_STEP = rf"step=(?P<step>[0-9]{{1,3}}){_LANGUAGE}"
_NO_QUERY = re.compile("")
_QUERIES = {
    "voice": re.compile(f"({_STEP})?"),
    "recording": re.compile(_STEP),
    "whisper": re.compile(rf"call=(?P<call>CA[0-9a-f]{{32}})&{_STEP}"),
    "bridge": re.compile(r"id=(?P<bridge>[0-9a-f]{32})"),
}

_ENDED = frozenset({"completed", "canceled", "failed", "busy", "no-answer"})
_TAKEN = frozenset({"answered", "completed"})

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


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address of a webhook says: the step of the call, whose it is, and its language.

    `bridge` is the one that somebody of the staff is rung for.
    """

    step: int
    call: str
    language: str = ""
    bridge: str = ""


def receive(request: Request, config: Config, now: datetime) -> Inbound | Receipt | Pickup:
    """The text, the leg of a call or the receipt in this webhook, once it is known to be Twilio's.

    Raises RejectedRequest; what a person wrote is cleaned, and never a reason to reject.
    """
    authenticate(request, config)
    if request.event not in EVENTS:
        raise RejectedRequest("no such event", 404)
    return _READERS[request.event](request.form, _asked(request), now)


def _text(form: Form, _: Asked, now: datetime) -> Inbound:
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


def _leg(form: Form, asked: Asked, now: datetime) -> Inbound:
    dialled, ended = _dialled(form), _ended(form) or _machine(form)
    picked_up = _is_ours(form) and not asked.step and not ended
    leg = Leg(
        call=matching(form, "CallSid", _CALL_SID),
        step=asked.step,
        digits=matching(form, "Digits", _DIGITS) if form.get("Digits") else "",
        ended=ended,
        came="dialled" if dialled else "answered" if picked_up else None,
    )
    return replace(_inbound(form, leg, now), dialled=dialled, language=asked.language)


def _recorded(form: Form, asked: Asked, now: datetime) -> Inbound:
    """What was recorded; Twilio writes "hangup" for the key where the caller has hung up."""
    call = matching(form, "CallSid", _CALL_SID)
    leg = Leg(call, asked.step, "", ended=_ended(form), came="recorded")
    recording = _recording(form)
    return replace(_inbound(form, leg, now), recording=recording, language=asked.language)


def _whispered(form: Form, asked: Asked, now: datetime) -> Inbound:
    """The person rung: the call is theirs, but its id in the address is the caller's."""
    matching(form, "CallSid", _CALL_SID)
    digits = matching(form, "Digits", _DIGITS) if form.get("Digits") else ""
    leg = Leg(asked.call, asked.step, digits, ended=False, came="whisper")
    return replace(_inbound(form, leg, now), sender=None)


def _picked_up(form: Form, asked: Asked, _: datetime) -> Pickup:
    """A member of staff: their number is in this webhook, and goes no further."""
    matching(form, "CallSid", _CALL_SID)
    digits = matching(form, "Digits", _DIGITS) if form.get("Digits") else ""
    return Pickup(asked.bridge, digits, _dialled(form))


def _inbound(form: Form, leg: Leg, now: datetime) -> Inbound:
    """Whoever made the call, the person is the sender, and the number that is ours the line."""
    person, line = ("To", "From") if _is_ours(form) else ("From", "To")
    return Inbound(
        channel=NAME,
        medium="voice",
        event=leg.event,
        id=leg.id,
        sender=caller(once(form, person)),
        line=matching(form, line, _LINE),
        text=leg.digits,
        at=now,
        call=leg.call,
        ended=leg.ended,
    )


def _recording(form: Form) -> Recording | None:
    """None when nothing was said. The address Twilio gives is not used: the sid is enough."""
    if not form.get("RecordingSid"):
        return None
    sid = matching(form, "RecordingSid", _RECORDING_SID)
    seconds = int(matching(form, "RecordingDuration", _SECONDS))
    return Recording(sid, seconds) if seconds else None


def _dialled(form: Form) -> Dialled | None:
    """A call that was picked up by an answering machine, or not taken, was never bridged."""
    if not form.get("DialCallStatus"):
        return None
    reached = matching(form, "DialCallStatus", _WORD) in _TAKEN
    bridged = matching(form, "DialBridged", _WORD) == "true" if form.get("DialBridged") else False
    long = matching(form, "DialCallDuration", _SECONDS) if form.get("DialCallDuration") else "0"
    answered = reached and bridged
    return Dialled(answered, int(long) if answered else 0)


def _is_ours(form: Form) -> bool:
    """Did the line make this call?"""
    return at_most_once(form, "Direction") == "outbound-api"


def _machine(form: Form) -> bool:
    """Has a machine picked up? Then nobody is there."""
    return (at_most_once(form, "AnsweredBy") or "").startswith(("machine", "fax"))


def _ended(form: Form) -> bool:
    return matching(form, "CallStatus", _WORD) in _ENDED


def _receipt(form: Form, _: Asked, _now: datetime) -> Receipt:
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


def _asked(request: Request) -> Asked:
    """What the signed address itself says; any query that is not ours is refused."""
    match = _QUERIES.get(request.event, _NO_QUERY).fullmatch(urlsplit(request.url).query)
    if match is None:
        raise RejectedRequest("a query that is not ours")
    named = match.groupdict()
    step, call = int(named.get("step") or 0), named.get("call") or ""
    language = named.get("language") or _failed(request.form)
    return Asked(step, call, language, named.get("bridge") or "")


def _failed(form: Form) -> str:
    """The language in the address that failed: the provider tells it to the fallback's."""
    failed = urlsplit((form.get("ErrorUrl") or [""])[0]).query
    match = _QUERIES["voice"].fullmatch(failed)
    return (match["language"] if match else "") or ""


_READERS: dict[str, Callable[[Form, Asked, datetime], Inbound | Receipt | Pickup]] = {
    "sms": _text,
    "voice": _leg,
    "recording": _recorded,
    "whisper": _whispered,
    "bridge": _picked_up,
    "status": _receipt,
}

EVENTS = frozenset(_READERS)
