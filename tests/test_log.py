from __future__ import annotations

import json
import logging
import os
import subprocess
import sys

import pytest

from hotline import log
from hotline.config import load
from hotline.errors import ConfigError

NUMBER = "+33639980001"


def record(said: str, *args: object, error: Exception | None = None) -> logging.LogRecord:
    info = (type(error), error, None) if error else None
    return logging.LogRecord("hotline.app", logging.ERROR, "", 1, said, args, info)


@pytest.mark.parametrize("number", [NUMBER, "06 39 98 00 01", "0639980001", "06.39.98.00.01"])
@pytest.mark.parametrize("manner", [log.PROSE, log.JSON])
def test_no_number_is_ever_written(manner: str, number: str) -> None:
    written = log.formatter(manner).format(record("no answer from %s", number))
    assert "no answer from #" in written
    assert number not in written


def test_what_happened_stays_readable() -> None:
    written = log.formatter(log.PROSE).format(record("%s segments sent today, of %s", 4000, 5000))
    assert written == "ERROR 4000 segments sent today, of 5000"


def test_an_error_is_told_by_its_class_alone() -> None:
    written = log.formatter(log.JSON).format(record("sweep failed", error=ValueError(NUMBER)))
    told = json.loads(written)
    assert (told["level"], told["where"], told["what"]) == ("error", "hotline.app", "sweep failed")
    assert told["error"] == "ValueError"
    assert told["at"].endswith("+00:00")
    assert "98" not in told["what"]


def test_another_manner_is_refused() -> None:
    with pytest.raises(ConfigError, match="HOTLINE_LOG"):
        load({"HOTLINE_LOG": "xml"})


def test_gunicorn_writes_objects_too() -> None:
    environ = {**os.environ, "HOTLINE_LOG": "json"}
    options = ["--config=python:hotline.up.quiet", "--bind=127.0.0.1:0", "--no-control-socket"]
    command = [sys.executable, "-m", "gunicorn", *options, "nowhere:app"]
    done = subprocess.run(command, env=environ, capture_output=True, text=True, timeout=120)
    told = [json.loads(line) for line in done.stderr.splitlines() if line.startswith("{")]
    assert "Exception in worker process" in [each["what"] for each in told]
    assert {each["where"] for each in told} == {"gunicorn.error"}
