"""Which messages does the provider hold?"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from email.utils import format_datetime
from typing import Any

from drill.twilio.forms import new_sid


@dataclass(frozen=True)
class Message:
    """One message, in or out; `sent` is None while it waits in the provider's queue."""

    sid: str
    to: str
    from_: str
    body: str
    created: datetime
    status: str = "queued"
    direction: str = "outbound-api"
    sent: datetime | None = None
    code: int | None = None
    callback: str = ""

    def as_json(self, account: str) -> dict[str, Any]:
        """The message as the REST API writes it."""
        stamp = format_datetime(self.created)
        return {
            "account_sid": account,
            "api_version": "2010-04-01",
            "body": self.body,
            "date_created": stamp,
            "date_sent": format_datetime(self.sent) if self.sent else None,
            "date_updated": stamp,
            "direction": self.direction,
            "error_code": self.code,
            "error_message": None,
            "from": self.from_,
            "messaging_service_sid": None,
            "num_media": "0",
            "num_segments": "1",
            "price": None,
            "price_unit": None,
            "sid": self.sid,
            "status": self.status,
            "subresource_uris": {},
            "to": self.to,
            "uri": f"/2010-04-01/Accounts/{account}/Messages/{self.sid}.json",
        }


class Ledger:
    """Every message, in the order it came; safe to use from several threads."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self.now = now
        self._lock = threading.Lock()
        self._messages: dict[str, Message] = {}

    def __iter__(self) -> Iterator[Message]:
        with self._lock:
            return iter([*self._messages.values()])

    def __len__(self) -> int:
        return len(self._messages)

    def take(self, *, to: str, from_: str, body: str, sid: str = "", **more: Any) -> Message:
        """Keep a new message, or the one that has this sid already."""
        sid = sid or new_sid("SM")
        fresh = Message(sid, to, from_, body, self.now(), **more)
        with self._lock:
            return self._messages.setdefault(sid, fresh)

    def receive(self, sid: str, sender: str, line: str, body: str) -> None:
        """Somebody has texted the line."""
        self.take(
            sid=sid, to=line, from_=sender, body=body,
            status="received", direction="inbound", sent=self.now(),
        )  # fmt: skip

    def get(self, sid: str) -> Message | None:
        """The message with this sid."""
        return self._messages.get(sid)

    def change(self, sid: str, **changes: Any) -> Message:
        """The message, with another status or body."""
        with self._lock:
            changed = self._messages[sid] = replace(self._messages[sid], **changes)
            return changed

    def drop(self, sid: str) -> bool:
        """Delete it; False when there is none."""
        with self._lock:
            return self._messages.pop(sid, None) is not None

    def sent_to(self, recipient: str) -> list[Message]:
        """What left for this number."""
        return [each for each in self if each.to == recipient and each.direction != "inbound"]
