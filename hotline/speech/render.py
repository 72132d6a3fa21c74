"""How do the missing utterances get their files, ahead of any call?"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field

from hotline.errors import SpeechError
from hotline.plan import Utterance
from hotline.speech.engine import Engine, EngineDown, Sound, engine
from hotline.speech.library import ONLINE, RENDERED, Library
from hotline.speech.mouths import MOUTHS
from hotline.speech.wave import FINISHING, finish, write

MANIFEST = "manifest.jsonl"
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Failure:
    """An utterance no engine could speak, and what each of them answered."""

    utterance: Utterance
    reason: str


@dataclass(frozen=True, slots=True)
class Rendered:
    """What a run did: names of the files it made, how many were there, and what failed."""

    made: tuple[str, ...]
    kept: int
    failed: tuple[Failure, ...]


def render(
    utterances: Iterable[Utterance],
    library: Library,
    *,
    online: bool = False,
    progress: Progress | None = None,
) -> Rendered:
    """Every utterance has a file, made by the first engine in its order that can speak it.

    What is there is kept, so a run that was cut short goes on where it was, and two runs at once
    do no harm. With `online`, utterances that only an offline engine has spoken are asked of gTTS.
    `progress` is told (done, of how many). Uses every core.
    """
    wanted = list(dict.fromkeys(utterances))
    run = _Run(library, online)
    # Threads are enough: engines speak in processes of their own.
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        jobs = [pool.submit(run.speak, each) for each in wanted]
        try:
            for done, job in enumerate(as_completed(jobs), start=1):
                job.result()
                if progress:
                    progress(done, len(wanted))
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise
        finally:
            MOUTHS.close()
    made = tuple(run.made)
    return Rendered(made, len(wanted) - len(made) - len(run.failed), tuple(run.failed))


@dataclass(frozen=True, slots=True)
class _Run:
    """One run: the engines found out of use are not asked again."""

    library: Library
    online: bool
    made: list[str] = field(default_factory=list)
    failed: list[Failure] = field(default_factory=list)
    down: dict[str, str] = field(default_factory=dict)

    def speak(self, utterance: Utterance) -> None:
        """The utterance has a file, or a failure says why not."""
        recorded = self.library.recordings.get(utterance.language, utterance.key)
        if recorded and not recorded.refused and recorded.standing(utterance.text) == "current":
            return
        reasons: list[str] = []
        for name in self._engines(utterance.language):
            file = self.library.rendering(utterance, name)
            if (self.library.audio / file).exists():
                return
            try:
                self._make(file, utterance, name)
            except SpeechError as error:
                reasons.append(f"{name}: {error}")
            else:
                return
        self.failed.append(Failure(utterance, " ".join(reasons) or "No voice for this language."))

    def _engines(self, language: str) -> list[str]:
        order = self.library.engines(language)
        return [name for name in order if self.online or name != ONLINE]

    def _make(self, file: str, utterance: Utterance, name: str) -> None:
        voice = engine(name)
        sound = finish(self._spoken(voice, utterance))
        write(self.library.audio / file, sound)
        _note(self.library, file, utterance, voice, sound.seconds)
        self.made.append(file)

    def _spoken(self, voice: Engine, utterance: Utterance) -> Sound:
        if reason := self.down.get(voice.NAME):
            raise SpeechError(reason)
        try:
            return voice.speak(self.library.read_out(utterance), utterance.language)
        except EngineDown as error:
            self.down[voice.NAME] = str(error)
            raise


def _note(library: Library, file: str, utterance: Utterance, voice: Engine, seconds: float) -> None:
    """One line more in the manifest; a single write at the end, for another run may write too."""
    line = {
        "file": file,
        "language": utterance.language,
        "text": utterance.text,
        "read_out": library.read_out(utterance),
        "engine": voice.NAME,
        "version": voice.version(),
        "settings": voice.settings(utterance.language),
        "finishing": FINISHING,
        "seconds": round(seconds, 3),
    }
    with (library.audio / RENDERED / MANIFEST).open("ab", buffering=0) as manifest:
        manifest.write(json.dumps(line, ensure_ascii=False).encode() + b"\n")
