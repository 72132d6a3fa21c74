"""Where does a recording lie that was made by telephone, and that nobody has kept yet?

Its maker hears it once more from the provider, by a name that cannot be guessed. It is gone once it
is kept or refused.
"""

from __future__ import annotations

from pathlib import Path

from hotline.speech.engine import Sound
from hotline.speech.wave import read, write

FOLDER = "fresh"


def name(id_: str) -> str:
    """As a call asks for it."""
    return f"{FOLDER}/{id_}.wav"


def lay_down(sound: Sound, id_: str, state: Path) -> None:
    """It can be played."""
    write(state / name(id_), sound)


def take_up(id_: str, state: Path) -> Sound:
    """The sound again. Raises FileNotFoundError."""
    return read(state / name(id_))


def forget(id_: str, state: Path) -> None:
    """It is gone, or was already."""
    (state / name(id_)).unlink(missing_ok=True)
