"""Which phrases of a keyword list are not read as whoever wrote them meant?"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from hotline.understand.lexicon import Keywords

_SUFFIX = "/keywords"


def misread(texts: Keywords, language: str) -> Iterator[str]:
    """Each such phrase of one language, with the list it stands in.

    A bar parts words, not phrases: "from roof|from window" asks for "from", "roof" or "from", then
    "window". A star ends a word: in the middle of words joined by a hyphen it stands for nothing.
    The cure: `roof|window`, or hyphens (`this-night|tonight`), or two phrases.
    """
    for key in texts.keyword_keys():
        for written in texts.keywords(key, language):
            phrase = written.rstrip("?")
            if _bars_phrases(phrase) or _has_inner_star(phrase):
                yield f"{written!r} in {key.removesuffix(_SUFFIX)}"


def _bars_phrases(phrase: str) -> bool:
    """True when two words side by side begin or end with the same choice, as no sentence does."""
    return any(
        "|" in before + after
        and any(
            choice and choice == other
            for choice, other in zip(_ends(before), _ends(after), strict=True)
        )
        for before, after in pairwise(phrase.split())
    )


def _ends(word: str) -> tuple[str, str]:
    """The first and the last of its choices."""
    choices = word.split("|")
    return choices[0], choices[-1]


def _has_inner_star(phrase: str) -> bool:
    return any("*" in choice[:-1] for word in phrase.split() for choice in word.split("|"))
