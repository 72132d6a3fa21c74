"""A line that runs as it will in Montreuil, and the processes it is made of."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import Any

import requests

_people = count(1)
_ids = count(1)


def somebody() -> str:
    """A number that nobody else in these tests has."""
    return f"+3363998{next(_people):04d}"


class Running:
    """`hotline up` in a process of its own, greeting read; its log is in a file."""

    def __init__(self, environ: Mapping[str, str], log: Path) -> None:
        self.url = f"http://127.0.0.1:{environ['HOTLINE_PORT']}"
        self.environ, self.log = dict(environ), log
        began = time.monotonic()
        with log.open("ab") as errors:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "hotline", "up"],
                env=self.environ,
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
            )
        self.greeting = "".join(self._until("Ctrl-C"))
        self.ready_after = time.monotonic() - began

    def _until(self, word: str) -> Iterator[str]:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            yield line
            if word in line:
                return
        raise AssertionError(f"it never got ready:\n{self.log.read_text()}")

    def text(self, words: str, sender: str) -> list[str]:
        """Text the line; a gateway asks again, under the same id, when it got no answer."""
        form = {"from": sender, "text": words, "id": f"e2e{next(_ids)}"}
        answer = self.post("/channels/simulator/sms", form)
        return [each["text"] for each in answer["texts"]]

    def call(self, keys: str, caller: str) -> list[str]:
        """Call the line; returns what is heard after the last key."""
        call = f"call{next(_ids)}"
        for step, digits in enumerate(["", *keys]):
            form = {"from": caller, "call": call, "step": str(step), "digits": digits}
            answer = self.post("/channels/simulator/voice", form)
        return [piece["text"] for piece in answer["script"]["utterances"]]

    def inbox(self, number: str) -> list[str]:
        """What reached this number by the outbox."""
        answer = self.post("/phone/inbox", {"from": number, "after": 0})
        return [message["text"] for message in answer["messages"]]

    def post(self, path: str, form: dict[str, Any], patience: float = 60) -> Any:
        end = time.monotonic() + patience
        while True:
            try:
                answer = requests.post(f"{self.url}{path}", json=form, timeout=15)
                answer.raise_for_status()
                return answer.json()
            except (requests.ConnectionError, requests.Timeout):
                assert time.monotonic() < end, "nobody answers any more"
                time.sleep(0.05)

    def pids(self, word: str = "") -> list[int]:
        """Its processes, children of children too, whose command line has this word."""
        return [pid for pid in _family(self.process.pid) if word in _command(pid)]

    def kill(self, word: str = "", after: int = 0) -> None:
        """kill -9 all of these at once, but the first ones; at least one must be there."""
        doomed = self.pids(word)[after:]
        assert doomed
        for pid in doomed:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

    def stop(self, number: signal.Signals = signal.SIGTERM) -> int:
        """Ask it to stop; returns its exit code."""
        self.process.send_signal(number)
        self.process.communicate(timeout=30)
        return self.process.returncode

    @property
    def invitation(self) -> str:
        found = re.search(r"/console/invitation#(\S+)", self.greeting)
        return found[1] if found else ""


def _family(root: int) -> list[int]:
    """A process and all its descendants."""
    parents = dict(_parents())
    family = [root]
    for each in family:
        family += [pid for pid, parent in parents.items() if parent == each]
    return family


def _parents() -> Iterator[tuple[int, int]]:
    for entry in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            state = (entry / "stat").read_text().rpartition(")")[2].split()
            yield int(entry.name), int(state[1])


def _command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except OSError:
        return ""
