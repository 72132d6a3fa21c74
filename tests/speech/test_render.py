from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from hotline.errors import SpeechError
from hotline.plan import Utterance
from hotline.speech import espeak, nanotts, wave
from hotline.speech.engine import EngineDown, Sound
from hotline.speech.library import Library, rendering
from hotline.speech.render import render

ONE, TWO = Utterance("fr", "Un."), Utterance("fr", "Deux.")
Speak = Callable[[str, str], Sound]


class Voice:
    """An engine that says a tone, or raises what it is told to; it counts what it was asked."""

    def __init__(self, tone: Sound, error: Exception | None = None) -> None:
        self.tone, self.error, self.asked = tone, error, 0

    def __call__(self, _text: str, _language: str) -> Sound:
        self.asked += 1
        if self.error:
            raise self.error
        return self.tone


@pytest.fixture
def voice(monkeypatch: pytest.MonkeyPatch, tone: Sound) -> Callable[..., Voice]:
    def install(name: str, error: Exception | None = None) -> Voice:
        made = Voice(tone, error)
        monkeypatch.setattr(f"hotline.speech.{name}.speak", made)
        return made

    return install


@pytest.mark.skipif(
    not (nanotts.available() and espeak.available()), reason="an engine is not installed"
)
def test_real_engines_make_real_files(library: Library) -> None:
    needed = [ONE, Utterance("ar", "مرحبا"), Utterance("fr", "Приветствую")]
    done = render(needed, library)
    assert (len(done.made), done.kept, done.failed) == (3, 0, ())
    assert library.missing(needed) == []
    # nanotts reads no Cyrillic: the next engine in the order did.
    assert library.find(needed[2]) == rendering("Приветствую", "fr", "espeak")
    assert all(wave.measure(library.audio / name).rate == 8000 for name in done.made)


def test_what_is_there_is_kept(library: Library, voice: Callable[..., Voice]) -> None:
    asked = voice("nanotts")
    render([ONE], library)
    done = render([ONE, TWO, TWO], library)
    assert (done.made, done.kept) == ((rendering("Deux.", "fr", "nanotts"),), 1)
    assert asked.asked == 2


def test_what_a_person_recorded_is_not_rendered(
    library: Library, voice: Callable[..., Voice], tone: Sound
) -> None:
    asked = voice("nanotts")
    wave.write(library.audio / "recorded/fr/hello.wav", tone)
    assert render([Utterance("fr", "Bonjour.", "hello")], library).kept == 1
    assert asked.asked == 0


def test_the_next_engine_speaks_what_the_first_cannot(
    library: Library, voice: Callable[..., Voice]
) -> None:
    voice("nanotts", SpeechError("no such letter"))
    voice("espeak")
    assert render([ONE], library).made == (rendering("Un.", "fr", "espeak"),)


def test_what_nobody_can_speak_is_named_with_every_reason(
    library: Library, voice: Callable[..., Voice]
) -> None:
    voice("nanotts", SpeechError("too long"))
    voice("espeak", SpeechError("too short"))
    silent = Utterance("ps", "سلام")
    failed = {each.utterance: each.reason for each in render([ONE, silent], library).failed}
    assert failed == {
        ONE: "nanotts: too long espeak: too short",
        silent: "No voice for this language.",
    }


def test_online_comes_first_and_replaces_what_was_made_offline(
    library: Library, voice: Callable[..., Voice]
) -> None:
    voice("nanotts")
    asked = voice("gtts")
    render([ONE], library)
    assert asked.asked == 0
    render([ONE], library, online=True)
    assert library.find(ONE) == rendering("Un.", "fr", "gtts")


def test_a_service_that_refuses_us_is_not_asked_for_every_text(
    library: Library, voice: Callable[..., Voice], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.cpu_count", lambda: 1)
    asked = voice("gtts", EngineDown("gTTS answered 429."))
    voice("nanotts")
    done = render([ONE, TWO], library, online=True)
    assert (asked.asked, len(done.made), done.failed) == (1, 2, ())


def test_progress_reaches_the_end(library: Library, voice: Callable[..., Voice]) -> None:
    voice("nanotts")
    seen: list[tuple[int, int]] = []
    render([ONE, TWO], library, progress=lambda done, of: seen.append((done, of)))
    assert seen == [(1, 2), (2, 2)]


def test_two_runs_at_once_do_no_harm(library: Library, voice: Callable[..., Voice]) -> None:
    voice("nanotts")
    needed = [Utterance("fr", f"Numéro {number}.") for number in range(30)]
    with ThreadPoolExecutor(2) as pool:
        runs = list(pool.map(lambda _: render(needed, library), range(2)))
    assert all(run.failed == () for run in runs)
    assert library.missing(needed) == []
    assert {line["file"] for line in _manifest(library.audio)} == set(map(library.find, needed))


def test_the_manifest_says_how_each_file_was_made(
    library: Library, voice: Callable[..., Voice]
) -> None:
    voice("nanotts")
    render([ONE], library)
    [line] = _manifest(library.audio)
    assert (line["file"], line["language"], line["text"]) == (library.find(ONE), "fr", "Un.")
    assert (line["engine"], line["version"]) == ("nanotts", nanotts.version())
    assert line["settings"] == {"voice": "fr-FR"}
    assert line["seconds"] == pytest.approx(0.77, abs=0.1)


def test_a_full_disk_stops_the_run(
    library: Library, voice: Callable[..., Voice], monkeypatch: pytest.MonkeyPatch
) -> None:
    voice("nanotts")
    monkeypatch.setattr("hotline.speech.render.write", _no_space)
    with pytest.raises(OSError, match="No space"):
        render([ONE, TWO], library)


def _no_space(_path: Path, _sound: Sound) -> None:
    raise OSError(28, "No space left on device")


def _manifest(audio: Path) -> list[dict[str, object]]:
    lines = (audio / "rendered" / "manifest.jsonl").read_text().splitlines()
    return [json.loads(line) for line in lines]
