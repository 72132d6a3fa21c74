"""Which translations has a speaker read, and which are still to be read?

A mark belongs to the words: to the French and to the translation as they were. When either changes,
nobody has read it yet.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from hotline.content.texts import Text, Texts, split_keywords

State = Literal["missing", "fuzzy", "draft", "read"]
# By version: None where somebody has read it and it is right, else the wording they suggest.
Marks = Mapping[str, str | None]

# Lists with the words of all languages in them: they are kept once, with the French ones.
KEPT_ONCE = frozenset(
    f"{name}/keywords"
    for name in (
        "language.shared",
        "language.unserved",
        "place.ordinary",
        "place.never",
        "place.other",
        "place.road",
        "place.person",
    )
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One text of one language beside its French; `text` is "" where it has none."""

    key: str
    french: str
    text: str
    state: State
    version: str


def version_of(language: str, key: str, french: str, text: str) -> str:
    """What these very words are known by. A list is translated by itself, not word by word."""
    if key.endswith("/keywords"):
        french, text = "", ", ".join(split_keywords(text))
    words = json.dumps([language, key, french, text])
    return hashlib.sha256(words.encode()).hexdigest()[:32]


def entries(texts: Texts, language: str) -> Iterator[Entry]:
    """All there is to translate, in the order of the French file.

    Without a voice form of its own a text is read out as it is written: none is missing.
    """
    for key, french, own in texts.pairs(language):
        if own or not (key.endswith("/voice") or key in KEPT_ONCE):
            text = own.text if own else ""
            yield Entry(key, french, text, _state(own), version_of(language, key, french, text))


def as_read(texts: Texts, marks: Marks) -> Texts:
    """The texts, with what speakers have marked as right: no draft, and not out of date."""
    if not marks:
        return texts
    right = [
        replace(own, drafted=False, fuzzy=False)
        for language in texts.languages
        for key, french, own in texts.pairs(language)
        if own and marks.get(version_of(language, key, french, own.text), "") is None
    ]
    return texts.having(right)


def _state(own: Text | None) -> State:
    if own is None:
        return "missing"
    return "fuzzy" if own.fuzzy else "draft" if own.drafted else "read"
