"""Can a story be written down in a real browser: on a telephone, by keyboard, and on paper?"""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Dialog, Page, expect
from pypdf import PdfReader

from hotline.store.callback import NewCallback
from hotline.store.statement import Statement
from tests.browser.conftest import IN_A_BROWSER, NARROW
from tests.browser.test_console import TOO_WIDE, WIDE, Office, office, press
from tests.browser.test_list import serious

__all__ = ["office"]

pytestmark = IN_A_BROWSER
WORDS = "Il a dit : « On ne prend pas les gens comme vous. »"
ARABIC = "قال لي الموظف: لا نؤجر لأمثالك."


def counsel(office: Office, viewport: dict[str, int] = WIDE) -> Page:
    """Awa, of the counselling team, with a request of somebody that she has opened."""
    office.keep(NewCallback("4821", "p", "+33639980001", "racism", "mrap93", "ar", "morning", "no"))
    page = office.begin("awa", office.hire("awa", teams=("pad", "mrap93")), viewport)
    page.goto(f"{office.url}?reference=4821")
    return page


def refused(office: Office) -> None:
    """The form came back: a browser notes the status of such a page, and that is no complaint."""
    assert ["422" in each for each in office.complaints] == [True]
    office.complaints.clear()


def go_to(page: Page, name: str, role: str = "textbox") -> None:
    wanted = page.get_by_role(role, name=name).and_(page.locator(":visible")).first
    for _ in range(60):
        press(page, "Tab")
        if wanted.evaluate("it => it === document.activeElement"):
            return
    raise AssertionError(f"the keyboard never comes to {name}")


def test_written_amended_compared_and_taken_on_paper(office: Office, tmp_path: Path) -> None:
    page = counsel(office)
    page.get_by_role("link", name="Écrire un récit des faits").click()
    page.get_by_label("Nom de la personne").fill("محمد")
    page.get_by_label("Date des faits").fill("2026-11-12")
    page.get_by_label("Ce qui s’est passé").fill(f"{WORDS}\n{ARABIC}")
    page.get_by_label("Appartenance ou non à une prétendue race").check()
    page.get_by_label("Ce que la personne souhaite").fill("Des excuses.")
    page.get_by_role("button", name="Garder le récit").click()
    expect(page.get_by_role("alert")).to_contain_text("Rien n’est encore gardé")
    expect(page.get_by_role("alert")).to_be_focused()
    refused(office)
    page.get_by_role("link", name="Accord de la personne").click()
    expect(page.get_by_label("J’ai expliqué ce qui est gardé")).to_be_focused()
    press(page, " ")
    page.get_by_role("button", name="Garder le récit").click()
    expect(page.get_by_role("status")).to_have_text("Le récit est gardé : version 1.")
    expect(page.get_by_text(ARABIC)).to_be_visible()

    page.get_by_role("link", name="Compléter ou corriger").click()
    page.get_by_label("Ce que la personne souhaite").fill("Des excuses et un logement.")
    page.get_by_role("button", name="Garder une nouvelle version").click()
    expect(page.get_by_role("status")).to_have_text("Le récit est gardé : version 2.")
    page.get_by_role("link", name="ce qui a changé").click()
    expect(page.locator("ins")).to_contain_text("et un logement.")
    expect(page.locator("del")).to_contain_text("excuses.")
    page.get_by_role("link", name="Retour au récit").click()

    with page.expect_download() as download:
        page.get_by_role("link", name="PDF de cette version").click()
    assert download.value.suggested_filename.endswith("-v2.pdf")
    download.value.save_as(tmp_path / "record.pdf")
    text = " ".join(each.extract_text() for each in PdfReader(tmp_path / "record.pdf").pages)
    assert WORDS in text
    assert "par Awa, version 2." in text


def test_a_step_by_keyboard_and_its_reminder(office: Office) -> None:
    page = counsel(office)
    office.line.store.facts.open(Statement(words=WORDS), None, "x", office.line.now())
    page.get_by_role("link", name="Récits des faits").click()
    go_to(page, "Ouvrir", "link")
    press(page, "Enter")
    go_to(page, "Étape", "combobox")
    press(page, "p")  # Plainte
    go_to(page, "Précisions")
    press(page, "au commissariat")
    page.get_by_label("Jour", exact=True).fill("2026-11-20")
    go_to(page, "Noter l’étape", "button")
    press(page, "Enter")
    expect(page.get_by_text("à faire : vendredi 20 novembre 2026")).to_be_visible()
    page.get_by_role("link", name="Rappels").first.click()
    page.get_by_role("link", name="étapes à faire d’ici une semaine : 1").click()
    expect(page.get_by_text("au commissariat")).to_be_visible()
    expect(page.get_by_text("en retard")).to_be_visible()


def test_words_are_not_left_by_mistake_and_who_types_is_not_idle(office: Office) -> None:
    page = counsel(office)
    page.goto(f"{office.url}facts/new")
    page.clock.install()
    page.reload()
    page.get_by_label("Lieu", exact=True).press_sequentially("a")
    page.clock.fast_forward(250_000)
    with page.expect_request("**/icon.svg"):
        page.get_by_label("Lieu", exact=True).press_sequentially("b")
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    page.get_by_role("link", name="Tous les récits").click(no_wait_after=True)
    expect(page.get_by_label("Lieu", exact=True)).to_have_value("ab")
    assert asked == ["beforeunload"]


def test_no_page_of_it_sticks_out_or_shuts_anybody_out(office: Office) -> None:
    page = counsel(office, NARROW)
    store, now = office.line.store, office.line.now()
    stated = Statement(
        "محمد " + "x" * 60, "", "vers 10 h", "a" * 80, f"{WORDS}\n{ARABIC}", "y" * 90
    )
    id_ = store.facts.open(stated, None, "x", now)
    store.facts.amend(id_, 1, Statement(words=WORDS, grounds=("origin",)), "x", now)
    for done in (True, False):
        store.steps.add(id_, "hearing", "z" * 80, now.date(), "x", done=done)

    def fine() -> None:
        assert page.evaluate(TOO_WIDE) == 0, page.url
        assert serious(page) == [], page.url

    fine()
    for nth, path in enumerate(("", f"/{id_}?version=1", f"/{id_}/changes", f"/{id_}/erase")):
        page.goto(f"{office.url}facts{path}")
        page.emulate_media(color_scheme=("dark", "light")[nth % 2])
        fine()
    page.goto(f"{office.url}facts/new")
    page.get_by_role("button", name="Garder le récit").click()
    expect(page.get_by_role("alert")).to_be_visible()
    refused(office)
    fine()
    page.goto(office.url)
    fine()
