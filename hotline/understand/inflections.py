"""Which other forms may this word have in the lists: singular, without its article, joined?"""

from __future__ import annotations

from collections.abc import Iterator

_ARABIC_PREFIXES = ("وال", "بال", "فال", "كال", "لل", "ال", "و", "ب", "ل", "ف")
_ARABIC_ENDINGS = ("هم", "ها", "نا", "كم", "ني", "ات", "ين", "ون", "ه", "ك", "ي", "ا")
_PERSIAN_ENDINGS = ("هاي", "هايم", "هام", "ها", "ان", "ام", "يم", "م", "ش", "ي", "ت", "مان")
_LATIN_ENDINGS = ("s", "x", "es")
# Turkish for in, from and to, as in "Lilas'ta", "avukattan", written against the word.
_TURKISH_CASES = ("da", "de", "ta", "te", "dan", "den", "tan", "ten", "ya", "ye")
# "lavocat", "jveux", "quun": the apostrophe is what a hurried thumb leaves out first.
_STUCK = ("qu", "l", "d", "j", "m", "s", "n", "t", "c")
_SHORTEST_REST = 4


def stuck(word: str) -> Iterator[str]:
    """The word without a pronoun or article that was written against it."""
    for article in _STUCK:
        if word.startswith(article) and len(word) - len(article) >= _SHORTEST_REST:
            yield word[len(article) :]


def inflections(word: str) -> Iterator[str]:
    """Plurals undone or made, stuck articles cut off, the likeliest first."""
    if "\u0600" <= word[0] <= "\u06ff":
        yield from _arabic(word)
    elif word.isascii():
        yield from _latin(word)


def _arabic(word: str) -> Iterator[str]:
    bare = [word]
    for prefix in _ARABIC_PREFIXES:
        if word.startswith(prefix) and len(word) - len(prefix) >= 3:
            bare.append(word[len(prefix) :])
            yield word[len(prefix) :]
            yield "ال" + word[len(prefix) :]
    yield "ال" + word
    for stem in bare:
        for ending in (*_ARABIC_ENDINGS, *_PERSIAN_ENDINGS):
            if stem.endswith(ending) and len(stem) - len(ending) >= 3:
                rest = stem[: -len(ending)]
                yield rest
                yield rest + "ه"  # a feminine ending turns into t before a suffix
                yield "ال" + rest
            if ending[0] != "ت" and stem.endswith("ت" + ending) and len(stem) - len(ending) >= 4:
                yield stem[: -len(ending) - 1] + "ه"


def _latin(word: str) -> Iterator[str]:
    for ending in _LATIN_ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            yield word[: -len(ending)]
    if len(word) >= _SHORTEST_REST:
        yield word + "s"
    if word.endswith("aux"):
        yield word[:-3] + "al"
    yield from stuck(word)
    for case in _TURKISH_CASES:
        if word.endswith(case) and len(word) - len(case) >= _SHORTEST_REST:
            yield word[: -len(case)]
