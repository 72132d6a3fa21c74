"""What does Twilio put in a webhook, and how does it sign it?"""

from __future__ import annotations

import base64
import hmac
import uuid
from collections.abc import Mapping

ACCOUNT = "AC" + "0123456789abcdef" * 2
TOKEN = "f" * 32

Form = dict[str, str]


def new_sid(kind: str) -> str:
    """A sid of this kind: SM, MM, CA."""
    return kind + uuid.uuid4().hex


def sms(sender: str, line: str, body: str, *, sid: str = "", account: str = ACCOUNT) -> Form:
    """An incoming text."""
    sid = sid or new_sid("SM")
    return {
        **_both_ends(sender, line, account),
        "MessageSid": sid,
        "SmsSid": sid,
        "SmsMessageSid": sid,
        "SmsStatus": "received",
        "NumMedia": "0",
        "NumSegments": "1",
        "Body": body,
    }


def voice(
    caller: str,
    line: str,
    *,
    sid: str = "",
    digits: str | None = None,
    status: str = "in-progress",
    account: str = ACCOUNT,
) -> Form:
    """A call at its beginning (digits None), after a gather, or at its end."""
    gathered = {} if digits is None else {"Digits": digits, "msg": "Gather End"}
    return {
        **_both_ends(caller, line, account),
        "Caller": caller,
        "Called": line,
        "Direction": "inbound",
        "CallSid": sid or new_sid("CA"),
        "CallStatus": status,
        **gathered,
    }


def recorded(call: Form, seconds: int, *, sid: str = "", key: str = "") -> Form:
    """A leg of a call once the caller has been recorded; 0: nothing was said, so Twilio says so."""
    if not seconds:
        return call
    sid = sid or new_sid("RE")
    address = f"https://api.twilio.com/2010-04-01/Accounts/{call['AccountSid']}/Recordings/{sid}"
    heard = {"RecordingUrl": address, "RecordingSid": sid, "RecordingDuration": str(seconds)}
    return {**call, **heard, "Digits": key}


def dialled(call: Form, state: str, seconds: int = 0, *, bridged: bool = False) -> Form:
    """A leg of a call once somebody else has been rung."""
    told = {"DialCallStatus": state, "DialCallSid": new_sid("CA")}
    spoken = {"DialCallDuration": str(seconds), "DialBridged": str(bridged).lower()}
    return {**call, **told, **(spoken if state in ("completed", "answered") else {})}


def status(
    sid: str, state: str, recipient: str, line: str, *, code: str = "", account: str = ACCOUNT
) -> Form:
    """What became of a message that went out."""
    error = {"ErrorCode": code} if code else {}
    return {
        "MessageSid": sid,
        "SmsSid": sid,
        "MessageStatus": state,
        "SmsStatus": state,
        "To": recipient,
        "From": line,
        "AccountSid": account,
        "ApiVersion": "2010-04-01",
        **error,
    }


def signed(
    url: str, form: Mapping[str, str | list[str]], token: str = TOKEN, algorithm: str = "HMAC_SHA1"
) -> dict[str, str]:
    """The headers that sign this form for this address, written from Twilio's description of it.

    On purpose not with Twilio's library: that is what the line checks them with.
    """
    parts = [url]
    for name in sorted(form):
        values = form[name]
        every = [values] if isinstance(values, str) else sorted(set(values))
        parts += [name + value for value in every]
    digest = hmac.digest(token.encode(), "".join(parts).encode(), algorithm.removeprefix("HMAC_"))
    headers = {"X-Twilio-Signature": base64.b64encode(digest).decode()}
    if algorithm != "HMAC_SHA1":
        settings = f"key=webhooks_sharedkey_1,algorithm={algorithm}"
        headers["X-Twilio-Webhooks-Signature-Settings"] = settings
    return headers


def _both_ends(sender: str, line: str, account: str) -> Form:
    return {
        "AccountSid": account,
        "ApiVersion": "2010-04-01",
        "From": sender,
        "FromCity": "",
        "FromCountry": "FR",
        "FromState": "",
        "FromZip": "",
        "To": line,
        "ToCity": "",
        "ToCountry": "FR",
        "ToState": "",
        "ToZip": "",
    }
