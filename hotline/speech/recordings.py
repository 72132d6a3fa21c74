"""Which sentences has a person recorded, in which words, and may they still be played?"""

from __future__ import annotations

import json
import os
import re
import time
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from hotline.plan import Utterance

FOLDER = "recorded"
HEADER = 44
SETTLED = 0.1  # seconds after which a folder's time of change can be trusted to tell of the next
SAME_WORDS = 0.75
Standing = Literal["current", "reworded", "outdated"]

_NAME = re.compile(r"[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*")
_NUMBER = re.compile(r"\d+")
_HAN = re.compile("[\u3400-\u9fff]")


@dataclass(frozen=True, slots=True)
class Recording:
    """One sentence in a person's voice: the words they read, who they are, when it was (ISO, UTC).

    `text` is None where a file was put there without a note. `refused` is why staff took it off
    again; then there is nothing to play. `path` is the WAV.
    """

    language: str
    key: str
    path: Path
    text: str | None = None
    who: str = ""
    at: str = ""
    refused: str = ""

    @property
    def file(self) -> str:
        """Its name as a call asks for it."""
        return f"{FOLDER}/{self.language}/{self.key}.wav"

    def standing(self, text: str) -> Standing:
        """How what was read stands to the text of today."""
        if self.text is None or self.text == text:
            return "current"
        return "reworded" if only_reworded(self.text, text) else "outdated"


def only_reworded(before: str, now: str) -> bool:
    """Whether a caller who hears the old words is told the same thing, as far as words can show.

    The numbers and placeholders are the same, and three words in four are: so "tapez 1" never
    stands for "tapez 2", nor "ouvert maintenant" for "fermé maintenant".
    """
    if sorted(_facts(before)) != sorted(_facts(now)):
        return False
    old, new = Counter(_words(before)), Counter(_words(now))
    longer = max(old.total(), new.total())
    return longer > 0 and (old & new).total() / longer >= SAME_WORDS


def nameable(name: str) -> bool:
    """Whether a key or a language can be the name of a file."""
    return bool(_NAME.fullmatch(name))


@dataclass(frozen=True, slots=True)
class _Shelf:
    """One language's recordings, by key and by the words read; refused ones by key only."""

    by_key: Mapping[str, Recording]
    by_text: Mapping[str, Recording]


@dataclass(slots=True)
class Recordings:
    """The recordings under these folders; where two have the same sentence, the first one's.

    A folder is read again when it has changed: a recording is heard from the next call on.
    """

    roots: tuple[Path, ...]
    _read: dict[str, tuple[tuple[int, ...], _Shelf]] = field(default_factory=dict)

    def get(self, language: str, key: str) -> Recording | None:
        """The recording of this sentence, refused or not, in whatever words."""
        return self._shelf(language).by_key.get(key)

    def playable(self, utterance: Utterance) -> Recording | None:
        """What may be played for it: read in these words under any key, or in nearly these."""
        shelf = self._shelf(utterance.language)
        own = shelf.by_key.get(utterance.key)
        standing = own.standing(utterance.text) if own and not own.refused else "outdated"
        if standing == "current":
            return own
        same = shelf.by_text.get(utterance.text)
        return same or (own if standing == "reworded" else None)

    def _shelf(self, language: str) -> _Shelf:
        """Looks at the folders' times of change, which takes some 10 µs."""
        folders = [f"{root}/{FOLDER}/{language}" for root in self.roots]
        changed = tuple(map(_changed, folders))
        if not any(changed) or not nameable(language):
            return _EMPTY
        known = self._read.get(language)
        if known and known[0] == changed:
            return known[1]
        shelf = _shelf([Path(folder) for folder in folders], language)
        if time.time() - max(changed) / 1e9 > SETTLED:
            self._read[language] = (changed, shelf)
        return shelf


_EMPTY = _Shelf({}, {})


def _changed(folder: str) -> int:
    try:
        return os.stat(folder).st_mtime_ns
    except OSError:
        return 0


def _shelf(folders: list[Path], language: str) -> _Shelf:
    found = {
        each.key: each
        for folder in reversed(folders)
        for each in _recordings(folder, language)
        if nameable(each.key)
    }
    heard = [each for each in found.values() if not each.refused]
    return _Shelf(found, {each.text: each for each in heard if each.text is not None})


def _recordings(folder: Path, language: str) -> Iterator[Recording]:
    for key in sorted({path.stem for path in folder.glob("*.wav")} | _noted(folder)):
        wav, note = folder / f"{key}.wav", _note(folder / f"{key}.json")
        held = wav.exists() and wav.stat().st_size > HEADER
        if held or note.get("refused"):
            yield Recording(language, key, wav, **note)


def _noted(folder: Path) -> set[str]:
    return {path.stem for path in folder.glob("*.json")}


def _note(path: Path) -> dict[str, Any]:
    """Who read what and when; nothing where there is no note, or one nobody can read."""
    try:
        note = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    fields = ("text", "who", "at", "refused")
    known = note if isinstance(note, dict) else {}
    return {name: known[name] for name in fields if isinstance(known.get(name), str)}


def _facts(text: str) -> Iterable[str]:
    return [*_NUMBER.findall(text), *re.findall(r"\{\w+\}", text)]


def _words(text: str) -> Iterator[str]:
    """The words without their punctuation; a Chinese sign is a word."""
    for word in _HAN.sub(r" \g<0> ", text).casefold().split():
        bare = "".join(char for char in word if unicodedata.category(char)[0] != "P")
        if bare:
            yield bare
