"""Do people get into the console in a real browser: invited, with a telephone, after losing it?"""

from __future__ import annotations

import time

import pyotp
import pytest
from playwright.sync_api import Page, expect

from hotline.app import Hotline
from hotline.config import Config
from hotline.roles import ROLES
from tests.browser.conftest import IN_A_BROWSER, NARROW
from tests.browser.test_console import PASSWORD, TOO_WIDE, WIDE, Office, office, sign_in

__all__ = ["office"]

pytestmark = IN_A_BROWSER


@pytest.fixture
def line(config: Config) -> Hotline:
    """With the real clock: a telephone has no other."""
    return Hotline(config)


def invited(office: Office, page: Page, login: str = "boss") -> None:
    """By the link, as it was given."""
    teams = tuple(office.line.city.teams)
    code = office.line.store.staff.add(login, login.capitalize(), teams, ROLES, office.line.now())
    page.goto(f"{office.url}invitation#{code}")
    expect(page.get_by_label("Code de l’invitation")).to_have_value(code or "")
    assert "#" not in page.url
    page.get_by_label("Nouveau mot de passe").fill(PASSWORD)
    page.get_by_label("Encore une fois").fill(PASSWORD)
    page.get_by_role("button", name="Commencer").click()


def enrolled(page: Page) -> tuple[pyotp.TOTP, list[str]]:
    """The key is typed into an application; then the codes are on paper."""
    expect(page.get_by_role("heading", name="Un code de votre téléphone")).to_be_visible()
    expect(page.get_by_role("img", name="Image à scanner")).to_be_visible()
    totp = pyotp.TOTP(page.locator("code").inner_text().replace(" ", ""))
    page.get_by_label("Code à 6 chiffres").fill(totp.now())
    page.get_by_role("button", name="Ajouter").click()
    expect(page.get_by_role("heading", name="Notez ces codes")).to_be_visible()
    codes = page.locator(".codes code").all_inner_texts()
    page.get_by_role("link", name="C’est noté").click()
    expect(page.get_by_role("heading", name="À rappeler")).to_be_visible()
    return totp, codes


def test_from_the_first_invitation_to_a_colleague_at_work(office: Office) -> None:
    page = office.page()
    invited(office, page)
    enrolled(page)
    page.get_by_role("link", name="Comptes").click()
    page.get_by_label("Identifiant").fill("lea")
    page.get_by_label("Nom, montré aux collègues").fill("Léa")
    page.get_by_label("Points d'accès au droit").check()
    page.get_by_label("arabe", exact=True).check()
    page.get_by_role("button", name="Inviter").click()
    expect(page.get_by_role("heading", name="Donnez ce lien à Léa")).to_be_visible()
    code = page.locator("code").nth(1).inner_text()

    colleague = office.page(NARROW)
    colleague.goto(f"{office.url}invitation#{code}")
    colleague.get_by_label("Nouveau mot de passe").fill(PASSWORD)
    colleague.get_by_label("Encore une fois").fill(PASSWORD)
    colleague.get_by_role("button", name="Commencer").click()
    expect(colleague.get_by_role("status")).to_have_text("Bienvenue. Votre identifiant est lea.")
    expect(colleague.get_by_role("link", name="Comptes")).to_have_count(0)


def test_with_the_telephone_and_without_it(office: Office) -> None:
    page = office.page()
    invited(office, page)
    totp, codes = enrolled(page)
    for code in (totp.at(int(time.time()) + 30), codes[0]):
        page.get_by_role("button", name="Se déconnecter").click()
        sign_in(page, "boss", PASSWORD)
        expect(page.get_by_label("Code à 6 chiffres")).to_be_focused()
        page.get_by_label("Code à 6 chiffres").fill(code)
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="À rappeler")).to_be_visible()


@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["wide", "narrow"])
def test_no_page_of_accounts_sticks_out(office: Office, viewport: dict[str, int]) -> None:
    page = office.page(viewport)
    invited(office, page)
    assert page.evaluate(TOO_WIDE) == 0
    enrolled(page)
    for path in ("accounts", "audit", "second-factor", "password"):
        page.goto(f"{office.url}{path}")
        assert page.evaluate(TOO_WIDE) == 0, path
    page.goto(f"{office.url}accounts")
    page.get_by_role("link", name="Ouvrir").first.click()
    assert page.evaluate(TOO_WIDE) == 0
