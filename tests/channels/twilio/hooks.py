"""Webhooks as the web layer hands them over."""

from __future__ import annotations

from collections.abc import Mapping

from drill.twilio import TOKEN, signed
from hotline.model import Request

BASE = "https://line.example/channels/twilio"
PERSON, LINE = "+33639980001", "+33639980000"


def request(
    event: str,
    form: Mapping[str, str | list[str]],
    *,
    query: str = "",
    token: str = TOKEN,
    algorithm: str = "HMAC_SHA1",
) -> Request:
    """A webhook that Twilio signed."""
    url = f"{BASE}/{event}{query}"
    headers = signed(url, form, token, algorithm)
    return unsigned(event, form, url=url, headers=headers)


def unsigned(
    event: str, form: Mapping[str, str | list[str]], *, url: str, headers: dict[str, str]
) -> Request:
    """The same, with any headers."""
    fields = {name: [each] if isinstance(each, str) else each for name, each in form.items()}
    _, _, asked = url.partition("?")
    query = dict(pair.split("=", 1) for pair in asked.split("&") if pair)
    return Request(event, url, query, fields, headers)
