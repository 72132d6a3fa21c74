from __future__ import annotations

import base64
import io
import re
import time
import wave
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import (
    Browser,
    Locator,
    Page,
    Request,
    Route,
    ViewportSize,
    expect,
)

from hotline.app import Hotline
from hotline.channels import simulator
from hotline.config import Config
from hotline.directory.rota import Rota, Shift
from hotline.directory.schedule import Schedule
from hotline.model import Outbound
from hotline.plan import Utterance
from tests.browser.conftest import IN_A_BROWSER, NARROW, served
from tests.conftest import Clock, knows
from tests.conversations.player import on_the_rota

WIDE = ViewportSize(width=1200, height=860)
LISTEN = """audio => {
  window.heard = [];
  audio.addEventListener("ended", () => window.heard.push({
    path: new URL(audio.currentSrc).pathname, at: audio.currentTime, of: audio.duration,
  }));
}"""

pytestmark = IN_A_BROWSER


@dataclass
class Phone:
    """The web phone, as a person handles it."""

    page: Page
    line: Hotline

    def text(self, words: str) -> None:
        self.page.get_by_role("textbox", name="Votre message").fill(words)
        self.page.keyboard.press("Enter")

    def touch(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).click()

    def asks(self, name: str, key: str = "") -> tuple[dict[str, Any], dict[str, Any]]:
        """What the phone sends to the line, and what it gets, when this button is touched."""
        with self.page.expect_response("**/channels/simulator/voice") as caught:
            self.page.keyboard.press(key) if key else self.touch(name)
        return told(caught.value.request), caught.value.json()

    def in_state(self, state: str) -> None:
        expect(self.call).to_have_attribute("data-state", state, timeout=20_000)

    @property
    def call(self) -> Locator:
        return self.page.locator("#call")

    @property
    def replies(self) -> Locator:
        return self.page.locator(".theirs")

    @property
    def heard(self) -> list[dict[str, Any]]:
        """Every sound that was played to its end."""
        return list(self.page.evaluate("window.heard"))


@pytest.fixture
def phone(browser: Browser, config: Config, clock: Clock, sounds: Path) -> Iterator[Phone]:
    line = Hotline(replace(config, audio=sounds), clock, lambda below: 1 % below)
    faults: list[str] = []
    with served(line) as url:
        page = browser.new_page(viewport=WIDE)
        page.on("pageerror", lambda fault: faults.append(str(fault)))
        page.clock.install()
        page.goto(f"{url}/phone/")
        page.locator("#voice").evaluate(LISTEN)
        yield Phone(page, line)
        page.close()
    assert not faults


def told(request: Request) -> dict[str, Any]:
    return dict(request.post_data_json or {})


def refuse(route: Route) -> None:
    route.abort()


def test_a_text_is_answered_with_what_it_costs(phone: Phone) -> None:
    phone.text("avocat croix de chavaux")
    expect(phone.page.locator(".mine .words")).to_have_text("avocat croix de chavaux")
    bill = phone.replies.first.locator(".bill")
    expect(bill).to_have_text(re.compile(r"^\d segments? · (GSM-7|UCS-2) · \d+ unités$"))
    phone.page.get_by_label("Prix d’un segment").fill("0,08")
    expect(bill).to_have_text(re.compile(r" · ≈\s0,(08|16)\s€$"))
    phone.page.reload()
    expect(phone.replies.first.locator(".bill")).to_have_text(re.compile("€$"))


def test_an_example_is_one_touch(phone: Phone) -> None:
    phone.touch("محامي")
    expect(phone.page.locator(".mine .words")).to_have_css("direction", "rtl")
    expect(phone.replies.first).to_be_visible()


def test_a_call_plays_every_sound_to_its_end(phone: Phone) -> None:
    sent, answer = phone.asks("Appeler")
    assert (sent["step"], sent["digits"]) == (0, "")
    phone.in_state("waiting")
    assert [sound["path"] for sound in phone.heard] == [
        each["url"] for each in answer["script"]["utterances"]
    ]
    written = phone.page.locator("#captions span").all_text_contents()
    assert written == [each["text"] for each in answer["script"]["utterances"]]
    for sound in phone.heard:
        assert sound["at"] == pytest.approx(sound["of"], abs=0.02)
        assert sound["of"] == pytest.approx(0.1, abs=0.02)


@pytest.mark.parametrize(("name", "key"), [("1", ""), ("", "1"), ("", "Numpad1")])
def test_a_key_cuts_the_voice_short(phone: Phone, name: str, key: str) -> None:
    _, first = phone.asks("Appeler")
    phone.in_state("playing")
    sent, second = phone.asks(name, key)
    assert (sent["step"], sent["digits"]) == (1, "1")
    next_sound = second["script"]["utterances"][0]["url"]
    expect(phone.page.locator(f"#voice[src='{next_sound}']")).to_have_count(1)
    cut = first["script"]["utterances"][-1]["url"]
    assert cut not in [sound["path"] for sound in phone.heard]


