"""What do the examples say that a message means, where no rule was made for its words?

Complement naive Bayes (Rennie et al., ICML 2003) over words, pairs of words and pieces of words: it
is trained by counting, so it gives the same weights on every machine, and keeps its head where one
meaning has many more examples than another.
"""

from __future__ import annotations

import math
import zlib
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import chain, groupby
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from hotline.understand.fold import tokens

VERSION = "13"  # raise it when anything here changes what is learnt
OTHER = "other"  # stands for the languages that the line does not speak
_PIECES = (3, 4, 5)  # letters in a piece of a word, its ends counted
_SMOOTHING = 0.1
_STEP = 1 / 16
_SHARPNESS = 7.0  # with this, of the answers said to be 70 % likely some 70 % are right
# How likely an order must be to be asked about, and may be at most, where the evidence is thin.
_HEARD, _ASKED = 0.6, 0.89
_SENTENCE, _GRAVE = 5, 0.4  # words that are more than a name, and how likely a danger must be then
_FAMILIAR = 0.25  # of the words; where fewer are in any example, the examples say nothing

Keys = npt.NDArray[np.uint32]  # features by their CRC-32
Weights = npt.NDArray[np.int8]  # in units of _STEP: there are fifteen million of them


@dataclass(frozen=True, slots=True)
class Beliefs:
    """How likely each meaning and each language is (0–1); empty where nothing was learnt.

    `meanings` are by kind ("topic") and name ("food"); those that are none of a kind are in NONE,
    under their whole name. `familiar` is the share of the words that some example has.
    """

    meanings: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    languages: Mapping[str, float] = field(default_factory=dict)
    familiar: float = 0.0

    def of(self, kind: str, name: str) -> float:
        """How likely this meaning is."""
        return self.kind(kind).get(name, 0.0)

    def discreet(self, unnamed: Collection[str]) -> Beliefs:
        """The same without these topics, sensitive ones that are not named outright."""
        kept = {name: share for name, share in self.kind("topic").items() if name not in unnamed}
        return replace(self, meanings={**self.meanings, "topic": kept})

    def cautious(self, unnamed: Collection[str], words: int) -> Beliefs:
        """The same without what would hurt if it were wrong: danger, and these topics.

        A danger stays where so many `words` are more than a name, and it is likely.
        An order that would be carried out is asked about, and one that would be is none.
        """
        danger = sum(self.kind("urgent").values())
        sure = words >= _SENTENCE and danger >= _GRAVE
        meanings = self.discreet(unnamed).meanings
        kept = {kind: meanings[kind] for kind in meanings if sure or kind != "urgent"}
        orders = self.kind("command")
        kept["command"] = {name: _ASKED for name in orders if orders[name] > _HEARD}
        return replace(self, meanings=kept)

    def kind(self, kind: str) -> Mapping[str, float]:
        """How likely each meaning of this kind is."""
        return self.meanings.get(kind, _NOTHING)


@dataclass(frozen=True, slots=True)
class Learned:
    """What is likely meant, and in which language.

    A row of `weights` is what one of `keys` (features met, in order) speaks for each answer; a row
    of `word_weights` what one of `word_keys` does, its pieces included; words met once, more than
    half of all, are `rare_keys` and added up when they are met again. The columns are `meanings`,
    then `languages`.
    """

    meanings: tuple[str, ...]
    languages: tuple[str, ...]
    keys: Keys
    weights: Weights
    word_keys: Keys
    word_weights: npt.NDArray[np.int16]
    rare_keys: Keys

    def knows(self, words: Sequence[str]) -> int:
        """How many of these words some example has."""
        keys = [_key(word) for word in words]
        return sum(int(_found(keys, each)[1].sum()) for each in (self.word_keys, self.rare_keys))

    def weigh(self, message: Sequence[str]) -> Beliefs:
        """What the examples say of a message; its words are folded, as they were written."""
        words = spelt(message)
        if not words or not len(self.keys):
            return Beliefs()
        rows, met = _found([_key(word) for word in words], self.word_keys)
        rows = rows[met]
        rest = [word for word, known in zip(words, met.tolist(), strict=True) if not known]
        familiar = len(rows) + int(_found([*map(_key, rest)], self.rare_keys)[1].sum())
        if familiar < _FAMILIAR * len(words):
            return Beliefs()
        keys = [*_pairs(words), *chain.from_iterable(map(_inside, rest))]
        spoken = _add(self.word_weights.take(rows, 0), dtype=np.int32)
        spoken += _add(self.weights.take(_rows(keys, self.keys), 0), dtype=np.int32)
        parted = len(self.meanings)
        shares = _shares(spoken * (_STEP * _SHARPNESS / math.sqrt(_size(words))), parted)
        return Beliefs(
            {
                kind: dict(zip(names, shares[first : first + len(names)], strict=True))
                for kind, first, names in _by_kind(self.meanings)
            },
            dict(zip(self.languages, shares[parted:], strict=True)),
            familiar / len(words),
        )


