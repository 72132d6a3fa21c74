"""Is what the files under `said/` say understood: nearly all of it, and all that could hurt?"""

from __future__ import annotations

import pytest

from hotline.understand import Lexicon, understand

from .lexicons import LANGUAGES
from .messages import Said, said, shown
from .report import right, tally

READ = ("fr", "en", "es", "ar")  # the languages most people here write in
EVERY = [one for language in LANGUAGES for one in said(language)]
URGENT = [
    one for one in EVERY if one.language in READ and dict(one.means).get("urgent", "-") != "-"
]


@pytest.mark.parametrize("language", LANGUAGES)
def test_nearly_all_is_understood(language: str, lexicon: Lexicon) -> None:
    misses: list[str] = []
    counts = tally(said(language), lexicon, misses)
    allowed = 0.04 if language in READ else 0.1
    assert len(misses) <= allowed * sum(count.total() for count in counts.values()), misses


@pytest.mark.parametrize("one", URGENT, ids=lambda one: f"{one.language}: {one.text}")
def test_danger_is_never_missed(one: Said, lexicon: Lexicon) -> None:
    assert understand(one.text, lexicon).urgent


def test_nobody_without_a_roof_is_missed(lexicon: Lexicon) -> None:
    """And nobody who has one is taken for them."""
    told = [one for one in EVERY if "roofless" in dict(one.means)]
    assert len(told) > 120
    wrong = [
        one
        for one in told
        if shown(understand(one.text, lexicon), "roofless") != dict(one.means)["roofless"]
    ]
    assert wrong == []


def test_nobody_is_opted_out_by_a_look_alike(lexicon: Lexicon) -> None:
    alike = [one for one in EVERY if ("command", "-") in one.means]
    assert len(alike) > 80
    wrong = [
        one
        for one in alike
        if not right("command", "-", shown(understand(one.text, lexicon), "command"))
    ]
    assert wrong == []


@pytest.mark.parametrize("language", READ)
def test_many_different_messages_are_written_down(language: str) -> None:
    assert len({one.text for one in said(language)}) >= 90
