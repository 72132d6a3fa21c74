"""Which places does a message name that are written as they are heard, glued or torn apart?"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from anyascii import anyascii
from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from hotline.understand.fold import tokens
from hotline.understand.gazetteer import OFFERED, Site
from hotline.understand.near_misses import GUESSED, LIKELY
from hotline.understand.sound import bones, ends_of, french, rough

_WINDOW = 8  # words in the longest name people write; a Chinese word is one character
_GUESS_WINDOW = 3
_SHORTEST, _SHORTEST_SURE = 4, 6  # sounds; a shorter name may be any word
_SHORTEST_BONES, _SHORTEST_SURE_BONES = 3, 4
_LONG_GUESS = 9
_FEW = 3  # words of a message that may be nothing but a name
_ALIKE = 0.5  # of the letters of a name that is guessed
# "croix 2 chavaux", "lé lila", "krwa dö şavo"
_SMALL = frozenset(tokens("2 d de des do du da di dos del l la le les lu el a al au"))
_MUTE = "\0"  # the sound of a word that this ear does not hear

Words = tuple[str, ...]
Span = tuple[int, int]


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

    `sure_from` is how many sounds a name needs to be believed wherever it stands.
    """

    names: Mapping[str, str]
    begun: frozenset[str]
    sure_from: int

    def from_word(self, keys: Sequence[str], start: int) -> Iterator[tuple[int, str]]:
        """Where the names end that begin at this word, and how they sound."""
        key = ""
        for end, word in enumerate(keys[start : start + _WINDOW], start + 1):
            heard = key + word
            for ended in (heard, *ends_of(heard)):
                if ended in self.names and len(ended) > len(key):
                    yield end, ended
                    break
            if heard not in self.begun:
                return
            key = heard


@dataclass(frozen=True, slots=True)
class Ear:
    """The names of the gazetteer as a French reader hears them, as anybody may, and unvowelled.

    `firm` are names that mean little else: only they are heard roughly, or guessed. `home` is how
    the commune served may sound, `deaf` what sounds as a name and is none ("Vincent").
    """

    french: Sounds
    rough: Sounds
    bones: Sounds
    guessed: Mapping[str, tuple[str, ...]]
    home: frozenset[str]
    deaf: frozenset[str]

    def hear(
        self, words: Words, known: Collection[str], near: Iterable[Span] = ()
    ) -> Iterator[Heard]:
        """The names in these words as written; `known` words alone mean what they say.

        `near` are the words that stand before or after a place. Beside them a little is enough.
        """
        strange = [word not in known and word not in self.deaf for word in words]
        if not words or not (any(strange) or near):
            return
        after, before = _beside(words, near)
        for sounds, keys in self._keyed(words):
            for start, end, key in _spans(sounds, keys, words):
                beside = start in after or end in before
                if any(strange[start:end]) or (beside and end - start > 1):
                    sure = LIKELY if len(key) >= sounds.sure_from else GUESSED
                    yield Heard(start, end, sounds.names[key], sure)
        yield from self._guesses(words, strange, after, before)

    def _keyed(self, words: Words) -> Iterator[tuple[Sounds, list[str]]]:
        """How each of these words sounds, by each way to hear them."""
        plain = [word.isascii() for word in words]
        if any(plain):
            yield self.french, [french(w) if p else _MUTE for w, p in zip(words, plain, strict=True)]
        yield self.rough, [self._rough(word) for word in words]
        if not all(plain):
            unvowelled = [bones(word) for word in words]
            if any(unvowelled):
                yield self.bones, [one or _MUTE for one in unvowelled]

    def _rough(self, word: str) -> str:
        key = rough(word)
        return _HOME if key in self.home else key

    def _guesses(
        self, words: Words, strange: list[bool], after: Collection[int], before: Collection[int]
    ) -> Iterator[Heard]:
        """Names that sound nearly like what stands where a place is expected."""
        few = len(words) <= _FEW
        for start in range(len(words)):
            for end in range(start + 1, min(start + _GUESS_WINDOW, len(words)) + 1):
                if words[end - 1] in _SMALL or words[start] in _SMALL:
                    continue
                if not (few or start in after or end in before) or not any(strange[start:end]):
                    continue
                for name in self._nearest(words[start:end]):
                    yield Heard(start, end, name, GUESSED)

    def _nearest(self, words: Words) -> tuple[str, ...]:
        """The names that sound nearly so and look a little like it, at most three."""
        key = "".join(self._rough(word) for word in words if word not in _SMALL)
        if len(key) < _SHORTEST_SURE or key.startswith(_HOME):
            return ()
        allowed = 2 if len(key) >= _LONG_GUESS else 1
        alike = self.guessed.get(key[0], ())
        found = extract(key, alike, scorer=OSA.distance, score_cutoff=allowed, limit=OFFERED)
        written = anyascii("".join(words)).lower()
        least = min((one[1] for one in found), default=0)
        names = (self.rough.names[one[0]] for one in found if one[1] == least)
        return tuple(name for name in names if _looks_like(written, name))


