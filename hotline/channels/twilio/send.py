"""Does a message leave by Twilio, and did it leave already?"""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import datetime, timedelta

from twilio.rest.api.v2010.account.message import MessageInstance

from hotline.channels.twilio.client import calling
from hotline.config import Config
from hotline.errors import DeliveryError
from hotline.model import Outbound

LONGEST_VALIDITY = timedelta(hours=10)  # Twilio takes from 1 to 36,000 seconds
# Twilio's clock and ours; a copy sent within the minute before is as good as this one.
SKEW = timedelta(minutes=1)
NEWEST = 50

_TRIAL = "Sent from your Twilio trial account - "
_SID = re.compile(r"(SM|MM)[0-9a-f]{32}")
_LOST = frozenset({"failed", "undelivered", "canceled"})


def send(outbound: Outbound, config: Config) -> str:
    """Hand the message to Twilio, once; returns its sid. Raises DeliveryError.

    Twilio has no idempotency key for this: after an error with `maybe_sent`, ask `was_sent`.
    """
    with calling(config) as client:
        message = client.messages.create(
            to=outbound.recipient,
            from_=outbound.line,
            body=outbound.text,
            status_callback=f"{config.base_url}/channels/twilio/status",
            validity_period=_seconds(outbound.valid),
        )
        if not _SID.fullmatch(message.sid or ""):
            raise ValueError("no sid")
    return str(message.sid)


def was_sent(
    outbound: Outbound, config: Config, since: datetime, known: Collection[str] = ()
) -> str | None:
    """The sid of this very text to this person, if Twilio took it since then and hasn't lost it.

    `known` are sids of other messages to this person: the same words may have been sent before.

    The newest 50 are looked through here: Twilio's own filter is by the date a message was *sent*,
    which one still in its queue has not got. Raises DeliveryError, always with `maybe_sent`: who
    could not be asked has not said no.
    """
    try:
        with calling(config) as client:
            messages = client.messages.list(
                to=outbound.recipient, from_=outbound.line, limit=NEWEST, page_size=NEWEST
            )
    except DeliveryError as error:
        raise DeliveryError(str(error), code=error.code, maybe_sent=True) from None
    copies = (message for message in messages if _is_copy(message, outbound, since - SKEW))
    return next((str(each.sid) for each in copies if each.sid not in known), None)


def _is_copy(message: MessageInstance, outbound: Outbound, since: datetime) -> bool:
    return (
        (message.body or "").removeprefix(_TRIAL) == outbound.text
        and message.status not in _LOST
        and message.date_created is not None
        and message.date_created >= since
    )


def _seconds(valid: timedelta) -> int:
    return max(1, int(min(valid, LONGEST_VALIDITY).total_seconds()))
