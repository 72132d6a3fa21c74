"""How fast is a signed SMS webhook answered and committed, against the least Flask can do?

Same server, same workers, same requests, one run, in turns: bare, line, bare, line …
"""

from __future__ import annotations

import contextlib
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from http.client import HTTPConnection
from itertools import count
from pathlib import Path
from urllib.parse import urlencode

from twilio.request_validator import RequestValidator

from benchmarks.load import Measured, measure
from drill.city import unhurried

ROUNDS = 5
REQUESTS = 3000
ACCOUNT, TOKEN = "AC" + "0" * 32, "benchmark"
PUBLIC = "https://line.example"
PATH = "/channels/twilio/sms"
TEXTS = (
    "avocat croix de chavaux",
    "logement",
    "cours de français robespierre",
    "bonjour",
    "محامي",
    "I need a lawyer near mairie de montreuil",
    "xkcd zzz",
    "SUITE",
)
_numbers = count()


def main() -> None:
    """Print both rates, their latencies and the ratio."""
    with tempfile.TemporaryDirectory() as folder:
        environ = {
            **os.environ,
            "HOTLINE_STATE": folder,
            "HOTLINE_CITY": str(unhurried(Path(folder))),
            "HOTLINE_PUBLIC_URL": PUBLIC,
            "TWILIO_ACCOUNT_SID": ACCOUNT,
            "TWILIO_AUTH_TOKEN": TOKEN,
        }
        subprocess.run([sys.executable, "-m", "hotline", "directory", "build"], env=environ,
                       check=True, capture_output=True)  # fmt: skip
        with (
            served("benchmarks.bare:app", 8971, environ),
            served("hotline.web:create_app()", 8972, environ),
        ):
            compare(folder)


def compare(folder: str) -> None:
    """Both servers in turns; the ratio is of the medians of the rounds."""
    for port in (8971, 8972):
        measure(port, [signed() for _ in range(500)])  # warm up
    rounds = [(measure(8971, batch()), measure(8972, batch())) for _ in range(ROUNDS)]
    for name, index in (("bare Flask", 0), ("the line", 1)):
        print(f"{name:12}", middle([pair[index] for pair in rounds]))
    ratios = sorted(line.rate / bare.rate for bare, line in rounds)
    print(f"ratio        {statistics.median(ratios):.2f}  ({ratios[0]:.2f} to {ratios[-1]:.2f})")
    print(f"record       {Path(folder, 'live.sqlite').stat().st_size / 1e6:.1f} MB")


def middle(rounds: list[Measured]) -> Measured:
    """The median of each figure."""
    return Measured(
        statistics.median(one.rate for one in rounds),
        statistics.median(one.median for one in rounds),
        statistics.median(one.p99 for one in rounds),
    )


def batch() -> list[bytes]:
    """Requests that no server has seen yet."""
    return [signed() for _ in range(REQUESTS)]


def signed() -> bytes:
    """One SMS webhook as Twilio sends it: another id, one of 5,000 people."""
    number = next(_numbers)
    form = {
        "MessageSid": f"SM{number:032x}",
        "AccountSid": ACCOUNT,
        "From": f"+3363998{number % 5000:04d}",
        "To": "+33639980000",
        "Body": TEXTS[number % len(TEXTS)],
        "NumMedia": "0",
        "NumSegments": "1",
        "SmsStatus": "received",
        "ApiVersion": "2010-04-01",
    }
    signature = RequestValidator(TOKEN).compute_signature(PUBLIC + PATH, form)
    body = urlencode(form).encode()
    head = (
        f"POST {PATH} HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Twilio-Signature: {signature}\r\n"
        "Content-Type: application/x-www-form-urlencoded; charset=UTF-8\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


@contextlib.contextmanager
def served(app: str, port: int, environ: dict[str, str]) -> Iterator[None]:
    """This app under gunicorn gthread 2×4, as the line is served."""
    command = [sys.executable, "-m", "gunicorn", app, "--bind", f"127.0.0.1:{port}"]
    options = ["--worker-class", "gthread", "--workers", "2", "--threads", "4"]
    quiet = ["--log-level", "warning", "--no-control-socket", "--worker-tmp-dir", "/dev/shm"]
    server = subprocess.Popen([*command, *options, *quiet], env=environ)
    try:
        _wait(port)
        yield
    finally:
        server.terminate()
        server.wait(10)


def _wait(port: int) -> None:
    for _ in range(100):
        with contextlib.suppress(OSError):
            HTTPConnection("127.0.0.1", port, timeout=1).connect()
            return
        time.sleep(0.1)
    raise RuntimeError(f"nothing listens on port {port}")


if __name__ == "__main__":
    main()
