"""Who gets news, what must it say, and who is told of an event?"""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from hotline.announcing import announce, remind_of_events
from hotline.app import Hotline
from hotline.config import ROOT, Config
from hotline.errors import HotlineError
from hotline.understand import understand
from jobs.sweep import sweep_by
from tests.conftest import Clock
from tests.talking import in_every_language, said

PERSON = "+33639980001"
WORDS = {"fr": "Les cours du soir reprennent le 4 janvier."}


def subscribe(line: Hotline, topic: str = "french", language: str = "fr") -> str:
    person = line.store.turns.person(PERSON) or ""
    line.store.subscribers.subscribe(person, PERSON, topic, language, "test:1", line.now())
    return person


def bodies(line: Hotline) -> list[str]:
    rows = line.store.engine.all("select id, body_sealed from outbox order by created_at")
    return [line.store.vault.open(row["body_sealed"], f"outbox.body/{row['id']}") for row in rows]


@pytest.fixture
def config(config: Config, tmp_path: Path) -> Config:
    """Montreuil, with the events of the fictional town."""
    city = tmp_path / "montreuil"
    shutil.copytree(ROOT / "messages" / "cities" / "montreuil", city)
    shutil.copy(ROOT / "tests" / "cities" / "bourg-fictif" / "events.ics", city)
    (tmp_path / "directory.sqlite").unlink()
    return replace(config, city=str(city))


def test_the_yes_is_kept_with_its_message_and_its_moment(line: Hotline) -> None:
    said(line, "sms", "text", PERSON, "infos francais", "m1")
    assert line.store.engine.all("select * from consent") == []
    said(line, "sms", "text", PERSON, "oui", "m2")
    (consent,) = line.store.engine.all("select what, by, given_at from consent")
    assert (consent["what"], consent["by"]) == ("news.french", "test:m2")
    assert datetime.fromisoformat(consent["given_at"]) == line.now()


def test_a_number_is_held_as_long_as_somebody_wants_news(line: Hotline) -> None:
    subscribe(line, "french")
    person = subscribe(line, "work")
    assert line.store.subscribers.unsubscribe(person, "french", line.now())
    assert [each.number for each in line.store.subscribers.to("work")] == [PERSON]
    assert line.store.subscribers.unsubscribe(person, "work", line.now())
    assert line.store.engine.all("select * from subscriber") == []
    assert not line.store.subscribers.unsubscribe(person, "work", line.now())


@pytest.mark.parametrize("words", ["STOP", "oublie"])
def test_stop_and_forget_erase_the_number(line: Hotline, words: str) -> None:
    subscribe(line)
    said(line, "sms", "text", PERSON, words, "m1")
    assert line.store.engine.all("select * from subscriber") == []
    assert announce(line, "a", "french", WORDS, line.now()) == 0


def test_after_a_year_news_has_to_be_asked_for_again(line: Hotline, clock: Clock) -> None:
    subscribe(line)
    clock.forward(days=364)
    line.forget_old()
    assert [*line.store.subscribers.to("french")]
    clock.forward(days=2)
    line.forget_old()
    assert line.store.engine.all("select * from subscriber") == []
    assert line.store.engine.all("select * from consent") == []


def test_each_in_their_language_where_there_is_a_text(line: Hotline) -> None:
    subscribe(line, language="en")
    announce(line, "a", "french", {**WORDS, "en": "Evening lessons start again."}, line.now())
    announce(line, "b", "french", WORDS, line.now())
    assert bodies(line) == [
        "Evening lessons start again.\nTo stop: STOP FRENCH.",
        f"{WORDS['fr']}\nTo stop: STOP FRENCH.",
    ]


def test_where_a_name_sends_the_number_for_stop_is_told(line: Hotline) -> None:
    subscribe(line)
    line.city = replace(line.city, automated_line="MONTREUIL")
    announce(line, "a", "french", WORDS, line.now())
    assert bodies(line)[0].endswith("STOP FRANCAIS au 06 39 98 00 00.")


