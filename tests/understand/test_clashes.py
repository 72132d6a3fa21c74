from __future__ import annotations

import pytest

from hotline.config import ROOT
from hotline.content.texts import load_texts
from hotline.understand.clashes import Clash, clashes

from .lexicons import LANGUAGES

TEXTS = load_texts(ROOT / "messages", LANGUAGES)


LISTED = {
    "topic.food/keywords": ("Manger", "repas?", "pain … chaud"),
    "topic.work/keywords": ("manger", "repas", "stop"),
    "command.stop/keywords": ("stop",),
}


class Lists:
    languages = ("fr",)

    def keywords(self, key: str, language: str) -> tuple[str, ...]:
        return LISTED[key]

    def keyword_keys(self) -> tuple[str, ...]:
        return tuple(LISTED)


def test_a_phrase_in_two_lists_of_a_kind_clashes_unless_it_is_weak() -> None:
    assert [*clashes(Lists(), "fr")] == [Clash("manger", ("topic.food", "topic.work"))]
    assert str(*clashes(Lists(), "fr")) == "'manger' stands in topic.food and topic.work"


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_language_of_ours_clashes(language: str) -> None:
    assert [str(clash) for clash in clashes(TEXTS, language)] == []
