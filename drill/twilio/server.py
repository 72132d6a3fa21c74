"""How does Twilio's REST API answer, on a good day and on a bad one?"""

from __future__ import annotations

import sys
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from http.server import ThreadingHTTPServer
from types import TracebackType
from typing import Any, ClassVar, Literal, Self

from drill.twilio.api import Api
from drill.twilio.forms import ACCOUNT, TOKEN
from drill.twilio.handler import handler
from drill.twilio.ledger import Ledger
from drill.twilio.webhooks import Webhooks


@dataclass(frozen=True)
class Fault:
    """One bad answer: take the message or not, then answer an error, cut the line, or hang."""

    then: Literal["error", "cut", "hang"] = "error"
    status: int = 400
    code: int = 0
    accepts: bool = False
    method: str = "POST"

    BROKEN: ClassVar[Fault]
    BROKEN_BUT_TAKEN: ClassVar[Fault]
    TOO_MANY: ClassVar[Fault]
    HANGS: ClassVar[Fault]
    CUT_AFTER: ClassVar[Fault]
    CUT_BEFORE: ClassVar[Fault]

    @classmethod
    def refusal(cls, code: int, status: int = 400) -> Fault:
        """Twilio's own error with this code."""
        return cls(status=status, code=code)


Fault.BROKEN = Fault(status=500, code=20500)
Fault.BROKEN_BUT_TAKEN = Fault(status=500, code=20500, accepts=True)
Fault.TOO_MANY = Fault(status=429, code=20429)
Fault.HANGS = Fault("hang", accepts=True)
Fault.CUT_AFTER = Fault("cut", accepts=True)
Fault.CUT_BEFORE = Fault("cut")


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away is a client's business."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class FakeTwilio:
    """A Twilio for one account on a free port of loopback; use it with `with`.

    `script(...)` queues faults, taken by the next requests of their method. `chance` is asked
    with the method when none is queued: a drill gives its
    own seeded dice. `ledger` is what Twilio has accepted.
    """

    def __init__(
        self,
        *,
        account: str = ACCOUNT,
        tokens: tuple[str, ...] = (TOKEN,),
        lines: frozenset[str] = frozenset(),
        chance: Callable[[str], Fault | None] = lambda _method: None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.account = account
        self.tokens = tokens
        self.ledger = Ledger(now)
        self.asked: list[str] = []
        self._api = Api(account, lines, self.ledger)
        self._scripted: deque[Fault] = deque()
        self._chance = chance
        self._released = threading.Event()
        self._lock = threading.Lock()
        self._server = _Server(("127.0.0.1", 0), handler(self))

    @property
    def url(self) -> str:
        """What `TWILIO_API_BASE` is set to."""
        return f"http://127.0.0.1:{self._server.server_port}"

    @property
    def api(self) -> Api:
        """What answers on a good day."""
        return self._api

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.release()
        self._server.shutdown()
        self._server.server_close()

    def script(self, *faults: Fault) -> None:
        """What the next requests get, one each."""
        self._scripted.extend(faults)

    def next_fault(self, method: str) -> Fault | None:
        """The fault this request gets, if any."""
        with self._lock:
            if self._scripted and self._scripted[0].method == method:
                return self._scripted.popleft()
            return None if self._scripted else self._chance(method)

    def hang(self) -> None:
        """Keep a client waiting until `release`, a minute at most."""
        self._released.wait(60)

    def release(self) -> None:
        """Let go of whoever hangs."""
        self._released.set()

    def webhooks(self, public_url: str, local_url: str = "") -> Webhooks:
        """The other side: people who text and call a line at this address, signed by Twilio.

        `public_url` is what is signed; `local_url` is where it really listens, if elsewhere.
        """
        return Webhooks(self.account, self.tokens[0], public_url, local_url, self.ledger)
