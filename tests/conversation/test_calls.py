"""What a flood, or keys at an odd moment, lead to in a call."""

from __future__ import annotations

from itertools import count

import pytest

from hotline.app import Hotline
from hotline.model import Event, Inbound
from hotline.store.callback import NewCallback
from hotline.switchboard import MOST_TYPED, Answered
from tests.conftest import MONDAY

_ids = count()


def leg(line: Hotline, event: Event, keys: str, call: str, step: int) -> Answered:
    id_ = f"{call}:{step}"
    return line.answer(Inbound("test", "voice", event, id_, None, "", keys, MONDAY, call))


def pressed(line: Hotline, *keys: str) -> Answered:
    call = f"c{next(_ids)}"
    answered = leg(line, "call", "", call, 0)
    for step, each in enumerate(keys, 1):
        answered = leg(line, "digits", each, call, step)
    return answered


@pytest.mark.parametrize("event", ["digits", "silence", "recorded", "dialled"])
def test_a_call_may_begin_in_the_middle(line: Hotline, event: Event) -> None:
    answered = leg(line, event, "5" if event == "digits" else "", f"c{next(_ids)}", 1)
    assert answered.plan.says
    assert answered.plan.choices


def test_keys_before_anything_was_asked_begin_the_call(line: Hotline) -> None:
    answered = leg(line, "digits", "5", f"c{next(_ids)}", 1)
    assert answered.plan.says[0].key == "greeting"


def test_many_typed_numbers_close_the_way_for_an_hour(line: Hotline) -> None:
    for n in range(MOST_TYPED):
        told = (f"{2000 + n}", f"p{n}", "+33199000012", "legal", "pad", "fr", "any", "no")
        line.store.callbacks.request(NewCallback(*told, typed=True), line.now())
    assert pressed(line, "1", "3", "1", "4").plan.says[0].key == "callback.hidden"
    line.now.forward(hours=1, seconds=1)  # type: ignore[attr-defined]
    assert pressed(line, "1", "3", "1", "4").plan.says[0].key == "number.ask"


def test_a_typed_number_is_nobodys_dialogue(line: Hotline) -> None:
    """Its owner, texting, is told nothing of it; and STOP from there takes it off the list."""
    pressed(line, "1", "3", "1", "4", "0199000012", "1", "1", "1")
    (kept,) = line.store.callbacks.waiting([*line.city.teams])
    for text in (kept.reference, "rappel logement", "annuler", "stop"):
        line.now.forward(seconds=5)  # type: ignore[attr-defined]
        sms = Inbound("test", "sms", "text", f"m{next(_ids)}", "+33199000012", "", text, line.now())
        assert kept.reference not in " ".join(line.answer(sms).reply.texts)
    assert line.store.callbacks.waiting([*line.city.teams]) == []


def test_oubli_erases_a_typed_number(line: Hotline) -> None:
    pressed(line, "1", "3", "1", "4", "0199000012", "1")
    sms = Inbound("test", "sms", "text", "m-forget", "+33199000012", "", "oublie", line.now())
    line.answer(sms)
    assert line.store.engine.all("select 1 from callback_request") == []
