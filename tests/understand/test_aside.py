"""How well are messages understood that no rule was made for?"""

from __future__ import annotations

from collections import Counter

import pytest

from hotline.understand import Lexicon

from .lexicons import LANGUAGES
from .messages import said
from .report import tally

FLOORS = {
    "language": 0.95,
    "topic": 0.92,
    "place": 0.75,
    "urgent": 0.95,
    "not urgent": 0.95,
    "stop": 0.9,
    "not stop": 0.97,
    "command": 0.9,
}


@pytest.fixture(scope="module")
def met(lexicon: Lexicon) -> dict[str, Counter[bool]]:
    messages = [one for language in LANGUAGES for one in said(language, "aside")]
    return tally(messages, lexicon, [])


@pytest.mark.parametrize("kind", FLOORS)
def test_floor(kind: str, met: dict[str, Counter[bool]]) -> None:
    assert met[kind][True] >= FLOORS[kind] * met[kind].total()


@pytest.mark.parametrize("language", ["fr", "en", "es", "ar"])
def test_enough_is_kept_aside(language: str) -> None:
    assert len({one.text for one in said(language, "aside")}) >= 40
