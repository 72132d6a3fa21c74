"""What does an error code of Twilio's mean for the message?"""

from __future__ import annotations

import logging

from hotline.errors import DeliveryError, Trouble

logger = logging.getLogger(__name__)

TROUBLES: dict[int, Trouble] = {
    14107: Trouble.THROTTLED,  # too many messages a second from this number
    20003: Trouble.OPERATOR,  # the token is wrong
    20005: Trouble.OPERATOR,  # the account is not active
    20429: Trouble.THROTTLED,  # too many requests
    21211: Trouble.UNKNOWN_NUMBER,  # no such telephone number
    21214: Trouble.UNKNOWN_NUMBER,  # the number can't be reached
    21408: Trouble.BLOCKED,  # the account may not send to this country
    21602: Trouble.UNSENDABLE,  # there is no text
    21603: Trouble.OPERATOR,  # the line has no number of its own to send from
    21606: Trouble.OPERATOR,  # that number is not the account's, or can't send texts
    21609: Trouble.OPERATOR,  # the address for receipts is not one Twilio can call
    21610: Trouble.OPTED_OUT,  # the person sent STOP to Twilio itself
    21612: Trouble.BLOCKED,  # no route from our number to theirs
    21614: Trouble.NOT_A_MOBILE,
    21617: Trouble.UNSENDABLE,  # longer than 1600 characters
    30001: Trouble.THROTTLED,  # Twilio's queue is full
    30002: Trouble.OPERATOR,  # the account is suspended
    30003: Trouble.TEMPORARY,  # the phone is off, or without network
    30004: Trouble.BLOCKED,  # the network blocks it
    30005: Trouble.UNKNOWN_NUMBER,  # the number is no longer given
    30006: Trouble.NOT_A_MOBILE,  # a landline
    30007: Trouble.BLOCKED,  # filtered as spam
    30008: Trouble.TEMPORARY,  # the network does not say why
    63038: Trouble.TEMPORARY,  # the account's messages of the day are used up
}


def trouble(code: str) -> Trouble:
    """What this code of a receipt means; one we don't know is temporary."""
    return TROUBLES.get(int(code) if code.isdigit() else 0, Trouble.TEMPORARY)


def refused(status: int, code: int) -> DeliveryError:
    """The error for an answer with this HTTP status and code; unknown codes are tried again.

    Twilio's own sentence is left out: it quotes the number. After a 5xx the message may be on its
    way all the same.
    """
    unknown = Trouble.OPERATOR if status in (401, 403) else Trouble.TEMPORARY
    means = TROUBLES.get(code, Trouble.THROTTLED if status == 429 else unknown)
    if means is Trouble.OPERATOR:
        logger.error("Twilio refuses to send (error %s): see twilio.com/docs/errors/%s", code, code)
    return DeliveryError(
        f"Twilio refused the message (HTTP {status}, error {code})",
        code=str(code),
        trouble=means,
        maybe_sent=status >= 500,
    )
