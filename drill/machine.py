"""One machine of the drill: its processes, and how they are killed."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import replace
from http.client import HTTPConnection
from pathlib import Path

from drill.city import unhurried
from drill.clock import DrillClock
from drill.story import LANGUAGES
from drill.twilio import ACCOUNT, TOKEN
from hotline.app import Hotline
from hotline.config import ROOT, Config
from hotline.queue import CHORES, PROMPT
from hotline.up import commands
from hotline.up.child import Child, _die_with

PUBLIC = "https://line.example"


class Machine:
    """Web server, worker, scheduler and queue, each killed and started by its name."""

    def __init__(self, folder: Path, api: str, mutant: str = "") -> None:
        self.folder = folder
        self.clock = DrillClock(folder / "clock")
        self.log = folder / "log"
        os.environ["DRILL_CLOCK"] = str(folder / "clock")
        self.environ = {"DRILL_MUTANT": mutant, "PYTHONPATH": str(ROOT)}
        state = folder / "state"
        queue = commands.queue_folder(state) / "q.sock"
        self.config = Config(
            state=state,
            audio=ROOT / "audio",
            city=str(unhurried(folder)),
            redis_url=commands.socket_url(queue),
            port=_free_port(),
            public_url=PUBLIC,
            twilio_account_sid=ACCOUNT,
            twilio_auth_token=TOKEN,
            twilio_api_base=api,
            threads=8,
        )
        python = [sys.executable, "-m", "drill.children"]
        environ = {**commands.environment(self.config), **self.environ}
        web = commands.web(self.config, "drill.children:web()")
        self._children = {
            "queue": commands.embedded_queue(queue.parent, queue),
            "web": replace(web, environ=environ),
            # As in life: what takes minutes must not stand before what people wait for.
            "worker": Child("worker", [*python, PROMPT], environ),
            "chores": Child("chores", [*python, CHORES], environ),
            "scheduler": Child("scheduler", [*python, "scheduler"], environ),
        }
        self._running: dict[str, subprocess.Popen[bytes]] = {}

    def sounds(self, line: Hotline) -> dict[str, str]:
        """The language of every sound that callers who choose one of four may hear."""
        said = (each for language in LANGUAGES for each in line.utterances_in(language))
        return {line.library.find(each): each.language[:2] for each in said}

    @property
    def url(self) -> str:
        """Where the web server really listens."""
        return f"http://127.0.0.1:{self.config.port}"

    def start(self, *names: str) -> None:
        """Start these, or all."""
        for name in names or self._children:
            child = self._children[name]
            with self.log.open("ab") as log:
                self._running[name] = subprocess.Popen(
                    child.command,
                    env=dict(child.environ),
                    cwd=ROOT,
                    stdout=log,
                    stderr=log,
                    start_new_session=True,
                    preexec_fn=_die_with(os.getpid()),
                )

    def kill(self, *names: str) -> None:
        """kill -9 for these and what they started, or for all: the machine goes off."""
        for name in names or [*self._running]:
            process = self._running.pop(name)
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    def answers(self, within: float = 900) -> None:
        """Wait until the web server does."""
        end = time.monotonic() + within
        while time.monotonic() < end:
            with suppress(OSError):
                link = HTTPConnection("127.0.0.1", self.config.port, timeout=10)
                link.request("GET", "/health/ready")
                if link.getresponse().status == 200:
                    return
            time.sleep(0.1)
        raise TimeoutError(f"the line does not answer:\n{self.log.read_text()[-2000:]}")


def _free_port() -> int:
    """One that the system gives nobody else soon: two drills at once must not answer each other."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
