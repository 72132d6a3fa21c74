"""How fast does the outbox drain, and what does that cost who asks meanwhile?

A provider on loopback answers in 50 ms. The campaign is enqueued whole; for some seconds it is
drained, at the pace of the machine, while people text. BENCH_WHOLE=1 drains it to its end instead,
which takes a quarter of an hour.
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from drill.city import unhurried
from hotline.app import Hotline
from hotline.config import ROOT, Config, load
from hotline.model import Inbound
from hotline.store.outgoing import NewOutbound
from jobs.sweep import sweep_by

CAMPAIGN = int(os.environ.get("BENCH_CAMPAIGN", "100000"))
PAST = int(os.environ.get("BENCH_PAST", "1000000"))
DRAINED_S = 20
TURNS = 400
ACCOUNT = "AC" + "0" * 32
NOON = datetime(2026, 11, 24, 11, tzinfo=UTC)


class Slow(BaseHTTPRequestHandler):
    """Every message is taken, after 50 ms."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    taken = 0

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        time.sleep(0.05)
        Slow.taken += 1
        body = b'{"sid": "SM%032x"}' % Slow.taken
        self.send_response(201)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Nothing."""


def main() -> None:
    """Print each figure; the first argument makes this process the one that drains."""
    if sys.argv[1:2] == ["drain"]:
        drain(opened(load()), sys.argv[2:] == ["whole"])
        return
    with tempfile.TemporaryDirectory() as folder:
        server = ThreadingHTTPServer(("127.0.0.1", 0), Slow)
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        config = Config(
            state=Path(folder),
            audio=ROOT / "audio",
            city=str(unhurried(Path(folder))),
            public_url="https://line.example",
            twilio_account_sid=ACCOUNT,
            twilio_auth_token="benchmark",
            twilio_api_base=f"http://127.0.0.1:{server.server_port}",
        )
        line = opened(config)
        line.build_directory()
        campaign(line)
        if os.environ.get("BENCH_WHOLE"):
            drained_whole(line, config)
            return
        drained_while_people_text(line, config)
        old_messages(line)


def opened(config: Config) -> Hotline:
    """The line at noon."""
    began = time.time()
    return Hotline(config, lambda: NOON + timedelta(seconds=time.time() - began))


def drain(line: Hotline, whole: bool) -> None:
    """Send what is due, for some seconds or until nothing is; a whole drain prints its peak."""
    _ = line.switchboard  # read before the clock starts: on a busy machine that takes a while
    end = time.monotonic() + DRAINED_S
    while sweep_by(line) and (whole or time.monotonic() < end):
        pass
    if whole:
        print(f"peak          {peak_mb():.0f} MB")


def peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def campaign(line: Hotline) -> None:
    """Keep a message for each of so many people."""
    agreed(line)
    began = time.perf_counter()
    id_ = line.store.campaigns.begin("benchmark", NOON)
    line.store.outbox.add_many(messages(line, id_), NOON)
    took = time.perf_counter() - began
    rate = CAMPAIGN / took
    print(f"enqueued      {CAMPAIGN} in {took:.1f} s ({rate:.0f}/s), peak {peak_mb():.0f} MB")


def agreed(line: Hotline) -> None:
    """Everybody has asked for it."""
    with line.store.transaction():
        for number in range(CAMPAIGN):
            person = line.store.turns.person(f"+336{number:08d}") or ""
            line.store.consents.give(person, "news.french", "benchmark", NOON)


def messages(line: Hotline, campaign_id: str | None) -> Iterator[NewOutbound]:
    for number in range(CAMPAIGN):
        person = line.store.turns.person(f"+336{number:08d}") or ""
        yield NewOutbound(
            kind="news",
            channel="twilio",
            person=person,
            recipient=f"+336{number:08d}",
            body="Cours de francais : lundi. STOP FRANCAIS pour arreter.",
            language="fr",
            due_at=NOON,
            topic="french",
            campaign=campaign_id,
        )


def drained_whole(line: Hotline, config: Config) -> None:
    """To its end, by one process; everybody gets it once."""
    began = time.perf_counter()
    drainer(config, "whole").wait()
    took = time.perf_counter() - began
    print(f"drained       {CAMPAIGN} in {took:.0f} s ({CAMPAIGN / took:.0f}/s): {Slow.taken} taken")
    print(f"              {line.store.outbox.states()}")


def drainer(config: Config, *how: str) -> subprocess.Popen[bytes]:
    environ = {
        **os.environ,
        "HOTLINE_STATE": str(config.state),
        "HOTLINE_CITY": config.city,
        "HOTLINE_PUBLIC_URL": config.public_url,
        "TWILIO_ACCOUNT_SID": ACCOUNT,
        "TWILIO_AUTH_TOKEN": "benchmark",
        "TWILIO_API_BASE": config.twilio_api_base,
    }
    return subprocess.Popen([sys.executable, "-m", "benchmarks.outbox", "drain", *how], env=environ)


def drained_while_people_text(line: Hotline, config: Config) -> None:
    """Idle, then draining; the one that drains is a process of its own, as in life."""
    texts(line, 50)  # warm up
    idle = texts(line, TURNS)
    draining = drainer(config)
    while Slow.taken < 20 and draining.poll() is None:
        time.sleep(0.05)
    before, began = Slow.taken, time.perf_counter()
    busy = texts(line, TURNS)
    rate = (Slow.taken - before) / (time.perf_counter() - began)
    draining.wait()
    minutes = CAMPAIGN / rate / 60
    print(f"drained       {rate:.0f}/s while people text; all would take {minutes:.0f} min")
    print(f"answer        {idle:.2f} ms idle, {busy:.2f} ms draining: {busy / idle:.2f}")


def old_messages(line: Hotline) -> None:
    """With a thousand past messages, then with a million."""
    line.store.campaigns.stop("benchmark", NOON)
    add_past(line, 1_000)
    few = texts(line, TURNS)
    add_past(line, PAST)
    many = texts(line, TURNS)
    print(f"past          {few:.2f} ms with 1,000, {many:.2f} ms with {PAST:,}: {many / few:.2f}")


def add_past(line: Hotline, count: int) -> None:
    kept = line.store.engine.database.conn
    with line.store.transaction():
        kept.executemany(
            "insert into inbound (id, person, echo, at, reply_sealed) values (?, ?, ?, ?, '')",
            (
                (
                    f"past:{count}:{n}",
                    f"{n % 50_000:032x}",
                    f"{n:032x}",
                    f"2026-10-{n % 28 + 1:02d}",
                )
                for n in range(count)
            ),
        )


def texts(line: Hotline, count: int) -> float:
    """The median of so many answers, in milliseconds, people pausing between them."""
    timed = []
    for number in range(count):
        id_ = f"SM{time.time_ns():032x}"
        sender = f"+33639{number % 100_000:06d}"
        words = ("avocat croix de chavaux", "logement", "bonjour")[number % 3]
        inbound = Inbound("twilio", "sms", "text", id_, sender, "", words, line.now())
        began = time.perf_counter()
        line.answer(inbound)
        timed.append(time.perf_counter() - began)
        time.sleep(0.01)
    return statistics.median(timed) * 1000


if __name__ == "__main__":
    main()
