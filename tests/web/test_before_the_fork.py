"""What may be done before workers are forked, and what never: a record that is open already."""

from __future__ import annotations

from pathlib import Path

import pytest

from hotline.app import Hotline
from hotline.config import Config
from hotline.web import create_app

MASTERS_OWN = ("store", "spool", "doorbell", "senders")  # files, sockets and threads


@pytest.fixture
def read_ahead(config: Config, monkeypatch: pytest.MonkeyPatch) -> Hotline:
    """The line of an application that nobody has asked anything yet."""
    opened: list[Hotline] = []

    def opening(_: Config) -> Hotline:
        opened.append(Hotline(config))
        return opened[0]

    monkeypatch.setattr("hotline.web.open_line", opening)
    create_app()
    return opened[0]


def test_what_is_only_read_is_there_already(read_ahead: Hotline) -> None:
    taken_up = read_ahead.knowledge.newest()
    assert read_ahead.knowledge.built_at
    assert read_ahead.switchboard.lexicon is taken_up[1]


@pytest.mark.parametrize("part", MASTERS_OWN)
def test_nothing_is_open_that_a_fork_would_break(read_ahead: Hotline, part: str) -> None:
    assert part not in vars(read_ahead)


def test_what_cannot_be_read_is_said_and_tried_again(
    config: Config, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    line = Hotline(config)
    there = Path(config.directory_path)
    hidden = there.rename(there.with_suffix(".away"))
    there.mkdir()  # something is in the way of the directory
    monkeypatch.setattr("hotline.web.open_line", lambda _: line)
    client = create_app().test_client()
    assert "not ready" in caplog.text
    assert client.get("/health/ready").status_code == 503
    there.rmdir()
    hidden.rename(there)
    assert client.get("/health/ready").status_code == 200
