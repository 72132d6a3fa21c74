"""In which city is a golden conversation held?"""

from __future__ import annotations

import shutil
from dataclasses import replace
from itertools import count
from pathlib import Path

from hotline.app import Hotline
from hotline.config import Config
from tests.conftest import Clock

BEEP = "+33199000008"


def opened(config: Config, clock: Clock) -> Hotline:
    """The line; references are 1001, 1002 and so on."""
    drawn = count(1)
    return Hotline(config, clock, lambda _below: next(drawn))


def in_city(config: Config, file: Path, folder: Path) -> Config:
    """Montreuil; for the files about beeps, a Montreuil that calls back."""
    return beeping(config, folder) if file.stem.startswith("beep_") else config


def beeping(config: Config, folder: Path, beep: str = BEEP) -> Config:
    """The same city, with a number for beeps."""
    city = folder / "city"
    shutil.copytree(config.city_path, city)
    toml = city / "city.toml"
    written = toml.read_text(encoding="utf-8")
    assert "[line]\n" in written
    toml.write_text(written.replace("[line]\n", f'[line]\nbeep = "{beep}"\n'), encoding="utf-8")
    return replace(config, city=str(city))
