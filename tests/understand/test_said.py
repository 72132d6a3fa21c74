"""Is each message of the files under `said/` understood as they say?"""

from __future__ import annotations

import pytest

from hotline.understand import Lexicon, understand

from .messages import Said, said, shown

ALL = [one for language in ("fr", "en", "es", "ar") for one in said(language)]


@pytest.mark.parametrize("one", ALL, ids=lambda one: f"{one.language}: {one.text}")
def test_means_what_the_file_says(one: Said, lexicon: Lexicon) -> None:
    understood = understand(one.text, lexicon)
    assert {field: shown(understood, field) for field, _ in one.means} == dict(one.means)


@pytest.mark.parametrize("language", ["fr", "en", "es", "ar"])
def test_many_different_messages_are_written_down(language: str) -> None:
    assert len({one.text for one in said(language)}) >= 90
