"""Which places does a message name that are written as they are heard, glued or torn apart?"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from rapidfuzz.distance import OSA
from rapidfuzz.process import extractOne

from hotline.understand.fold import tokens
from hotline.understand.near_misses import GUESSED, LIKELY
from hotline.understand.sound import french

_WINDOW = 4  # words in the longest name people write
_SHORTEST = 4  # sounds; a shorter name may be any word
_SHORTEST_GUESS, _LONG_GUESS = 6, 10
# "croix 2 chavaux", "lé lila"
_SMALL = frozenset(tokens("2 d de des du l la le les a au"))

Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Heard:
    """A place name heard in words `start` to `end` (exclusive); `sure` as for a mended word."""

    start: int
    end: int
    name: str
    sure: float


@dataclass(frozen=True, slots=True)
class Ear:
    """The names of the gazetteer by their sound, and all sounds by their first."""

    names: Mapping[str, str]
    sounds: Mapping[str, tuple[str, ...]]

    def hear(self, words: Words, known: Collection[str]) -> Iterator[Heard]:
        """The names in these words as written; `known` words alone mean what they say."""
        strange = [word not in known and word.isascii() for word in words]
        for start in range(len(words)):
            for end in range(start + 1, min(start + _WINDOW, len(words)) + 1):
                part = words[start:end]
                if part[0] == "2" or part[-1] in _SMALL or not all(map(str.isascii, part)):
                    continue
                if end - start > 1 or strange[start]:
                    yield from self._heard(start, end, part, any(strange[start:end]))

    def _heard(self, start: int, end: int, part: Words, strange: bool) -> Iterator[Heard]:
        keys = list(_sounds(part))
        for key in keys:
            name = self.names.get(key)
            if name and (part[0] not in _SMALL or name.startswith(part[0])):
                yield Heard(start, end, name, LIKELY)
                return
        if strange and len(keys[0]) >= _SHORTEST_GUESS and part[0] not in _SMALL:
            yield from self._guessed(start, end, keys[0])

    def _guessed(self, start: int, end: int, key: str) -> Iterator[Heard]:
        allowed = 2 if len(key) >= _LONG_GUESS else 1
        alike = self.sounds.get(key[0], ())
        found = extractOne(key, alike, scorer=OSA.distance, score_cutoff=allowed)
        if found is not None and len(found[0]) >= _SHORTEST_GUESS:
            sure = LIKELY if found[1] == 1 and len(key) > _SHORTEST_GUESS else GUESSED
            yield Heard(start, end, self.names[found[0]], sure)


def ear(phrases: Iterable[Words]) -> Ear:
    """An ear for these names."""
    names: dict[str, str] = {}
    for phrase in sorted(phrases, key=len, reverse=True):
        if all(word.isascii() for word in phrase) and not "".join(phrase).isdigit():
            for key in _sounds(phrase):
                if len(key) >= _SHORTEST:
                    names.setdefault(key, " ".join(phrase))
    firsts: dict[str, list[str]] = {}
    for key in sorted(names):
        firsts.setdefault(key[0], []).append(key)
    return Ear(names, {first: tuple(keys) for first, keys in firsts.items()})


def _sounds(words: Words) -> Iterator[str]:
    """Its telling words one by one, all of them, and all of them in one word."""
    telling = [word for word in words if word not in _SMALL]
    yield "".join(french(word) for word in telling)
    if len(telling) < len(words):
        yield "".join(french(word) for word in words if word != "2")
    if len(words) > 1:
        yield french("".join(words))
