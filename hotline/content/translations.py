"""What does a translator get, and is what comes back fit to be served?"""

from __future__ import annotations

from collections.abc import Container, Iterator
from pathlib import Path

from babel.core import Locale, UnknownLocaleError
from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po

from hotline.content.po import read_catalog
from hotline.content.reading import Marks, version_of
from hotline.content.texts import SOURCE, Texts, load_texts, placeholders
from hotline.errors import ContentError, Fault, FaultyFiles

DRAFT = "draft: no native speaker has read this"
SUGGESTED = "a speaker suggests this in the console; before:"
NO_MARKS: Marks = {}
_OVERRIDES = frozenset("\u202a\u202b\u202c\u202d\u202e")

INSTRUCTIONS = """\
How to translate the line into your language ({language})

1. Open {file} with Poedit, Weblate or any PO editor. Each entry has the French sentence, its key,
   and room for yours. Leave an entry empty if you are not sure: the line then says it in French.
2. Write sentences a child could read. People read them on a small screen, tired or afraid.
3. Keep what stands in {{braces}} exactly as it is; put it where your language wants it.
4. Be short. Each SMS is paid by the segment: 160 letters in plain Latin script, 70 in others.
   A curly quote or a long dash can double the price: use the plain ones.
5. Keys ending in /voice are heard, not read. They are cut at each {{value}}: pause there.
6. Keys ending in /keywords are lists of words, parted by commas: what people really text, with
   mistakes, without accents, in Latin letters too. `word*` is every word that begins so; `a … b`
   allows up to three words between; `word?` counts only where nothing else is said.
7. callback.*, followup.* and cancel.* must never say what a request is about, nor who calls:
   somebody else may hold the phone.
8. You have read an entry and it is right? Delete its comment "{draft}".
9. Send the file back. `hotline messages import {language} FILE` says what must still be mended.
"""


def fresh(messages: Path, language: str, marks: Marks = NO_MARKS) -> Catalog:
    """This language's file brought up to date: every key of the source, in order.

    An entry whose French has changed since is fuzzy; one that never was translated is empty. One
    that a speaker has marked as right is neither fuzzy nor a draft; what they suggest instead is
    fuzzy, with what it was before.
    """
    known = _known(messages / f"{language}.po")
    entries = {str(message.context): message for message in known or ()}
    made = _catalog(language, known)
    for key, source in _sources(load_texts(messages, [SOURCE]), entries):
        old = entries.get(key)
        text = str(old.string) if old else ""
        changed = bool(old and text and (old.fuzzy or old.id != source))
        comments = [*old.user_comments] if old else []
        version = version_of(language, key, source, text)
        if version in marks:
            wording = marks[version]
            changed = wording is not None
            text, comments = _marked(text, comments, wording)
        made.add(
            source,
            text,
            context=key,
            flags={"fuzzy"} if changed else (),
            user_comments=comments,
        )
    return made


def _marked(text: str, comments: list[str], wording: str | None) -> tuple[str, list[str]]:
    """The text and its comments, once a speaker has said that it is right, or what would be."""
    if wording is None:
        return text, [each for each in comments if "draft" not in each]
    before = f"{SUGGESTED} {' '.join(text.split())}".rstrip()
    return wording, [*(comments or [DRAFT]), before]


def export(
    messages: Path, language: str, folder: Path, marks: Marks = NO_MARKS
) -> tuple[Path, Path]:
    """Write the file and the page of instructions that a translator gets."""
    folder.mkdir(parents=True, exist_ok=True)
    file, page = folder / f"{language}.po", folder / f"{language}-instructions.txt"
    _write(fresh(messages, language, marks), file)
    told = INSTRUCTIONS.format(language=language, file=file.name, draft=DRAFT)
    page.write_text(told, encoding="utf-8")
    return file, page


def new(messages: Path, language: str) -> Path:
    """A file for a language the line does not have yet. Raises ContentError when there is one."""
    file = messages / f"{language}.po"
    if file.exists():
        raise ContentError(f"{file.name} is there already. Export it: hotline messages export.")
    _write(fresh(messages, language), file)
    return file


def take_in(messages: Path, language: str, file: Path) -> int:
    """Put a translator's file in place; returns how many entries are translated.

    Raises FaultyFiles with line and cure of every fault; then nothing has changed.
    """
    catalog = read_catalog(file)
    sources = dict(_sources(load_texts(messages, [SOURCE])))
    if faults := [*_faults(file.name, catalog, sources)]:
        raise FaultyFiles(faults)
    _write(catalog, messages / f"{language}.po")
    return sum(bool(message.string) for message in catalog if message.context)


def _sources(texts: Texts, known: Container[str] = ()) -> Iterator[tuple[str, str]]:
    """(key, French) of all there is to translate.

    A language may need a voice form where French does not (Arabic, for its vowels): what is known
    stays.
    """
    for key in texts.translated_keys():
        written, voiced = texts.get(key, SOURCE), texts.get(key, SOURCE, "voice")
        yield key, written.text
        if voiced.key != written.key or f"{key}/voice" in known:
            yield f"{key}/voice", voiced.text
    for key in texts.keyword_keys():
        yield key, f"mots-clés : {key.removesuffix('/keywords')}"


def _faults(name: str, catalog: Catalog, sources: dict[str, str]) -> Iterator[Fault]:
    for message in catalog:
        key, text = str(message.context or ""), str(message.string or "")
        if not key or not text:
            continue
        line = message.lineno
        source = sources.get(key, sources.get(key.removesuffix("/voice")))
        if source is None:
            yield Fault(name, line, key, "no text has this key.", "Delete the entry.")
        elif found := problem(key, text, source):
            yield Fault(name, line, key, *found)


def problem(key: str, text: str, source: str) -> tuple[str, str] | None:
    """What is wrong with this translation, and its cure."""
    if strange := sorted({c for c in text if c in _OVERRIDES or (ord(c) < 32 and c != "\n")}):
        return f"holds a hidden character (U+{ord(strange[0]):04X}).", "Type the sentence again."
    if key.endswith("/keywords"):
        return None
    try:
        same = placeholders(text) == placeholders(source)
    except ValueError:
        return "has a brace without its partner.", "Write {name} with both braces."
    wanted = " ".join(f"{{{name}}}" for name in sorted(placeholders(source))) or "none"
    return None if same else ("its placeholders differ.", f"Use these: {wanted}.")


def _known(file: Path) -> Catalog | None:
    return read_catalog(file) if file.exists() else None


def _catalog(language: str, known: Catalog | None) -> Catalog:
    header = f"# {language} translations and keywords of the line.\n# Unreviewed."
    try:
        locale: Locale | None = Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        locale = None
    comment = known.header_comment if known else header
    return Catalog(locale, project="hotline", header_comment=comment, charset="utf-8", fuzzy=False)


def _write(catalog: Catalog, file: Path) -> None:
    beside = file.with_suffix(".new")
    with beside.open("wb") as opened:
        write_po(opened, catalog, width=100, ignore_obsolete=True)
    beside.replace(file)
