"""Which of thousands of known phrases begin at this word of a message?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import chain
from typing import NamedTuple

from hotline.understand.fold import tokens

GAP = 3  # a person puts at most "vraiment beaucoup trop" where a phrase says "…"
_SHORTEST_STEM = 3
_SIGNS = re.compile("[*|…]")  # of a phrase that stands for several

Words = tuple[str, ...]


class Entry(NamedTuple):
    """What a phrase stands for: `kind` and `name` are those of its key, "topic" and "legal".

    `languages` are those that list it. A `weak` entry is evidence only where something else agrees
    with it.
    """

    kind: str
    name: str
    languages: frozenset[str] = frozenset({""})
    weak: bool = False


class Phrases:
    """Known phrases: those of plain words by all their words, the others in a tree."""

    __slots__ = ("_lengths", "_plain", "_tree")

    def __init__(self) -> None:
        self._plain: dict[Words, tuple[Entry, ...]] = {}
        self._lengths: dict[str, tuple[int, ...]] = {}  # of the plain ones, by their first word
        self._tree = Node()

    def plant(self, phrase: str, entry: Entry, met: set[str] | None = None) -> None:
        """Add one phrase as it is written in a keyword list, and its words to those `met`.

        `frapp*` stands for every word that begins so, "…" for up to three words, `me|nous` for one
        of several; a bar with nothing on one side makes a word optional.
        """
        if _SIGNS.search(phrase):
            self._tree.plant(phrase, entry, met)
        elif words := tuple(chain.from_iterable(map(_words, phrase.split()))):
            self._plain[words] = _joined(self._plain.get(words, ()), entry)
            known = self._lengths.get(words[0], ())
            if len(words) not in known:
                self._lengths[words[0]] = _lengthened(known, len(words))
            if met is not None:
                met.update(words)

    def ends(self, words: Words, at: int) -> list[tuple[int, tuple[Entry, ...]]]:
        """(end, entries) of every phrase that begins with `words[at]`, those of plain words first:
        they tell the language.
        """
        found: list[tuple[int, tuple[Entry, ...]]] = []
        for length in self._lengths.get(words[at], ()):
            if at + length <= len(words):
                entries = self._plain.get(words[at : at + length])
                if entries:
                    found.append((at + length, entries))
        self._tree.collect(words, at, found)
        return found


class Node:
    """One step of the tree; `stems` begin words, `gaps` holds what follows "…".

    `choices` and `stem_choices` lead to nodes that several words share. There are thousands of
    nodes, most with nothing in most of these: what is empty is one shared object.
    """

    __slots__ = ("choices", "entries", "gaps", "stem_choices", "stems", "words")

    def __init__(self) -> None:
        self.words: dict[str, Node] = _NOTHING
        self.stems: dict[str, Node] = _NOTHING
        self.choices: dict[str, list[Node]] = _NO_CHOICE
        self.stem_choices: dict[str, list[Node]] = _NO_CHOICE
        self.gaps: tuple[Node, ...] = ()
        self.entries: tuple[Entry, ...] = ()

    def plant(self, phrase: str, entry: Entry, met: set[str] | None) -> None:
        """Add one phrase with choices, gaps or stems."""
        for node in self._branches(phrase, met):
            if node is not self:
                node.entries = _joined(node.entries, entry)

    def _branches(self, phrase: str, met: set[str] | None) -> list[Node]:
        """The nodes after all that this phrase may stand for."""
        nodes = [self]
        for index, part in enumerate(phrase.split("…")):
            if index:
                nodes = [node._gap() for node in nodes]
            for written in part.split():
                choices = tuple(map(_words, written.split("|")))
                if met is not None:
                    for words in choices:
                        met.update(words)
                nodes = [after for node in nodes for after in node._step(choices)]
        return nodes

    def _gap(self) -> Node:
        if not self.gaps:
            self.gaps = (Node(),)
        return self.gaps[0]

    def _step(self, choices: tuple[Words, ...]) -> list[Node]:
        """The nodes after these words, or after any of these choices of words."""
        if len(choices) == 1:
            return [self._grow(choices[0])]
        shared = Node()
        for choice in filter(None, choices):
            self._join(choice, shared)
        return [shared, self] if () in choices else [shared]

    def _join(self, words: Words, shared: Node) -> None:
        """Make this word, or the last of these, lead to a node that others lead to as well."""
        *before, word = words
        node = self
        for each in before:
            node = node._after_word(each)
        if is_stem(word):
            if node.stem_choices is _NO_CHOICE:
                node.stem_choices = {}
            node.stem_choices.setdefault(word.rstrip("*"), []).append(shared)
        else:
            if node.choices is _NO_CHOICE:
                node.choices = {}
            node.choices.setdefault(word, []).append(shared)

    def _grow(self, words: Words) -> Node:
        node = self
        for word in words:
            node = node._after_stem(word[:-1]) if is_stem(word) else node._after_word(word)
        return node

    def _after_word(self, word: str) -> Node:
        after = self.words.get(word)
        if after is None:
            if self.words is _NOTHING:
                self.words = {}
            self.words[word] = after = Node()
        return after

    def _after_stem(self, stem: str) -> Node:
        if self.stems is _NOTHING:
            self.stems = {}
        if stem not in self.stems:
            self.stems[stem] = Node()
        return self.stems[stem]

    def collect(self, words: Words, at: int, found: list[tuple[int, tuple[Entry, ...]]]) -> None:
        """Add (end, entries) of every phrase that goes on from here with `words[at]`."""
        if self.entries:
            found.append((at, self.entries))
        if at == len(words):
            return
        word = words[at]
        if word in self.words:
            self.words[word].collect(words, at + 1, found)
        for node in self.choices.get(word, ()):
            node.collect(words, at + 1, found)
        if self.stems or self.stem_choices:
            for node in self._begun(word):
                node.collect(words, at + 1, found)
        for node in self.gaps:
            for skipped in range(min(GAP, len(words) - at) + 1):
                node.collect(words, at + skipped, found)

    def _begun(self, word: str) -> Iterator[Node]:
        """The nodes after the stems that this word begins with."""
        for length in range(_SHORTEST_STEM, len(word) + 1):
            stem = word[:length]
            if stem in self.stems:
                yield self.stems[stem]
            if stem in self.stem_choices:
                yield from self.stem_choices[stem]


_NOTHING: dict[str, Node] = {}
_NO_CHOICE: dict[str, list[Node]] = {}


def is_stem(word: str) -> bool:
    """True for the beginning of a word: "frapp*"."""
    return word[-1] == "*"


def forget_spellings() -> None:
    """Free what was only needed while the lists were read."""
    for spelling in (_words, _joined, _lengthened):
        spelling.cache_clear()


@cache  # most phrases of a list stand alone, and share one entry
def _joined(entries: tuple[Entry, ...], entry: Entry) -> tuple[Entry, ...]:
    """With this entry, made one with that of the same meaning; weak if all of them are."""
    alike = next((one for one in entries if one[:2] == entry[:2]), None)
    if alike is None:
        return (*entries, entry)
    both = alike._replace(
        languages=alike.languages | entry.languages, weak=alike.weak and entry.weak
    )
    return tuple(both if one is alike else one for one in entries)


@cache  # most words begin phrases of the same few lengths
def _lengthened(known: tuple[int, ...], length: int) -> tuple[int, ...]:
    """These lengths and this one, the shortest first."""
    return tuple(sorted((*known, length)))


@cache  # the same words make up many phrases
def _words(written: str) -> Words:
    """The words as they are looked up; the last ends in a star if it is the beginning of one."""
    words = tokens(written)
    if written.endswith("*") and words and len(words[-1]) >= _SHORTEST_STEM:
        return (*words[:-1], words[-1] + "*")
    return words
