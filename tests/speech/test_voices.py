"""Do the offline engines speak, and is what they say fit for a phone?"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from hotline.errors import SpeechError
from hotline.plan import SLOWLY
from hotline.speech import espeak, nanotts
from hotline.speech.engine import EngineDown, engine
from hotline.speech.wave import PEAK, RATE, finish, measure, write

SENTENCES = {
    ("nanotts", "fr"): "Bonjour. Vous êtes sur la ligne d’information de Montreuil.",
    ("nanotts", "fr-x-slow"): "On peut écrire. On ne peut pas encore parler.",
    ("nanotts", "en"): "Press two to hear the address again.",
    ("nanotts", "es"): "Pulse dos para escuchar la dirección.",
    ("espeak", "ar"): "مرحبا بكم في خط المعلومات. اضغط 2.",
    ("espeak", "bn"): "ঠিকানা আবার শুনতে 2 চাপুন।",
    ("espeak", "en"): "Press two to hear the address again.",
    ("espeak", "es"): "Pulse dos para escuchar la dirección.",
    ("espeak", "fa"): "برای شنیدن دوباره 2 را فشار دهید.",
    ("espeak", "fr"): "Tapez deux pour entendre l’adresse.",
    ("espeak", "fr-x-slow"): "Tapez deux pour entendre l’adresse.",
    ("espeak", "pt"): "Prima dois para ouvir a morada.",
    ("espeak", "ro"): "Apăsați doi pentru a asculta adresa.",
    ("espeak", "ru"): "Нажмите два, чтобы услышать адрес.",
    ("espeak", "ta"): "முகவரியைக் கேட்க 2 ஐ அழுத்தவும்.",
    ("espeak", "tr"): "Adresi dinlemek için ikiye basın.",
    ("espeak", "uk"): "Натисніть два, щоб почути адресу.",
    ("espeak", "zh"): "请按二,再听一次地址。",
}
needs_espeak = pytest.mark.skipif(not espeak.available(), reason="no espeak-ng")


def _need(name: str) -> None:
    if not engine(name).available():
        pytest.skip(f"{name} is not installed")


@pytest.mark.parametrize(("name", "language"), SENTENCES)
def test_a_sentence_becomes_a_file_fit_for_a_phone(
    tmp_path: Path, name: str, language: str
) -> None:
    _need(name)
    text = SENTENCES[name, language]
    write(tmp_path / "a.wav", finish(engine(name).speak(text, language)))
    heard = measure(tmp_path / "a.wav")
    assert heard.rate == RATE
    assert heard.level == pytest.approx(-19, abs=1)
    assert heard.peak <= PEAK
    assert 0.04 < heard.seconds / len(text) < 0.5


def test_every_offline_voice_has_its_sentence() -> None:
    voices = {(name, code) for name in ("nanotts", "espeak") for code in engine(name).languages()}
    assert voices == set(SENTENCES)


def test_slowly_is_slower() -> None:
    _need("nanotts")
    plain, slowly = (nanotts.speak("Pour continuer en français", code) for code in ("fr", SLOWLY))
    assert slowly.seconds > plain.seconds * 1.2


@needs_espeak
@pytest.mark.parametrize(("language", "own"), [("ar", "٧"), ("fa", "هفت"), ("zh", "七")])
def test_digits_are_spoken_in_the_language(language: str, own: str) -> None:
    digit, word = espeak.speak("7", language), espeak.speak(own, language)
    assert len(digit.samples) == pytest.approx(len(word.samples), abs=digit.rate // 50)
    assert len(digit.samples) != len(espeak.speak("7", "en").samples)


@needs_espeak
def test_a_longer_number_takes_longer() -> None:
    short, long = espeak.speak("1", "ar"), espeak.speak("1 2 3 4 5 6", "ar")
    assert long.seconds > 3 * short.seconds


@pytest.mark.parametrize(
    ("text", "language"), [("مرحبا", "fr"), ("Bonjour 中文", "fr"), ("hello", "tr"), ("...", "fr")]
)
def test_what_nanotts_would_skip_is_an_error(text: str, language: str) -> None:
    with pytest.raises(SpeechError):
        finish(nanotts.speak(text, language))


@pytest.mark.parametrize(("text", "language"), [("salaam", "ps"), ("...", "fr"), ("", "ar")])
def test_what_espeak_has_no_word_for_is_an_error(text: str, language: str) -> None:
    with pytest.raises(SpeechError):
        finish(espeak.speak(text, language))


def test_what_looks_like_an_option_is_read_out() -> None:
    _need("nanotts")
    assert nanotts.speak("--version -v", "fr").seconds > 0.5


@pytest.mark.parametrize("name", ["nanotts", "espeak"])
def test_an_engine_that_is_not_installed_says_so(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(f"hotline.speech.{name}.version", lambda: "")
    assert not engine(name).available()
    with pytest.raises(EngineDown, match="installed"):
        engine(name).speak("Bonjour", "fr")


@pytest.fixture
def fresh() -> Iterator[None]:
    espeak.version.cache_clear()
    yield
    espeak.version.cache_clear()


@pytest.mark.usefixtures("fresh")
def test_debians_program_is_preferred_and_gets_the_settings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _fake_program(tmp_path, monkeypatch)
    assert espeak.version() == "program 1.51"
    with pytest.raises(SpeechError, match=r"-v ar\+klatt -s 138 -g 4 -b 1 --stdin --stdout"):
        espeak.speak("مرحبا", "ar")


def _fake_program(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = folder / "espeak-ng"
    version = "eSpeak NG text-to-speech: 1.51  Data at: /usr/lib/espeak-ng-data"
    program.write_text(
        f'#!/bin/sh\n[ "$1" = --version ] && echo "{version}" && exit\necho "$@" >&2\nexit 1\n'
    )
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")


def test_the_same_text_is_the_same_sound() -> None:
    _need("nanotts")
    first, again = (nanotts.speak("Tapez un.", "fr") for _ in range(2))
    assert np.array_equal(first.samples, again.samples)
