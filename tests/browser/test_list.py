"""The callback list on a bad day: live, by keyboard, on a small telephone, for every eye."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, ViewportSize, expect

from drill.twilio import ACCOUNT, TOKEN, FakeTwilio
from hotline.app import Hotline
from hotline.config import Config
from hotline.model import Window
from hotline.store.callback import NewCallback
from tests.browser.conftest import IN_A_BROWSER, NARROW
from tests.browser.test_console import (
    PASSWORD,
    SHOWN,
    TOO_WIDE,
    WIDE,
    Office,
    in_office,
    office,
    press,
)
from tests.conftest import MONDAY, Clock

__all__ = ["office"]

pytestmark = IN_A_BROWSER
NUMBER = "+33639980001"
BOTH = pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["wide", "narrow"])


def new(reference: str, topic: str = "legal", **other: object) -> NewCallback:
    asked = NewCallback(reference, reference, NUMBER, topic, "pad", "fr", "morning", "no")
    return replace(asked, **other)


def a_busy_day(office: Office) -> None:
    """What a list looks like at eleven on a Monday; the staff are Awa, Bruno and Chloé."""
    line, clock = office.line, office.line.now
    assert isinstance(clock, Clock)
    today = Window(MONDAY, MONDAY + timedelta(hours=2, minutes=30))
    tuesday = Window(MONDAY + timedelta(hours=28), MONDAY + timedelta(hours=31, minutes=30))
    early = Window(MONDAY - timedelta(hours=1), MONDAY + timedelta(minutes=10))
    asked = [
        (26, new("4821", "papers", language="ar", voicemail="discreet", window=early)),
        (20, new("5307", "violence", language="bm", window=today)),
        (5, new("6618", window=today, slot="27", voicemail="yes", time_of_day="any")),
        (4, new("7240", "work", language="es", window=tuesday, time_of_day="afternoon")),
        (3, new("8155", "housing", language="en", window=today)),
        (3, new("9076", "french", language="pt", window=today, voicemail="discreet")),
        (2, new("3349", "health", window=today)),
    ]
    office.hire("bruno", "es", "pt")
    staff = {one.login: one.id for one in line.store.staff.everyone()}
    line.store.staff.set_password(staff["bruno"], PASSWORD)  # he has accepted his invitation
    ids = []
    for hours, each in asked:
        clock.time = MONDAY - timedelta(hours=hours)
        ids.append(office.keep(each))
    clock.time = MONDAY
    bruno = staff["bruno"]
    for nth, act in ((4, "claim"), (5, "no_answer"), (6, "close")):
        line.store.callbacks.claim(ids[nth], bruno, clock())
        if act != "claim":
            getattr(line.store.callbacks, act)(ids[nth], bruno, "", clock())
    clock.forward(minutes=20)


def test_what_must_be_known_comes_before_the_number(office: Office) -> None:
    a_busy_day(office)
    page = office.begin("awa", office.hire("awa", "ar", "en"))
    first = page.locator("#to-take + .requests .request").first
    for said in (
        "réf. 4821",
        "depuis 26 h",
        "Promis : lundi 23/11",
        "manquée depuis 10 min",
        "sans dire qui nous sommes",
        "arabe · vous la parlez",
        "Appeler le matin",
    ):
        expect(first).to_contain_text(said)
    for said in (
        "Interprète : bambara",
        "parlée par Bruno",
        "personne 27",
        "promesses manquées : 1",
    ):
        expect(page.get_by_text(said).first).to_be_visible()
    for part in ("À prendre", "À réessayer", "Prises par d’autres", "Terminées"):
        expect(page.get_by_role("heading", name=part)).to_be_visible()
    assert "39980001" not in page.content()


def test_the_list_is_live_without_reload(office: Office) -> None:
    office.ask()
    awa, bruno = office.sit("awa"), office.sit("bruno")
    bruno.evaluate("window.before = 1")
    awa.get_by_role("button", name="Prendre").click()
    expect(bruno.get_by_role("heading", name="Prises par d’autres")).to_be_visible(timeout=9_000)
    expect(bruno.locator("#news")).to_have_text("Personne n’attend.")
    assert bruno.evaluate("window.before") == 1
    office.ask("4822", topic="papers")
    expect(bruno.get_by_text("réf. 4822")).to_be_visible(timeout=9_000)


def test_a_list_that_has_not_changed_is_not_sent_again(office: Office) -> None:
    office.ask()
    page = office.sit("awa")
    with page.expect_response("**/board") as first:
        pass
    with page.expect_response("**/board") as second:
        pass
    assert (first.value.status, second.value.status) == (200, 304)


def test_a_request_is_handed_over(office: Office) -> None:
    office.ask()
    awa, bruno = office.sit("awa"), office.sit("bruno")
    awa.get_by_role("button", name="Prendre").click()
    awa.get_by_label("Note pour l’équipe").fill("Elle ne peut parler que le matin.")
    awa.get_by_label("Passer à").select_option("Bruno")
    awa.get_by_role("button", name="Passer avec ma note").click()
    expect(awa.get_by_role("status")).to_have_text("Bruno a maintenant cette demande.")
    expect(bruno.get_by_role("heading", name="À moi")).to_be_visible(timeout=9_000)
    bruno.get_by_role("link", name="Ouvrir").click()
    expect(bruno.get_by_text("Elle ne peut parler que le matin.")).to_be_visible()


def test_a_time_the_person_asked_for_and_undone(office: Office) -> None:
    office.ask()
    page = office.sit("awa")
    page.get_by_role("button", name="Prendre").click()
    page.get_by_label("La personne veut être rappelée").fill("2026-11-24T10:30")
    page.get_by_role("button", name="Rappeler à ce moment").click()
    expect(page.get_by_role("status")).to_have_text(
        "C’est noté : à rappeler mardi 24 novembre, 10:30."
    )
    expect(page.get_by_text("Promis : mardi 24/11, 10:30–11:30")).to_be_visible()
    page.get_by_role("button", name="Annuler").click()
    expect(page.get_by_role("status")).to_have_text("C’est annulé.")
    expect(page.get_by_role("button", name="Jointe")).to_be_visible()


def test_the_offer_to_undo_leaves_after_ten_seconds(office: Office) -> None:
    office.ask()
    page = office.sit("awa")
    page.clock.install()
    page.get_by_role("button", name="Prendre").click()
    page.get_by_role("link", name="Retour à la liste").focus()
    expect(page.get_by_role("button", name="Annuler")).to_be_visible()
    page.clock.fast_forward(10_100)
    expect(page.get_by_role("button", name="Annuler")).to_have_count(0)


def test_a_whole_call_with_the_keyboard_alone(office: Office) -> None:
    office.ask()
    page = office.sit("awa")

    def go_to(name: str, role: str = "button") -> None:
        wanted = page.get_by_role(role, name=name, exact=True).and_(page.locator(":visible")).first
        for _ in range(40):
            press(page, "Tab")
            if wanted.evaluate("it => it === document.activeElement"):
                return
        raise AssertionError(f"the keyboard never comes to {name}")

    go_to("Prendre")
    press(page, "Enter")
    go_to("Afficher le numéro")
    press(page, "Enter")
    expect(page.get_by_role("link", name=SHOWN)).to_be_visible()
    go_to("Note pour l’équipe (facultative)", "textbox")
    press(page, "Sonne dans le vide")
    go_to("Pas de réponse")
    press(page, "Enter")
    expect(page.get_by_role("heading", name="À réessayer")).to_be_visible()
    go_to("Annuler")
    press(page, "Enter")
    expect(page.get_by_role("status")).to_have_text("C’est annulé.")


def test_the_enter_key_in_a_field_says_nothing_about_the_call(office: Office) -> None:
    office.ask()
    page = office.sit("awa")
    page.get_by_role("button", name="Prendre").click()
    page.get_by_label("La personne veut être rappelée").focus()
    press(page, "Enter")
    expect(page.get_by_role("status")).to_have_text("La note est vide : rien n’est gardé.")
    (one,) = office.line.store.callbacks.waiting(["pad"])
    assert one.state == "claimed"


@BOTH
def test_nothing_sticks_out(office: Office, viewport: ViewportSize) -> None:
    a_busy_day(office)
    once = office.hire("awa", "ar", teams=("pad", "grdr", "mrap93"))
    page = office.begin("awa", once, viewport)
    assert page.evaluate(TOO_WIDE) == 0
    page.get_by_role("button", name="Prendre").first.click()
    expect(page.get_by_label("Passer à")).to_be_visible()
    assert page.evaluate(TOO_WIDE) == 0
    page.goto(office.url + "telephone")
    assert page.evaluate(TOO_WIDE) == 0


@BOTH
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(office: Office, viewport: ViewportSize, scheme: str) -> None:
    a_busy_day(office)
    once = office.hire("awa", "ar", teams=("pad", "grdr", "mrap93"))
    page = office.page(viewport, color_scheme=scheme)
    assert serious(page) == []
    page = office.begin("awa", once, viewport, color_scheme=scheme)
    assert serious(page) == []
    page.get_by_role("button", name="Prendre").first.click()
    page.get_by_role("button", name="Afficher le numéro").click()
    expect(page.get_by_role("link", name=SHOWN)).to_be_visible()
    assert serious(page) == []
    page.get_by_role("button", name="Terminer").click()
    expect(page.get_by_role("button", name="Annuler")).to_be_visible()
    assert serious(page) == []
    page.goto(office.url + "telephone")
    assert serious(page) == []


def serious(page: Page) -> list[tuple[str, str]]:
    """What axe-core calls serious or critical: the rule, and where it is broken."""
    found = Axe().run(page).response["violations"]
    return [
        (rule["id"], node["html"])
        for rule in found
        for node in rule["nodes"]
        if rule["impact"] in ("serious", "critical")
    ]


def test_axe_would_find_something(office: Office) -> None:
    page = office.page()
    page.evaluate("document.querySelector('label').remove()")
    assert [rule for rule, _ in serious(page)] == ["label"]


def test_it_all_comes_from_here_and_weighs_little(office: Office) -> None:
    a_busy_day(office)
    page = office.begin("awa", office.hire("awa"))
    asked: list[str] = []
    weights: list[int] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("response", lambda response: weights.append(len(response.body())))
    page.reload(wait_until="networkidle")
    assert {url.split("/console/")[0] + "/console/" for url in asked} == {office.url}
    assert sum(weights) < 60_000


def test_on_a_slow_network_the_list_still_comes(office: Office) -> None:
    office.ask()
    page = office.sit("awa")
    slow = page.context.new_cdp_session(page)
    bytes_a_second = 6_000  # EDGE on a bad day
    slow.send(
        "Network.emulateNetworkConditions",
        {
            "offline": False,
            "latency": 600,
            "downloadThroughput": bytes_a_second,
            "uploadThroughput": bytes_a_second,
        },
    )
    page.reload(wait_until="domcontentloaded", timeout=20_000)
    office.ask("4822", topic="papers")
    expect(page.get_by_text("réf. 4822")).to_be_visible(timeout=20_000)


# --- a click rings the member of staff, then the person ---------------------------------------


@pytest.fixture
def twilio(clock: Clock) -> Iterator[FakeTwilio]:
    with FakeTwilio(now=clock) as fake:
        yield fake


@pytest.fixture
def exchange(
    config: Config, clock: Clock, browser: Browser, twilio: FakeTwilio
) -> Iterator[Office]:
    """The same office, behind a provider that can ring people."""
    account = {"twilio_account_sid": ACCOUNT, "twilio_auth_token": TOKEN}
    public = {"twilio_api_base": twilio.url, "public_url": "https://line.example"}
    line = Hotline(replace(config, **account, **public), clock)
    with in_office(line, browser) as made:
        yield made


def test_a_click_puts_two_people_through(exchange: Office, twilio: FakeTwilio) -> None:
    exchange.ask()
    page = exchange.sit("awa")
    page.get_by_role("link", name="Mon téléphone").click()
    page.get_by_label("Numéro", exact=True).fill("01 99 00 12 34")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("status")).to_have_text("Votre numéro est gardé.")
    assert "12 34" not in page.content()
    page.get_by_role("link", name="Rappels").click()
    page.get_by_role("button", name="Prendre").click()
    page.get_by_role("button", name="M’appeler et me mettre en relation").click()
    expect(page.get_by_role("status")).to_have_text(
        "Votre téléphone sonne. Décrochez, puis tapez 1."
    )
    (made,) = twilio.ledger
    assert (made.to, made.from_) == ("+33199001234", exchange.line.city.voice_line)
    hooks = twilio.webhooks("https://line.example", exchange.url.removesuffix("/console/"))
    assert hooks.rung(made).verbs == ["Gather", "Hangup"]
    dial = hooks.rung(made, "1").dial
    assert dial is not None
    assert dial.attrib["callerId"] == exchange.line.city.voice_line
    assert [each.text for each in dial] == [NUMBER]
