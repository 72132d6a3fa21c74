"""What does a power cut take? The writes of a line, recorded, and replayed up to 300 cuts."""

from __future__ import annotations

import json
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from sqlite_utils.utils import sqlite3

from drill import strace
from drill.disk import Disk
from drill.report import Report
from drill.scribe import TOLD
from drill.strace import Done
from hotline.app import Hotline
from hotline.config import ROOT, Config
from hotline.errors import HotlineError
from hotline.store import Store
from hotline.store.spool import Spool
from hotline.store.vault import Vault

MUTANT = "normal"  # synchronous=NORMAL instead of FULL
CUTS = 300

Row = tuple[str, str, str]


def drill(seed: int, mutant: str = "", cuts: int = CUTS) -> Report:
    """`lost` counts the cuts after which something acknowledged was missing."""
    if shutil.which("strace") is None:
        raise HotlineError("The power cut needs strace: sudo apt-get install -y strace")
    began, report = time.monotonic(), Report(seed)
    with tempfile.TemporaryDirectory(prefix="drill-") as folder:
        done = _recorded(str(Path(folder).resolve()), mutant)
        _replayed(report, done, str(Path(folder).resolve()), cuts)
    report.seconds = round(time.monotonic() - began, 1)
    return report


def _recorded(folder: str, mutant: str) -> list[Done]:
    """Everything that a line did to its files, and told people in between."""
    log = Path(folder).with_suffix(".strace")
    Hotline(Config(state=Path(folder))).build_directory()
    scribe = [sys.executable, "-m", "drill.scribe", folder, mutant or ""]
    try:
        subprocess.run([*strace.COMMAND, "-o", str(log), *scribe], check=True, cwd=ROOT)
        return [*strace.done_in(log, folder)]
    finally:
        log.unlink(missing_ok=True)


def _replayed(report: Report, done: Sequence[Done], folder: str, cuts: int) -> None:
    """Each cut is somewhere in the log; every other one right after somebody was told something."""
    dice, disk, told = random.Random(report.seed), Disk(), list[Row]()
    after = [n for n, each in enumerate(done, 1) if _told(each)]
    anywhere = range(after[0], len(done))
    places = [*dice.choices(after, k=cuts // 2), *dice.choices(anywhere, k=cuts // 2)]
    for number, each in enumerate(done, 1):
        if _told(each):
            table, column, value = json.loads(each.data)
            told.append((table, column, value))
        else:
            _done(disk, each)
        for _ in range(places.count(number)):
            _cut(report, disk, dice, folder, told)
    report.attempted, report.acknowledged = len(done), len(told)


def _told(each: Done) -> bool:
    return each.what == "write" and each.path.endswith(f"/{TOLD}")


def _done(disk: Disk, each: Done) -> None:
    match each.what:
        case "create":
            disk.file(each.path)
        case "write":
            disk.file(each.path).write(each.at, each.data)
        case "truncate":
            disk.file(each.path).truncate(each.at or 0)
        case "sync":
            disk.sync(each.path)
        case "rename":
            disk.rename(each.path, each.to)
        case "link":
            disk.link(each.path, each.to)
        case "unlink":
            disk.unlink(each.path)


def _cut(report: Report, disk: Disk, dice: random.Random, folder: str, told: Sequence[Row]) -> None:
    """The power is gone, and comes back: is all there that somebody was told?"""
    report.kills += 1
    with tempfile.TemporaryDirectory(prefix="drill-") as left:
        disk.cut(dice, folder, Path(left))
        config = Config(state=Path(left))
        try:
            store = Store(config.database_path, config.key("data"))
            sound = store.engine.one("pragma integrity_check") == {"integrity_check": "ok"}
            missing = [row for row in told if not _there(row, store, config)]
            store.engine.database.conn.close()
        except (HotlineError, sqlite3.DatabaseError, OSError) as error:
            report.unexpected.append(f"the record does not open: {error}")
            return
        if not sound:
            report.unexpected.append("the record is damaged")
        report.lost += bool(missing)
        report.recovered += not missing


def _there(row: Row, store: Store, config: Config) -> bool:
    table, column, value = row
    if table == "spool":
        spool = Spool(config.spool_path, Vault(config.key("data")))
        return any(each.inbound.id == value for each in spool.waiting())
    sql = f"select 1 from {table} where {column} = :value limit 1"  # noqa: S608  # nosec: ours
    return store.engine.one(sql, value=value) is not None
