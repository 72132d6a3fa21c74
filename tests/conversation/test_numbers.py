from __future__ import annotations

import pytest

from hotline.conversation.numbers import line_type, national, typed
from hotline.model import LineType

PREFIXES = ("+33", "+262", "+508", "+590", "+594", "+596")


@pytest.mark.parametrize(
    ("keys", "number"),
    [
        ("0199000012", "+33199000012"),
        ("0612345678", "+33612345678"),
        ("0912345678", "+33912345678"),
        ("0692123456", "+262692123456"),
        ("0899123456", None),  # premium
        ("0836656565", None),  # premium
        ("0810123456", None),  # shared cost
        ("0800123456", None),  # a switchboard, not a person
        ("0000000000", None),
        ("0033612345", None),
        ("17", None),
        ("112", None),
        ("3919", None),
        ("", None),
        ("*1#", None),
        ("0612345*78", None),
        ("4477009001", None),
    ],
)
def test_what_somebody_may_type_to_be_called(keys: str, number: str | None) -> None:
    assert typed(keys, PREFIXES) == number


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        ("+33639980001", "mobile"),
        ("+33199001234", "landline"),
        ("+33899123456", "hidden"),
        ("+447700900123", "landline"),
        ("+1", "hidden"),
    ],
)
def test_what_a_caller_calls_from(number: str, kind: LineType) -> None:
    assert line_type(number, PREFIXES) == kind


def test_as_it_is_dialled() -> None:
    assert national("+33199000000") == "01 99 00 00 00"
