from __future__ import annotations

import pytest
import smsutil
from hypothesis import given
from hypothesis import strategies as st

from hotline.render.segments import BASIC, EXTENDED, cheapest, count, dear_characters, downgrade

# text, encoding, units, segments: the limits of 3GPP TS 23.038 and 23.040
LIMITS = [
    ("", "GSM-7", 0, 1),
    ("a" * 160, "GSM-7", 160, 1),
    ("a" * 161, "GSM-7", 161, 2),
    ("a" * 306, "GSM-7", 306, 2),
    ("a" * 307, "GSM-7", 307, 3),
    ("à" * 160, "GSM-7", 160, 1),
    ("€" * 80, "GSM-7", 160, 1),
    ("€" * 81, "GSM-7", 162, 2),
    ("a" * 152 + "€" + "a" * 152, "GSM-7", 306, 3),  # the escape pair may not straddle
    ("ç" * 70, "UCS-2", 70, 1),
    ("ç" * 71, "UCS-2", 71, 2),
    ("م" * 134, "UCS-2", 134, 2),
    ("م" * 135, "UCS-2", 135, 3),
    ("😀" * 35, "UCS-2", 70, 1),
    ("م" * 66 + "😀" + "م" * 66, "UCS-2", 134, 3),  # nor may a surrogate pair
    ("e\u0301", "GSM-7", 1, 1),  # NFC first
]


@pytest.mark.parametrize(("text", "encoding", "units", "segments"), LIMITS)
def test_limits(text: str, encoding: str, units: int, segments: int) -> None:
    counted = count(text)
    assert (counted.encoding, counted.units, counted.segments) == (encoding, units, segments)


@given(st.text(st.sampled_from(sorted(BASIC | EXTENDED)), max_size=700))
def test_gsm7_agrees_with_smsutil(text: str) -> None:
    assert count(text).segments == max(1, len(smsutil.split(text).parts))


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=300))
def test_a_downgrade_never_costs_more(text: str) -> None:
    assert count(cheapest(text)).segments <= count(text).segments


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("Français à l’école", "Francais à l'école"),
        ("« cœur »", '" coeur "'),
        ("Tour Altaïs", "Tour Altais"),
        ("près de محامي", "près de محامي"),  # another script is never touched
    ],
)
def test_downgrade(written: str, plain: str) -> None:
    assert downgrade(written) == plain


def test_a_downgrade_that_saves_nothing_is_not_made() -> None:
    assert cheapest("Ça va, garçon ?") == "Ça va, garçon ?"


def test_the_dear_characters_are_named() -> None:
    assert dear_characters("Français, leçon, fenêtre") == "çê"
