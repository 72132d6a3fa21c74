"""Does the console work as staff use it: a real browser, a real server, two people at once?"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect

from hotline.app import Hotline
from hotline.store.callback import NewCallback
from tests.browser.conftest import IN_A_BROWSER, NARROW, served
from tests.conftest import Clock

PASSWORD = "quatre chevaux bleus"
SHOWN = "06 39 98 00 01"
WIDE = ViewportSize(width=1200, height=900)
TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"

pytestmark = IN_A_BROWSER


@dataclass
class Office:
    """The console's address, and a way to sit down at it."""

    url: str
    line: Hotline
    browser: Browser
    complaints: list[str]

    def hire(self, login: str, *languages: str, teams: tuple[str, ...] = ("pad",)) -> str:
        """A new colleague; returns the code of their invitation."""
        name, roles = login.capitalize(), ["member", "editor"]
        add = self.line.store.staff.add
        return add(login, name, teams, roles, self.line.now(), languages) or ""

    def ask(self, reference: str = "4821", topic: str = "legal", voicemail: str = "no") -> None:
        new = NewCallback(
            reference, reference, "+33639980001", topic, "pad", "ar", "morning", voicemail
        )
        self.keep(new)

    def keep(self, new: NewCallback) -> str:
        return self.line.store.callbacks.request(new, self.line.now())

    def sit(self, login: str, viewport: ViewportSize = WIDE, **context: Any) -> Page:
        """Signed in, with a password of their own."""
        return self.begin(login, self.hire(login), viewport, **context)

    def begin(self, login: str, once: str, viewport: ViewportSize = WIDE, **context: Any) -> Page:
        page = self.page(viewport, **context)
        page.goto(f"{self.url}invitation")
        page.get_by_label("Code de l’invitation").fill(once)
        page.get_by_label("Nouveau mot de passe").fill(PASSWORD)
        page.get_by_label("Encore une fois").fill(PASSWORD)
        page.get_by_role("button", name="Commencer").click()
        expect(page.get_by_role("heading", name="À rappeler")).to_be_visible()
        return page

    def page(self, viewport: ViewportSize = WIDE, **context: Any) -> Page:
        made: BrowserContext = self.browser.new_context(
            **{"viewport": viewport, "locale": "fr-FR", **context}
        )
        page = made.new_page()
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", lambda said: self.complaints.append(said.text))
        page.goto(self.url)
        return page


def sign_in(page: Page, login: str, password: str) -> None:
    page.get_by_label("Identifiant").fill(login)
    page.get_by_label("Mot de passe").fill(password)
    page.get_by_role("button", name="Se connecter").click()


def press(page: Page, *keys: str) -> None:
    """Keys by name, or words letter by letter."""
    for key in keys:
        if key in ("Tab", "Enter"):
            page.keyboard.press(key)
        else:
            page.keyboard.type(key)


@contextmanager
def in_office(line: Hotline, browser: Browser) -> Iterator[Office]:
    """The console of this line, in a browser that has nothing to complain about at the end."""
    with served(line) as url:
        made = Office(f"{url}/console/", line, browser, [])
        yield made
        for context in browser.contexts:
            context.close()
    assert made.complaints == []


@pytest.fixture
def office(line: Hotline, browser: Browser) -> Iterator[Office]:
    with in_office(line, browser) as made:
        yield made


def test_a_day_s_work(office: Office) -> None:
    office.ask(voicemail="discreet")
    page = office.sit("awa")
    page.get_by_role("button", name="Prendre").click()
    expect(page.get_by_role("status")).to_have_text("Cette demande est à vous.")
    expect(page.get_by_text("Message possible, sans dire qui nous sommes")).to_be_visible()
    page.get_by_role("button", name="Afficher le numéro").click()
    expect(page.get_by_role("link", name=SHOWN)).to_have_attribute("href", "tel:+33639980001")
    assert "39980001" not in page.url + page.title()
    page.get_by_label("Note pour l’équipe").fill("<b>Sonne</b> dans le vide")
    page.get_by_role("button", name="Pas de réponse").click()
    expect(page.get_by_role("heading", name="À réessayer")).to_be_visible()
    expect(page.get_by_text("Repose jusqu’à mardi 09:00")).to_be_visible()


def test_two_people_at_once(office: Office) -> None:
    office.ask()
    awa, bruno = office.sit("awa"), office.sit("bruno")
    awa.get_by_role("button", name="Prendre").click()
    bruno.get_by_role("button", name="Prendre").click()
    expect(awa.get_by_role("status")).to_have_text("Cette demande est à vous.")
    expect(bruno.get_by_role("alert")).to_have_text("Trop tard : Awa a pris cette demande.")
    expect(bruno.get_by_role("button", name="Afficher le numéro")).to_have_count(0)


