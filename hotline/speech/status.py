"""How far is the audio of each language, and which sentences still want a person's voice?"""

from __future__ import annotations

import wave
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from hotline.plan import Utterance
from hotline.speech.library import Library
from hotline.speech.recordings import FOLDER, Recording

Want = Literal["none", "refused", "outdated", "reworded", "done"]


@dataclass(frozen=True, slots=True)
class Status:
    """How far the audio of one language is.

    `recorded` and `rendered` count what is heard today; `stale` the recordings whose text has
    changed since, whether still played or not; then minutes and bytes of all that is heard.
    """

    recorded: int
    rendered: int
    stale: int
    missing: int
    minutes: float
    size: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence a person can record: `want` is what its recording is like, if there is one.

    `heard` is the file a caller hears today, a machine's perhaps; "" when there is none.
    """

    utterance: Utterance
    want: Want
    heard: str
    recording: Recording | None


def status(library: Library, utterances: Mapping[str, Iterable[Utterance]]) -> dict[str, Status]:
    """How far the audio is, by language of the call."""
    return {language: _status(library, set(said)) for language, said in utterances.items()}


def sentences(
    library: Library, language: str, utterances: Iterable[Utterance]
) -> tuple[Sentence, ...]:
    """All that a person can record in this language, in the order of a call."""
    named = {each.key: each for each in reversed([*utterances]) if each.key}
    own = [each for each in reversed(named.values()) if each.language == language]
    return tuple(_sentence(library, each) for each in own)


def _sentence(library: Library, utterance: Utterance) -> Sentence:
    recording = library.recordings.get(utterance.language, utterance.key)
    return Sentence(utterance, _want(recording, utterance), library.find(utterance), recording)


def _want(recording: Recording | None, utterance: Utterance) -> Want:
    if recording is None:
        return "none"
    if recording.refused:
        return "refused"
    standing = recording.standing(utterance.text)
    return "done" if standing == "current" else standing


def _status(library: Library, needed: set[Utterance]) -> Status:
    files = {each: library.find(each) for each in needed}
    paths = {name: library.path(name) for name in files.values() if name}
    recorded = sum(name.startswith(FOLDER) for name in files.values())
    missing = sum(not name for name in files.values())
    wants = (_sentence(library, each).want for each in needed if each.key)
    kept = [path for path in paths.values() if path]
    return Status(
        recorded=recorded,
        rendered=len(files) - missing - recorded,
        stale=sum(want in ("outdated", "reworded") for want in wants),
        missing=missing,
        minutes=sum(map(_seconds, kept)) / 60,
        size=sum(path.stat().st_size for path in kept),
    )


def _seconds(path: Path) -> float:
    """The length a WAV's header states; 0 for a file that is not a WAV."""
    try:
        with wave.open(str(path), "rb") as wav:
            return wav.getnframes() / wav.getframerate()
    except (wave.Error, EOFError):
        return 0.0
