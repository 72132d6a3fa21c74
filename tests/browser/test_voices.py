"""Can staff send a voice and hear it in a real browser, on a desk and on a telephone?"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from hotline.app import Hotline
from tests.browser.conftest import IN_A_BROWSER, NARROW, served
from tests.browser.test_console import TOO_WIDE, WIDE, Office
from tests.speech.test_take import as_wav, speech

pytestmark = IN_A_BROWSER
LOADED = "audio => new Promise(done => { audio.onloadedmetadata = () => done(audio.duration);"
LOADED += " audio.onerror = () => done(-1); audio.load(); })"


@pytest.fixture
def office(line: Hotline, browser: Browser) -> Iterator[Office]:
    complaints: list[str] = []
    with served(line) as url:
        yield Office(f"{url}/console/", line, browser, complaints)
    assert complaints == []


def test_a_voice_is_sent_heard_and_refused(office: Office, tmp_path: Path) -> None:
    file = tmp_path / "bonjour.wav"
    file.write_bytes(as_wav(speech(1.2)))
    page: Page = office.sit("awa", WIDE)
    page.get_by_role("link", name="Voix", exact=True).click()
    expect(page.get_by_role("heading", name="Voix de la ligne")).to_be_visible()
    page.goto(f"{office.url}voices/bm")
    sentence = page.locator("[id='language.ask']")
    expect(sentence).to_contain_text("Quelle langue")
    sentence.get_by_label("Fichier").set_input_files(str(file))
    sentence.get_by_role("button", name="Envoyer").click()
    expect(page.get_by_role("status")).to_contain_text("C’est enregistré")
    expect(sentence).to_have_count(0)

    page.goto(f"{office.url}voices/bm?all=1")
    heard = page.locator("[id='language.ask'] audio")
    assert float(heard.evaluate(LOADED)) == pytest.approx(1.75, abs=0.4)
    sentence = page.locator("[id='language.ask']")
    sentence.get_by_label("Raison").fill("trop de bruit")
    sentence.get_by_role("button", name="Refuser").click()
    expect(page.locator("[id='language.ask']")).to_contain_text("trop de bruit")


def test_it_fits_a_telephone(office: Office) -> None:
    page = office.sit("ali", NARROW)
    for path in ("voices", "voices/ar"):
        page.goto(f"{office.url}{path}")
        assert page.evaluate(TOO_WIDE) == 0
