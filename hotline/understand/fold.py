"""What is left of a text when case, accents, punctuation and habits of writing are set aside?"""

from __future__ import annotations

import re
import unicodedata

_DECOMPOSED_BY_HAND = {
    "œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i",
    "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ی": "ي", "ئ": "ي", "ؤ": "و",
    "ة": "ه", "ہ": "ه", "ە": "ه", "ک": "ك", "ڤ": "ف", "ء": "",
}  # fmt: skip
# Marks that colour a letter; the vowel signs of Bengali or Tamil are letters and stay.
_MARKS = ((0x0300, 0x036F), (0x064B, 0x065F), (0x06D6, 0x06ED), (0xFE00, 0xFE0F))
_LONE_MARKS = frozenset({0x0640, 0x0670, 0x20E3})  # tatweel, dagger alif, keycap
_ELONGATED = re.compile(r"([^\W\d_])\1{2,}")


def fold(text: str) -> str:
    """The text in small plain letters and ASCII digits, its words parted by single spaces.

    Folding twice changes nothing. "Aiiiide !" and "AIDE" fold alike; "ss" in "adresse" stays.
    """
    if text.isascii():
        plain = text.lower()
    else:
        apart = unicodedata.normalize("NFKD", text).casefold()
        plain = unicodedata.normalize("NFKD", apart).casefold()
    # Composed again at the end: the vowel signs of some scripts are written in two ways.
    bare = unicodedata.normalize("NFC", plain.translate(_PLAIN))
    return _ELONGATED.sub(r"\1", " ".join(bare.split()))


def tokens(text: str) -> tuple[str, ...]:
    """The words of the folded text."""
    return tuple(fold(text).split())


class _Plain(dict[int, str]):
    """What each character becomes; worked out the first time it is met."""

    def __missing__(self, code: int) -> str:
        self[code] = made = _plain(code)
        return made


def _plain(code: int) -> str:
    character = chr(code)
    if character in _DECOMPOSED_BY_HAND:
        return _DECOMPOSED_BY_HAND[character]
    if code in _LONE_MARKS or any(low <= code <= high for low, high in _MARKS):
        return ""
    category = unicodedata.category(character)
    if category == "Nd":
        return str(unicodedata.digit(character))
    if category == "Cf":  # zero-width joiners, bidi controls: seen by nobody
        return ""
    if category in {"Lm", "Sk"} or category[0] not in "LM":
        return " "
    return character


_PLAIN = _Plain()
