"""Can somebody put the directory right in a real browser, and does the line say so at once?"""

from __future__ import annotations

from itertools import count
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from hotline.app import Hotline
from hotline.config import Config
from tests.browser.conftest import IN_A_BROWSER, NARROW
from tests.browser.test_console import TOO_WIDE, Office, office
from tests.browser.test_list import serious
from tests.conftest import Clock
from tests.fictional import a_town

__all__ = ["office"]

pytestmark = IN_A_BROWSER
OPEN, SHUT = "Ouvert maintenant", "Fermé maintenant"
REFUSED = "the server responded with a status of 422"
ids = count()


@pytest.fixture
def line(config: Config, clock: Clock, tmp_path: Path) -> Hotline:
    return a_town(config, clock, tmp_path)


def text(office: Office, words: str) -> str:
    """What the line answers to somebody new, by the simulator's webhook."""
    url = office.url.replace("/console/", "/channels/simulator/sms")
    form = {"from": f"+33639982{next(ids):03}", "text": words}
    with office.browser.new_context() as context:
        answer = context.request.post(url, data=form).json()
    return " ".join(each["text"] for each in answer["texts"])


def looks_well(page: Page) -> bool:
    """Nothing sticks out, and axe-core finds nothing serious."""
    return page.evaluate(TOO_WIDE) == 0 and serious(page) == []


def test_hours_are_mistaken_mended_and_undone(office: Office) -> None:
    page = office.sit("awa", NARROW)
    assert OPEN in text(office, "manger")
    page.get_by_role("link", name="Annuaire").click()
    assert looks_well(page)
    page.get_by_role("link", name="Maison des habitants").press("Enter")

    hours = page.get_by_label("Horaires", exact=True)
    hours.fill("mardi 9h-10h")
    hours.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Rien n’est changé. À corriger : Horaires")
    expect(hours).to_have_value("mardi 9h-10h")
    expect(hours).to_have_attribute("aria-invalid", "true")
    expect(page.locator("#opening_hours-fault")).to_contain_text("n’est pas compris")
    assert looks_well(page)
    assert OPEN in text(office, "manger")

    page.get_by_role("alert").get_by_role("link", name="Horaires").press("Enter")
    expect(hours).to_be_focused()
    hours.fill("Tu 09:00-10:00")
    hours.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("La ligne le dit dès maintenant")
    expect(page.get_by_role("row", name="mardi")).to_contain_text("09:00–10:00")
    assert looks_well(page)
    assert SHUT in text(office, "manger")

    page.get_by_role("button", name="Annuler ce changement").press("Enter")
    expect(page.get_by_role("status")).to_contain_text("C’est annulé")
    assert OPEN in text(office, "manger")
    assert [said for said in office.complaints if REFUSED not in said] == []
    office.complaints.clear()


def test_one_click_from_the_list_verifies(office: Office) -> None:
    page = office.sit("awa")
    page.goto(f"{office.url}directory")
    entry = page.get_by_role("listitem").filter(has=page.get_by_role("link", name="Atelier"))
    expect(entry).to_contain_text("Jamais vérifiée")
    entry.get_by_role("button", name="Vérifiée aujourd’hui").click()
    expect(page.get_by_role("status")).to_have_text("Vérifiée aujourd’hui : Atelier des Tilleuls.")
    expect(entry).to_contain_text("Vérifiée le 23 novembre 2026")
