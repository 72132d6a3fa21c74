"""Who sent this: a number that can be answered, nobody who can, or a forgery?"""

from __future__ import annotations

import re

from hotline.channels.intake import is_e164
from hotline.errors import RejectedRequest

# Calls from withheld numbers: the networks write a word, and Twilio for long spelled it on a keypad
# as if it were a number ("anonymous" is +266696687, "unavailable" +86282452253).
_WITHHELD = ("anonymous", "blocked", "private", "restricted", "unavailable", "unknown")
_KEYPAD = str.maketrans("abcdefghijklmnopqrstuvwxyz", "22233344455566677778889999")
_SPELLED = frozenset("+" + word.translate(_KEYPAD) for word in _WITHHELD)

# Callers without a number to ring back: a word, an internal or short number, a SIP address.
_NO_NUMBER = re.compile(r"[A-Za-z ]{0,20}|\+?[0-9]{1,15}|(sips?|client):[\w.@:;=+-]{1,200}")

# Machines text under short codes and names ("38080", "FREE"): no reply reaches a person there.
_MACHINE = re.compile(r"[0-9]{3,8}|(?=.*[A-Za-z])[A-Za-z0-9 ._&-]{1,11}")


def texter(raw: str) -> str | None:
    """The sender of an SMS; None for a machine's name or short code; else RejectedRequest."""
    if is_e164(raw):
        return raw
    _refuse_unless(_MACHINE.fullmatch(raw))
    return None


def caller(raw: str) -> str | None:
    """The number a call comes from; None when it is hidden; else RejectedRequest."""
    if is_e164(raw) and raw not in _SPELLED:
        return raw
    _refuse_unless(_NO_NUMBER.fullmatch(raw))
    return None


def _refuse_unless(match: re.Match[str] | None) -> None:
    if match is None:
        raise RejectedRequest("From is malformed", 400)
