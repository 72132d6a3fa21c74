"""A leg of a call that no provider could perform is refused when it is rendered."""

from __future__ import annotations

from pathlib import Path

import pytest

from hotline.app import Hotline
from hotline.config import Config
from hotline.content.texts import Texts
from hotline.errors import Unperformable
from hotline.model import Meaning
from hotline.plan import Choice, Dial, HangUp, Keys, Name, Plan, Record, Refuse, Say, Utterance
from hotline.render import voice

HELLO = (Say("goodbye"),)
STAFF = ("+33199000001",)
MENU = Meaning("menu")


@pytest.fixture(scope="module")
def texts() -> Texts:
    return Hotline(Config(state=Path("unused"))).texts


@pytest.mark.parametrize(
    "plan",
    [
        Plan(HELLO),
        Plan(HELLO, (Choice("12", MENU), Choice("*", MENU)), then=Keys(2)),
        Plan(HELLO, (Choice("*", MENU),), then=Keys(0)),
        Plan(HELLO, then=Record()),
        Plan(HELLO, then=Dial(STAFF, HELLO)),
        Plan(HELLO, then=HangUp()),
        Plan(then=Refuse()),
    ],
)
def test_performable(texts: Texts, plan: Plan) -> None:
    script = voice.render(plan, "en", texts)
    assert type(script.then) is type(plan.then)
    assert script.ends is plan.ends


def test_a_whisper_is_french_whatever_the_caller_speaks(texts: Texts) -> None:
    script = voice.render(Plan(HELLO, then=Dial(STAFF, HELLO)), "es", texts)
    assert isinstance(script.then, Dial)
    assert [each.language for each in script.then.whisper] == ["fr"]
    assert isinstance(script.then.whisper[0], Utterance)


@pytest.mark.parametrize(
    ("plan", "reason"),
    [
        (Plan((Say("no.such.prompt"),)), "no.such.prompt"),
        (Plan((Say("greeting"),)), "line"),
        (Plan((Say("greeting", {"line": Name("x" * 70_000)}),)), "more prompts"),
        (Plan(HELLO * 300), "more prompts"),
        (Plan(HELLO, then=Keys(33)), "33 keys"),
        (Plan(HELLO, then=Keys(-1)), "-1 keys"),
        (Plan(HELLO, then=Keys(timeout=0)), "a wait"),
        (Plan(HELLO, then=Keys(timeout=61)), "a wait"),
        (Plan(HELLO, (Choice("12", MENU),)), "never arrive"),
        (Plan(HELLO, (Choice("#", MENU),), then=Keys(0)), "never arrive"),
        (Plan(HELLO, (Choice("A", MENU),)), "not on a telephone"),
        (Plan(HELLO, (Choice("1", MENU),), then=Record()), "no key is taken"),
        (Plan(HELLO, (Choice("1", MENU),), then=HangUp()), "no key is taken"),
        (Plan(HELLO, then=Record(seconds=301)), "recording of 301"),
        (Plan(HELLO, then=Record(silence=0)), "0 s of silence"),
        (Plan(HELLO, then=Record(finish="")), "no key ends"),
        (Plan(HELLO, then=Dial((), HELLO)), "0 numbers"),
        (Plan(HELLO, then=Dial(STAFF * 11, HELLO)), "11 numbers"),
        (Plan(HELLO, then=Dial(STAFF, HELLO, timeout=61)), "rings for 61"),
        (Plan(HELLO, then=Dial(STAFF, HELLO, accept="12")), "not a key"),
        (Plan(HELLO, then=Dial(STAFF, ())), "whisper"),
        (Plan(HELLO, then=Refuse()), "nobody would hear"),
    ],
)
def test_refused(texts: Texts, plan: Plan, reason: str) -> None:
    with pytest.raises(Unperformable, match=reason):
        voice.render(plan, "fr", texts)
