"""In which city is a golden conversation held?"""

from __future__ import annotations

import shutil
from dataclasses import replace
from itertools import count
from pathlib import Path

from hotline.app import Hotline
from hotline.config import ROOT, Config
from tests.conftest import Clock

BEEP, PLACE = "+33199000008", "Maison des habitants"


def opened(config: Config, clock: Clock) -> Hotline:
    """The line; references are 1001, 1002 and so on."""
    drawn = count(1)
    return Hotline(config, clock, lambda _below: next(drawn))


def in_city(config: Config, file: Path, folder: Path) -> Config:
    """Montreuil; for the files about beeps one that calls back, for events one that has some."""
    kind, _, _ = file.stem.partition("_")
    made = {"beep": beeping, "events": lively}.get(kind)
    return made(config, folder) if made else config


def lively(config: Config, folder: Path) -> Config:
    """The same city, with the events of the fictional town."""
    city = folder / "city"
    shutil.copytree(config.city_path, city)
    events = ROOT / "tests" / "cities" / "bourg-fictif" / "events.ics"
    written = events.read_text(encoding="utf-8").replace("LOCATION:maison", f"LOCATION:{PLACE}")
    (city / "events.ics").write_text(written, encoding="utf-8")
    (config.state / "directory.sqlite").unlink()
    return replace(config, city=str(city))


def beeping(config: Config, folder: Path, beep: str = BEEP) -> Config:
    """The same city, with a number for beeps."""
    city = folder / "city"
    shutil.copytree(config.city_path, city)
    toml = city / "city.toml"
    written = toml.read_text(encoding="utf-8")
    assert "[line]\n" in written
    toml.write_text(written.replace("[line]\n", f'[line]\nbeep = "{beep}"\n'), encoding="utf-8")
    return replace(config, city=str(city))
