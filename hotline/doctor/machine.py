"""Is this machine fit to run the line?"""

from __future__ import annotations

import platform
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlite_utils import Database

from hotline.config import ROOT, Config
from hotline.doctor.finding import Finding, bad, ok, warn
from hotline.up import lock, ports

OLDEST_PYTHON = (3, 11)
OLDEST_SQLITE = (3, 51, 3)  # before it, two writers could corrupt a write-ahead log
ROOM_B = 200_000_000
NO_ROOM_B = 20_000_000
CLOCK_SLACK_S = 300


def python(config: Config) -> list[Finding]:
    """Python is one the line was tested with."""
    if sys.version_info < OLDEST_PYTHON:
        return bad(f"Python {platform.python_version()}", "Install Python 3.11 or newer.")
    return ok(f"Python {platform.python_version()}")


def sqlite(config: Config) -> list[Finding]:
    """The SQLite the line uses has no known way to lose what it holds."""
    with closing(Database(memory=True)) as memory:
        version = str(memory.execute("select sqlite_version()").fetchone()[0])
    if tuple(int(part) for part in version.split(".")) < OLDEST_SQLITE:
        return bad(
            f"SQLite {version} can corrupt a record that several processes write",
            "Install the pysqlite3 package of requirements.txt, which brings a newer SQLite.",
        )
    return ok(f"SQLite {version}")


def time_zones(config: Config) -> list[Finding]:
    """Opening hours can be told in Paris time."""
    try:
        ZoneInfo("Europe/Paris")
    except ZoneInfoNotFoundError:
        return bad("no time zone database", "Install the system package tzdata.")
    return ok("time zone database present")


def clock(config: Config) -> list[Finding]:
    """The clock is not behind the files: a board without a battery starts in 1970."""
    files = [*(ROOT / "hotline").glob("*.py"), *config.state.glob("*")]
    newest = max((file.stat().st_mtime for file in files), default=0.0)
    now = time.time()
    if now < newest - CLOCK_SLACK_S:
        return bad(
            f"the clock is {_span(newest - now)} behind files that were already written",
            "Set the clock (`timedatectl set-ntp true`), then start the line again.",
        )
    return ok("the clock agrees with the files")


def synchronised(config: Config) -> list[Finding]:
    """The system keeps the clock right; nothing is said where that cannot be known."""
    program = shutil.which("timedatectl")
    if program is None:
        return []
    command = [program, "show", "--property=NTPSynchronized", "--value"]
    try:
        said = subprocess.run(command, capture_output=True, text=True, timeout=3)  # noqa: S603
    except (OSError, subprocess.TimeoutExpired):
        return []
    if said.stdout.strip() == "no":
        return warn(
            "the clock is not synchronised: follow-ups may leave at the wrong hour",
            "Run `timedatectl set-ntp true`, or give the board a clock with a battery.",
        )
    return []


def state_folder(config: Config) -> list[Finding]:
    """The line can write where it keeps everything, and other users cannot look in."""
    folder = _existing(config.state)
    try:
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        return bad(
            f"nothing can be written in {folder} ({error.strerror})",
            "Give the folder to the user who runs the line, or set HOTLINE_STATE to another one.",
        )
    if folder == config.state and folder.stat().st_mode & 0o007:
        return warn(f"every user can look into {folder}", f"Run `chmod o-rwx {folder}`.")
    return ok(f"{folder} can be written")


def disk(config: Config) -> list[Finding]:
    """There is room for the record to grow."""
    free = shutil.disk_usage(_existing(config.state)).free
    what = f"{free // 1_000_000} MB of disk free"
    cure = "Free some room, or move HOTLINE_STATE to a larger disk."
    if free < NO_ROOM_B:
        return bad(what, cure)
    return warn(what, cure) if free < ROOM_B else ok(what)


def port(config: Config) -> list[Finding]:
    """The port is free, or it is the line itself that has it."""
    pid = lock.holder(config.state)
    if pid is not None:
        return ok(f"the line is running (pid {pid})")
    trouble = ports.trouble(config.bind, config.port)
    if trouble:
        return bad(trouble, "Stop that process, or set HOTLINE_PORT to another port.")
    return ok(f"port {config.port} is free")


def _existing(folder: Path) -> Path:
    """The folder, or the nearest one above it that is there already."""
    folder = folder if folder.is_absolute() else Path.cwd() / folder
    return next(each for each in (folder, *folder.parents) if each.exists())


def _span(seconds: float) -> str:
    days, hours = int(seconds // 86400), int(seconds % 86400 // 3600)
    return (
        f"{days} days" if days else f"{hours} hours" if hours else f"{int(seconds // 60)} minutes"
    )
