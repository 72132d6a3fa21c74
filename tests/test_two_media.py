"""One conversation serves both media: asked by text or by key, the same service is nearest."""

from __future__ import annotations

from itertools import count

import pytest

from hotline.app import Hotline
from hotline.content.topics import Topics
from hotline.model import Event, Inbound, Medium
from hotline.switchboard import Answered

# A French word for each topic, and the keys that lead to it from the language menu.
ASKED = {
    "legal": ("avocat", "113"),
    "papers": ("papiers", "114"),
    "racism": ("racisme", "111"),
    "violence": ("aide aux victimes", "112"),
    "french": ("cours de français", "121"),
    "housing": ("logement", "131"),
    "work": ("travail", "122"),
    "business": ("créer mon entreprise", "123"),
    "food": ("manger", "132"),
    "health": ("médecin", "14"),
    "culture": ("sortie culturelle", "15"),
}
LANDMARKS = {"croix de chavaux": "2", "robespierre": "3", "la noue": "4"}
_ids = count()


def said(line: Hotline, medium: Medium, event: Event, text: str, call: str, step: int) -> Answered:
    id_ = f"{call}:{step}" if medium == "voice" else f"m{next(_ids)}"
    who = f"+3363998{call.removeprefix('c') or next(_ids):0>4}"  # everybody is new to the line
    return line.answer(Inbound("test", medium, event, id_, who, "", text, line.now(), call))


def by_key(line: Hotline, keys: str) -> Answered:
    call = f"c{next(_ids)}"
    answered = said(line, "voice", "call", "", call, 0)
    for step, key in enumerate(keys, 1):
        answered = said(line, "voice", "digits", key, call, step)
    return answered


@pytest.mark.parametrize("place", LANDMARKS)
@pytest.mark.parametrize("topic", ASKED)
def test_the_same_service_is_nearest(line: Hotline, topic: str, place: str) -> None:
    word, keys = ASKED[topic]
    first = by_key(line, keys)
    assert said(line, "sms", "text", word, "", 0).plan.services == first.plan.services != ()
    nearer = any(choice.digit == "6" for choice in first.plan.choices)
    heard = by_key(line, f"{keys}6{LANDMARKS[place]}") if nearer else first
    written = said(line, "sms", "text", f"{word} {place}", "", 0)
    assert written.plan.services == heard.plan.services


def test_every_topic_is_asked_for(line: Hotline) -> None:
    topics: Topics = line.topics
    assert [topic.id for topic in topics] == [*ASKED]
