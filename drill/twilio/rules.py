"""Which requests does Twilio's REST API refuse, and with which code?

The tables are the part of Twilio's published OpenAPI that the line calls; a test holds them
against that file where it is at hand.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

CREATE = {
    "To": "phone-number",
    "From": "phone-number",
    "FallbackFrom": "phone-number",
    "Body": "string",
    "StatusCallback": "uri",
    "ValidityPeriod": "integer",
    "Attempt": "integer",
    "MaxPrice": "number",
    "ApplicationSid": "string",
    "MessagingServiceSid": "string",
    "ContentSid": "string",
    "ContentVariables": "string",
    "ContentRetention": "string",
    "AddressRetention": "string",
    "TrafficType": "string",
    "ScheduleType": "string",
    "RiskCheck": "string",
    "SendAt": "date-time",
    "ProvideFeedback": "boolean",
    "ForceDelivery": "boolean",
    "SmartEncoded": "boolean",
    "ShortenUrls": "boolean",
    "SendAsMms": "boolean",
    "PersistentAction": "array",
    "MediaUrl": "array",
}
LIST = {
    "To": "phone-number",
    "From": "phone-number",
    "DateSent": "date-time",
    "DateSent<": "date-time",
    "DateSent>": "date-time",
    "PageSize": "integer",
    "Page": "integer",
    "PageToken": "string",
}
CALL = {
    "To": "endpoint",
    "From": "endpoint",
    "Method": "http-method",
    "FallbackUrl": "uri",
    "FallbackMethod": "http-method",
    "StatusCallback": "uri",
    "StatusCallbackEvent": "array",
    "StatusCallbackMethod": "http-method",
    "SendDigits": "string",
    "Timeout": "integer",
    "Record": "boolean",
    "RecordingChannels": "string",
    "RecordingStatusCallback": "string",
    "RecordingStatusCallbackMethod": "http-method",
    "SipAuthUsername": "string",
    "SipAuthPassword": "string",
    "MachineDetection": "string",
    "MachineDetectionTimeout": "integer",
    "RecordingStatusCallbackEvent": "array",
    "Trim": "string",
    "CallerId": "string",
    "MachineDetectionSpeechThreshold": "integer",
    "MachineDetectionSpeechEndThreshold": "integer",
    "MachineDetectionSilenceTimeout": "integer",
    "AsyncAmd": "string",
    "AsyncAmdStatusCallback": "uri",
    "AsyncAmdStatusCallbackMethod": "http-method",
    "Byoc": "string",
    "CallReason": "string",
    "CallToken": "string",
    "RecordingTrack": "string",
    "TimeLimit": "integer",
    "ClientNotificationUrl": "uri",
    "Url": "uri",
    "Twiml": "twiml",
    "ApplicationSid": "string",
}
CALLS = {
    "To": "phone-number",
    "From": "phone-number",
    "ParentCallSid": "string",
    "Status": "string",
    "StartTime": "date-time",
    "StartTime<": "date-time",
    "StartTime>": "date-time",
    "EndTime": "date-time",
    "EndTime<": "date-time",
    "EndTime>": "date-time",
    "PageSize": "integer",
    "Page": "integer",
    "PageToken": "string",
}
RECORDINGS = {
    "DateCreated": "date-time",
    "DateCreated<": "date-time",
    "DateCreated>": "date-time",
    "CallSid": "string",
    "ConferenceSid": "string",
    "IncludeSoftDeleted": "boolean",
    "PageSize": "integer",
    "Page": "integer",
    "PageToken": "string",
}
UPDATE = {"Body": "string", "Status": "string"}

_DATE = r"\d{4}-\d\d-\d\d"
_WRITTEN = {
    "integer": r"-?\d+",
    "number": r"-?\d+(\.\d+)?",
    "boolean": r"true|false|True|False",
    "date-time": rf"{_DATE}(T\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:?\d\d))?",
}

E164 = re.compile(r"\+[1-9]\d{6,14}")


@dataclass(frozen=True)
class Refusal:
    """An error as Twilio answers it; its sentence quotes the request, as Twilio's do."""

    status: int
    code: int
    message: str = "refused"


