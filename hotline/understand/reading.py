"""Which known phrases stand where in this message?"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

from hotline.understand.fold import is_emoji, tokens
from hotline.understand.lexicon import FRENCH, ROMANISED, Lexicon
from hotline.understand.near_misses import GUESSED, LIKELY

# "3andi", "m3a", "9ariya": digits that stand for sounds French has no letter for.
_ARABIZI = re.compile(r"[a-z][2379](?![^a-z ])|(?<!\S)[379][a-z]")

# What a name may be besides: a place, and never so much a name that no danger is heard.
_IN_NAMES = frozenset({"site", "home", "place", "urgent", "shelter"})
_OF_A_LANGUAGE = frozenset({"topic", "command"})
_SHORT = 4  # letters of a word that may well mean something else in another language
_ENOUGH = 2  # everyday French words that make us listen for French in the others


class Hit(NamedTuple):
    """A phrase found at words `start` to `end` (exclusive).

    `languages` are those that list it, `sure` (0.5–1) falls when a word had to be guessed.
    """

    start: int
    end: int
    kind: str
    name: str
    languages: frozenset[str]
    weak: bool
    sure: float

    @property
    def length(self) -> int:
        """How many words it spans."""
        return self.end - self.start

    def inside(self, other: Hit) -> bool:
        """True when `other` spans all of this and more."""
        return self.length < other.length and other.start <= self.start and self.end <= other.end

    def overlaps(self, other: Hit) -> bool:
        """True when the two share a word."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True)
class Reading:
    """A message as words, misspelt ones mended, with every known phrase in it."""

    raw: str
    written: tuple[str, ...]
    words: tuple[str, ...]
    hits: tuple[Hit, ...]

    def of(self, kind: str, name: str | None = None) -> tuple[Hit, ...]:
        """The hits of this kind, of any name or of this one."""
        found = self._by_kind.get(kind, ())
        return found if name is None else tuple(hit for hit in found if hit.name == name)

    @cached_property
    def _by_kind(self) -> dict[str, tuple[Hit, ...]]:
        kinds: dict[str, list[Hit]] = {}
        for hit in self.hits:
            kinds.setdefault(hit.kind, []).append(hit)
        return {kind: tuple(hits) for kind, hits in kinds.items()}

    def without(self, names: frozenset[int]) -> Reading:
        """The same without needs and orders found in names: Mohamed is no mohami, a lawyer."""
        if not names:
            return self
        kept = (
            hit
            for hit in self.hits
            if hit.kind in _IN_NAMES or not names >= {*range(hit.start, hit.end)}
        )
        return replace(self, hits=tuple(kept))

    def without_foreign(self, spoken: Collection[str]) -> Reading:
        """The same without single words that mean something only in a language not spoken here.

        Chinese "bu" is no in pinyin, and "this" in a Turkish sentence.
        """
        kept = tuple(hit for hit in self.hits if not self._is_foreign(hit, spoken))
        return self if len(kept) == len(self.hits) else replace(self, hits=kept)

    def _is_foreign(self, hit: Hit, spoken: Collection[str]) -> bool:
        """True for one word that none of these languages lists; of danger, only a short one.

        What only looks like an opt-out does so in one language: there, phrases count as well.
        """
        if not hit.languages.isdisjoint(spoken):
            return False
        if hit.end - hit.start > 1:
            return hit.kind == "stop"
        short = len(self.words[hit.start]) <= _SHORT
        return hit.kind in _OF_A_LANGUAGE or (short and hit.kind == "urgent")

    def uncovered(self, hits: Iterable[Hit]) -> tuple[str, ...]:
        """The words that none of these hits spans."""
        spanned = _spanned(hits)
        if not spanned:
            return self.words
        return tuple(word for at, word in enumerate(self.words) if at not in spanned)

    def written_beside(self, places: Collection[int]) -> tuple[str, ...]:
        """The words as they were written, without those that stand there."""
        return tuple(word for at, word in enumerate(self.written) if at not in places)


def _spanned(hits: Iterable[Hit]) -> set[int]:
    return {at for hit in hits for at in range(hit.start, hit.end)}


def read(text: str, lexicon: Lexicon) -> Reading:
    """The message with all the phrases that the lexicon finds in it."""
    known = lexicon.vocabulary
    written = tuple(word for word in tokens(text) if not is_emoji(word) or known.knows(word))
    revealed = [lexicon.strong.get(word) for word in written]
    romanised = _is_romanised(written, revealed)
    french = revealed.count(FRENCH) >= _ENOUGH
    mended = tuple(known.mend(word, romanised=romanised, french=french) for word in written)
    words = tuple(word for word, _ in mended)
    sure = tuple(sureness for _, sureness in mended)
    hits = tuple(_hits(words, sure, lexicon))
    return Reading(text, written, words, (*hits, *_heard(written, hits, lexicon)))


def _heard(written: tuple[str, ...], hits: Iterable[Hit], lexicon: Lexicon) -> Iterator[Hit]:
    """The places that are written as they sound, the commune itself before what resembles it."""
    home = {at for hit in hits if hit.kind == "home" for at in range(hit.start, hit.end)}
    for at, word in enumerate(written):
        if at not in home and word not in lexicon.listed and lexicon.ear.is_home(word):
            home.add(at)
            yield Hit(at, at + 1, "home", "home", frozenset({""}), False, LIKELY)
    nears = (hit for hit in hits if (hit.kind, hit.name) == ("place", "near"))
    near = [(hit.start, hit.end, hit.weak) for hit in nears]
    for one in lexicon.ear.hear(written, lexicon.listed, near):
        if one.sure > GUESSED or home.isdisjoint(range(one.start, one.end)):
            yield Hit(one.start, one.end, "site", one.name, frozenset({""}), False, one.sure)


def _is_romanised(words: Iterable[str], revealed: Iterable[str | None]) -> bool:
    """True with a word such as "9ariya", or one that only a language of another script lists.

    `revealed` is the language that each word reveals.
    """
    if _ARABIZI.search(" ".join(words)):
        return True
    both = zip(words, revealed, strict=True)
    return any(language in ROMANISED and word.isascii() for word, language in both)


def longest(hits: Iterable[Hit]) -> tuple[Hit, ...]:
    """The hits that no longer one of them contains: "aide alimentaire" is not "aide"."""
    listed = tuple(hits)
    if all(hit.length == 1 for hit in listed):
        return listed
    return tuple(hit for hit in listed if not any(hit.inside(other) for other in listed))


def _hits(words: tuple[str, ...], sure: tuple[float, ...], lexicon: Lexicon) -> Iterator[Hit]:
    for start in range(len(words)):
        met: set[tuple[int, str, str]] = set()  # whole words come first, and tell the language
        for end, entries in lexicon.phrases.ends(words, start):
            least = sure[start] if end == start + 1 else min(sure[start:end])
            for kind, name, languages, weak in entries:
                if (end, kind, name) not in met:
                    met.add((end, kind, name))
                    yield Hit(start, end, kind, name, languages, weak, least)
