"""Which known word did a person mean who wrote this unknown one?"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from rapidfuzz.distance import OSA
from rapidfuzz.process import extractOne

from hotline.understand.inflections import inflections, stuck
from hotline.understand.sound import french, skeleton

SURE, LIKELY, GUESSED = 1.0, 0.8, 0.5
_SHORTEST = 5
_SHORTEST_SOUND = 3
_LIKENED = str.maketrans("013457$@", "oieastsa")  # "4vocat", "tr@vail"

Sounds = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Every word known, and those that may be meant by a near miss.

    `buckets` has them by first letter and length, `heard` the French ones by their sound,
    `romanised` those of languages with another script by their consonants.
    """

    words: frozenset[str]
    stems: frozenset[str]
    buckets: Mapping[tuple[str, int], tuple[str, ...]]
    heard: Sounds
    romanised: Sounds
    french: frozenset[str] = frozenset()

    def knows(self, word: str) -> bool:
        """True when the word is one of a list, or begins as one does."""
        return word in self.words or self._begins(word)

    def mend(
        self, word: str, *, romanised: bool = False, french: bool = False
    ) -> tuple[str, float]:
        """The known word that is meant, and how sure that is (0.5–1); the word itself if none.

        `romanised` says that the message has another word of such a language, `french` that it
        is French: a word of other languages may then be a French one as it is heard.
        """
        if french and word in self.words and word not in self.french:
            heard = self._heard(word)
            if heard and heard[1] >= LIKELY:
                return heard
        if self.knows(word) or word.isdigit():
            return word, SURE
        for form in inflections(word):
            if form in self.words:
                return form, SURE
        plain = word.translate(_LIKENED)
        if plain != word and plain.isalpha() and not romanised and plain in self.words:
            return plain, LIKELY
        if romanised and (found := self._alike(word)):
            return found, LIKELY
        return self._heard(word) or self._nearest(word)

    def _begins(self, word: str) -> bool:
        return any(word[:length] in self.stems for length in range(3, len(word) + 1))

    def _heard(self, word: str) -> tuple[str, float] | None:
        """A French word that sounds the same, if the word has Latin letters."""
        if len(word) < 4 or not (word.isascii() and word.isalpha()):
            return None
        for form in (word, word + "e", *stuck(word)):
            found = self.heard.get(french(form))
            if found:
                sure = LIKELY if len(form) > 4 else GUESSED
                return _closest(word, found), sure
        return None

    def _alike(self, word: str) -> str | None:
        """A romanised word with the same consonants and not too different vowels."""
        best = _closest(word, self.romanised.get(skeleton(word), ()))
        return best if best and OSA.distance(word, best) <= max(2, len(word) // 3) else None

    def _nearest(self, word: str) -> tuple[str, float]:
        if len(word) < _SHORTEST:
            return word, SURE
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


def vocabulary(
    known: Iterable[str],
    stems: Iterable[str],
    meant: Iterable[str],
    french_words: Iterable[str] = (),
    romanised_words: Iterable[str] = (),
) -> Vocabulary:
    """`known` words are left as they are; only a word of `meant` is what a near miss can mean."""
    buckets: dict[tuple[str, int], list[str]] = {}
    for word in sorted(set(meant)):
        if len(word) >= _SHORTEST and word.isalpha():
            buckets.setdefault((word[0], len(word)), []).append(word)
    frozen = {key: tuple(words) for key, words in buckets.items()}
    spelt = frozenset(french_words)
    heard, alike = _sounds(spelt, french), _sounds(romanised_words, skeleton)
    return Vocabulary(frozenset(known), frozenset(stems), frozen, heard, alike, spelt)


def _sounds(words: Iterable[str], key: Callable[[str], str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for word in sorted(set(words)):
        if word.isascii() and len(word) >= 3:
            sound = key(word)
            if len(sound) >= _SHORTEST_SOUND:
                found.setdefault(sound, []).append(word)
    return {sound: tuple(alike) for sound, alike in found.items()}


def _closest(word: str, candidates: Collection[str]) -> str:
    return min(candidates, key=lambda candidate: OSA.distance(word, candidate), default="")


def _around(length: int, allowed: int) -> Iterator[int]:
    """Lengths to try, the likeliest first."""
    yield length
    for step in range(1, allowed + 1):
        yield length + step
        yield length - step