def unfit(form: Mapping[str, list[str]], table: Mapping[str, str]) -> Refusal | None:
    """Unknown names, repeated values and values of another type."""
    for name, values in form.items():
        kind = table.get(name)
        if kind is None:
            return Refusal(400, 20001, f"Unknown parameter {name}")
        if len(values) > 1 and kind != "array":
            return Refusal(400, 20001, f"{name} is given twice")
        if not re.fullmatch(_WRITTEN.get(kind, "(?s:.*)"), values[0]):
            return Refusal(400, 20001, f"{name} is no {kind}: {values[0]}")
    return None


def unsendable(form: Mapping[str, list[str]], lines: frozenset[str]) -> Refusal | None:
    """What `Messages.create` refuses; `lines` are the account's numbers (none: any number)."""
    given = {name: values[0] for name, values in form.items()}
    for is_wrong, status, code, sentence in _SENDING:
        if is_wrong(given):
            return Refusal(status, code, sentence.format(**{"To": "", "From": "", **given}))
    if lines and given["From"] not in lines:
        return Refusal(400, 21606, f"{given['From']} is not one of yours")
    return unfit(form, CREATE)


def uncallable(form: Mapping[str, list[str]], lines: frozenset[str]) -> Refusal | None:
    """What `Calls.create` refuses."""
    wrong = unfit(form, CALL)
    if wrong:
        return wrong
    given = {name: values[0] for name, values in form.items()}
    for is_wrong, code, sentence in _CALLING:
        if is_wrong(given):
            return Refusal(400, code, sentence)
    if lines and given["From"] not in lines:
        return Refusal(400, 21210, "The source phone number is not verified for this account.")
    return None


_CALLING: tuple[tuple[Callable[[Mapping[str, str]], bool], int, str], ...] = (
    (lambda form: not form.get("To"), 21201, "No 'To' number specified"),
    (lambda form: not E164.fullmatch(form["To"]), 21211, "Invalid 'To' phone number"),
    (lambda form: not form.get("From"), 21213, "'From' phone number is required"),
    (lambda form: not E164.fullmatch(form["From"]), 21212, "Invalid 'From' phone number"),
    (
        lambda form: len({"Url", "Twiml", "ApplicationSid"} & {*form}) != 1,
        21205,
        "Exactly one of Url, Twiml and ApplicationSid",
    ),
    (
        lambda form: not re.match(r"https?://[^/_]+(/|$)", form.get("Url", "http://a/")),
        21205,
        "Url is not valid",
    ),
    (
        lambda form: form.get("MachineDetection", "Enable") not in ("Enable", "DetectMessageEnd"),
        20001,
        "MachineDetection is Enable or DetectMessageEnd",
    ),
    (lambda form: int(form.get("Timeout", "60")) > 600, 20001, "Timeout is at most 600 s"),
)
_SENDING: tuple[tuple[Callable[[Mapping[str, str]], bool], int, int, str], ...] = (
    (lambda form: not form.get("To"), 400, 21604, "A 'To' phone number is required."),
    (
        lambda form: not E164.fullmatch(form["To"]),
        400,
        21211,
        "The 'To' number {To} is not a valid phone number.",
    ),
    (lambda form: not form.get("From"), 400, 21603, "A 'From' phone number is required."),
    (
        lambda form: not E164.fullmatch(form["From"]),
        400,
        21212,
        "The 'From' number {From} is not a valid phone number.",
    ),
    (lambda form: not form.get("Body"), 400, 21602, "Message body is required."),
    (lambda form: len(form["Body"]) > 1600, 400, 21617, "The body exceeds the 1600 characters."),
    (
        lambda form: not re.match(r"https?://[^/_]+(/|$)", form.get("StatusCallback", "http://a/")),
        400,
        21609,
        "The 'StatusCallback' URL is not a valid fully qualified URL.",
    ),
    (
        lambda form: not 1 <= int(form.get("ValidityPeriod", "1")) <= 36000,
        400,
        20001,
        "The validity period is out of range.",
    ),
)
