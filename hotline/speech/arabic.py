"""How is vowelled Arabic spelt so that espeak-ng says it as a person would?

Found by comparing phonemes: each rule mends one thing that correct spelling cannot avoid.
"""

from __future__ import annotations

import re

_VOWEL = "[\u064b-\u0650\u0670]"
_SUN_LETTERS = "تثدذرزسشصضظلن"  # not ط: espeak-ng has no rule there

_RULES = (
    # Shadda before its vowel: in NFC order espeak drops the vowel.
    (re.compile(f"({_VOWEL})\u0651"), "\u0651\\1"),
    # After the article espeak doubles a sun letter by itself.
    (re.compile(f"(?<![\u0621-\u0652])(ال[{_SUN_LETTERS}])\u0651"), r"\1"),
    # -iyya is said "iː" otherwise.
    (re.compile("\u0650ي\u0651(?=[\u064b-\u0650])"), "\u0650ي\u0652ي"),
    # A final ة that carries no case ending is "-ah", not "-at".
    (re.compile("\u064eة(?![\u064b-\u0652])"), "\u064eه"),
    (re.compile("لِي(?=\u064e)"), "لِـي"),
)


def respelt(text: str) -> str:
    """The same text, spelt for espeak-ng; said twice it is the same."""
    for pattern, spelling in _RULES:
        text = pattern.sub(spelling, text)
    return text
