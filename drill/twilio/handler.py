"""How does a request of the REST API come in over HTTP, and the answer go out?"""

from __future__ import annotations

import base64
import json
from http.server import BaseHTTPRequestHandler
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

from drill.twilio.rules import Refusal

if TYPE_CHECKING:
    from drill.twilio.server import FakeTwilio, Fault


def handler(fake: FakeTwilio) -> type[BaseHTTPRequestHandler]:
    """The handler of this fake's requests."""

    class Handler(_Handler):
        twilio = fake

    return Handler


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    twilio: FakeTwilio

    def do_GET(self) -> None:
        self._handle()

    def do_POST(self) -> None:
        self._handle()

    def do_DELETE(self) -> None:
        self._handle()

    def log_message(self, *_args: Any) -> None:
        """Nothing."""

    def _handle(self) -> None:
        form = self._form()  # read whole, or a kept connection would take it for the next request
        path = urlsplit(self.path).path
        self.twilio.asked.append(f"{self.command} {path}")
        if not self._is_allowed():
            self._refuse(Refusal(401, 20003, "Authenticate"))
            return
        fault = self.twilio.next_fault(self.command)
        if fault:
            self._fail(fault, path, form)
            return
        result = self.twilio.api.call(self.command, path, form)
        if isinstance(result, Refusal):
            self._refuse(result)
        else:
            self._reply(*result)

    def _fail(self, fault: Fault, path: str, form: dict[str, list[str]]) -> None:
        if fault.accepts:
            self.twilio.api.call(self.command, path, form)
        if fault.then == "error":
            self._refuse(Refusal(fault.status, fault.code, f"refused: {form.get('To')}"))
            return
        if fault.then == "hang":
            self.twilio.hang()
        self.close_connection = True

    def _is_allowed(self) -> bool:
        allowed = {f"{self.twilio.account}:{token}" for token in self.twilio.tokens}
        scheme, _, given = self.headers.get("Authorization", "").partition(" ")
        return scheme == "Basic" and base64.b64decode(given).decode() in allowed

    def _form(self) -> dict[str, list[str]]:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        query = body if self.command == "POST" else urlsplit(self.path).query
        return parse_qs(query, keep_blank_values=True)

    def _refuse(self, refusal: Refusal) -> None:
        about = f"https://www.twilio.com/docs/errors/{refusal.code}"
        body = {"code": refusal.code, "message": refusal.message, "more_info": about}
        self._reply(refusal.status, {**body, "status": refusal.status})

    def _reply(self, status: int, body: dict[str, Any] | bytes | None) -> None:
        sound = isinstance(body, bytes)
        written = body if isinstance(body, bytes) else json.dumps(body).encode() if body else b""
        self.send_response(status)
        self.send_header("Content-Type", "audio/x-wav" if sound else "application/json")
        self.send_header("Content-Length", str(len(written)))
        self.end_headers()
        self.wfile.write(written)
