"""Which of thousands of known phrases begin at this word of a message?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from hotline.understand.fold import tokens

GAP = 3  # a person puts at most "vraiment beaucoup trop" where a phrase says "…"
_SHORTEST_STEM = 3


@dataclass(frozen=True, slots=True)
class Entry:
    """What a phrase stands for: `kind` and `name` are those of its key, "topic" and "legal".

    A `weak` entry is evidence only where something else agrees with it.
    """

    kind: str
    name: str
    language: str = ""
    weak: bool = False


class Node:
    """One step of the phrase tree; `stems` begin words, `gaps` holds what follows "…".

    `choices` and `stem_choices` lead to nodes that several words share. There are tens of
    thousands of nodes, most with nothing in most of these: what is empty is one shared object.
    """

    __slots__ = ("choices", "entries", "gaps", "stem_choices", "stems", "words")

    def __init__(self) -> None:
        self.words: dict[str, Node] = _NOTHING
        self.stems: dict[str, Node] = _NOTHING
        self.choices: dict[str, list[Node]] = _NO_CHOICE
        self.stem_choices: dict[str, list[Node]] = _NO_CHOICE
        self.gaps: tuple[Node, ...] = ()
        self.entries: tuple[Entry, ...] = ()

    def plant(self, phrase: str, entry: Entry) -> None:
        """Add one phrase as it is written in a keyword list.

        `frapp*` stands for every word that begins so, "…" for up to three words, `me|nous` for one
        of several; a bar with nothing on one side makes a word optional.
        """
        nodes = [self]
        for index, part in enumerate(phrase.split("…")):
            if index:
                nodes = [node._gap() for node in nodes]
            for written in part.split():
                nodes = [after for node in nodes for after in node._step(written)]
        for node in nodes:
            if node is not self:
                node.entries += (entry,)

    def _gap(self) -> Node:
        if not self.gaps:
            self.gaps = (Node(),)
        return self.gaps[0]

    def _step(self, written: str) -> list[Node]:
        """The nodes after this word, or after any of these words."""
        if "|" not in written:
            return [self._grow(written)]
        shared = Node()
        choices = written.split("|")
        for choice in filter(None, choices):
            self._join(choice, shared)
        return [shared, self] if "" in choices else [shared]

    def _join(self, written: str, shared: Node) -> None:
        """Make this word, or the last of these, lead to a node that others lead to as well."""
        *before, word = _words(written) or ("",)
        node = self
        for each in before:
            node = node._after_word(each)
        if is_stem(word):
            if node.stem_choices is _NO_CHOICE:
                node.stem_choices = {}
            node.stem_choices.setdefault(word.rstrip("*"), []).append(shared)
        elif word:
            if node.choices is _NO_CHOICE:
                node.choices = {}
            node.choices.setdefault(word, []).append(shared)

    def _grow(self, written: str) -> Node:
        node = self
        for word in _words(written):
            node = node._after_stem(word.rstrip("*")) if is_stem(word) else node._after_word(word)
        return node

    def _after_word(self, word: str) -> Node:
        if self.words is _NOTHING:
            self.words = {}
        if word not in self.words:
            self.words[word] = Node()
        return self.words[word]

    def _after_stem(self, stem: str) -> Node:
        if self.stems is _NOTHING:
            self.stems = {}
        if stem not in self.stems:
            self.stems[stem] = Node()
        return self.stems[stem]

    def ends(self, words: tuple[str, ...], at: int) -> Iterator[tuple[int, tuple[Entry, ...]]]:
        """(end, entries) of every phrase that begins with `words[at]`."""
        if self.entries:
            yield at, self.entries
        if at == len(words):
            return
        for node in self._after(words[at]):
            yield from node.ends(words, at + 1)
        for node in self.gaps:
            for skipped in range(min(GAP, len(words) - at) + 1):
                yield from node.ends(words, at + skipped)

    def _after(self, word: str) -> Iterator[Node]:
        """Whole words first: they tell the language."""
        if word in self.words:
            yield self.words[word]
        if word in self.choices:
            yield from self.choices[word]
        if self.stems or self.stem_choices:
            for length in range(_SHORTEST_STEM, len(word) + 1):
                stem = word[:length]
                if stem in self.stems:
                    yield self.stems[stem]
                yield from self.stem_choices.get(stem, ())

    def vocabulary(self) -> Iterator[tuple[str, bool]]:
        """(word, whether it is a stem) of every word in the tree, some of them more than once."""
        seen: set[int] = set()
        waiting = [self]
        while waiting:
            node = waiting.pop()
            if id(node) not in seen:
                seen.add(id(node))
                yield from ((word, False) for word in (*node.words, *node.choices))
                yield from ((stem, True) for stem in (*node.stems, *node.stem_choices))
                waiting += node._next()

    def _next(self) -> Iterator[Node]:
        yield from self.words.values()
        yield from self.stems.values()
        yield from self.gaps
        for shared in (*self.choices.values(), *self.stem_choices.values()):
            yield from shared


_NOTHING: dict[str, Node] = {}
_NO_CHOICE: dict[str, list[Node]] = {}


def spelling(phrase: str) -> Iterator[str]:
    """Every whole word of a phrase as it is written in a keyword list."""
    for part in phrase.replace("…", " ").replace("|", " ").split():
        yield from (word for word in _words(part) if not is_stem(word))


def is_stem(word: str) -> bool:
    """True for the beginning of a word: "frapp*"."""
    return word.endswith("*")


def forget_spellings() -> None:
    """Free what was only needed while the lists were read."""
    _words.cache_clear()


@cache  # the lists are read twice, and the same words make up many phrases
def _words(written: str) -> tuple[str, ...]:
    """The words as they are looked up; the last ends in a star if it is the beginning of one."""
    words = tokens(written)
    if is_stem(written) and words and len(words[-1]) >= _SHORTEST_STEM:
        return (*words[:-1], words[-1] + "*")
    return words
