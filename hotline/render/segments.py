"""How many SMS segments does this text cost, and which character makes it dear?

Tables: 3GPP TS 23.038, GSM 7-bit default alphabet and its extension table. A lone segment holds
160 septets or 70 UTF-16 units; of several, each holds 153 or 67, for the header takes the rest.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENDED = frozenset("\f^{}\\[~]|€")
_GSM7 = BASIC | EXTENDED

# What a phone without the letter would show anyway. "ç" is not in GSM-7, though "Ç" is.
_SPELLED = str.maketrans(
    {
        "œ": "oe", "Œ": "OE", "ı": "i", "’": "'", "‘": "'", "“": '"', "”": '"', "«": '"', "»": '"',
        "…": "...", "–": "-", "—": "-", "‑": "-", "\u00a0": " ", "\u202f": " ", "\u2009": " ",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class SegmentCount:
    """`encoding` is GSM-7 or UCS-2; `units` are septets or UTF-16 units; `segments` cost money."""

    encoding: str
    units: int
    segments: int


def count(text: str) -> SegmentCount:
    """What sending this text costs, after NFC; an empty text is one segment, as it is billed."""
    text = unicodedata.normalize("NFC", text)
    if is_gsm7(text):
        pairs = sum(map(text.count, EXTENDED))
        return _packed("GSM-7", text, EXTENDED, len(text) + pairs, 160, 153)
    wide = frozenset(char for char in set(text) if ord(char) > 0xFFFF)
    pairs = sum(map(text.count, wide))
    return _packed("UCS-2", text, wide, len(text) + pairs, 70, 67)


def is_gsm7(text: str) -> bool:
    """True when every character is in the GSM 7-bit alphabet or its extension."""
    return _GSM7.issuperset(text)


def dear_characters(text: str) -> str:
    """The characters that force this text out of GSM-7, once each, in order."""
    normal = unicodedata.normalize("NFC", text)
    return "".join(dict.fromkeys(char for char in normal if char not in _GSM7))


def downgrade(text: str) -> str:
    """The same text in GSM-7 where that is only a matter of accents and quotes, else as it was."""
    spelled = unicodedata.normalize("NFC", text).translate(_SPELLED)
    for char in set(spelled) - _GSM7:
        spelled = spelled.replace(char, _bare(char))
    return spelled if is_gsm7(spelled) else text


def cheapest(text: str) -> str:
    """The text as written, or downgraded if that saves a segment."""
    if is_gsm7(text):
        return text
    plain = downgrade(text)
    return plain if count(plain).segments < count(text).segments else text


def _bare(char: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", char) if not unicodedata.combining(c))


def _packed(
    encoding: str, text: str, double: frozenset[str], units: int, alone: int, each: int
) -> SegmentCount:
    """Whole segments; a `double` (an escape or surrogate pair) never straddles two of them."""
    if units <= alone:
        return SegmentCount(encoding, units, 1)
    if units == len(text):
        return SegmentCount(encoding, units, -(-units // each))
    segments, room = 1, each
    for char in text:
        width = 2 if char in double else 1
        if width > room:
            segments, room = segments + 1, each
        room -= width
    return SegmentCount(encoding, units, segments)
