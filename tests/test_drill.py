"""Does a week with everything going wrong lose nothing, and would the drill see it if it did?"""

from __future__ import annotations

import json
import random
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from drill.disk import SECTOR, Disk
from drill.strace import Done, done_in
from hotline.config import ROOT

slow = pytest.mark.drill  # minutes: left to `make drill`


def drilled(*options: str) -> dict[str, Any]:
    """What `hotline drill --json` reports; a slow machine only takes longer."""
    command = [sys.executable, "-m", "hotline", "drill", "--json", *options]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=1200)
    assert done.stdout, done.stderr
    report = json.loads(done.stdout.splitlines()[-1])
    assert (done.returncode == 0) is report["passed"]
    return dict(report)


def test_all_goes_off_and_nothing_is_lost() -> None:
    """Some 18 s of processor time; the week that `make test` has.

    The mutants take half a minute each and more, and need a week in which messages are in doubt,
    due at night and stopped before one can see them: they are in `make drill`.
    """
    report = drilled("--smoke", "--seed", "1")
    assert report["passed"], report
    assert report["kills"] == 1
    assert report["texts"] >= 45
    assert report["calls"] >= 3
    assert report["acknowledged"] >= 1
    assert report["sent"] >= 3
    assert report["recovered"] >= 1


@slow
def test_a_short_week_loses_nothing() -> None:
    report = drilled("--short", "--seed", "1")
    assert report["passed"], report
    assert report["texts"] >= 400
    assert report["calls"] >= 40
    assert report["acknowledged"] >= 20
    assert report["sent"] >= 20
    assert report["kills"] == 5
    assert report["faults"] >= 10
    assert report["recovered"] >= 3


@slow
@pytest.mark.parametrize(
    ("mutant", "seen"),
    [
        ("forgetful", r"the provider has \d+ for somebody"),
        ("hasty", r"a request that was promised is 0 times kept"),
        ("deferred", r"sorry without a fault"),
        ("sleepless", r"a message left in quiet hours"),
        ("deaf", r"a message left after STOP"),
        ("monoglot", r"a caller who speaks \w+ heard only \['fr'\]"),
    ],
)
def test_a_broken_line_is_seen(mutant: str, seen: str) -> None:
    """Each for its own reason; `drill/children.py` says what is broken in it."""
    report = drilled("--mutant", mutant, "--seed", "2")
    assert any(re.search(seen, each) for each in report["unexpected"]), report


needs_strace = pytest.mark.skipif(not shutil.which("strace"), reason="no strace here")


@slow
@needs_strace
def test_a_power_cut_takes_nothing_that_was_acknowledged() -> None:
    report = drilled("--power", "--seed", "1")
    assert report["passed"], report
    assert (report["kills"], report["recovered"]) == (300, 300)


@slow
@needs_strace
def test_a_line_that_does_not_wait_for_the_disk_is_seen() -> None:
    assert drilled("--power", "--mutant", "normal")["lost"] > 5


def test_what_is_not_synced_may_be_gone(tmp_path: Path) -> None:
    disk, dice = Disk(), random.Random(1)
    disk.file("/s/a").write(0, b"1" * SECTOR)
    disk.sync("/s/a")
    disk.sync("/s")
    disk.file("/s/a").write(SECTOR, b"2" * SECTOR)
    disk.file("/s/b").write(None, b"3")
    disk.sync("/s/b")
    left = set()
    for number in range(40):
        disk.cut(dice, "/s", tmp_path / str(number))
        here = tmp_path / str(number)
        left.add(((here / "a").stat().st_size // SECTOR, (here / "b").exists()))
    assert left == {(1, False), (1, True), (2, False), (2, True)}


@needs_strace
def test_every_write_and_sync_is_seen(tmp_path: Path) -> None:
    log, program = tmp_path / "log", tmp_path / "program.py"
    inside = tmp_path / "in"
    inside.mkdir()
    program.write_text(
        f"import os\nf = os.open('{inside}/é', os.O_RDWR | os.O_CREAT)\n"
        "os.pwrite(f, b'ab', 7)\nos.fsync(f)\nos.ftruncate(f, 3)\n"
        f"os.rename('{inside}/é', '{inside}/z')\nos.unlink('{inside}/z')\n"
    )
    from drill.strace import COMMAND

    subprocess.run([*COMMAND, "-o", log, sys.executable, program], check=True)
    before, after = f"{inside}/é", f"{inside}/z"
    assert [*done_in(log, str(inside))] == [
        Done("create", before),
        Done("write", before, data=b"ab", at=7),
        Done("sync", before),
        Done("truncate", before, at=3),
        Done("rename", before, to=after),
        Done("unlink", after),
    ]