def scripted(
    phone: Phone, *utterances: dict[str, Any], verb: str = "keys", **then: Any
) -> list[dict[str, Any]]:
    """The line says nothing but this from now on; returns what it will have been asked."""
    asked: list[dict[str, Any]] = []
    waits = {"count": 1, "timeout": 6} if verb == "keys" else {}
    leg = {"utterances": utterances, "then": {"verb": verb, **waits, **then}}

    def answer(route: Route) -> None:
        asked.append(told(route.request))
        route.fulfill(json={"script": leg, "step": len(asked) - 1})

    phone.page.route("**/channels/simulator/voice", answer)
    return asked


def test_silence_is_told_after_the_timeout(phone: Phone) -> None:
    scripted(phone, timeout=6)
    phone.asks("Appeler")
    phone.in_state("waiting")
    with phone.page.expect_request("**/channels/simulator/voice") as caught:
        phone.page.clock.fast_forward(6_000)
    asked = told(caught.value)
    assert (asked["step"], asked["digits"]) == (1, "")


@pytest.mark.parametrize(
    ("digits", "keys", "sent"),
    [(1, "5", "5"), (4, "1001", "1001"), (0, "12#", "12"), (0, "*7#", "*7"), (2, "9#", "9#")],
)
def test_as_many_keys_as_the_line_wants(phone: Phone, digits: int, keys: str, sent: str) -> None:
    asked = scripted(phone, count=digits)
    phone.asks("Appeler")
    phone.in_state("waiting")
    for key in keys[:-1]:
        phone.page.keyboard.press(key)
    phone.asks("", keys[-1])
    assert [each["digits"] for each in asked] == ["", sent]


def test_the_line_hangs_up_after_its_last_word(phone: Phone) -> None:
    said = {"text": "Au revoir.", "language": "fr", "url": None}
    scripted(phone, said, verb="hangup")
    phone.asks("Appeler")
    phone.in_state("ended")
    expect(phone.page.locator("#captions")).to_contain_text("Au revoir. (pas de voix)")
    expect(phone.page.get_by_role("button", name="Appeler")).to_be_visible()


def test_hanging_up_is_told(phone: Phone) -> None:
    phone.asks("Appeler")
    sent, _ = phone.asks("Raccrocher")
    assert sent["event"] == "hangup"
    phone.in_state("ended")
    expect(phone.page.get_by_role("button", name="5", exact=True)).to_be_disabled()


def test_a_hidden_number_calls_but_cannot_text(phone: Phone) -> None:
    phone.page.get_by_label("Masqué").check(force=True)
    expect(phone.page.get_by_role("textbox", name="Votre message")).to_be_disabled()
    sent, _ = phone.asks("Appeler")
    assert sent["from"] is None


@pytest.mark.parametrize(("kind", "number"), [("Mobile", "06 39 98"), ("Fixe", "01 99 00")])
def test_numbers_are_examples(phone: Phone, kind: str, number: str) -> None:
    phone.page.get_by_label(kind).check(force=True)
    expect(phone.page.locator("#number")).to_have_text(re.compile(rf"^{number} \d\d \d\d$"))


def test_what_leaves_later_arrives(phone: Phone) -> None:
    phone.page.set_viewport_size(NARROW)
    phone.page.get_by_role("button", name="Appel", exact=True).click()
    shown = phone.page.locator("#number").inner_text()
    recipient = "+33" + shown.replace(" ", "")[1:]
    message = Outbound("later", "simulator", recipient, "Voici l'adresse.", "")
    simulator.send(message, phone.line.config)
    phone.page.clock.fast_forward(2_000)
    phone.page.get_by_role("button", name="Messages nouveau").click()
    expect(phone.replies).to_have_count(1)


def test_a_text_that_did_not_leave_is_sent_again(phone: Phone) -> None:
    phone.page.route("**/channels/simulator/sms", refuse)
    phone.text("bonjour")
    expect(phone.page.get_by_text("Non envoyé.")).to_be_visible()
    phone.page.unroute("**/channels/simulator/sms")
    phone.touch("Réessayer")
    expect(phone.replies).to_have_count(1)
    expect(phone.page.get_by_text("Non envoyé.")).to_have_count(0)


def test_a_call_that_broke_goes_on_where_it_was(phone: Phone) -> None:
    phone.page.route("**/channels/simulator/voice", refuse)
    phone.touch("Appeler")
    phone.in_state("failed")
    phone.page.unroute("**/channels/simulator/voice")
    sent, _ = phone.asks("Réessayer")
    assert sent["step"] == 0
    phone.in_state("playing")


def test_nothing_sticks_out(phone: Phone) -> None:
    phone.text("avocat " * 20 + "a" * 90)
    expect(phone.replies.first).to_be_visible()
    for width in (320, 360, 768, 900, 1200):
        phone.page.set_viewport_size(ViewportSize(width=width, height=740))
        assert phone.page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, width