@pytest.mark.parametrize(
    ("topic", "words", "said"),
    [
        ("racism", WORDS, "has no news: use one of french, work, business, culture"),
        ("legal", WORDS, "has no news"),
        ("french", {"fr": " "}, "is empty"),
        ("french", {"fr": "Bonjour", "xx": "?"}, "'xx' is no language of this line"),
        ("french", {"fr": "Une semaine contre le racisme."}, "names racism"),
        ("french", {"fr": "très long " * 40}, "SMS long with its STOP: 2 at most"),
    ],
)
def test_what_could_not_leave_is_refused_at_once(
    line: Hotline, topic: str, words: dict[str, str], said: str
) -> None:
    with pytest.raises(HotlineError, match=said):
        announce(line, "a", topic, words, line.now())
    assert line.store.campaigns.all() == []


def test_a_name_is_used_once(line: Hotline) -> None:
    announce(line, "a", "french", WORDS, line.now())
    with pytest.raises(HotlineError, match="give it another name"):
        announce(line, "a", "french", WORDS, line.now())


def test_paused_nothing_leaves(line: Hotline) -> None:
    subscribe(line)
    announce(line, "a", "french", WORDS, line.now())
    line.store.campaigns.pause("a")
    sweep_by(line)
    assert line.store.outbox.states() == {"paused": 1}
    line.store.campaigns.resume("a")
    sweep_by(line)
    assert line.store.outbox.states() == {"sent": 1}


def test_an_event_is_told_of_once_on_the_day_before(line: Hotline, clock: Clock) -> None:
    subscribe(line, "culture")
    clock.time = datetime(2026, 11, 27, 14, 59, tzinfo=line.city.timezone)
    assert remind_of_events(line, clock()) == 0
    clock.forward(minutes=1)
    assert remind_of_events(line, clock()) == 1
    clock.forward(hours=6)
    assert remind_of_events(line, clock()) == 0
    assert "samedi 28 novembre, 15:00" in bodies(line)[0]


def test_after_it_has_begun_nobody_is_told(line: Hotline, clock: Clock) -> None:
    subscribe(line, "culture")
    clock.time = datetime(2026, 11, 28, 15, 1, tzinfo=line.city.timezone)
    assert remind_of_events(line, clock()) == 0


def test_a_name_that_others_must_not_read_is_left_out(line: Hotline, clock: Clock) -> None:
    subscribe(line, "culture")
    clock.time = datetime(2027, 3, 13, 21, 30, tzinfo=line.city.timezone)
    assert remind_of_events(line, clock()) == 1
    clock.time = datetime(2027, 3, 15, 8, 0, tzinfo=line.city.timezone)
    sweep_by(line)
    assert line.store.outbox.states() == {"sent": 1}  # and so no rule held it back


def test_an_event_of_another_topic_is_not_told(line: Hotline, clock: Clock) -> None:
    subscribe(line, "culture")
    clock.time = datetime(2027, 1, 3, 12, 0, tzinfo=line.city.timezone)
    assert remind_of_events(line, clock()) == 0
    subscribe(line, "french")
    assert remind_of_events(line, clock()) == 0  # told about to nobody already
    assert [name for name, _, _ in line.store.campaigns.all()] == [
        "inscriptions-francais 2027-01-04 09:30"
    ]


@in_every_language
def test_the_words_we_tell_people_to_write_are_understood(line: Hotline, language: str) -> None:
    for topic in line.topics.with_news:
        word = line.texts.get(f"word.{topic}", language).text
        meant = understand(f"STOP {word}", line.switchboard.lexicon)
        assert (meant.command, meant.topics[:1]) == ("stop.topic", (topic,)), word
    word = line.texts.get("word.culture", language).text
    meant = understand(f"INFOS {word}", line.switchboard.lexicon)
    assert (meant.command, meant.topics[:1]) == ("news", ("culture",)), word
