"""What is left of a text when case, accents, punctuation and habits of writing are set aside?"""

from __future__ import annotations

import re
import unicodedata

_DECOMPOSED_BY_HAND = {
    "œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i",
    "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ی": "ي", "ئ": "ي", "ؤ": "و",
    "ة": "ه", "ہ": "ه", "ە": "ه", "ک": "ك", "ڤ": "ف", "ء": "",
    # Pashto letters that a Persian or Arabic keyboard lacks, and the two ways to write its g.
    "ټ": "ت", "ډ": "د", "ړ": "ر", "ڼ": "ن", "ې": "ي", "ۍ": "ي", "ګ": "گ",
    "ґ": "г", "ɛ": "e", "ɔ": "o", "ɲ": "ny", "ŋ": "n", "ɓ": "b", "ɗ": "d", "ƴ": "y", "ə": "e",
}  # fmt: skip
# The traditional forms of what people text about, as the simplified ones the lists have.
_SIMPLIFIED = {
    pair[0]: pair[1]
    for pair in [
        "師师",
        "護护",
        "證证",
        "難难",
        "學学",
        "習习",
        "醫医",
        "藥药",
        "飯饭",
        "餓饿",
        "錢钱",
        "電电",
        "話话",
        "們们",
        "個个",
        "來来",
        "國国",
        "語语",
        "說说",
        "讀读",
        "書书",
        "寫写",
        "會会",
        "開开",
        "門门",
        "車车",
        "邊边",
        "還还",
        "沒没",
        "無无",
        "嗎吗",
        "請请",
        "幫帮",
        "謝谢",
        "對对",
        "給给",
        "讓让",
        "應应",
        "該该",
        "員员",
        "業业",
        "務务",
        "場场",
        "險险",
        "傷伤",
        "殺杀",
        "報报",
        "時时",
        "問问",
        "題题",
        "麼么",
        "這这",
        "裡里",
        "兒儿",
        "嬰婴",
        "種种",
        "視视",
        "權权",
        "訴诉",
        "記记",
        "註注",
        "辦办",
        "續续",
        "處处",
        "廳厅",
        "樓楼",
        "簽签",
        "護护",
        "婦妇",
        "懷怀",
        "壓压",
        "體体",
        "氣气",
        "吳吴",
        "為为",
        "歲岁",
        "認认",
        "識识",
        "聯联",
        "絡络",
        "實实",
        "發发",
        "現现",
        "經经",
        "濟济",
        "動动",
        "團团",
        "愛爱",
        "聽听",
        "煩烦",
        "擾扰",
    ]
}
# Marks that colour a letter; the vowel signs of Bengali or Tamil are letters and stay.
_MARKS = ((0x0300, 0x036F), (0x064B, 0x065F), (0x06D6, 0x06ED), (0xFE00, 0xFE0F))
_LONE_MARKS = frozenset({0x0640, 0x0670, 0x20E3})  # tatweel, dagger alif, keycap
# People leave the apostrophe inside a Ukrainian word out, or write one of four.
_INNER_APOSTROPHE = re.compile(r"['’ʼ`](?<=[а-яіїєґ].)(?=[а-яіїєґ])")  # quick to see there is none
# A Persian verb's prefix: parted by a space, by a joiner nobody sees, or not at all.
_PERSIAN_PREFIX = re.compile(r"\b(ن?مي) (?=\w)")
_ELONGATED = re.compile(r"([^\W\d_])\1{2,}")


def fold(text: str) -> str:
    """The text in small plain letters and ASCII digits, its words parted by single spaces.

    Folding twice changes nothing. "Aiiiide !" and "AIDE" fold alike; "ss" in "adresse" stays.
    """
    if text.isascii():
        plain = text.lower()
        if plain.isalnum():  # one plain word, as most are
            return _ELONGATED.sub(_once, plain)
    else:
        apart = unicodedata.normalize("NFKD", text).casefold()
        plain = _INNER_APOSTROPHE.sub("", unicodedata.normalize("NFKD", apart).casefold())
    # Composed again at the end: the vowel signs of some scripts are written in two ways.
    bare = unicodedata.normalize("NFC", plain.translate(_PLAIN))
    short = _ELONGATED.sub(_once, " ".join(bare.split()))
    return short if short.isascii() or " " not in short else _PERSIAN_PREFIX.sub(_once, short)


def _once(repeated: re.Match[str]) -> str:
    return repeated[1]


def tokens(text: str) -> tuple[str, ...]:
    """The words of the folded text."""
    return tuple(fold(text).split())


def is_emoji(word: str) -> bool:
    """True for an emoji: it counts as a word."""
    return "\u2600" <= word <= "\u27bf" or "\U0001f000" <= word <= "\U0001faff"


def is_han(character: str) -> bool:
    """True for a Chinese character."""
    return "\u3400" <= character <= "\u9fff"


class _Plain(dict[int, str]):
    """What each character becomes; worked out the first time it is met."""

    def __missing__(self, code: int) -> str:
        self[code] = made = _plain(code)
        return made


def _plain(code: int) -> str:
    character = chr(code)
    if character in _DECOMPOSED_BY_HAND:
        return _DECOMPOSED_BY_HAND[character]
    if is_han(character):  # no spaces between words: each character is looked up as one
        return f" {_SIMPLIFIED.get(character, character)} "
    if code in _LONE_MARKS or any(low <= code <= high for low, high in _MARKS):
        return ""
    category = unicodedata.category(character)
    if category == "Nd":
        return str(unicodedata.digit(character))
    if category == "Cf":  # zero-width joiners, bidi controls: seen by nobody
        return ""
    if category == "So" and is_emoji(character):
        return f" {character} "
    if category in {"Lm", "Sk"} or category[0] not in "LM":
        return " "
    return character


_PLAIN = _Plain()
