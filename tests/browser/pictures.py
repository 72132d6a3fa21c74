"""The README's pictures, made anew from made-up data: python -m tests.browser.pictures"""

from __future__ import annotations

import base64
import os
import tempfile
from collections.abc import Callable
from itertools import count
from pathlib import Path

from playwright.sync_api import Page, ViewportSize, expect, sync_playwright

from hotline.app import Hotline
from hotline.config import ROOT, Config
from hotline.content.reading import entries
from hotline.roles import COORDINATOR, EDITOR
from hotline.store.marks import Mark
from tests.a_month import two_months
from tests.browser.conftest import CHROMIUM, FLAGS, served
from tests.browser.test_console import Office
from tests.browser.test_list import a_busy_day
from tests.conftest import Clock

FOLDER = ROOT / "docs" / "pictures"
LARGEST = 80_000  # bytes: a README is read on slow lines, too
SIZE = ViewportSize(width=1200, height=900)


def phone(page: Page, office: Office) -> None:
    """A text in French, one in Arabic, and a call."""
    page.goto(office.url.replace("/console/", "/phone"))
    for words in ("avocat croix de chavaux", "RAPPEL", "محامي"):
        before = page.locator(".theirs").count()
        page.get_by_role("textbox", name="Votre message").fill(words)
        page.keyboard.press("Enter")
        expect(page.locator(".theirs")).not_to_have_count(before)
    page.get_by_role("button", name="Appeler", exact=True).click()
    expect(page.locator("#call")).to_have_attribute("data-state", "playing")
    page.wait_for_timeout(1500)


def callbacks(page: Page, office: Office) -> None:
    """The list at eleven on a Monday."""
    page.goto(office.url)


def figures(page: Page, office: Office) -> None:
    """A month that is over."""
    page.goto(f"{office.url}statistics")


def texts(page: Page, office: Office) -> None:
    """Arabic, half-way through a reading."""
    store, line = office.line.store, office.line
    (reader,) = (one.id for one in store.staff.everyone() if one.login == "lea")
    read = [each for each in entries(line.texts, "ar") if each.text and "/" not in each.key]
    for each in read[:6]:
        store.text_marks.keep("ar", Mark(each.version, each.key, reader, line.now(), None))
    page.goto(f"{office.url}texts/ar?show=draft")


PICTURES: tuple[Callable[[Page, Office], None], ...] = (phone, callbacks, figures, texts)


def main() -> None:
    """Every picture, in French, as a coordinator who also edits sees it."""
    os.environ["TZ"] = "Europe/Paris"
    expect.set_options(timeout=30_000)
    with tempfile.TemporaryDirectory() as state, sync_playwright() as playwright:
        drawn = count(1)
        config = Config(state=Path(state), redis_url=f"unix://{state}/none.sock")
        line = Hotline(config, Clock(), lambda _below: next(drawn))
        line.build_directory()
        line.check()
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        with served(line) as url:
            office = Office(f"{url}/console/", line, browser, [])
            a_busy_day(office)
            two_months(line.store)
            roles, teams = (COORDINATOR, EDITOR), tuple(line.city.teams)
            once = line.store.staff.add("lea", "Léa", teams, roles, line.now(), ("ar", "en"))
            page = office.begin("lea", once or "", SIZE)
            for picture in PICTURES:
                picture(page, office)
                keep(page, picture.__name__)
        browser.close()


def keep(page: Page, name: str) -> None:
    """Put it into docs/pictures, as small as it has to be."""
    shown = page.context.new_cdp_session(page)
    for quality in (80, 60, 40):
        made = shown.send("Page.captureScreenshot", {"format": "webp", "quality": quality})
        picture = base64.b64decode(made["data"])
        if len(picture) <= LARGEST:
            break
    (FOLDER / f"{name}.webp").write_bytes(picture)
    print(f"{name}.webp: {len(picture)} bytes, quality {quality}")


if __name__ == "__main__":
    main()
