"""Which words, phrases and names does the line know, ready to be looked up?"""

from __future__ import annotations

import gc
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Protocol

from hotline.model import Place
from hotline.understand.by_ear import Ear, ear
from hotline.understand.fold import fold, tokens
from hotline.understand.gazetteer import Phrase, Site, home_names, sites, words_of
from hotline.understand.learned import NOTHING_LEARNT, Learned
from hotline.understand.near_misses import Vocabulary, vocabulary
from hotline.understand.phrases import Entry, Phrases, forget_spellings, is_stem

UNSERVED = "?"  # stands for every language the line does not speak
FRENCH = "fr"
ROMANISED = ("ar", "fa", "ps", "bn", "ta", "ru", "uk")
OWN_SCRIPT = frozenset({*ROMANISED, "zh"})
_SUFFIX = "/keywords"
# Lists of single words, or of exceptions: they are looked up, not searched for in a message.
_WORD_LISTS = frozenset(
    {"language.words", "language.shared", "language.unserved", "polite.words", "near.not"}
)
# Words of other languages, or of none.
_SPELT_APART = frozenset(
    {"language.self", "language.shared", "language.unserved", "near.not", "place.never"}
)
_PLACE_LISTS = frozenset({"place.ordinary", "place.never"})


class Keywords(Protocol):
    """What is needed of the texts: every keyword list, by key and language."""

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages served, the fallback first."""

    def keywords(self, key: str, language: str) -> tuple[str, ...]:
        """The keywords and phrases with this key, as written."""

    def keyword_keys(self) -> Iterable[str]:
        """The key of every keyword list, in source order."""


class Named(Protocol):
    """What is needed of a topic."""

    @property
    def id(self) -> str:
        """Its stable id."""

    @property
    def sensitive(self) -> bool:
        """Is it never named to somebody who did not speak of it?"""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Everything `understand` looks up; made once, never changed.

    `listed` are the words that mean something besides a name of a place.

    `strong` gives the one language an everyday word reveals, `shared` holds the phrases that reveal
    none, `polite` the words that carry no meaning of their own, `small` these and every everyday
    word. `commands` are in order of precedence, `topics` in the order of the menu, `sensitive` are
    those that nobody is told of who did not speak of them.
    """

    languages: tuple[str, ...]
    topics: tuple[str, ...]
    sensitive: frozenset[str]
    commands: tuple[str, ...]
    phrases: Phrases
    vocabulary: Vocabulary
    strong: Mapping[str, str]
    shared: frozenset[Phrase]
    polite: frozenset[str]
    small: frozenset[str]
    sites: Mapping[Phrase, Site]
    listed: frozenset[str]
    ear: Ear
    learned: Learned = NOTHING_LEARNT


def compile_lexicon(
    texts: Keywords,
    topics: Iterable[Named],
    places: Iterable[Place],
    home: str = "",
    learned: Learned = NOTHING_LEARNT,
) -> Lexicon:
    """The lexicon of these texts, places and examples; `home` is the commune served."""
    with _nothing_thrown_away():
        return _compiled(texts, tuple(topics), tuple(places), home, learned)