def test_with_the_keyboard_alone(office: Office) -> None:
    office.ask()
    once = office.hire("awa")
    page = office.page()
    page.goto(f"{office.url}invitation#{once}")
    expect(page.get_by_label("Nouveau mot de passe")).to_be_focused()
    press(page, PASSWORD, "Tab", PASSWORD, "Enter")
    page.get_by_role("button", name="Se déconnecter").click()
    expect(page.get_by_label("Identifiant")).to_be_focused()
    press(page, "awa", "Tab", PASSWORD, "Enter")
    expect(page.get_by_role("heading", name="À rappeler")).to_be_visible()
    page.get_by_role("link", name="Aller au contenu").focus()
    press(page, "Enter", "Tab")
    topic = office.line.texts.get("topic.legal", "fr").text
    expect(page.get_by_role("link", name=topic)).to_be_focused()
    press(page, "Tab", "Enter")
    expect(page.get_by_role("status")).to_have_text("Cette demande est à vous.")


def test_the_list_stays_fresh_and_keeps_the_focus(office: Office) -> None:
    office.ask("4821")
    page = office.sit("awa")
    page.clock.install()
    page.reload()
    page.get_by_role("button", name="Prendre").focus()
    office.ask("4822", topic="papers")
    page.clock.fast_forward(31_000)
    expect(page.get_by_text("réf. 4822")).to_be_visible()
    expect(page.get_by_role("button", name="Prendre").first).to_be_focused()
    expect(page).to_have_title("(2) Rappels · Info Montreuil")


def test_the_list_leaves_the_screen_when_the_session_has_ended(
    office: Office, clock: Clock
) -> None:
    office.ask()
    page = office.sit("awa")
    page.clock.install()
    page.reload()
    clock.forward(minutes=31)
    page.clock.fast_forward(31_000)
    expect(page.get_by_role("heading", name="Connexion")).to_be_visible()
    expect(page.get_by_text("4821")).to_have_count(0)


def test_without_scripts(office: Office) -> None:
    office.ask()
    page = office.sit("awa", java_script_enabled=False)
    page.get_by_role("button", name="Prendre").click()
    page.get_by_role("button", name="Jointe").click()
    page.get_by_role("button", name="Terminer").click()
    expect(page.get_by_role("status")).to_have_text("La demande est terminée.")


def test_the_reference_is_found_and_the_language_stays_on_the_page(office: Office) -> None:
    office.ask("4821")
    page = office.sit("awa")
    page.get_by_label("Référence").fill("4821")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="English").click()
    expect(page).to_have_title("Request 4821 · Info Montreuil")
    expect(page.get_by_text("Do not leave a message")).to_be_visible()


@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["wide", "narrow"])
def test_nothing_sticks_out_of_the_window(office: Office, viewport: ViewportSize) -> None:
    for nth, voicemail in enumerate(("no", "yes", "discreet")):
        office.ask(f"482{nth}", topic=("legal", "papers", "violence")[nth], voicemail=voicemail)
    page = office.sit("awa", viewport)
    assert page.evaluate(TOO_WIDE) == 0
    page.get_by_role("button", name="Prendre").first.click()
    page.get_by_role("button", name="Afficher le numéro").click()
    expect(page.get_by_role("link", name=SHOWN)).to_be_visible()
    assert page.evaluate(TOO_WIDE) == 0


def test_an_appointment(office: Office) -> None:
    office.ask()
    page = office.sit("awa", NARROW)
    page.get_by_role("button", name="Prendre").click()
    page.get_by_role("link", name="Fixer un rendez-vous").click()
    page.get_by_label("Jour", exact=True).fill("2026-11-25")
    page.get_by_label("Heure", exact=True).fill("10:00")
    page.get_by_label("La personne est d’accord").check()
    assert page.evaluate(TOO_WIDE) == 0
    page.get_by_role("button", name="Fixer").click()
    expect(page.get_by_role("status")).to_have_text("Rendez-vous : mercredi 25 novembre, 10:00.")
    reminders = page.get_by_role("region", name="Rendez-vous").get_by_role("listitem")
    expect(reminders).to_have_count(2)
    expect(reminders.first).to_contain_text("Rappel par SMS, mardi 24 novembre, 10:00 : partira")
    page.get_by_role("link", name="Déplacer ou annuler").click()
    page.get_by_label("Jour", exact=True).fill("2020-11-25")
    page.get_by_label("Heure", exact=True).fill("10:00")
    page.locator("#day").evaluate("each => each.removeAttribute('min')")  # an older browser
    page.get_by_role("button", name="Déplacer").click()
    expect(page.get_by_role("alert")).to_have_text("Ce moment est déjà passé.")
    office.complaints.clear()  # the browser complains of the 422
    expect(page.get_by_label("Heure", exact=True)).to_have_value("10:00")
    page.get_by_role("button", name="Annuler le rendez-vous").click()
    expect(page.get_by_role("status")).to_contain_text("La personne n’est pas prévenue")
    expect(page.get_by_text("· annulé")).to_be_visible()
