"""A message left on the web phone and heard in the console; a beep, and the call that follows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from hotline.app import Hotline
from hotline.config import Config
from jobs.sweep import sweep_by
from jobs.voicemails import fetch_by
from tests.browser.conftest import IN_A_BROWSER, served
from tests.browser.test_console import PASSWORD
from tests.conftest import Clock
from tests.conversations.town import beeping

pytestmark = IN_A_BROWSER

PLAYED = """async audio => {
  const over = new Promise((heard, failed) => { audio.onended = heard; audio.onerror = failed; });
  await audio.play();
  audio.currentTime = audio.duration / 2;  // staff jump: it takes an answer in parts
  await over;
  return [audio.currentTime, audio.duration];
}"""


@dataclass
class House:
    """The line, where it is served, and a browser."""

    line: Hotline
    clock: Clock
    url: str
    browser: Browser

    def phone(self) -> Page:
        page = self.browser.new_page()
        page.goto(f"{self.url}/phone/")
        return page

    def console(self) -> Page:
        teams = tuple(self.line.city.teams)
        once = self.line.store.staff.add("awa", "Awa", teams, ["member"], self.line.now())
        page = self.browser.new_page(locale="fr-FR")
        page.goto(f"{self.url}/console/invitation#{once}")
        page.get_by_label("Nouveau mot de passe").fill(PASSWORD)
        page.get_by_label("Encore une fois").fill(PASSWORD)
        page.get_by_role("button", name="Commencer").click()
        return page


@pytest.fixture
def house(
    browser: Browser, config: Config, clock: Clock, sounds: Path, tmp_path: Path
) -> Iterator[House]:
    line = Hotline(replace(beeping(config, tmp_path), audio=sounds), clock, lambda below: 1 % below)
    with served(line) as url:
        made = House(line, clock, url, browser)
        yield made
        for context in browser.contexts:
            context.close()


def in_state(page: Page, state: str) -> None:
    expect(page.locator("#call")).to_have_attribute("data-state", state)


def test_what_is_said_after_the_beep_is_heard_in_the_console(house: House) -> None:
    phone = house.phone()
    phone.get_by_role("button", name="Appeler", exact=True).click()
    for key in "13143":
        in_state(phone, "waiting")
        phone.keyboard.press(key)
    in_state(phone, "recording")
    expect(phone.get_by_text("Parlez après le bip")).to_be_in_viewport()
    phone.wait_for_timeout(3_500)
    phone.keyboard.press("#")
    expect(phone.get_by_text("Votre message est gardé.")).to_be_visible()
    assert fetch_by(house.line) == 1

    console = house.console()
    console.get_by_role("link", name="Logement").click()
    expect(console.get_by_role("heading", name="À écouter avant d’appeler")).to_be_visible()
    expect(console.get_by_text("a laissé un message vocal")).to_be_visible()
    with console.expect_response("**/voicemails/*") as asked:
        at, long = console.locator("audio").evaluate(PLAYED)
    assert asked.value.headers["cache-control"] == "no-store"
    assert at == long
    assert 2 < long < 6
    (request,) = house.line.store.callbacks.waiting([*house.line.city.teams])
    assert "voicemail" in [what for _, _, what in house.line.store.staff.audited(request.id)]


def test_who_beeps_is_rung_and_picks_up(house: House) -> None:
    phone = house.phone()
    phone.get_by_role("button", name="Biper").click()
    in_state(phone, "refused")
    house.clock.forward(seconds=10)
    assert sweep_by(house.line) == 1
    in_state(phone, "incoming")
    phone.get_by_role("button", name="Décrocher").click()
    in_state(phone, "waiting")
    phone.get_by_role("button", name="1", exact=True).click()
    expect(phone.get_by_text("De quoi avez-vous besoin")).to_be_visible()


def test_without_a_number_for_it_there_is_nothing_to_beep(
    browser: Browser, config: Config, clock: Clock, sounds: Path
) -> None:
    with served(Hotline(replace(config, audio=sounds), clock)) as url:
        page = browser.new_page()
        page.goto(f"{url}/phone/")
        expect(page.get_by_role("button", name="Appeler", exact=True)).to_be_visible()
        assert page.get_by_role("button", name="Biper").count() == 0
        page.close()
