"""What may come in from outside, and in which form?"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hotline.errors import RejectedRequest
from hotline.model import Event

LONGEST_TEXT = 1600

Form = Mapping[str, Sequence[str]]

_E164 = re.compile(r"\+[1-9][0-9]{6,14}")
_SURROGATE = re.compile("[\ud800-\udfff]")

# Controls say nothing and break XML, logs and terminals. Bidirectional embeddings, overrides and
# isolates make a text read other than it is. The marks U+200C to U+200F are spelling: they stay.
_CONTROLS = [*range(0x20), *range(0x7F, 0xA0)]
_BIDI = [*range(0x202A, 0x202F), *range(0x2066, 0x206A)]
_CLEANED = {**dict.fromkeys([*_CONTROLS, *_BIDI]), ord("\n"): "\n", ord("\t"): " "}


def clean(text: str) -> str:
    """The text without what nobody typed, at most 1600 characters; never raises."""
    return _SURROGATE.sub("\ufffd", text).translate(_CLEANED)[:LONGEST_TEXT]


def is_e164(number: str) -> bool:
    """Has it the form of an international number, "+33639980001"?"""
    return _E164.fullmatch(number) is not None


@dataclass(frozen=True, slots=True)
class Leg:
    """One leg of a call, as every provider tells it: which call, which step, which keys, the end?

    A step is an exchange: 0 begins the call, and each answer is followed by the next one. `came` is
    what the step led to where that was no keys: a recording, a call to somebody else.
    """

    call: str
    step: int
    digits: str
    ended: bool
    came: Event | None = None

    @property
    def id(self) -> str:
        """The inbound's id. Some report the end without a step: it must not pass for step 0."""
        return f"{self.call}:end" if self.event == "hangup" else f"{self.call}:{self.step}"

    @property
    def event(self) -> Event:
        """What the person did; what a caller said counts although they have hung up since."""
        if self.came:
            return self.came
        if self.ended:
            return "hangup"
        if self.digits:
            return "digits"
        return "silence" if self.step else "call"


def once(form: Form, name: str) -> str:
    """The value of a field that must be there exactly once. Raises RejectedRequest (400)."""
    value = at_most_once(form, name)
    if value is None:
        raise RejectedRequest(f"{name} is missing", 400)
    return value


def at_most_once(form: Form, name: str) -> str | None:
    """The value of a field, or None. Raises RejectedRequest (400) when it is repeated."""
    found = form.get(name, ())
    if len(found) > 1:
        raise RejectedRequest(f"{name} is repeated", 400)
    return found[0] if found else None


def matching(form: Form, name: str, pattern: re.Pattern[str]) -> str:
    """The value of a field that must be there once and look like this, or RejectedRequest (400).

    The value is never in the error: it may be a number, or somebody's words.
    """
    value = once(form, name)
    if not pattern.fullmatch(value):
        raise RejectedRequest(f"{name} is malformed", 400)
    return value
