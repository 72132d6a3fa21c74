"""Can coordinators read the figures, and speakers the texts, on a desk, a telephone and paper?"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Page, expect

from hotline.content.reading import entries
from tests.a_month import two_months
from tests.browser.conftest import IN_A_BROWSER, NARROW
from tests.browser.test_console import TOO_WIDE, WIDE, Office, office, press
from tests.browser.test_list import serious

__all__ = ["office"]

pytestmark = IN_A_BROWSER


def léa(office: Office, **context: str) -> Page:
    """She coordinates, edits, and speaks English and Arabic."""
    line, roles = office.line, ("coordinator", "editor")
    once = line.store.staff.add("lea", "Léa", ("pad",), roles, line.now(), ("en", "ar"))
    return office.begin("lea", once or "", WIDE, **context)


def looked_at(page: Page, *schemes: Literal["light", "dark"]) -> None:
    """It fits a desk and a telephone, and axe finds nothing serious."""
    for viewport in (WIDE, NARROW):
        page.set_viewport_size(viewport)
        assert page.evaluate(TOO_WIDE) == 0
    for scheme in schemes:
        page.emulate_media(color_scheme=scheme)
        assert serious(page) == []
    page.set_viewport_size(WIDE)


def test_the_figures_of_a_month(office: Office, tmp_path: Path) -> None:
    two_months(office.line.store)
    page = léa(office)
    page.get_by_role("link", name="Chiffres").click()
    expect(page.get_by_role("heading", name="Chiffres · octobre 2026")).to_be_visible()
    texts = page.get_by_role("region", name="SMS reçus, par jour")
    drawn = texts.locator("svg rect")
    assert drawn.count() == texts.get_by_role("row").count() - 1  # the head
    highest = max(each.bounding_box()["height"] for each in drawn.all())  # type: ignore[index]
    assert highest == pytest.approx(128, abs=2)
    languages = page.get_by_role("table", name="Langue de la réponse")
    expect(languages.get_by_role("row", name="arabe 170")).to_be_visible()
    expect(page.get_by_text("pachto")).to_have_count(0)
    looked_at(page, "light", "dark")
    page.get_by_role("combobox", name="Mois").select_option("septembre 2026")
    page.get_by_role("button", name="Voir").click()
    expect(page.get_by_role("heading", name="Chiffres · septembre 2026")).to_be_visible()
    with page.expect_download() as started:
        page.get_by_role("link", name="Tous les mois (CSV)").click()
    assert started.value.suggested_filename == "statistics.csv"
    on_paper(page, tmp_path)


def on_paper(page: Page, folder: Path) -> None:
    """Two pages, without what can only be pressed."""
    page.emulate_media(media="print", color_scheme="dark")
    for role, name in (("button", "Voir"), ("link", "Tous les mois (CSV)"), ("link", "Textes")):
        expect(page.get_by_role(role, name=name)).to_be_hidden()  # type: ignore[arg-type]
    bar = page.locator(".bar rect").first
    ink = bar.evaluate("it => getComputedStyle(it).fill")
    assert ink == "rgb(11, 85, 99)"  # dark, on whatever screen it was seen before
    page.emulate_media(media="null")
    paper = page.pdf(path=folder / "figures.pdf", format="A4")
    assert paper.count(b"/Type /Page\n") == 2


def test_a_speaker_reads_with_the_keyboard_and_says_it_better(office: Office) -> None:
    read = sum(each.state == "read" for each in entries(office.line.texts, "en"))
    page = léa(office)
    page.get_by_role("link", name="Textes").click()
    looked_at(page, "dark")
    page.get_by_role("link", name="Ouvrir : anglais").click()
    expect(page.get_by_role("heading", name="Anglais")).to_be_visible()
    first = page.get_by_role("listitem").filter(has_text="J’ai lu").first
    key = first.get_attribute("id") or ""
    first.get_by_role("button", name="J’ai lu : c’est juste").focus()
    press(page, "Enter")
    expect(page.get_by_role("status")).to_have_text("C’est noté : relu.")
    expect(page.locator(f"[id='{key}']")).to_have_count(0)
    expect(page.get_by_role("link", name=f"Relus {read + 1}")).to_be_visible()
    page.get_by_role("button", name="Annuler").focus()
    press(page, "Enter")
    expect(page.locator(f"[id='{key}']")).to_be_visible()
    expect(page.get_by_role("link", name=f"Relus {read}")).to_be_visible()

    page.goto(f"{office.url}texts/ar")
    thanks = page.locator("[id='thanks']")
    thanks.get_by_text("Proposer d’autres mots").click()
    thanks.get_by_label("Vos mots").fill("أهلا. أرسل: قائمة.")
    thanks.get_by_role("button", name="Garder ma proposition").click()
    expect(page.get_by_role("status")).to_contain_text("C’est gardé")
    kept = page.locator("[id='thanks'] blockquote")
    expect(kept).to_have_text("أهلا. أرسل: قائمة.")
    expect(kept).to_have_css("direction", "rtl")
    expect(page.locator("[id='thanks']")).to_contain_text("Proposé par Léa")
    looked_at(page, "light")
    page.locator("[id='thanks']").get_by_role("button", name="Retirer la proposition").click()
    expect(page.locator("[id='thanks'] blockquote")).to_have_count(0)
