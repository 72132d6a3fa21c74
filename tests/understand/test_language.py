from __future__ import annotations

import pytest

from hotline.understand import Lexicon, understand

from .lexicons import LANGUAGES


@pytest.mark.parametrize(
    "text",
    [
        "mwen bezwen yon kote pou m domi",
        "waxaan u baahanahay shaqo",
        "ho bisogno di un avvocato",
        "potrzebuję prawnika",
        "ich brauche einen Anwalt",
        "mujhe kaam chahiye",
        "nahitaji kazi tafadhali",
        "مجھے کام چاہیے",
        "треба ми помоћ",
        "도와주세요",
        "助けてください",
        "ንገዛ ቤት",
        "xkcd zzz",
        "qwertz",
        "bla",
        "...",
    ],
)
def test_a_language_that_is_not_served_is_never_taken_for_one_that_is(
    text: str, lexicon: Lexicon
) -> None:
    assert understand(text, lexicon).language is None


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("من به یک پزشک نیاز دارم", "fa"),
        ("زه کور نه لرم", "ps"),
        ("мені потрібна їжа", "uk"),
        ("мне нужна еда", "ru"),
        ("我要找工作", "zh"),
        ("আমার উকিল দরকার", "bn"),
        ("எனக்கு வேலை வேண்டும்", "ta"),
        ("khasni chi khedma", "ar"),
        ("preciso de um emprego", "pt"),
        ("am nevoie de ajutor", "ro"),
        ("iş arıyorum", "tr"),
    ],
)
def test_languages(text: str, language: str, lexicon: Lexicon) -> None:
    if language not in LANGUAGES:
        pytest.skip("not translated yet")
    assert understand(text, lexicon).language == language
