"""Which file speaks this utterance?"""

from __future__ import annotations

import hashlib
import json
import re
import wave
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from hotline.plan import Dial, Script, Utterance
from hotline.speech.engine import engine
from hotline.speech.wave import FINISHING

ONLINE = "gtts"
RECORDED, RENDERED = "recorded", "rendered"
HEADER = 44
_NAME = re.compile(r"[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*")


@dataclass(frozen=True, slots=True)
class Status:
    """How far the audio of one language is: files of each kind, minutes and bytes of them all."""

    recorded: int
    rendered: int
    missing: int
    minutes: float
    size: int


@dataclass(frozen=True)
class Library:
    """The folder `audio`, and each language's offline voice engines, best first."""

    audio: Path
    voices: Mapping[str, Sequence[str]]

    def __post_init__(self) -> None:
        """Raises ConfigError at the start, not in a call, for an engine that doesn't exist."""
        for name in {ONLINE}.union(*self.voices.values()):
            engine(name)

    def find(self, utterance: Utterance) -> str:
        """The file that speaks it, relative to `audio`; "" when there is none yet.

        A person's recording comes first, then what was rendered online, then the offline engines.
        Looks at a handful of names on the disk each time (some 10 µs): a recording or a
        rendering made by another program is heard from the next call on.
        """
        return next((name for name in self._candidates(utterance) if self._holds(name)), "")

    def attach(self, script: Script) -> Script:
        """The script with every utterance's file, the whisper's too."""
        then = script.then
        if isinstance(then, Dial):
            then = replace(then, whisper=self._found(then.whisper))
        return Script(self._found(script.utterances), then)

    def missing(self, utterances: Iterable[Utterance]) -> list[Utterance]:
        """Those that have no file, each once, in order."""
        return [each for each in dict.fromkeys(utterances) if not self.find(each)]

    def status(self, utterances: Mapping[str, Iterable[Utterance]]) -> dict[str, Status]:
        """How far the audio is, by language."""
        return {language: self._status(set(needed)) for language, needed in utterances.items()}

    def recording(self, utterance: Utterance) -> str:
        """The name a person's recording of it has; "" for what nobody records whole."""
        speakable = _NAME.fullmatch(utterance.key) and _NAME.fullmatch(utterance.language)
        return f"{RECORDED}/{utterance.language}/{utterance.key}.wav" if speakable else ""

    def recorded(self, utterance: Utterance) -> bool:
        """Whether a person has recorded it."""
        name = self.recording(utterance)
        return bool(name) and self._holds(name)

    def engines(self, language: str) -> tuple[str, ...]:
        """The engines whose files are played in this language, best first."""
        plain, _, _ = language.partition("-x-")  # spoken slowly, a language has the same engines
        known = self.voices.get(language) or self.voices.get(plain, ())
        offline = (name for name in known if name != ONLINE)
        return (ONLINE, *offline)

    def _found(self, said: Iterable[Utterance]) -> tuple[Utterance, ...]:
        return tuple(replace(each, file=self.find(each)) for each in said)

    def _candidates(self, utterance: Utterance) -> Iterator[str]:
        if recording := self.recording(utterance):
            yield recording
        for name in self.engines(utterance.language):
            yield rendering(utterance.text, utterance.language, name)

    def _holds(self, name: str) -> bool:
        try:
            return (self.audio / name).stat().st_size > HEADER
        except OSError:
            return False

    def _status(self, needed: set[Utterance]) -> Status:
        files = [self.find(each) for each in needed]
        kept = {name for name in files if name}
        recorded = sum(name.startswith(RECORDED) for name in files)
        return Status(
            recorded=recorded,
            rendered=len(files) - files.count("") - recorded,
            missing=files.count(""),
            minutes=sum(_seconds(self.audio / name) for name in kept) / 60,
            size=sum((self.audio / name).stat().st_size for name in kept),
        )


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


def _seconds(path: Path) -> float:
    """The length a WAV's header states; 0 for a file that is not a WAV."""
    try:
        with wave.open(str(path), "rb") as wav:
            return wav.getnframes() / wav.getframerate()
    except (wave.Error, EOFError):
        return 0.0
