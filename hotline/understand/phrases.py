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
    """One step of the phrase tree; `stems` begin words, `gaps` holds what follows "…"."""

    words: dict[str, Node] = field(default_factory=dict)
    stems: dict[str, Node] = field(default_factory=dict)
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
                nodes = [node._grow(choice) for node in nodes for choice in written.split("|")]
        for node in nodes:
            if node is not self:
                node.entries.append(entry)

    def _gap(self) -> Node:
        if not self.gaps:
            self.gaps.append(Node())
        return self.gaps[0]

    def _grow(self, written: str) -> Node:
        node = self
        stem = written.endswith("*")
        words = tokens(written)
        for index, word in enumerate(words):
            last = stem and index == len(words) - 1 and len(word) >= _SHORTEST_STEM
            node = (node.stems if last else node.words).setdefault(word, Node())
        return node

    def ends(self, words: tuple[str, ...], at: int) -> Iterator[tuple[int, list[Entry]]]:
        """(end, entries) of every phrase that begins with `words[at]`."""
        if self.entries:
            yield at, self.entries
        if at == len(words):
            return
        word = words[at]
        if word in self.words:
            yield from self.words[word].ends(words, at + 1)
        if self.stems:
            for length in range(_SHORTEST_STEM, len(word) + 1):
                if word[:length] in self.stems:
                    yield from self.stems[word[:length]].ends(words, at + 1)
        for node in self.gaps:
            for skipped in range(min(GAP, len(words) - at) + 1):
                yield from node.ends(words, at + skipped)

    def vocabulary(self) -> Iterator[tuple[str, bool]]:
        """(word, whether it is a stem) of every word in the tree."""
        for word, node in self.words.items():
            yield word, False
            yield from node.vocabulary()
        for stem, node in self.stems.items():
            yield stem, True
            yield from node.vocabulary()
        for node in self.gaps:
            yield from node.vocabulary()
