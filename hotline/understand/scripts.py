"""In which script is this text written, and which languages do its letters allow?"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache

LATIN, ARABIC, CYRILLIC, HAN = "latin", "arabic", "cyrillic", "han"
BENGALI, TAMIL, OTHER = "bengali", "tamil", "other"
_RANGES = (
    (0x0000, 0x024F, LATIN),
    (0x0250, 0x02AF, LATIN),  # the open vowels of Bambara
    (0x1E00, 0x1EFF, LATIN),
    (0x0400, 0x052F, CYRILLIC),
    (0x0600, 0x06FF, ARABIC),
    (0x0750, 0x077F, ARABIC),
    (0xFB50, 0xFDFF, ARABIC),
    (0xFE70, 0xFEFF, ARABIC),
    (0x0980, 0x09FF, BENGALI),
    (0x0B80, 0x0BFF, TAMIL),
    (0x3400, 0x9FFF, HAN),
    (0xFF21, 0xFF5A, LATIN),
)
# Letters of some languages among those that share a script; "" is one the line does not speak.
TELLING = {
    "ps": re.compile("[پچژگټډړږښځڅڼېۍګ]"),
    "fa": re.compile("[پچژگ]"),
    "uk": re.compile("[іїєґІЇЄҐ]"),
    "ru": re.compile("[ыэъёЫЭЪЁ]"),
    "": re.compile("[ٹڈڑںےھہۂۓڕڵۆێەђјљњћџѓќўқғүұөһәңӣӯҳҷ가-힣ぁ-ヿৰৱ]"),
}


def script(text: str) -> str | None:
    """The script of the text; None where there is no letter.

    Latin only where there is no other: people of every script write the names in the street in it.
    """
    if text.isascii():
        return LATIN if any(map(str.isalpha, text)) else None
    counts = Counter(map(_script, filter(str.isalpha, text)))
    latin = counts.pop(LATIN, 0)
    return counts.most_common(1)[0][0] if counts else LATIN if latin else None


def letters(text: str) -> Counter[str]:
    """How many letters in the text speak for one language among those that share its script."""
    if text.isascii():
        return Counter()
    found = {language: len(letter.findall(text)) for language, letter in TELLING.items()}
    return Counter({language: count for language, count in found.items() if count})


@lru_cache(maxsize=4096)
def _script(character: str) -> str:
    code = ord(character)
    for first, last, name in _RANGES:
        if first <= code <= last:
            return name
    return OTHER