def ear(
    sites: Mapping[Words, Site], home: Iterable[Words] = (), never: Iterable[Words] = ()
) -> Ear:
    """An ear for the names of these places, in a commune called `home`."""
    telling = sorted((p for p in sites if not any(map(str.isdigit, p))), key=len, reverse=True)
    firm = [phrase for phrase in telling if sites[phrase].firm]
    homes = frozenset(rough(name[0]) for name in home if len(name) == 1)
    deaf = frozenset(phrase[0] for phrase in never if len(phrase) == 1)

    def by_rough(word: str) -> str:
        key = rough(word)
        return _HOME if key in homes else key

    latin = [phrase for phrase in telling if all(map(str.isascii, phrase))]
    heard = _sounds(latin, french, _SHORTEST, _SHORTEST)
    anyhow = _sounds(firm, by_rough, _SHORTEST, _SHORTEST_SURE)
    unvowelled = _sounds(firm, _bones_of_name, _SHORTEST_BONES, _SHORTEST_SURE_BONES)
    firsts: dict[str, list[str]] = {}
    for key in sorted(anyhow.names):
        if len(key) >= _SHORTEST_SURE:
            firsts.setdefault(key[0], []).append(key)
    guessed = {first: tuple(keys) for first, keys in firsts.items()}
    return Ear(heard, anyhow, unvowelled, guessed, homes, deaf)


_HOME = "H"


def _bones_of_name(word: str) -> str:
    return bones(word) or bones(rough(word), spelt=True)


def _sounds(
    phrases: Iterable[Words], sound: Callable[[str], str], shortest: int, sure_from: int
) -> Sounds:
    names: dict[str, str] = {}
    for phrase in phrases:
        for words in (phrase, tuple(word for word in phrase if word not in _SMALL)):
            key = "".join(map(sound, words))
            if len(key) >= shortest:
                names.setdefault(key, " ".join(phrase))
    begun = frozenset(key[:length] for key in names for length in range(1, len(key) + 1))
    return Sounds(names, begun, sure_from)


def _spans(sounds: Sounds, keys: list[str], words: Words) -> Iterator[tuple[int, int, str]]:
    """Every name in these words as they stand, and again with the small words left out."""
    yield from _all_from(sounds, keys, range(len(keys)))
    telling = [at for at, word in enumerate(words) if word not in _SMALL]
    if len(telling) < len(words):
        yield from _all_from(sounds, keys, telling)


def _all_from(
    sounds: Sounds, keys: list[str], at: Sequence[int]
) -> Iterator[tuple[int, int, str]]:
    kept = [keys[index] for index in at]
    for start in range(len(kept)):
        for end, key in sounds.from_word(kept, start):
            yield at[start], at[end - 1] + 1, key


def _beside(words: Words, near: Iterable[Span]) -> tuple[frozenset[int], frozenset[int]]:
    """Where a name may begin that stands after these, and end that stands before them."""
    after: set[int] = set()
    before: set[int] = set()
    for start, end in near:
        before.add(start)
        after.add(end)
        while end < len(words) and words[end] in _SMALL:
            end += 1
            after.add(end)
    return frozenset(after), frozenset(before)


def _looks_like(written: str, name: str) -> bool:
    letters = anyascii(name.replace(" ", "")).lower()
    return OSA.normalized_similarity(written, letters) >= _ALIKE
