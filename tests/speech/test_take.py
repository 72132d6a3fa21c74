"""What recordings are taken, and what is somebody told whose recording is not?"""

from __future__ import annotations

import io
import wave
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from hotline.plan import Utterance
from hotline.speech.engine import Samples
from hotline.speech.take import LARGEST, Refused, keep, listen, plausible
from hotline.speech.wave import LEAD, PEAK, RATE, measure

from .conftest import beep

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
TEXT = "Quand peut-on vous appeler ?"
HERE = Path(__file__).parent


def as_wav(samples: Samples, rate: int = 44100, channels: int = 1) -> bytes:
    made = io.BytesIO()
    pcm = np.clip(np.rint(samples * 32767), -32768, 32767).astype("<i2")
    with wave.open(made, "wb") as wav:
        wav.setparams((channels, 2, rate, 0, "NONE", ""))
        wav.writeframes(pcm.repeat(channels).tobytes())
    return made.getvalue()


def speech(
    seconds: float, *, loud: float = 0.3, noise: float = 0.002, rate: int = 44100
) -> Samples:
    """A tone in a room that is not quite still, a second of room before and after."""
    room = np.random.default_rng(7).normal(0, noise, round((seconds + 2) * rate))
    said = beep(seconds, rate=rate, loud=loud).samples
    room[rate : rate + len(said)] += said
    return room.astype(np.float32)


@pytest.mark.parametrize(("rate", "channels"), [(8000, 1), (44100, 2), (48000, 1)])
def test_a_recording_comes_out_trimmed_and_levelled(
    tmp_path: Path, rate: int, channels: int
) -> None:
    sound = listen(as_wav(speech(2, rate=rate), rate, channels), TEXT)
    kept = keep(sound, Utterance("fr", TEXT, "callback.when"), "Anne", NOW, tmp_path)
    heard = measure(kept.path)
    assert heard.rate == RATE
    assert heard.seconds == pytest.approx(2 + LEAD, abs=0.4)
    assert heard.level == pytest.approx(-19, abs=1)
    assert heard.peak <= PEAK


@pytest.mark.parametrize("name", ["tone.mp3", "tone.ogg"])
def test_what_a_telephone_records_is_taken(name: str) -> None:
    assert listen((HERE / name).read_bytes(), "Oui").seconds == pytest.approx(0.5 + LEAD, abs=0.4)


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (b"", "unreadable"),
        (b"not a sound" * 100, "unreadable"),
        (as_wav(np.zeros(0, np.float32)), "silent"),
        (as_wav(np.zeros(88200, np.float32)), "silent"),
        (as_wav(speech(2, loud=0.001, noise=0.0001)), "silent"),
        (as_wav(speech(0.1)), "too_short"),
        (as_wav(speech(30)), "too_long"),
        (as_wav(np.clip(speech(2, loud=4), -1, 1)), "clipped"),
        (bytes(LARGEST + 1), "too_large"),
        (as_wav(speech(2))[:60], "silent"),
    ],
)
def test_what_is_not_fit_is_refused_and_told_why(data: bytes, fault: str) -> None:
    with pytest.raises(Refused) as refused:
        listen(data, TEXT)
    assert refused.value.fault == fault
    assert str(refused.value).endswith((".", "?"))


@pytest.mark.parametrize("key", ["", "../../etc/x", "a/b"])
def test_nothing_is_kept_outside_the_folder(tmp_path: Path, key: str) -> None:
    with pytest.raises(Refused):
        keep(beep(1), Utterance("fr", TEXT, key), "Anne", NOW, tmp_path)
    assert not [*tmp_path.rglob("*.wav")]


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("tapez 1.", 1.2), ("Pour le logement", 1.5), ("请按二,再听一次地址。", 4.0), (TEXT, 2.0)],
)
def test_how_long_a_sentence_may_take(text: str, seconds: float) -> None:
    shortest, longest = plausible(text)
    assert shortest < seconds < longest
    assert longest < 12 * shortest
