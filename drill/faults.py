"""Which requests to the provider go wrong, and how?"""

from __future__ import annotations

import random
import threading

from drill.twilio import Fault

_SENDING = (
    [Fault.BROKEN] * 5
    + [Fault.BROKEN_BUT_TAKEN] * 2
    + [Fault.TOO_MANY] * 3
    + [Fault.CUT_AFTER] * 3
    + [Fault.CUT_BEFORE] * 2
    + [Fault.HANGS]
    + [Fault.refusal(code) for code in (21614, 30007, 30001)]
)
_ASKING = [Fault.BROKEN] * 2 + [Fault.TOO_MANY, Fault.CUT_BEFORE]


class FaultDice:
    """A share of the requests go wrong: of those that send, and half as many of those that ask."""

    def __init__(self, seed: int, share: float) -> None:
        self._share = share
        self._dice = random.Random(seed)
        self._lock = threading.Lock()
        self.given = 0

    def __call__(self, method: str) -> Fault | None:
        """The fault of the next request with this method, if any."""
        sends = method == "POST"
        with self._lock:
            if self._dice.random() > (self._share if sends else self._share / 2):
                return None
            self.given += 1
            return self._dice.choice(_SENDING if sends else _ASKING)
