"""A reply comes out of the record as it went in, whatever its leg ends in."""

from __future__ import annotations

import pytest

from hotline.app import Hotline
from hotline.model import Inbound
from hotline.plan import Dial, HangUp, Keys, Next, Record, Refuse, Reply, Script, Utterance
from tests.conftest import MONDAY

HELLO = Utterance("fr", "Bonjour", "greeting", "recorded/fr/greeting.wav")


@pytest.mark.parametrize(
    "then",
    [
        Keys(4, 9),
        Record(90, "*", 3, False),
        Dial(("+33199000001", "+33199000002"), (HELLO, HELLO), "5", 20),
        HangUp(),
        Refuse(),
    ],
)
def test_the_same_reply(line: Hotline, then: Next) -> None:
    inbound = Inbound("test", "voice", "call", "c1:0", None, "", "", MONDAY, "c1")
    reply = Reply(script=Script((HELLO,), then), step=3)
    turns = line.store.turns
    with line.store.transaction():
        turns.keep_reply(inbound, None, reply, MONDAY)
        assert turns.begin(inbound, MONDAY) == reply
