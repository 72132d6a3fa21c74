"""What does an error code of Twilio's mean for the message: never, later, or an operator's move?"""

from __future__ import annotations

import logging
from typing import Literal

from hotline.errors import DeliveryError

Fate = Literal["never", "later", "operator"]

logger = logging.getLogger(__name__)

FATES: dict[int, Fate] = {
    14107: "later",  # too many messages a second from this number
    20003: "operator",  # the token is wrong
    20005: "operator",  # the account is not active
    20429: "later",  # too many requests
    21211: "never",  # no such telephone number
    21214: "never",  # the number can't be reached
    21408: "never",  # the account may not send to this country
    21602: "never",  # there is no text
    21603: "operator",  # the line has no number of its own to send from
    21606: "operator",  # that number is not the account's, or can't send texts
    21609: "operator",  # the address for receipts is not one Twilio can call
    21610: "never",  # the person sent STOP to Twilio itself
    21612: "never",  # no route from our number to theirs
    21614: "never",  # not a mobile
    21617: "never",  # longer than 1600 characters
    30001: "later",  # Twilio's queue is full
    30002: "operator",  # the account is suspended
    30003: "later",  # the phone is off, or without network
    30004: "never",  # the network blocks it
    30005: "never",  # the number is no longer given
    30006: "never",  # a landline
    30007: "never",  # filtered as spam
    63038: "later",  # the account's messages of the day are used up
}


def refused(status: int, code: int) -> DeliveryError:
    """The error for an answer with this HTTP status and code; unknown codes are tried again.

    Twilio's own sentence is left out: it quotes the number. After a 5xx the message may be on its
    way all the same.
    """
    fate = FATES.get(code, "operator" if status in (401, 403) else "later")
    if fate == "operator":
        logger.error("Twilio refuses to send (error %s): see twilio.com/docs/errors/%s", code, code)
    return DeliveryError(
        f"Twilio refused the message (HTTP {status}, error {code})",
        code=str(code),
        permanent=fate == "never",
        maybe_sent=status >= 500,
    )
