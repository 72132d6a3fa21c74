"""What is a voice engine, and which module answers to its name?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from typing import Protocol, cast

import numpy as np
import numpy.typing as npt

from hotline.errors import ConfigError, SpeechError

Samples = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Sound:
    """Mono speech: samples between -1 and 1, `rate` of them a second."""

    samples: Samples
    rate: int

    @property
    def seconds(self) -> float:
        """How long it lasts."""
        return len(self.samples) / self.rate


def from_pcm(pcm: bytes) -> Samples:
    """16-bit little-endian samples, as they are in a WAV, as numbers between -1 and 1."""
    return np.frombuffer(pcm, "<i2").astype(np.float32) / np.float32(32768)


class EngineDown(SpeechError):
    """The engine itself is out of use (not installed, no network): don't ask again in this run."""


class Engine(Protocol):
    """What every voice engine's module offers; its name in the config is its module's name."""

    NAME: str

    def settings(self, language: str) -> Mapping[str, object]:
        """All that is chosen about this language's voice; a change makes new files."""

    def version(self) -> str:
        """Which voice speaks; a change makes new files. Empty when it is not installed."""

    def languages(self) -> frozenset[str]:
        """The languages it has a voice for, BCP 47."""

    def available(self) -> bool:
        """Whether it could speak on this machine."""

    def speak(self, text: str, language: str) -> Sound:
        """The text, spoken. Raises SpeechError."""


@lru_cache
def engine(name: str) -> Engine:
    """The engine of this name. Raises ConfigError when there is no such module."""
    try:
        module = import_module(f"hotline.speech.{name}")
    except ModuleNotFoundError as error:
        raise ConfigError(
            f"No voice engine is called {name!r} in hotline/speech: see [voices] in city.toml."
        ) from error
    if getattr(module, "NAME", None) != name:
        raise ConfigError(f"hotline/speech/{name}.py is not a voice engine.")
    return cast(Engine, module)
