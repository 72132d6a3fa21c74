"""Is this webhook Twilio's, ours, and exactly as Twilio signed it?"""

from __future__ import annotations

import re
from collections.abc import Mapping

from twilio.request_validator import (
    HMAC_SHA1,
    HMAC_SHA256,
    SIGNATURE_HEADER,
    SIGNATURE_SETTINGS_HEADER,
    RequestValidator,
    get_signature_algorithm,
)

from hotline.channels.intake import once
from hotline.config import Config
from hotline.errors import RejectedRequest
from hotline.model import Request

# The signature covers names and values run together, without separators: with a name such as
# "33612345678" or "From+33", a field's end could be moved without changing what was signed.
_PLAIN_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_.]*")


def authenticate(request: Request, config: Config) -> None:
    """Returns only for a request that Twilio signed for this account; else RejectedRequest.

    Proves nothing about time: a replay is told by its sid, which is the inbound's id.
    """
    if not _is_signed(request, config.twilio_auth_token):
        raise RejectedRequest("the signature is missing or wrong")
    if not all(_PLAIN_NAME.fullmatch(name) for name in request.form):
        raise RejectedRequest("a parameter's name is not a plain one")
    if once(request.form, "AccountSid") != config.twilio_account_sid:
        raise RejectedRequest("AccountSid is another account's")


def tokens(setting: str) -> list[str]:
    """The tokens of the setting, in order: the first is the one our own calls are made with."""
    return [token.strip() for token in setting.split(",") if token.strip()]


def _is_signed(request: Request, setting: str) -> bool:
    signature = _header(request.headers, SIGNATURE_HEADER)
    algorithm = get_signature_algorithm(_header(request.headers, SIGNATURE_SETTINGS_HEADER))
    if not signature or algorithm not in (HMAC_SHA1, HMAC_SHA256):
        return False
    fields = _Fields(request.form)
    return any(
        _validates(token, request.url, fields, signature, algorithm) for token in tokens(setting)
    )


def _validates(token: str, url: str, fields: _Fields, signature: str, algorithm: str) -> bool:
    try:
        return bool(RequestValidator(token).validate(url, fields, signature, algorithm))
    except ValueError:  # a lone surrogate can't be signed: it has no UTF-8
        return False


def _header(headers: Mapping[str, str], name: str) -> str:
    return next((value for key, value in headers.items() if key.lower() == name.lower()), "")


class _Fields(dict[str, list[str]]):
    """A form as the validator wants it: it signs every value of a repeated field."""

    def getlist(self, name: str) -> list[str]:
        return self[name]