@contextmanager
def _nothing_thrown_away() -> Iterator[None]:
    """Don't look for garbage among objects that all stay, now or later: a third of the time."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if collecting:
            gc.enable()


def _compiled(
    texts: Keywords,
    topics: tuple[Named, ...],
    rows: tuple[Place, ...],
    home: str,
    learned: Learned,
) -> Lexicon:
    lists = _Lists(texts)
    met = set().union(lists.apart, *lists.met.values())
    stems = {word for word in met if is_stem(word)}
    meant = met - stems
    found = sites(
        rows,
        home,
        ordinary=lists.phrases("place.ordinary"),
        never=lists.phrases("place.never"),
        words=meant,
    )
    for phrase in found:
        lists.planted.plant(" ".join(phrase), Entry("site", " ".join(phrase)))
    for phrase in home_names(rows, home):
        lists.planted.plant(" ".join(phrase), Entry("home", "home"))
    forget_spellings()
    everyday = lists.words("language.words")
    polite = lists.words("polite.words")
    unserved = lists.words("language.unserved")
    listed = meant | everyday.keys() | polite.keys() | unserved.keys()
    listed |= lists.words("near.not").keys() | lists.words("place.never").keys()
    meant |= set(words_of(found))
    return Lexicon(
        languages=texts.languages,
        topics=tuple(topic.id for topic in topics),
        sensitive=frozenset(topic.id for topic in topics if topic.sensitive),
        commands=lists.names("command"),
        phrases=lists.planted,
        vocabulary=vocabulary(
            listed | meant,
            (word.rstrip("*") for word in stems),
            meant - everyday.keys() - polite.keys(),
            french_words=lists.spelt(FRENCH) | set(words_of(found)),
            romanised_words=set().union(*(lists.spelt(name) for name in ROMANISED)),
        ),
        strong=_strong({**polite, **everyday}, unserved, lists.phrases("language.shared")),
        shared=lists.phrases("language.shared"),
        polite=frozenset(polite),
        small=frozenset(polite) | frozenset(everyday),
        sites=MappingProxyType(found),
        listed=frozenset(listed),
        ear=ear(found, home_names(rows, home)),
        learned=learned,
    )


def _strong(
    words: Mapping[str, frozenset[str]], unserved: Collection[str], shared: frozenset[Phrase]
) -> dict[str, str]:
    strong = dict.fromkeys(unserved, UNSERVED)
    for word, languages in words.items():
        strong.pop(word, None)
        if (language := owner((word,), languages)) and (word,) not in shared:
            strong[word] = language
    return strong


@lru_cache(maxsize=4096)
def owner(words: Phrase, languages: frozenset[str]) -> str | None:
    """The one language these words belong to, or None.

    In Latin letters, those who write another script have borrowed them: "lawyer" in Bengali lists.
    """
    if len(languages) > 1 and all(map(str.isascii, words)):
        languages -= OWN_SCRIPT
    return next(iter(languages)) if len(languages) == 1 else None


class _Lists:
    """The keyword lists of all languages, and the phrases in them.

    `met` are the words and stems ("frapp*") of each language, `apart` those that may be of others.
    """

    def __init__(self, texts: Keywords) -> None:
        self.texts = texts
        self.keys = [key.removesuffix(_SUFFIX) for key in texts.keyword_keys()]
        self.planted = Phrases()
        self.met: dict[str, set[str]] = {language: set() for language in texts.languages}
        self.apart: set[str] = set()
        for key in self.keys:
            if key not in _WORD_LISTS | _PLACE_LISTS:
                self._plant(key)

    def _plant(self, key: str) -> None:
        kind, _, name = key.partition(".")
        for language in self.texts.languages:
            firm, weak = (Entry(kind, name, frozenset({language}), weak) for weak in (False, True))
            met = self.apart if key in _SPELT_APART else self.met[language]
            for written in self.texts.keywords(key + _SUFFIX, language):
                self.planted.plant(written.rstrip("?"), weak if written[-1] == "?" else firm, met)

    def names(self, kind: str) -> tuple[str, ...]:
        return tuple(key.partition(".")[2] for key in self.keys if key.startswith(f"{kind}."))

    def phrases(self, key: str) -> frozenset[Phrase]:
        return frozenset(
            tokens(written)
            for language in self.texts.languages
            for written in self.texts.keywords(key + _SUFFIX, language)
        )

    def spelt(self, language: str) -> set[str]:
        """Every word in Latin letters that the lists of this language have, stems left out."""
        found = {word for word in self.met.get(language, ()) if not is_stem(word)}
        for key in (_WORD_LISTS | _PLACE_LISTS) - _SPELT_APART:
            for written in self.texts.keywords(key + _SUFFIX, language):
                found.update(tokens(written))
        return {word for word in found if word.isascii()}

    def words(self, key: str) -> dict[str, frozenset[str]]:
        """Each single word of these lists, and the languages that list it."""
        found: dict[str, frozenset[str]] = {}
        for language in self.texts.languages:
            for written in self.texts.keywords(key + _SUFFIX, language):
                for word in fold(written).split():
                    found[word] = found.get(word, frozenset()) | {language}
        return found