def spelt(words: Iterable[str]) -> tuple[str, ...]:
    """Without numbers: a telephone number, an age or a date speaks for nothing."""
    return tuple(word for word in words if not word.isdigit())


NONE = "none"  # the kind of what is no topic, no order, no danger
_NOTHING: Mapping[str, float] = MappingProxyType({})


@lru_cache(maxsize=4)
def _by_kind(meanings: tuple[str, ...]) -> tuple[tuple[str, int, tuple[str, ...]], ...]:
    """(kind, where it begins, its names): meanings of one kind stand together."""
    groups = groupby(enumerate(meanings), key=lambda each: _parted(each[1])[0])
    listed = [(kind, [*group]) for kind, group in groups]
    return tuple(
        (kind, group[0][0], tuple(_parted(meaning)[1] for _, meaning in group))
        for kind, group in listed
    )


def _parted(meaning: str) -> tuple[str, str]:
    """The kind and the name of a meaning: "topic.food", "nothing", "urgent.not"."""
    kind, _, name = meaning.partition(".")
    return (kind, name) if name and name != "not" else (NONE, meaning)


_add = np.add.reduce  # without the checks that `sum` makes each time


def _shares(scores: npt.NDArray[np.float64], parted: int) -> list[float]:
    """How likely each answer is: the first so many together are 1, and the rest."""
    starts, sizes = (0, parted), (parted, len(scores) - parted)
    odds = np.exp(scores - np.maximum.reduceat(scores, starts).repeat(sizes))
    shares: list[float] = (odds / np.add.reduceat(odds, starts).repeat(sizes)).tolist()
    return shares


def _rows(keys: Sequence[int], known: Keys) -> npt.NDArray[np.intp]:
    """Where those of these keys are that are known; the known ones are in order."""
    rows, met = _found(keys, known)
    return rows[met]


def _found(keys: Sequence[int], known: Keys) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.bool_]]:
    """Where each of these keys is or would be among the known ones, and whether it is."""
    wanted = np.array(keys, np.uint32)
    rows = known.searchsorted(wanted)
    met = known.take(rows, mode="clip") == wanted if len(known) else np.zeros(len(rows), bool)
    return rows, met


def _pairs(words: Sequence[str]) -> Iterator[int]:
    """Each word with the next."""
    yield _key(f"< {words[0]}")
    for at in range(1, len(words)):
        yield _key(f"{words[at - 1]} {words[at]}")
    yield _key(f"{words[-1]} >")


def _inside(word: str) -> Iterator[int]:
    """The word, and its pieces."""
    yield _key(word)
    framed = f"^{word}$"
    for n in _PIECES:
        for at in range(len(framed) - n + 1):
            yield _key(framed[at : at + n])


def _size(words: Sequence[str]) -> int:
    """How many features these words have."""
    lone = sum(len(word) == 1 for word in words)  # each is one feature, and has no pieces
    return 3 * len("".join(words)) + lone - len(words) + 1


