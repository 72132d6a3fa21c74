from __future__ import annotations

import re

import pytest

from hotline.channels.intake import Leg, at_most_once, clean, is_e164, matching, once
from hotline.errors import RejectedRequest
from hotline.model import Event


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("", ""),
        ("à l'aide\n2", "à l'aide\n2"),
        ("\x00\x07\x1b\x7f\x85\x9fa", "a"),
        ("a\tb\r\nc", "a b\nc"),
        ("\ud800a\udfff", "\ufffda\ufffd"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069", ""),
        ("x" * 2000, "x" * 1600),
    ],
)
def test_clean(typed: str, kept: str) -> None:
    assert clean(typed) == kept


@pytest.mark.parametrize(
    ("number", "is_one"),
    [
        ("+33639980001", True),
        ("+1234567", True),
        ("+33639980001\n", False),
        ("+٣٣٦٣٩٩٨٠٠٠١", False),
        ("+0639980001", False),
        ("33639980001", False),
        ("+1234567890123456", False),
        ("", False),
    ],
)
def test_e164(number: str, is_one: bool) -> None:
    assert is_e164(number) is is_one


def test_fields() -> None:
    form = {"a": ["1"], "b": ["1", "1"], "c": []}
    assert once(form, "a") == at_most_once(form, "a") == "1"
    assert at_most_once(form, "c") is at_most_once(form, "d") is None


@pytest.mark.parametrize(
    ("name", "said"), [("b", "repeated"), ("d", "missing"), ("a", "malformed")]
)
def test_refused_fields(name: str, said: str) -> None:
    form = {"a": ["secret"], "b": ["secret", "secret"]}
    with pytest.raises(RejectedRequest, match=said) as refusal:
        matching(form, name, re.compile("[0-9]"))
    assert refusal.value.status == 400
    assert "secret" not in str(refusal.value)


@pytest.mark.parametrize(
    ("leg", "event", "id_"),
    [
        (Leg("CA1", 0, "", ended=False), "call", "CA1:0"),
        (Leg("CA1", 0, "1", ended=False), "digits", "CA1:0"),
        (Leg("CA1", 2, "1", ended=False), "digits", "CA1:2"),
        (Leg("CA1", 2, "", ended=False), "silence", "CA1:2"),
        (Leg("CA1", 0, "", ended=True), "hangup", "CA1:end"),
    ],
)
def test_legs(leg: Leg, event: Event, id_: str) -> None:
    assert (leg.event, leg.id) == (event, id_)
