from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from hotline.speech.engine import Sound
from hotline.speech.library import Library

VOICES = {"fr": ["nanotts", "espeak"], "ar": ["espeak"]}


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library(tmp_path, VOICES)


@pytest.fixture
def tone() -> Sound:
    return beep(0.5)


def beep(seconds: float, *, rate: int = 22050, loud: float = 0.2) -> Sound:
    moments = np.arange(round(seconds * rate)) / rate
    return Sound((loud * np.sin(2 * np.pi * 440 * moments)).astype(np.float32), rate)
