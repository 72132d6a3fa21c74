"""A real browser, and a real server for it: what every test of a page needs."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, ViewportSize, expect, sync_playwright
from werkzeug.serving import make_server

from hotline.app import Hotline
from hotline.web import create_app
from tests.sounds import sounds as sounds

CHROMIUM = shutil.which("chromium") or ""
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--autoplay-policy=no-user-gesture-required",
    "--use-fake-ui-for-media-stream",  # a microphone that hums, and is never asked about
    "--use-fake-device-for-media-stream",
]
NARROW = ViewportSize(width=360, height=740)

IN_A_BROWSER = [
    pytest.mark.browser,
    # Only somebody's own machine may do without: in CI a missing browser is a failure.
    pytest.mark.skipif(not CHROMIUM and "CI" not in os.environ, reason="no Chromium here"),
]


@contextmanager
def served(line: Hotline) -> Iterator[str]:
    """This line on a free port, for as long as the block lasts; gives its address."""
    server = make_server("localhost", 0, create_app(line), threaded=True)
    serving = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    serving.start()
    yield f"http://localhost:{server.server_port}"
    server.shutdown()
    serving.join()
    server.server_close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    expect.set_options(timeout=20_000)  # a busy machine is slow, not wrong
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield opened
        opened.close()