def test_a_voice_is_recorded_as_a_telephone_would(phone: Phone) -> None:
    asked = scripted(phone, verb="record", seconds=120, finish="#", silence=5, beep=True)
    phone.page.route("**/channels/simulator/recording", refuse)
    phone.asks("Appeler")
    phone.page.clock.run_for(1_000)  # the beep
    phone.page.get_by_role("button", name="J’ai fini").wait_for()
    time.sleep(1.2)
    with phone.page.expect_request("**/channels/simulator/recording") as caught:
        phone.page.keyboard.press("#")
    said = told(caught.value)
    with wave.open(io.BytesIO(base64.b64decode(said["sound"]))) as heard:
        assert (heard.getframerate(), heard.getnchannels(), heard.getsampwidth()) == (8000, 1, 2)
        assert heard.getnframes() / 8000 == pytest.approx(said["seconds"], abs=0.6)
    assert (said["step"], len(asked)) == (1, 1)


def test_nothing_is_said(phone: Phone) -> None:
    scripted(phone, verb="record", seconds=120, finish="#", silence=5, beep=False)
    phone.page.route("**/channels/simulator/recording", refuse)
    phone.asks("Appeler")
    with phone.page.expect_request("**/channels/simulator/recording") as caught:
        phone.touch("Ne rien dire")
    assert told(caught.value).keys() == {"from", "call", "step"}


@pytest.mark.parametrize(
    ("touches", "answered"),
    [(["Ne répond pas"], "no"), (["Prendre l’appel (1)", "Fin de la conversation"], "yes")],
)
def test_somebody_is_rung(phone: Phone, touches: list[str], answered: str) -> None:
    whisper = [{"text": "Un appel : logement.", "language": "fr", "url": None}]
    rung = {"telephones": 2, "whisper": whisper, "accept": "1", "timeout": 25}
    asked = scripted(phone, verb="dial", **rung)
    phone.asks("Appeler")
    expect(phone.page.locator("#leg")).to_contain_text("Ça sonne (2)")
    expect(phone.page.locator("#leg")).to_contain_text("Un appel : logement.")
    for name in touches[:-1]:
        phone.touch(name)
    phone.asks(touches[-1])
    assert (asked[-1]["event"], asked[-1]["answered"]) == ("dialled", answered)


def test_a_member_of_staff_takes_the_call_or_does_not(phone: Phone) -> None:
    line = phone.line
    knows(line, rota=Rota((Shift("awa", "pad", Schedule.parse("24/7")),)))
    on_the_rota(line, "awa", "+33199001001")
    phone.asks("Appeler")
    for key in "113":  # French, rights, legal help
        phone.in_state("playing")
        phone.asks("", key)
    phone.in_state("playing")
    _, rung = phone.asks("", "1")
    assert rung["script"]["then"]["telephones"] == 1
    assert "199001001" not in str(rung).replace(" ", "")
    phone.in_state("dialling")
    expect(phone.page.locator("#leg")).to_contain_text("Droits, avocat")
    phone.touch("Prendre l’appel (1)")
    phone.asks("Fin de la conversation")
    phone.in_state("playing")
    phone.asks("", "1")
    phone.in_state("dialling")
    _, untaken = phone.asks("Ne répond pas")
    assert untaken["script"]["utterances"][0]["text"] == "Personne ne peut répondre maintenant."
    (kept,) = line.store.callbacks.waiting(["pad"])
    assert kept.first


def test_a_refused_call_is_free(phone: Phone) -> None:
    scripted(phone, verb="refuse")
    phone.asks("Appeler")
    phone.in_state("refused")
    expect(phone.page.locator("#status")).to_contain_text("gratuit")


def test_keys_lead_to_an_address_that_is_played_to_its_end(phone: Phone) -> None:
    phone.asks("Appeler")
    phone.in_state("playing")
    phone.asks("1")  # French
    phone.in_state("playing")
    phone.asks("3")  # housing, food
    phone.in_state("playing")
    _, answer = phone.asks("1")  # housing
    phone.in_state("waiting")
    said = answer["script"]["utterances"]
    assert "Service intégration" in [each["text"] for each in said]
    played = phone.heard[-len(said) :]
    assert [sound["path"] for sound in played] == [each["url"] for each in said]
    for sound in played:
        assert sound["at"] == pytest.approx(sound["of"], abs=0.02)
        assert sound["of"] > 0
    words = {piece.text for piece in phone.line.utterances()["fr"]}
    assert {each["text"] for each in said} <= words


def test_the_right_file_is_behind_each_address(phone: Phone) -> None:
    _, answer = phone.asks("Appeler")
    for each in answer["script"]["utterances"]:
        piece = Utterance(each["language"], each["text"])
        assert each["url"] == f"/audio/{phone.line.library.find(piece)}"
        kind = "url => fetch(url).then(found => found.headers.get('content-type'))"
        assert phone.page.evaluate(kind, each["url"]) == "audio/wav"
