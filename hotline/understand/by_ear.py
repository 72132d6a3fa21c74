"""Which places does a message name that are written as they are heard, glued or torn apart?"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from rapidfuzz.distance import OSA
from rapidfuzz.process import extractOne

from hotline.understand.fold import tokens
from hotline.understand.near_misses import GUESSED, LIKELY
from hotline.understand.sound import french, rough

_WINDOW = 5  # words in the longest name people write
_SHORTEST = 4  # sounds; a shorter name may be any word
_SHORTEST_ROUGH = 5
_SHORTEST_GUESS, _LONG_GUESS = 6, 10
# "croix 2 chavaux", "lé lila", "krwa dö şavo"
_SMALL = frozenset(tokens("2 d de des do du da di dos l la le les lu a au"))
_SMALL_ROUGH = frozenset({"", "d", "du", "da", "l", "la", "lu"})

Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Heard:
    """A place name heard in words `start` to `end` (exclusive); `sure` as for a mended word."""

    start: int
    end: int
    name: str
    sure: float


@dataclass(frozen=True, slots=True)
class Sounds:
    """The names of the gazetteer by one way to hear them, and all sounds by their first."""

    names: Mapping[str, str]
    by_first: Mapping[str, tuple[str, ...]]

    def nearest(self, key: str) -> tuple[str, int] | None:
        """The name that sounds nearly so, and by how many sounds it differs."""
        if len(key) < _SHORTEST_GUESS:
            return None
        allowed = 2 if len(key) >= _LONG_GUESS else 1
        alike = self.by_first.get(key[0], ())
        found = extractOne(key, alike, scorer=OSA.distance, score_cutoff=allowed)
        if found is None or len(found[0]) < _SHORTEST_GUESS:
            return None
        return self.names[found[0]], int(found[1])


@dataclass(frozen=True, slots=True)
class Ear:
    """The names of the gazetteer as a French reader hears them, and as anybody may."""

    french: Sounds
    rough: Sounds

    def hear(self, words: Words, known: Collection[str]) -> Iterator[Heard]:
        """The names in these words as written; `known` words alone mean what they say."""
        strange = [word not in known for word in words]
        for start in range(len(words)):
            for end in range(start + 1, min(start + _WINDOW, len(words)) + 1):
                part = words[start:end]
                if part[0] == "2" or part[-1] in _SMALL:
                    continue
                if end - start > 1 or strange[start]:
                    found = self._heard(part, any(strange[start:end]))
                    if found:
                        yield Heard(start, end, *found)

    def _heard(self, part: Words, strange: bool) -> tuple[str, float] | None:
        if all(map(str.isascii, part)):
            for key in _sounds(part):
                name = self.french.names.get(key)
                if name and (part[0] not in _SMALL or name.startswith(part[0])):
                    return name, LIKELY
        if not strange or part[0] in _SMALL:
            return None
        key = _rough_sound(part)
        if len(key) >= _SHORTEST_ROUGH and key in self.rough.names:
            return self.rough.names[key], LIKELY
        return self._guessed(part, key)

    def _guessed(self, part: Words, rough_key: str) -> tuple[str, float] | None:
        if all(map(str.isascii, part)):
            heard = next(_sounds(part))
            if found := self.french.nearest(heard):
                sure = LIKELY if found[1] == 1 and len(heard) > _SHORTEST_GUESS else GUESSED
                return found[0], sure
        found = self.rough.nearest(rough_key)
        return (found[0], GUESSED) if found else None


def ear(phrases: Iterable[Words]) -> Ear:
    """An ear for these names."""
    heard: dict[str, str] = {}
    guessed: dict[str, str] = {}
    for phrase in sorted(phrases, key=len, reverse=True):
        if all(word.isascii() for word in phrase) and not "".join(phrase).isdigit():
            name = " ".join(phrase)
            for key in _sounds(phrase):
                if len(key) >= _SHORTEST:
                    heard.setdefault(key, name)
            key = _rough_sound(phrase)
            if len(key) >= _SHORTEST_ROUGH:
                guessed.setdefault(key, name)
    return Ear(_ordered(heard), _ordered(guessed))


def _ordered(names: dict[str, str]) -> Sounds:
    firsts: dict[str, list[str]] = {}
    for key in sorted(names):
        firsts.setdefault(key[0], []).append(key)
    return Sounds(names, {first: tuple(keys) for first, keys in firsts.items()})


def _sounds(words: Words) -> Iterator[str]:
    """Its telling words one by one, all of them, and all of them in one word."""
    telling = [word for word in words if word not in _SMALL]
    yield "".join(french(word) for word in telling)
    if len(telling) < len(words):
        yield "".join(french(word) for word in words if word != "2")
    if len(words) > 1:
        yield french("".join(words))


def _rough_sound(words: Words) -> str:
    parts = [rough(word) for word in words if word not in _SMALL]
    return "".join(part for part in parts if part not in _SMALL_ROUGH)
