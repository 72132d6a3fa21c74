"""Does a week with everything going wrong lose nothing, and would the drill see it if it did?"""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest

from hotline.config import ROOT

pytestmark = pytest.mark.drill


def drilled(*options: str) -> dict[str, Any]:
    """What `hotline drill --json` reports."""
    command = [sys.executable, "-m", "hotline", "drill", "--json", *options]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=240)
    assert done.stdout, done.stderr
    report = json.loads(done.stdout.splitlines()[-1])
    assert (done.returncode == 0) is report["passed"]
    return dict(report)


def test_a_short_week_loses_nothing() -> None:
    report = drilled("--short", "--seed", "1")
    assert report["passed"], report
    assert report["acknowledged"] >= 10
    assert report["sent"] >= 10
    assert report["kills"] == 4
    assert report["faults"] >= 3
    assert report["recovered"] >= 3


@pytest.mark.parametrize(
    ("mutant", "seen"),
    [
        ("forgetful", "duplicated"),  # it does not ask the provider before it sends again
        ("hasty", "lost"),  # it answers before the request is kept
    ],
)
def test_a_broken_line_is_seen(mutant: str, seen: str) -> None:
    report = drilled("--mutant", mutant, "--seed", "2")
    assert report[seen], report