def learn(examples: Iterable[tuple[str, tuple[str, ...], str]]) -> Learned:
    """What is learnt from (language, meanings, text) triples, each as texted."""
    rows = [(spelt(tokens(text)), language, _meaning(means)) for language, means, text in examples]
    rows = [row for row in rows if row[0]]
    inside: dict[str, list[int]] = {}
    met = [_features(words, inside) for words, _, _ in rows]
    pieces = np.array([*chain.from_iterable(inside.values())], np.uint32)
    keys = _kept(met, [language == OTHER for _, language, _ in rows], pieces)
    languages, of_languages = _taught(met, [language for _, language, _ in rows], keys)
    served = [(found, row[2]) for found, row in zip(met, rows, strict=True) if row[1] != OTHER]
    meanings, of_meanings = _taught(
        [found for found, _ in served], [meaning for _, meaning in served], keys
    )
    weights = _in_steps(np.concatenate([of_meanings, of_languages], axis=1))
    times = Counter(word for words, _, _ in rows for word in words)
    by_key = {_key(word): pieces for word, pieces in inside.items() if times[word] > 1}
    rare = {_key(word) for word in inside} - by_key.keys()
    word_keys, rare_keys = (np.array(sorted(each), np.uint32) for each in (by_key, rare))
    word_weights = np.zeros((len(word_keys), weights.shape[1]), np.int16)
    for row, key in enumerate(word_keys.tolist()):
        word_weights[row] = weights[_rows(by_key[key], keys)].sum(axis=0)
    return Learned(meanings, languages, keys, weights, word_keys, word_weights, rare_keys)


def _in_steps(weights: npt.NDArray[np.float32]) -> Weights:
    steps: Weights = np.clip(np.rint(weights / _STEP), -127, 127).astype(np.int8)
    return steps


def _features(words: Sequence[str], inside: dict[str, list[int]]) -> Keys:
    """The features of one example; `inside` remembers those of its words."""
    for word in words:
        if word not in inside:
            inside[word] = [*_inside(word)]
    found = [*_pairs(words), *(key for word in words for key in inside[word])]
    return np.array(found, np.uint32)


def _meaning(means: tuple[str, ...]) -> str:
    """The one meaning an example teaches: a need, where it is also a look-alike of something."""
    return next((name for name in means if name.startswith("topic.")), means[0])


def _kept(met: Sequence[Keys], foreign: Sequence[bool], pieces: Keys) -> Keys:
    """In order: what is met twice, and of the languages served every word and piece of one.

    Two words that stood beside each other once may have done so by chance.
    """
    if not met:
        return np.zeros(0, np.uint32)
    every, times = np.unique(np.concatenate(met), return_counts=True)
    own = [keys for keys, other in zip(met, foreign, strict=True) if not other]
    return np.union1d(every[times > 1], np.intersect1d(np.concatenate(own or met), pieces))


def _taught(
    met: Sequence[Keys], answers: Sequence[str], keys: Keys
) -> tuple[tuple[str, ...], npt.NDArray[np.float32]]:
    """The answers, and what each feature speaks for each of them."""
    of: dict[str, list[Keys]] = {}
    for found, answer in zip(met, answers, strict=True):
        of.setdefault(answer, []).append(found)
    names = tuple(sorted(of, key=_parted))
    if not names:
        return (), np.zeros((0, 0), np.float32)
    own = np.stack([_counted(of[name], keys) for name in names], axis=1)
    others = own.sum(axis=1, keepdims=True) - own + np.float32(_SMOOTHING)
    weights = -np.log(others / others.sum(axis=0))
    return names, weights - weights.mean(axis=1, keepdims=True)


def _counted(messages: Sequence[Keys], keys: Keys) -> npt.NDArray[np.float32]:
    """How much of each feature these messages hold; a long one counts no more than a short one."""
    each = np.concatenate([np.full(len(found), 1 / math.sqrt(len(found))) for found in messages])
    rows = np.searchsorted(keys, found := np.concatenate(messages))
    rows[rows == len(keys)] = 0
    known = keys[rows] == found
    return np.bincount(rows[known], each[known], len(keys)).astype(np.float32)


def _key(feature: str) -> int:
    return zlib.crc32(feature.encode())


NOTHING_LEARNT = learn(())
