"""Which of thousands of known phrases begin at this word of a message?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

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


@dataclass(frozen=True, slots=True)
class Node:
    """One step of the phrase tree; `stems` begin words, `gaps` holds what follows "…".

    `choices` and `stem_choices` lead to nodes that several words share.
    """

    words: dict[str, Node] = field(default_factory=dict)
    stems: dict[str, Node] = field(default_factory=dict)
    choices: dict[str, list[Node]] = field(default_factory=dict)
    stem_choices: dict[str, list[Node]] = field(default_factory=dict)
    gaps: list[Node] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)

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
                node.entries.append(entry)

    def _gap(self) -> Node:
        if not self.gaps:
            self.gaps.append(Node())
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
        words, is_stem = _words(written)
        node = self
        for word in words[:-1]:
            node = node.words.setdefault(word, Node())
        for word in words[-1:]:
            (node.stem_choices if is_stem else node.choices).setdefault(word, []).append(shared)

    def _grow(self, written: str) -> Node:
        node = self
        words, is_stem = _words(written)
        for index, word in enumerate(words):
            last = is_stem and index == len(words) - 1
            node = (node.stems if last else node.words).setdefault(word, Node())
        return node

    def ends(self, words: tuple[str, ...], at: int) -> Iterator[tuple[int, list[Entry]]]:
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


def _words(written: str) -> tuple[tuple[str, ...], bool]:
    """The words, and whether the last of them is the beginning of a word."""
    words = tokens(written)
    return words, written.endswith("*") and bool(words) and len(words[-1]) >= _SHORTEST_STEM
