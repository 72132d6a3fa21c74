"""Which places does a message name that are written as they are heard, glued or torn apart?"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from anyascii import anyascii
from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from hotline.understand.fold import is_han, tokens
from hotline.understand.gazetteer import OFFERED, Site
from hotline.understand.near_misses import GUESSED, LIKELY
from hotline.understand.sound import SHORTEST_GLUED, bones, ends_of, french, rough

_WINDOW = 8  # words in the longest name people write; a Chinese word is one character
_GUESS_WINDOW = 3
_SHORTEST, _SHORTEST_SURE = 4, 6  # sounds; a shorter name may be any word
_SHORTEST_BONES, _SHORTEST_SURE_BONES = 4, 6
_SHORTEST_HAN = 6  # letters of pinyin
_LONG_GUESS = 9
_FEW = 3  # words of a message that may be nothing but a name
_ALIKE, _A_LITTLE_ALIKE = 0.5, 0.45  # of the letters of a name that is guessed, or is short
# "croix 2 chavaux", "lé lila", "krwa dö şavo"
SMALL = frozenset(tokens("2 d de des do du da di dos del l la le les lu el a al au"))
_UNSPOKEN = re.compile("[0-9]|^[^aeiouy\\W]{2,}$", re.ASCII)
_VOWELS = frozenset("aeiouyAIOU")  # as `french` writes sounds
_HOME = "HOME"  # how the commune served sounds, however it is written
_MUTE = "\0"  # the sound of a word that this ear does not hear

Words = tuple[str, ...]
Near = tuple[int, int, bool]  # from word to word (exclusive), and whether it says little ("in")


@dataclass(frozen=True, slots=True)
class Heard:
    """A place name heard in words `start` to `end` (exclusive); `sure` as for a mended word."""

    start: int
    end: int
    name: str
    sure: float


@dataclass(frozen=True, slots=True)
class Sounds:
    """The names of the gazetteer by one way to hear them; `begun` are the beginnings of all.

    `sure_from` is how many sounds a name needs to be believed wherever it stands; where they are
    `inflected`, a language may have glued an ending to them.
    """

    names: Mapping[str, str]
    begun: frozenset[str]
    sure_from: int
    inflected: bool = False

    def from_word(self, keys: Sequence[str], start: int) -> Iterator[tuple[int, str]]:
        """Where the names end that begin at this word, and how they sound."""
        key = ""
        for end in range(start + 1, min(start + _WINDOW, len(keys)) + 1):
            heard = key + keys[end - 1]
            if heard in self.names:
                yield end, heard
            elif self.inflected and heard[:SHORTEST_GLUED] in self.begun:
                bare = next((one for one in ends_of(heard) if one in self.names), "")
                if len(bare) > len(key) + 1:
                    yield end, bare
            if heard not in self.begun:
                return
            key = heard


@dataclass(frozen=True, slots=True)
class Ear:
    """The names of the gazetteer as a French reader hears them, as anybody may, and so on.

    `bones` are without vowels, as Arabic is written; `han` are Chinese names by their pinyin.

    `firm` are names that mean little else: only they are heard roughly, or guessed. `home` is how
    the commune served may sound, `roads` what the name of a street begins with.
    """

    french: Sounds
    rough: Sounds
    bones: Sounds
    han: Sounds
    guessed: Mapping[str, tuple[str, ...]]
    home: tuple[str, ...]
    streets: frozenset[str]
    roads: frozenset[str]

    def hear(
        self, words: Words, known: Collection[str], near: Collection[Near] = ()
    ) -> Iterator[Heard]:
        """The names in these words as written; `known` words alone mean what they say.

        `near` are the words that stand before or after a place. Beside them a little is enough.
        """
        strange = [word not in known or word == "2" for word in words]
        if not near and not any(strange) and self.roads.isdisjoint(words):
            return
        after, before = _beside(words, near)
        expected, _ = _beside(words, [one for one in near if not one[2]])
        for sounds, keys in self._keyed(words):
            for start, end, key in _spans(sounds, keys, words):
                beside = end - start > 1 and (start in after or end in before)
                sure = self._sureness(sounds, key, words[start:end], strange[start:end], beside)
                if sure:
                    yield Heard(start, end, sounds.names[key], sure)
        yield from self._guesses(words, strange, expected, before)

    def is_home(self, word: str) -> bool:
        """True for a word that sounds like the commune served."""
        return self._rough(word) == _HOME

    def _sureness(
        self, sounds: Sounds, key: str, words: Words, strange: list[bool], beside: bool
    ) -> float:
        """How sure it is that these words are the name with this sound; 0: they are not."""
        name = sounds.names[key]
        torn = sounds is not self.han and _telling(words) > _telling(name.split())
        if torn and not all(strange):
            return 0
        if sounds is self.rough and not _all_meant(words, strange, name):
            return 0
        if not (any(strange) or beside or (len(words) > 1 and name in self.streets)):
            return 0
        if len(key) >= sounds.sure_from and not (torn and sounds is self.rough):
            return LIKELY
        return GUESSED if _looks_like(words, name) else 0

    def _keyed(self, words: Words) -> Iterator[tuple[Sounds, list[str]]]:
        """How each of these words sounds, by each way to hear them."""
        if any(map(str.isascii, words)):
            yield self.french, [french(word) if word.isascii() else _MUTE for word in words]
        yield self.rough, [_MUTE if is_han(word[0]) else self._rough(word) for word in words]
        if all(map(str.isascii, words)):
            return
        if any(is_han(word[0]) for word in words):
            yield self.han, [anyascii(word) if is_han(word[0]) else _MUTE for word in words]
        unvowelled = [bones(word) for word in words]
        if any(unvowelled):
            yield self.bones, [one or _MUTE for one in unvowelled]

    def _rough(self, word: str) -> str:
        key = rough(word)
        if not key.startswith(self.home):  # as most words
            return key
        at_home = key in self.home or any(bare in self.home for bare in ends_of(key))
        return _HOME if at_home else key

    def _guesses(
        self, words: Words, strange: list[bool], after: Collection[int], before: Collection[int]
    ) -> Iterator[Heard]:
        """Names that sound nearly like what stands where a place is expected."""
        few = len(words) <= _FEW
        for start, word in enumerate(words):
            if word in SMALL or is_han(word[0]):
                continue
            for end in range(start + 1, min(start + _GUESS_WINDOW, len(words)) + 1):
                expected = few or start in after or end in before
                if expected and any(strange[start:end]) and words[end - 1] not in SMALL:
                    for name in self._nearest(words[start:end]):
                        yield Heard(start, end, name, GUESSED)

    def _nearest(self, words: Words) -> tuple[str, ...]:
        """The names that sound nearly so and look a little like it, at most three."""
        key = "".join(self._rough(word) for word in words if word not in SMALL)
        if len(key) < _SHORTEST_SURE or _HOME in key:
            return ()
        allowed = 2 if len(key) >= _LONG_GUESS else 1
        alike = self.guessed.get(key[0], ())
        found = extract(key, alike, scorer=OSA.distance, score_cutoff=allowed, limit=OFFERED)
        least = min((one[1] for one in found), default=0)
        names = (self.rough.names[one[0]] for one in found if one[1] == least)
        return tuple(name for name in names if _looks_like(words, name, _ALIKE))


def ear(sites: Mapping[Words, Site], home: Iterable[Words] = ()) -> Ear:
    """An ear for the names of these places, in a commune called `home`."""
    homes = tuple({rough(name[0]) for name in home if len(name) == 1})

    def by_rough(word: str) -> str:
        key = rough(word)
        return _HOME if key in homes else key

    telling = sorted(filter(_is_spoken, sites), key=len, reverse=True)
    firm = [phrase for phrase in telling if sites[phrase].firm]
    latin = [phrase for phrase in telling if all(map(str.isascii, phrase))]
    alphabetic = [phrase for phrase in firm if not any(is_han(word[0]) for word in phrase)]
    chinese = [phrase for phrase in firm if all(is_han(word[0]) for word in phrase)]
    streets = [phrase for phrase in telling if sites[phrase].places[0].kind == "street"]
    anyhow = _sounds(alphabetic, by_rough, _SHORTEST, _SHORTEST_SURE, inflected=True)
    return Ear(
        french=_sounds(latin, french, _SHORTEST, _SHORTEST, elided=True),
        rough=anyhow,
        bones=_sounds(alphabetic, _bones_of_name, _SHORTEST_BONES, _SHORTEST_SURE_BONES),
        han=_sounds(chinese, anyascii, _SHORTEST_HAN, _SHORTEST_HAN),
        guessed=_by_first(key for key in anyhow.names if len(key) >= _SHORTEST_SURE),
        home=homes,
        streets=frozenset(map(" ".join, streets)),
        roads=frozenset(phrase[0] for phrase in streets),
    )


def _telling(words: Iterable[str]) -> int:
    return sum(word not in SMALL for word in words)


def _is_spoken(phrase: Words) -> bool:
    """True without digits and short forms ("pl du marche"): no ear hears those."""
    return not any(_UNSPOKEN.search(word) for word in phrase)


def _bones_of_name(word: str) -> str:
    return bones(word) or bones(rough(word), spelt=True)


def _by_first(keys: Iterable[str]) -> dict[str, tuple[str, ...]]:
    firsts: dict[str, list[str]] = {}
    for key in sorted(keys):
        firsts.setdefault(key[0], []).append(key)
    return {first: tuple(alike) for first, alike in firsts.items()}


def _sounds(
    phrases: Iterable[Words],
    sound: Callable[[str], str],
    shortest: int,
    sure_from: int,
    *,
    inflected: bool = False,
    elided: bool = False,
) -> Sounds:
    """The names by their sound; `elided`, an article may be written against a vowel: "lopital"."""
    names: dict[str, str] = {}
    for phrase in phrases:
        for words in (phrase, tuple(word for word in phrase if word not in SMALL)):
            key = "".join(map(sound, words))
            glued = [f"l{key}"] if elided and key[:1] in _VOWELS else []
            for heard in (key, *glued):
                if len(heard) >= shortest and heard != _HOME:
                    names.setdefault(heard, " ".join(phrase))
    begun = frozenset(key[:length] for key in names for length in range(1, len(key) + 1))
    return Sounds(names, begun, sure_from, inflected)


def _spans(sounds: Sounds, keys: list[str], words: Words) -> Iterator[tuple[int, int, str]]:
    """Every name in these words as they stand, and again with the small words left out."""
    yield from _all_from(sounds, keys, range(len(keys)))
    telling = [at for at, word in enumerate(words) if word not in SMALL]
    if len(telling) < len(words):
        yield from _all_from(sounds, keys, telling)


def _all_from(sounds: Sounds, keys: list[str], at: Sequence[int]) -> Iterator[tuple[int, int, str]]:
    kept = [keys[index] for index in at]
    for start, key in enumerate(kept):
        if key[:SHORTEST_GLUED] not in sounds.begun:  # as most words: no name begins so
            continue
        for end, heard in sounds.from_word(kept, start):
            yield at[start], at[end - 1] + 1, heard


def _beside(words: Words, near: Iterable[Near]) -> tuple[frozenset[int], frozenset[int]]:
    """Where a name may begin that stands after these, and end that stands before them."""
    after: set[int] = set()
    before: set[int] = set()
    for start, end, little in near:
        if not little:
            before.add(start)
        after.add(end)
        while end < len(words) and words[end] in SMALL:
            end += 1
            after.add(end)
    return frozenset(after), frozenset(before)


def _all_meant(words: Words, strange: list[bool], name: str) -> bool:
    """Not so where a word means something else: "my boss for Banyolet" is at no Porte."""
    own = name.split()
    both = zip(words, strange, strict=True)
    return all(odd or word in own or word in SMALL or len(word) < 3 for word, odd in both)


def _looks_like(words: Words, name: str, enough: float = _A_LITTLE_ALIKE) -> bool:
    written, letters = (anyascii("".join(one)).lower() for one in (words, name.split()))
    return OSA.normalized_similarity(written, letters) >= enough
