from __future__ import annotations

import pytest

from hotline.config import ROOT
from hotline.content.texts import load_texts
from hotline.understand.misread import misread

from .lexicons import LANGUAGES

TEXTS = load_texts(ROOT / "messages", LANGUAGES)


class Lists:
    languages = ("fr",)

    def keywords(self, _key: str, _language: str) -> tuple[str, ...]:
        return (
            "tombe du toit|du pont",
            "par le|la fenêtre|balcon",
            "menac*-de-mort",
            "il|elle frapp*",
            "dormir ce-soir|cette-nuit",
            "me|nous|| frapp*?",
        )

    def keyword_keys(self) -> tuple[str, ...]:
        return ("urgent.medical/keywords",)


def test_a_bar_between_phrases_and_a_star_within_words_are_misread() -> None:
    assert [*misread(Lists(), "fr")] == [
        "'tombe du toit|du pont' in urgent.medical",
        "'menac*-de-mort' in urgent.medical",
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_language_of_ours_is_misread(language: str) -> None:
    assert [*misread(TEXTS, language)] == []
