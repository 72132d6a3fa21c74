"""Which file speaks this utterance?"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path

from hotline.plan import Dial, Script, Utterance
from hotline.speech import fresh
from hotline.speech.engine import engine
from hotline.speech.pronounce import as_read
from hotline.speech.recordings import HEADER, Recordings
from hotline.speech.wave import FINISHING

ONLINE = "gtts"
RENDERED = "rendered"
_FILE = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9_.-]*\.wav")


@dataclass(frozen=True)
class Library:
    """The folder `audio`, and each language's offline voice engines, best first.

    Recordings are under `state` (made here) and `audio` (in git), the first before the second.
    `readings` are the city's pronunciations, by language of the voice.
    """

    audio: Path
    voices: Mapping[str, Sequence[str]]
    state: Path | None = None
    readings: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    recordings: Recordings = field(init=False, compare=False)
    _names: dict[tuple[str, str], tuple[str, ...]] = field(
        init=False, compare=False, default_factory=dict
    )

    def __post_init__(self) -> None:
        """Raises ConfigError at the start, not in a call, for an engine that doesn't exist."""
        for name in {ONLINE}.union(*self.voices.values()):
            engine(name)
        roots = [root for root in (self.state, self.audio) if root is not None]
        object.__setattr__(self, "recordings", Recordings(tuple(roots)))

    def find(self, utterance: Utterance) -> str:
        """The file that speaks it, as a call asks for it; "" when there is none yet.

        A person's recording comes first, then what was rendered online, then the offline engines.
        Looks at a handful of names on the disk each time (some 10 µs): a recording or a
        rendering made by another program is heard from the next call on. A piece that has its file
        already keeps it.
        """
        if utterance.file:
            return utterance.file
        recorded = self.recordings.playable(replace(utterance, language=_plain(utterance.language)))
        if recorded:
            return recorded.file
        return next((name for name in self._renderings(utterance) if self._holds(name)), "")

    def speaks(self, utterance: Utterance) -> bool:
        """Whether it can be heard in a call today."""
        return bool(self.find(utterance))

    def can_hold(self, language: str, core: Iterable[Utterance]) -> bool:
        """Whether a call can be held in this language: `core` is what it cannot do without.

        Either a machine that is installed speaks it (what is not rendered yet will be within
        minutes, and is said in French until then), or each piece is there, in this language.
        """
        machines = map(engine, self.machines(language))
        if any(each.available() and language in each.languages() for each in machines):
            return True
        return all(each.language == language and self.speaks(each) for each in core)

    def attach(self, script: Script) -> Script:
        """The script with every utterance's file, the whisper's too."""
        then = script.then
        if isinstance(then, Dial):
            then = replace(then, whisper=self._found(then.whisper))
        return Script(self._found(script.utterances), then)

    def missing(self, utterances: Iterable[Utterance]) -> list[Utterance]:
        """Those that a machine should speak and that have no file, each once, in order."""
        spoken = (each for each in dict.fromkeys(utterances) if self.machines(each.language))
        return [each for each in spoken if not self.find(each)]

    def path(self, file: str) -> Path | None:
        """Where the file that a call asks for lies; None when there is none of this name."""
        match file.split("/"):
            case ["rendered", name] if _FILE.fullmatch(name) and self._holds(file):
                return self.audio / file
            case ["recorded", language, name] if _FILE.fullmatch(name):
                recording = self.recordings.get(language, name.removesuffix(".wav"))
                return recording.path if recording and not recording.refused else None
            case [fresh.FOLDER, name] if _FILE.fullmatch(name) and self.state:
                path = self.state / file
                return path if path.exists() else None
        return None

    def rendering(self, utterance: Utterance, engine_name: str) -> str:
        """The name of the file in which this engine speaks it, with the city's pronunciations."""
        return rendering(self.read_out(utterance), utterance.language, engine_name)

    def read_out(self, utterance: Utterance) -> str:
        """The text as an engine is given it."""
        return as_read(utterance.text, self.readings.get(_plain(utterance.language), {}))

    def engines(self, language: str) -> tuple[str, ...]:
        """The engines whose files are played in this language, best first."""
        return (ONLINE, *self.machines(language))

    def machines(self, language: str) -> tuple[str, ...]:
        """The offline engines that speak this language, best first; `fr-x-slow` is French."""
        named = self.voices.get(_plain(language), ())
        return tuple(name for name in named if name != ONLINE)

    def _renderings(self, utterance: Utterance) -> tuple[str, ...]:
        """The names of its files by every engine, best first; worked out once."""
        asked = (utterance.language, utterance.text)
        names = self._names.get(asked)
        if names is None:
            engines = self.engines(utterance.language)
            names = tuple(self.rendering(utterance, name) for name in engines)
            self._names[asked] = names
        return names

    def _found(self, said: Iterable[Utterance]) -> tuple[Utterance, ...]:
        return tuple(replace(each, file=self.find(each)) for each in said)

    def _holds(self, name: str) -> bool:
        try:
            return os.stat(f"{self.audio}/{name}").st_size > HEADER
        except OSError:
            return False


def _plain(language: str) -> str:
    """The language without its manner: a person who recorded it needs not speak more slowly."""
    return language.partition("-x-")[0]


@lru_cache(maxsize=16384)
def rendering(text: str, language: str, engine_name: str) -> str:
    """The name of the file in which this engine speaks this text.

    Everything that changes what is heard is in it, so a name means one sound for ever.
    """
    voice = engine(engine_name)
    heard: list[object] = [text, language, engine_name, voice.version(), FINISHING]
    heard.append(voice.settings(language))
    canonical = json.dumps(heard, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return f"{RENDERED}/{hashlib.sha256(canonical.encode()).hexdigest()[:24]}.wav"
