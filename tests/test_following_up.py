"""Is who agreed asked later whether they got help, once, and only where they agreed?"""

from __future__ import annotations

from hotline.app import Hotline
from hotline.model import Inbound
from hotline.render import segments
from tests.conftest import Clock
from tests.talking import in_every_language

PERSON = "+33639980001"
COURSES = "cours de francais robespierre"


def text(line: Hotline, clock: Clock, *words: str) -> None:
    for each in words:
        clock.forward(seconds=5)
        id_ = f"{clock():%H%M%S}"
        line.answer(Inbound("simulator", "sms", "text", id_, PERSON, "", each, clock()))


def asked(line: Hotline) -> list[str]:
    return [row["kind"] for row in line.store.engine.all("select kind from outbox")]


def test_nobody_is_asked_who_did_not_say_yes(line: Hotline, clock: Clock) -> None:
    text(line, clock, COURSES, "merci", "non")
    assert asked(line) == []
    assert line.store.engine.all("select * from consent") == []


def test_who_says_yes_twice_is_asked_once(line: Hotline, clock: Clock) -> None:
    text(line, clock, COURSES, "merci", "oui", COURSES, "merci", "1")
    assert asked(line) == ["followup"]
    (consent,) = line.store.engine.all("select what, by from consent")
    assert consent["what"] == "followup"
    assert consent["by"].startswith("simulator:")


def test_what_they_answer_is_counted_and_not_kept(line: Hotline, clock: Clock) -> None:
    person = line.store.turns.person(PERSON) or ""
    for digit in "112":
        line.store.turns.offer(person, {"1": ["helped", ""], "2": ["unhelped", ""]}, clock())
        text(line, clock, digit)
    assert line.store.tally.of("helped", "yes") == 2
    assert line.store.tally.of("helped", "no") == 1


@in_every_language
def test_thanks_with_the_question_fits(line: Hotline, language: str) -> None:
    words = [line.texts.get(key, language).text for key in ("thanks", "thanks.write")]
    assert segments.count(segments.cheapest(" ".join(words))).segments <= 2
