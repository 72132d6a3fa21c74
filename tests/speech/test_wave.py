from __future__ import annotations

import wave as standard
from pathlib import Path

import numpy as np
import pytest

from hotline.errors import SpeechError
from hotline.speech.engine import Sound
from hotline.speech.wave import FRAME, LEAD, PEAK, RATE, TAIL, finish, measure, write

from .conftest import beep


def _with_silence(sound: Sound, seconds: float) -> Sound:
    return Sound(np.pad(sound.samples, round(seconds * sound.rate)), sound.rate)


@pytest.mark.parametrize("loud", [0.003, 0.2, 1.0])
@pytest.mark.parametrize("rate", [8000, 16000, 22050, 24000])
def test_speech_comes_out_at_one_level_whatever_the_engine(
    tmp_path: Path, rate: int, loud: float
) -> None:
    write(tmp_path / "a.wav", finish(beep(0.5, rate=rate, loud=loud)))
    assert measure(tmp_path / "a.wav").level == pytest.approx(-19, abs=0.5)


def test_pauses_do_not_count_in_the_level(tmp_path: Path, tone: Sound) -> None:
    pause = np.zeros(tone.rate * 2, np.float32)
    write(tmp_path / "a.wav", finish(Sound(np.r_[tone.samples, pause, tone.samples], tone.rate)))
    assert measure(tmp_path / "a.wav").level == pytest.approx(-19, abs=0.5)


def test_peaks_stay_under_the_ceiling(tmp_path: Path) -> None:
    clicks = beep(0.5, rate=RATE, loud=0.05)
    clicks.samples[::400] = 1.0
    write(tmp_path / "a.wav", finish(clicks))
    assert measure(tmp_path / "a.wav").peak <= PEAK


def test_a_constant_offset_is_removed(tone: Sound) -> None:
    assert abs(float(finish(Sound(tone.samples + 0.3, tone.rate)).samples.mean())) < 0.01


@pytest.mark.parametrize("silence", [0.0, 0.1, 3.0])
def test_the_silence_around_speech_is_always_the_same(tone: Sound, silence: float) -> None:
    finished = finish(_with_silence(tone, silence))
    lead, tail = round(LEAD * RATE), round(TAIL * RATE)
    assert not finished.samples[:lead].any()
    assert not finished.samples[-tail:].any()
    assert finished.seconds == pytest.approx(0.5 + LEAD + TAIL, abs=5 * FRAME / RATE)


@pytest.mark.parametrize("samples", [0, 8000])
def test_silence_is_an_error(samples: int) -> None:
    with pytest.raises(SpeechError, match="said nothing"):
        finish(Sound(np.zeros(samples, np.float32), RATE))


def test_the_file_is_what_a_phone_plays(tmp_path: Path, tone: Sound) -> None:
    write(tmp_path / "new" / "a.wav", finish(tone))
    with standard.open(str(tmp_path / "new" / "a.wav")) as wav:
        assert (wav.getnchannels(), wav.getsampwidth(), wav.getframerate()) == (1, 2, 8000)
        assert wav.getnframes() == len(finish(tone).samples)


def test_a_write_that_fails_leaves_what_was_there(
    tmp_path: Path, tone: Sound, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "a.wav", tone)
    before = (tmp_path / "a.wav").read_bytes()
    monkeypatch.setattr("os.fsync", _no_space)
    with pytest.raises(OSError, match="No space"):
        write(tmp_path / "a.wav", finish(tone))
    assert (tmp_path / "a.wav").read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["a.wav"]


def _no_space(_descriptor: int) -> None:
    raise OSError(28, "No space left on device")


@pytest.mark.parametrize("content", [b"", b"RIFF", b"not a sound at all" * 10])
def test_measuring_something_else_is_an_error(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.wav").write_bytes(content)
    with pytest.raises(SpeechError, match=r"a\.wav"):
        measure(tmp_path / "a.wav")
