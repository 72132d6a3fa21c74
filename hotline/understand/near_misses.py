"""Which known word did a person mean who wrote this unknown one?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from rapidfuzz.distance import OSA
from rapidfuzz.process import extractOne

SURE, LIKELY, GUESSED = 1.0, 0.8, 0.5
_SHORTEST = 5
_ARABIC_PREFIXES = ("وال", "بال", "فال", "كال", "لل", "ال", "و", "ب", "ل", "ف")
# "lavocat", "jveux", "quun": the apostrophe is what a hurried thumb leaves out first.
_STUCK_ARTICLES = ("qu", "l", "d", "j", "m", "s", "n")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Every word known, and those that may be meant by a near miss, by first letter and length."""

    words: frozenset[str]
    stems: frozenset[str]
    buckets: Mapping[tuple[str, int], tuple[str, ...]]

    def knows(self, word: str) -> bool:
        """True when the word is one of a list, or begins as one does."""
        if word in self.words:
            return True
        return any(word[:length] in self.stems for length in range(3, len(word) + 1))

    def mend(self, word: str) -> tuple[str, float]:
        """The known word that is meant, and how sure that is (0.5–1); the word itself if none."""
        if self.knows(word) or word.isdigit():
            return word, SURE
        for form in _inflections(word):
            if form in self.words:
                return form, SURE
        return self._nearest(word) if len(word) >= _SHORTEST else (word, SURE)

    def _nearest(self, word: str) -> tuple[str, float]:
        allowed = 2 if len(word) >= 9 else 1
        best, least = word, allowed + 1
        for length in _around(len(word), allowed):
            bucket = self.buckets.get((word[0], length))
            if bucket is None or least == 0:
                continue
            found = extractOne(word, bucket, scorer=OSA.distance, score_cutoff=least - 1)
            if found is not None:
                best, least = found[0], int(found[1])
        if least > allowed:
            return word, SURE
        return best, LIKELY if least == 1 and len(word) > _SHORTEST else GUESSED


def vocabulary(known: Iterable[str], stems: Iterable[str], meant: Iterable[str]) -> Vocabulary:
    """`known` words are left as they are; only a word of `meant` is what a near miss can mean."""
    buckets: dict[tuple[str, int], list[str]] = {}
    for word in sorted(set(meant)):
        if len(word) >= _SHORTEST and word.isalpha():
            buckets.setdefault((word[0], len(word)), []).append(word)
    frozen = {key: tuple(words) for key, words in buckets.items()}
    return Vocabulary(frozenset(known), frozenset(stems), frozen)


def _around(length: int, allowed: int) -> Iterator[int]:
    """Lengths to try, the likeliest first."""
    yield length
    for step in range(1, allowed + 1):
        yield length + step
        yield length - step


def _inflections(word: str) -> Iterator[str]:
    """Plurals undone or made, stuck articles cut off."""
    if word[0] >= "\u0600":
        for prefix in _ARABIC_PREFIXES:
            if word.startswith(prefix) and len(word) - len(prefix) >= 3:
                yield word[len(prefix) :]
                yield "ال" + word[len(prefix) :]
        yield "ال" + word
        return
    for ending in ("s", "x", "es"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            yield word[: -len(ending)]
    if len(word) >= 4:
        yield word + "s"
    if word.endswith("aux"):
        yield word[:-3] + "al"
    for article in _STUCK_ARTICLES:
        if word.startswith(article) and len(word) - len(article) >= 4:
            yield word[len(article) :]
