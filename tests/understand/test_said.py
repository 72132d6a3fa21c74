"""Is each message of the files under `said/` understood as they say?"""

from __future__ import annotations

import pytest

from hotline.understand import Lexicon, understand

from .lexicons import LANGUAGES
from .messages import Said, said, shown
from .report import tally

STRICT = ("fr", "en", "es", "ar")
ALL = [one for language in STRICT for one in said(language)]
LATER = [language for language in LANGUAGES if language not in STRICT]


@pytest.mark.parametrize("one", ALL, ids=lambda one: f"{one.language}: {one.text}")
def test_means_what_the_file_says(one: Said, lexicon: Lexicon) -> None:
    understood = understand(one.text, lexicon)
    assert {field: shown(understood, field) for field, _ in one.means} == dict(one.means)


@pytest.mark.parametrize("language", LATER)
def test_most_is_understood_in_the_languages_nobody_has_read_yet(
    language: str, lexicon: Lexicon
) -> None:
    misses: list[str] = []
    counts = tally(said(language), lexicon, misses)
    assert len(misses) <= 0.1 * sum(count.total() for count in counts.values()), misses


@pytest.mark.parametrize("language", STRICT)
def test_many_different_messages_are_written_down(language: str) -> None:
    assert len({one.text for one in said(language)}) >= 90
