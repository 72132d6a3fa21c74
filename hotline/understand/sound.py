"""How does a written word sound, to a French ear or in a language written as it is heard?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from anyascii import anyascii

# In this order. The word is folded: accents are gone, so every "e" may be "é".
_FRENCH = (
    (r"([a-z])\1+", lambda letters: letters[1]),
    (r"(?<=..)(ail|aile)s?$", "Y"),
    (r"(?<=.)(eil|eile|eyes?)$", "Q"),
    ("ph", "f"),
    ("sch|ch|sh", "S"),
    ("t(?=ion)", "s"),
    ("qu|q|ck", "k"),
    ("sc(?=[eiy])|c(?=[eiy])|z", "s"),
    ("c", "k"),
    ("gu(?=[eiy])", "G"),
    ("g(?=[eiy])", "j"),
    ("je(?=[ao])", "j"),
    ("h", ""),
    (r"(?<=..)(?<![st])[sdtpx]+$", ""),
    (r"(?<=..)st$", "s"),
    (r"(?<=..)(er|ee|ez|ed|et|aye?|ey|ai|aie|aien|e)$", ""),
    ("y", "i"),
    ("(?<=[a-zA-Z])il(?=[aeou]|$)", "i"),
    ("eau|au", "o"),
    ("oeu|eu|oe", "e"),
    ("oin", "wI"),
    ("oua|oi", "wa"),
    ("ou", "U"),
    ("ien(?![aeiou])", "iI"),
    ("(ai|ei|i|u)[nm](?![aeiounm])", "I"),
    ("[ae][nm](?![aeiounm])", "A"),
    ("o[nm](?![aeiounm])", "O"),
    ("ai|ei", "e"),
    ("gn|ni(?=[aeou])", "N"),
    ("x", "ks"),
    ("G", "g"),
    ("(?<=[^aeiouAIOUYQ])e(?=[^aeiouAIOUYQ])", ""),  # logement is heard as "lojman"
    (r"([A-Za-z])\1+", lambda letters: letters[1]),
)
_ROMANISED = (
    (r"(\w)\1+", lambda letters: letters[1]),
    ("7'|5|kh", "x"),
    ("tch|sh|ch|\\$", "S"),
    ("zh|dj", "j"),
    ("8|gh|rh", "g"),
    ("9|q|ck|c", "k"),
    ("ph", "f"),
    ("v", "w"),
    ("z", "s"),
    ("[aeiouy237h]", ""),
)
# For names that people of any language write as they hear them: all lips alike, all hisses alike,
# the vowels of the front, the vowels of the back.
_ROUGH = (
    ("eaux?|aux?", "o"),
    ("tion", "sion"),
    ("ou|oo", "u"),
    ("oi[xst]?|[ou][vw](?=a)", "ua"),
    ("(?<!v)ill(?=[aeou])", "iy"),
    ("(?<=[aeiou])h(?![aeiou])", ""),
    ("tch|sch|sh|ch|zh", "s"),
    ("gn|ny|nj|ñ|n(?=i[aeou])", "n"),
    ("ph|bh|[bpfvw](?![aeiou])", "v"),
    ("kh|qu|q", "k"),
    ("gu(?=[eiy])", "g"),
    ("sc(?=[eiy])|c(?=[eiy])|[zxj]", "s"),
    ("c", "k"),
    ("h", ""),
    ("m(?=[bpv])|n(?=n)|m(?=s)", "n"),
    ("n(?=m)", ""),
    ("(?<=[^aeiou])w(?=a)|(?<=u)[vw](?=[aeiy])|(?<=[^aeiou])v(?=a)", "u"),
    ("[bpfvw]", "v"),
    ("(?<=..)e?[stxdp]+$", ""),
    ("[aeiy]+", "a"),
    ("[ou]+", "u"),
    (r"([a-z])\1+", lambda letters: letters[1]),
    ("(?<=..)a$", ""),
)
# What languages glue to a name, as `rough` hears it: Turkish "-de -den -ye", Bengali "-te -er",
# Tamil "-la -vil", the cases of Russian.
_GLUED = frozenset(
    {
        *("tan", "dan", "dam", "tam", "val", "nan", "adan", "atan", "adam", "ad", "at"),
        *("d", "t", "r", "ar", "l", "al", "n", "an", "u", "um", "k", "a"),
    }
)
SHORTEST_GLUED = 5
_BEFORE_ARABIC = re.compile("^(?:ال|[بلفعو](?:ال)?)(?=..)")
_ARABIC = re.compile("[\u0600-\u06ff]")
_ROUGH_LETTERS = re.compile("[^a-z]")
_ROUGH_RULES = tuple((re.compile(pattern), to) for pattern, to in _ROUGH)
_FRENCH_RULES = tuple((re.compile(pattern), to) for pattern, to in _FRENCH)
_ROMANISED_RULES = tuple((re.compile(pattern), to) for pattern, to in _ROMANISED)


@lru_cache(maxsize=16384)  # most words of a message are words of the lists
def french(word: str) -> str:
    """What a French reader would hear: "aprandre" and "apprendre", "lojman" and "logement"."""
    for pattern, sound in _FRENCH_RULES:
        word = pattern.sub(sound, word)
    return word


def skeleton(word: str) -> str:
    """The consonants of a word of Arabic, Persian, Bengali… in Latin letters.

    Everybody writes its vowels, and some of its consonants, in their own way: "khedma", "5adma".
    """
    for pattern, sound in _ROMANISED_RULES:
        word = pattern.sub(sound, word)
    return word


@lru_cache(maxsize=16384)
def rough(word: str) -> str:
    """A name as anybody might have heard it: "Chavaux", "şavo", "xavô", "шаво" are one.

    The word may be in any script (`anyascii` spells it in Latin letters).
    """
    if not word.isascii():
        word = anyascii(word).lower().replace("c", "s")
    word = _ROUGH_LETTERS.sub("", word)
    for pattern, sound in _ROUGH_RULES:
        word = pattern.sub(sound, word)
    return word


def ends_of(heard: str) -> Iterator[str]:
    """A name as `rough` heard it, without what may be glued to it."""
    for length in (4, 3, 2, 1):
        if heard[-length:] in _GLUED and len(heard) - length >= SHORTEST_GLUED:
            yield heard[:-length]


@lru_cache(maxsize=16384)
def bones(word: str, *, spelt: bool = False) -> str:
    """The consonants of a name written in Arabic letters, or `spelt` as `rough` hears it.

    Short vowels are not written, and each writer has his own long ones: "بنيوله" is Bagnolet.
    """
    if not spelt:
        if not _ARABIC.match(word):
            return ""
        bare = _BEFORE_ARABIC.sub("", word).replace("و", "o").replace("ي", "i")
        word = rough(anyascii(bare).lower())
    return word.translate(_VOWELLESS)


_VOWELLESS = str.maketrans("", "", "au")
