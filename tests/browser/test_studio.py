"""Can somebody record a sentence with nothing but the web phone, and hear themselves?"""

from __future__ import annotations

import time

from playwright.sync_api import expect

from hotline.roles import EDITOR
from jobs.takes import takes_by
from tests.browser.conftest import IN_A_BROWSER
from tests.browser.test_phone import Phone
from tests.browser.test_phone import phone as phone
from tests.sounds import sounds as sounds

pytestmark = IN_A_BROWSER


def test_what_was_said_is_heard_again_and_kept(phone: Phone) -> None:
    line, now = phone.line, phone.line.now()
    line.store.staff.add("awa", "Awa", (), (EDITOR,), now)
    line.store.staff.set_password(line.store.staff.everyone()[0].id, "quatre chevaux bleus")
    code = line.store.pins.renew(line.store.staff.everyone()[0].id, now) or ""
    phone.asks("Appeler")
    phone.asks("", "#")
    for digit in code[:-1]:
        phone.page.keyboard.press(digit)
    phone.asks("", code[-1])
    phone.asks("", "1")  # French
    phone.in_state("recording")
    expect(phone.page.locator("#captions p").last).to_be_in_viewport()
    phone.page.clock.run_for(1_000)  # the beep
    phone.page.get_by_role("button", name="J’ai fini").wait_for()
    time.sleep(1.5)
    phone.touch("J’ai fini")
    phone.in_state("waiting")
    assert takes_by(line) == 1
    with phone.page.expect_response("**/channels/simulator/voice") as caught:
        phone.page.clock.fast_forward(2_000)
    said = caught.value.json()["script"]["utterances"]
    assert [each["text"] for each in said[:2]] == ["Voici :", "Bonjour. Ici"]
    phone.in_state("waiting")
    (again,) = [each for each in phone.heard if "/fresh/" in each["path"]]
    assert again["path"] == said[1]["url"]
    assert again["at"] == again["of"] > 0.5
    phone.asks("", "1")  # keys are heard although the button that had the focus is gone
    takes_by(line)
    recording = line.library.recordings.get("fr", "greeting.1")
    assert recording
    assert recording.who == "Awa"
    assert line.library.path(again["path"].removeprefix("/audio/")) is None
