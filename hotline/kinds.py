"""Which kinds of message leave later, and what is each worth when things go wrong?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Literal


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind. `priority`: 0 leaves first. `lasts`: how long after its time it is still of use.

    `in_doubt`, when the provider took it or not and can't say: `repeat` (one copy too many hurts
    nobody) or `drop` (nobody waits for it). `consent`: what the person must have agreed to, or "".
    `names_stop`: the law wants the word STOP in it.
    """

    priority: int
    lasts: timedelta
    in_doubt: Literal["repeat", "drop"]
    consent: str = ""
    names_stop: bool = False


BEEP = "beep"  # a call without words of its own, to who has no credit to call us
PRIORITIES = range(4)

KINDS = {
    # An answer that is four hours late misleads: the counter has closed since.
    "asked": Kind(0, timedelta(hours=4), "repeat"),
    "late": Kind(0, timedelta(hours=12), "repeat"),  # an answer that says it is late
    # Later than that, somebody else may hold the phone. One call too many is a nuisance.
    BEEP: Kind(0, timedelta(minutes=10), "drop"),
    "confirmation": Kind(1, timedelta(days=1), "repeat"),
    # What was promised will not be kept: of use only before the new time has come.
    "delay": Kind(1, timedelta(hours=12), "drop"),
    "unreached": Kind(2, timedelta(days=2), "drop", "unreached"),
    "digest": Kind(1, timedelta(hours=4), "drop"),  # to staff, who are no residents
    "reminder": Kind(2, timedelta(hours=12), "repeat", "reminder"),
    "followup": Kind(2, timedelta(days=3), "drop", "followup", names_stop=True),
    "news": Kind(3, timedelta(days=3), "drop", "news", names_stop=True),
}
