"""What is the sentence, or the list of keywords, with this key in this language?"""

from __future__ import annotations

import re
import string
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message

from hotline.content.po import read_catalog
from hotline.content.tables import read_table
from hotline.content.topics import Topics, load_topics
from hotline.errors import Fault, FaultyFiles, did_you_mean

SOURCE = "fr"
TEXTS, COMMANDS = "texts.toml", "commands.toml"
_ENTRIES: Mapping[str, Mapping[str, type]] = {
    TEXTS: {"text": str, "voice": str, "only": str, "translate": bool, "note": str},
    COMMANDS: {"keywords": str},
}
_SEPARATORS = re.compile(r"[,،\n]")


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence with `{placeholders}`; `language` is the one it is really in.

    `drafted` says that no native speaker has read it; `fuzzy` that its source has changed since.
    """

    key: str
    text: str
    language: str
    drafted: bool = False
    fuzzy: bool = False

    @property
    def listed(self) -> bool:
        """True for a list of keywords."""
        return self.key.endswith("/keywords")


def placeholders(text: str) -> frozenset[str]:
    """The names between braces. Raises ValueError on an unbalanced brace."""
    return frozenset(name for _, name, _, _ in string.Formatter().parse(text) if name)


class Texts:
    """Every text of `messages/`, by key, language and medium; immutable once loaded."""

    def __init__(
        self,
        languages: Sequence[str],
        sentences: Mapping[tuple[str, str], Text],
        keywords: Mapping[tuple[str, str], tuple[str, ...]],
        unspoken: frozenset[str] = frozenset(),
        drafted: frozenset[tuple[str, str]] = frozenset(),
        french_only: frozenset[str] = frozenset(),
    ) -> None:
        """`unspoken` texts no call says, `french_only` need no translation.

        `drafted` are the keyword lists that no native speaker has read.
        """
        self.languages = tuple(languages)
        self._french_only = french_only
        self._drafted = drafted
        self._unspoken = unspoken
        self._sentences = dict(sentences)
        self._keywords = dict(keywords)

    def get(self, key: str, language: str, medium: str = "sms") -> Text:
        """The text as said on this medium, in this language, or in French where it lacks one.

        Raises KeyError when no text has this key at all.
        """
        for spoken in (language, SOURCE):
            if medium == "voice":
                voiced = self._sentences.get((f"{key}/voice", spoken))
                if voiced is not None:
                    return voiced
            written = self._sentences.get((key, spoken))
            if written is not None:
                return written
        raise KeyError(key)

    def keywords(self, key: str, language: str) -> tuple[str, ...]:
        """The keywords and phrases with this key, as written in the file; none: empty."""
        return self._keywords.get((key, language), ())

    def sentence_keys(self) -> Iterator[str]:
        """The key of every sentence, in the order of `texts.toml`, voice forms left out."""
        return (key for key, lang in self._sentences if lang == SOURCE and "/" not in key)

    def translated_keys(self) -> Iterator[str]:
        """The key of every sentence that every language should have."""
        return (key for key in self.sentence_keys() if key not in self._french_only)

    def spoken_keys(self) -> Iterator[str]:
        """The key of every sentence that a call can say."""
        return (key for key in self.sentence_keys() if key not in self._unspoken)

    def pairs(self, language: str) -> Iterator[tuple[str, str, Text | None]]:
        """(key, French, translation) of every sentence, voice form and list; None: it has none.

        A language may need a voice form where French does not. A list is joined by commas.
        """
        for key in self.translated_keys():
            written = self._sentences[key, SOURCE]
            for name in (key, f"{key}/voice"):
                french, own = (self._sentences.get((name, code)) for code in (SOURCE, language))
                if french or own:
                    yield name, (french or written).text, own
        for key in self.keyword_keys():
            words = ", ".join(self.keywords(key, language))
            own = Text(key, words, language, (key, language) in self._drafted) if words else None
            yield key, ", ".join(self.keywords(key, SOURCE)), own

    def having(self, changed: Collection[Text]) -> Texts:
        """The same, with these sentences; of a list only whether it was read changes."""
        listed = {(each.key, each.language): each.drafted for each in changed if each.listed}
        drafted = {key for key in self._drafted if listed.get(key, True)}
        sentences = {(each.key, each.language): each for each in changed if not each.listed}
        return Texts(
            self.languages,
            {**self._sentences, **sentences},
            self._keywords,
            self._unspoken,
            frozenset(drafted),
            self._french_only,
        )

    def keyword_keys(self) -> Iterator[str]:
        """The key of every keyword list, in source order."""
        return (key for key, language in self._keywords if language == SOURCE)

    def meanings(self) -> frozenset[str]:
        """What a message can mean: the keyword lists by name."""
        return frozenset(key.removesuffix("/keywords") for key in self.keyword_keys())


def load_texts(messages: Path, languages: Sequence[str]) -> Texts:
    """The texts of these languages. Raises FaultyFiles with every fault of every file."""
    faults: list[Fault] = []
    unspoken: set[str] = set()
    french_only: set[str] = set()
    drafted: set[tuple[str, str]] = set()
    sentences = _source_sentences(messages, unspoken, french_only, faults)
    topics = _topics(messages, faults)
    faults += _unlabelled(topics, sentences)
    keywords = _source_keywords(messages, topics, faults)
    for language in languages:
        if language != SOURCE:
            _translation(messages, language, sentences, keywords, drafted, faults)
    if faults:
        raise FaultyFiles(faults)
    return Texts(
        languages,
        sentences,
        keywords,
        frozenset(unspoken),
        frozenset(drafted),
        frozenset(french_only),
    )


def split_keywords(written: str) -> tuple[str, ...]:
    """The phrases of a keyword list, parted by commas (Latin or Arabic) or line ends."""
    return tuple(word.strip() for word in _SEPARATORS.split(written) if word.strip())


def _toml(path: Path, faults: list[Fault]) -> dict[str, Any]:
    try:
        return read_table(path)
    except FaultyFiles as error:
        faults += error.faults
        return {}


def _entry(file: str, key: str, entry: Any, faults: list[Fault]) -> dict[str, Any]:
    """What an entry says; a fault for what is of the wrong kind, or read by nobody."""
    given: dict[str, Any] = entry if isinstance(entry, dict) else {}
    good = {name: value for name, value in given.items() if _known(file, name, value)}
    if wrong := given.keys() - good.keys():
        name, known = min(wrong), _ENTRIES[file]
        cure = did_you_mean(name, known.keys() - good, f"Known: {', '.join(known)}.")
        faults.append(Fault(file, None, f"{key}.{name}", "is no entry, or says no text.", cure))
    elif not good:
        faults.append(Fault(file, None, key, "is no table.", f"Write [{key}] above its entries."))
    return good


def _known(file: str, name: str, value: Any) -> bool:
    return isinstance(value, _ENTRIES[file].get(name, ()))


def _source_sentences(
    messages: Path, unspoken: set[str], french_only: set[str], faults: list[Fault]
) -> dict[tuple[str, str], Text]:
    found: dict[tuple[str, str], Text] = {}
    for key, written in _toml(messages / TEXTS, faults).items():
        entry = _entry(TEXTS, key, written, faults)
        if entry.get("only") == "sms":
            unspoken.add(key)
        if not entry.get("translate", True):
            french_only.add(key)
        if "text" not in entry:
            faults.append(Fault(TEXTS, None, key, "has no text.", 'Write text = "…".'))
        for suffix, field in (("", "text"), ("/voice", "voice")):
            if field in entry and _braced(TEXTS, key, entry[field], faults):
                name = f"{key}{suffix}"
                found[name, SOURCE] = Text(name, entry[field], SOURCE)
    return found


def _braced(file: str, key: str, text: str, faults: list[Fault]) -> bool:
    try:
        placeholders(text)
    except ValueError:
        cure = "Write {name} with both braces."
        faults.append(Fault(file, None, key, "has a brace without its partner.", cure))
        return False
    return True


def _source_keywords(
    messages: Path, topics: Topics, faults: list[Fault]
) -> dict[tuple[str, str], tuple[str, ...]]:
    found: dict[tuple[str, str], tuple[str, ...]] = {}
    for topic in topics:
        found[f"topic.{topic.id}/keywords", SOURCE] = split_keywords(topic.keywords)
    for group, entries in _toml(messages / COMMANDS, faults).items():
        for name, entry in entries.items() if isinstance(entries, dict) else ():
            words = _entry(COMMANDS, f"{group}.{name}", entry, faults).get("keywords", "")
            found[f"{group}.{name}/keywords", SOURCE] = split_keywords(words)
    return found


def _topics(messages: Path, faults: list[Fault]) -> Topics:
    try:
        return load_topics(messages)
    except FaultyFiles as error:
        faults += error.faults
        return Topics(())


def _unlabelled(topics: Topics, sentences: Mapping[tuple[str, str], Text]) -> Iterator[Fault]:
    """Topics, and groups they are offered in, that have no words: to name one would fail."""
    for topic in topics:
        needed = [f"topic.{topic.id}"]
        needed += [f"menu.{topic.menu}"] if topic.menu else []
        needed += [f"word.{topic.id}"] if topic.news else []
        for key in needed:
            if (key, SOURCE) not in sentences:
                cure = f'Add ["{key}"] with its text to {TEXTS}.'
                yield Fault("topics.toml", None, topic.id, f"has no {key!r} to be said.", cure)


def _translation(
    messages: Path,
    language: str,
    sentences: dict[tuple[str, str], Text],
    keywords: dict[tuple[str, str], tuple[str, ...]],
    drafts: set[tuple[str, str]],
    faults: list[Fault],
) -> None:
    path = messages / f"{language}.po"
    for message in _po(path, faults):
        key, text = str(message.context or ""), str(message.string or "")
        if not key or not text:
            continue
        drafted = any("draft" in comment for comment in message.user_comments)
        if key.endswith("/keywords"):
            keywords[key, language] = split_keywords(text)
            drafts.update({(key, language)} if drafted else ())
        elif _fits(path.name, message, key, text, sentences, faults):
            stale = message.fuzzy or message.id != _source(sentences, key)
            sentences[key, language] = Text(key, text, language, drafted, stale)


def _po(path: Path, faults: list[Fault]) -> Catalog | tuple[Message, ...]:
    try:
        return read_catalog(path)
    except FaultyFiles as error:
        faults += error.faults
        return ()


def _source(sentences: Mapping[tuple[str, str], Text], key: str) -> str | None:
    """The French of this key; of its written form where French has no voice form."""
    found = sentences.get((key, SOURCE)) or sentences.get((key.removesuffix("/voice"), SOURCE))
    return found.text if found else None


def _fits(
    file: str,
    message: Message,
    key: str,
    text: str,
    sentences: Mapping[tuple[str, str], Text],
    faults: list[Fault],
) -> bool:
    """True when the translation can be served: its source exists, its placeholders are the same."""
    source = _source(sentences, key)
    if source is None:
        faults.append(Fault(file, message.lineno, key, "no text has this key.", "Take it out."))
        return False
    try:
        same = placeholders(text) == placeholders(source)
    except ValueError:
        same = False
    if not same and not message.fuzzy:
        wanted = " ".join(sorted(f"{{{name}}}" for name in placeholders(source))) or "none"
        faults.append(
            Fault(file, message.lineno, key, "its placeholders differ.", f"Use these: {wanted}.")
        )
    return same
