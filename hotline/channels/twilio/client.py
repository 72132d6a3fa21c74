"""How is Twilio's API called: which server, how long, and what does a failure mean?"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import requests
from requests.exceptions import ConnectTimeout
from twilio.base.exceptions import TwilioException, TwilioRestException, TwilioServiceException
from twilio.http.response import Response
from twilio.rest import Client
from urllib3.exceptions import MaxRetryError, NewConnectionError

from hotline.channels.twilio.codes import refused
from hotline.channels.twilio.signature import tokens
from hotline.config import Config
from hotline.errors import DeliveryError

TIMEOUT = 10.0

# At DEBUG it logs whole addresses, and a question about a message has the number in its address.
logging.getLogger("urllib3.connectionpool").setLevel(logging.INFO)


@contextmanager
def calling(config: Config) -> Iterator[Client]:
    """Twilio's client for the length of one call; what goes wrong in it is a DeliveryError."""
    token, *_ = tokens(config.twilio_auth_token) or [""]
    http = _OneServer(config.twilio_api_base)
    try:
        with _told_apart():
            yield Client(config.twilio_account_sid, token, http_client=http)
    finally:
        http.close()


class _OneServer:
    """Twilio's client's way out: one server, no retries, and (unlike Twilio's own) not one log."""

    def __init__(self, base: str) -> None:
        self._base = base.rstrip("/")
        self._session = requests.Session()
        self._session.trust_env = not base  # a proxy would be another host, too

    def request(
        self,
        method: str,
        url: str,
        *,
        timeout: float | None = None,
        allow_redirects: bool = False,
        **rest: Any,
    ) -> Response:
        """Called by Twilio's client, with the address it would use itself."""
        answer = self._session.request(
            method,
            self._address(url),
            timeout=timeout or TIMEOUT,
            allow_redirects=allow_redirects,
            **rest,
        )
        sound = answer.headers.get("Content-Type", "").startswith("audio/")
        response = Response(answer.status_code, "" if sound else answer.text, answer.headers)
        response.content = answer.content
        return response

    def close(self) -> None:
        """Let go of the connection."""
        self._session.close()

    def _address(self, url: str) -> str:
        parts = urlsplit(url)
        if parts.scheme != "https" or not (parts.hostname or "").endswith(".twilio.com"):
            raise DeliveryError("Twilio's client was about to call somebody else")
        query = f"?{parts.query}" if parts.query else ""
        return f"{self._base}{parts.path}{query}" if self._base else url


@contextmanager
def _told_apart() -> Iterator[None]:
    """Errors as DeliveryError; the originals quote addresses with numbers, so they end here."""
    try:
        yield
    except (TwilioRestException, TwilioServiceException) as error:
        raise refused(error.status, error.code or error.status) from None
    except requests.RequestException as error:
        left = not _never_left(error)
        raise DeliveryError(f"no answer ({type(error).__name__})", maybe_sent=left) from None
    except (TwilioException, ValueError, TypeError, LookupError, AttributeError) as error:
        reason = f"an answer that makes no sense ({type(error).__name__})"
        raise DeliveryError(reason, maybe_sent=True) from None


def _never_left(error: requests.RequestException) -> bool:
    """Was there no connection at all, so that Twilio can't have the message?"""
    cause = error.args[0] if error.args else None
    refused_at_once = isinstance(cause, MaxRetryError) and isinstance(
        cause.reason, NewConnectionError
    )
    return isinstance(error, ConnectTimeout) or refused_at_once
