from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from hotline.errors import ConfigError
from hotline.plan import Dial, Keys, Script, Utterance
from hotline.speech import gtts, nanotts, wave
from hotline.speech.engine import Sound
from hotline.speech.library import Library, rendering

HELLO = Utterance("fr", "Bonjour.", "hello")


def _names(utterance: Utterance) -> dict[str, str]:
    names = {
        engine: rendering(utterance.text, utterance.language, engine)
        for engine in ("gtts", "nanotts", "espeak")
    }
    return {"person": f"recorded/fr/{utterance.key}.wav", **names}


@pytest.mark.parametrize(
    ("there", "played"),
    [
        (["person", "gtts", "nanotts", "espeak"], "person"),
        (["gtts", "nanotts", "espeak"], "gtts"),
        (["espeak", "nanotts"], "nanotts"),
        (["espeak"], "espeak"),
    ],
)
def test_the_best_file_is_played(
    library: Library, tone: Sound, there: list[str], played: str
) -> None:
    names = _names(HELLO)
    for each in there:
        wave.write(library.audio / names[each], tone)
    assert library.find(HELLO) == names[played]


def test_a_file_is_heard_as_soon_as_it_is_there_and_until_it_goes(
    library: Library, tone: Sound
) -> None:
    assert library.find(HELLO) == ""
    wave.write(library.audio / "recorded/fr/hello.wav", tone)
    assert library.find(HELLO) == "recorded/fr/hello.wav"
    (library.audio / "recorded/fr/hello.wav").unlink()
    assert library.find(HELLO) == ""


def test_an_empty_file_is_no_file(library: Library) -> None:
    (library.audio / "recorded/fr").mkdir(parents=True)
    (library.audio / "recorded/fr/hello.wav").touch()
    assert library.find(HELLO) == ""


@pytest.mark.parametrize("key", ["", "../fr/hello", "a/b", "..", ".hidden", "a..b", "é", "a\nb"])
def test_a_key_that_is_no_file_name_has_no_recording(library: Library, key: str) -> None:
    assert library.find(replace(HELLO, key=key)) == ""


@pytest.mark.parametrize("key", ["hello", "service.found", "topic.legal.label", "menu-1_b"])
def test_a_key_names_its_recording(library: Library, tone: Sound, key: str) -> None:
    wave.write(library.audio / f"recorded/fr/{key}.wav", tone)
    assert library.find(replace(HELLO, key=key)) == f"recorded/fr/{key}.wav"


@pytest.mark.parametrize(
    "name",
    ["", "a.wav", "rendered/../../secret.wav", "recorded/fr/../x.wav", "rendered/a/b.wav", "x/y"],
)
def test_no_other_file_is_given_away(library: Library, name: str) -> None:
    assert library.path(name) is None


def test_a_script_gets_its_files(library: Library, tone: Sound) -> None:
    wave.write(library.audio / "recorded/fr/hello.wav", tone)
    script = Script((HELLO, Utterance("fr", "Autre.")), Keys(2))
    attached = library.attach(script)
    assert [each.file for each in attached.utterances] == ["recorded/fr/hello.wav", ""]
    assert attached.then == Keys(2)


def test_a_whisper_gets_its_files(library: Library, tone: Sound) -> None:
    wave.write(library.audio / "recorded/fr/hello.wav", tone)
    attached = library.attach(Script((), Dial(("+33199000001",), (HELLO,)))).then
    assert isinstance(attached, Dial)
    assert [each.file for each in attached.whisper] == ["recorded/fr/hello.wav"]


def test_missing_is_what_a_machine_should_speak_named_once(library: Library, tone: Sound) -> None:
    wave.write(library.audio / "recorded/fr/hello.wav", tone)
    other = Utterance("ar", "سلام")
    assert library.missing([other, HELLO, other, Utterance("ps", "سلام")]) == [other]


def test_a_rendering_keeps_its_name() -> None:
    assert rendering("Bonjour.", "fr", "gtts") == "rendered/310787eafef2110400d706fd.wav"


@pytest.mark.parametrize(
    "other",
    [("Bonjour !", "fr", "nanotts"), ("Bonjour.", "en", "nanotts"), ("Bonjour.", "fr", "gtts")],
)
def test_another_sound_has_another_name(other: tuple[str, str, str]) -> None:
    assert rendering(*other) != rendering("Bonjour.", "fr", "nanotts")


@pytest.mark.parametrize(
    ("changed", "value"),
    [
        ("hotline.speech.nanotts.version", lambda: "9.9"),
        ("hotline.speech.nanotts.settings", lambda _language: {"voice": "fr-CA"}),
        ("hotline.speech.library.FINISHING", "another"),
    ],
)
def test_a_change_in_the_voice_changes_the_name(
    monkeypatch: pytest.MonkeyPatch, changed: str, value: object
) -> None:
    fresh = rendering.__wrapped__
    before = fresh("Bonjour.", "fr", "nanotts")
    monkeypatch.setattr(changed, value)
    assert fresh("Bonjour.", "fr", "nanotts") != before


def test_one_language_s_voice_leaves_the_others_alone() -> None:
    assert nanotts.settings("fr") != nanotts.settings("en")
    assert gtts.version() == "translate"


def test_an_engine_that_does_not_exist_is_refused_at_the_start(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="parrot"):
        Library(tmp_path, {"fr": ["parrot"]})


def test_a_name_is_read_as_the_city_says_it(tmp_path: Path, tone: Sound) -> None:
    plain = Library(tmp_path, {"fr": ["nanotts"], "en": ["nanotts"]})
    taught = replace(plain, readings={"fr": {"PAD": "pade", "MRAP 93": "ème rape 93"}})
    pad = Utterance("fr", "PAD centre-ville, PADOUE, MRAP 93")
    assert taught.read_out(pad) == "pade centre-ville, PADOUE, ème rape 93"
    assert taught.read_out(replace(pad, language="en")) == pad.text
    assert taught.rendering(pad, "nanotts") != plain.rendering(pad, "nanotts")
    wave.write(tmp_path / plain.rendering(pad, "nanotts"), tone)
    assert plain.find(pad)
    assert not taught.find(pad)
