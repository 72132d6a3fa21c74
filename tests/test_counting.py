"""Is each text and each call counted once, and nothing of it together with anything else?"""

from __future__ import annotations

from itertools import count

import pytest

from hotline.app import Hotline
from hotline.model import Inbound
from tests.conftest import Clock

PERSON = "+33639980001"


def heard(line: Hotline, clock: Clock, *said: str, sender: str | None = PERSON) -> None:
    """Texts, or after "call" the legs of a call: keys, "" for silence."""
    ids, call = count(), ""
    for words in said:
        clock.forward(seconds=20)
        call = "CA1" if words == "call" else call
        event = "call" if words == "call" else "digits" if words else "silence"
        line.answer(
            Inbound(
                "simulator",
                "voice" if call else "sms",
                event if call else "text",
                f"{call or 'SM'}:{next(ids)}",
                sender,
                "+33199000000",
                "" if words == "call" else words,
                clock(),
                call,
            )
        )


def counted(line: Hotline) -> dict[str, int]:
    names = ("text", "call", "hour", "topic", "language", "answer", "key")
    return {f"{name} {label[8:]}": n for name, label, n in line.store.tally.named(names)}


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("avocat", "answer answered, language fr, topic legal"),
        ("avocat / suite", "answer answered*2, language fr*2, topic legal"),
        ("avocat / repas", "answer answered*2, language fr*2, topic food, topic legal"),
        ("I need a lawyer", "answer answered, language en, topic legal"),
        ("xqzt", "answer unknown, language fr"),
        ("call / 1", "key answered, language fr"),
        ("call / 7 /  / 1", "key answered*2, key unknown, language pt"),
    ],
)
def test_what_was_said_is_counted(line: Hotline, clock: Clock, said: str, told: str) -> None:
    heard(line, clock, *said.split(" / "))
    found = counted(line)
    contacts = 1 if said.startswith("call") else len(said.split(" / "))
    assert found.pop("hour 10") == contacts
    assert found.pop("call 23" if said.startswith("call") else "text 23") == contacts
    kinds = (kind if n == 1 else f"{kind}*{n}" for kind, n in sorted(found.items()))
    assert ", ".join(kinds) == told


def test_a_topic_is_counted_when_it_is_chosen_in_a_call(line: Hotline, clock: Clock) -> None:
    heard(line, clock, "call", "1", "1", "1", "2", "2")
    found = counted(line)
    assert sum(n for what, n in found.items() if what.startswith("topic")) == 1
    assert found["language fr"] == 1


def test_a_message_that_comes_twice_is_counted_once(line: Hotline, clock: Clock) -> None:
    heard(line, clock, "avocat")
    heard(line, clock, "avocat")
    assert counted(line)["text 23"] == 1


def test_no_counter_is_of_two_things_at_once(line: Hotline, clock: Clock) -> None:
    """Not of a topic in a language, nor of a topic on a day: that may be one person."""
    heard(line, clock, "avocat", "I need a lawyer")
    heard(line, clock, "call", "1", "1", sender="+33639980002")
    for name, label, _ in line.store.tally.named(("topic", "language", "answer", "key", "hour")):
        month, kind = label.split("|")
        assert month == "2026-11", name
        assert "|" not in kind
    assert [label for _, label, _ in line.store.tally.named(("turns",))] == [
        "simulator.sms",
        "simulator.voice",
    ]
