"""How is a city pack built, broken and asked in a test?"""

from __future__ import annotations

import csv
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from hotline.directory.build import Built, build
from hotline.directory.search import Directory
from hotline.errors import Fault, FaultyFiles

FICTIONAL = Path(__file__).parent.parent / "cities" / "bourg-fictif"
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
PARIS = ZoneInfo("Europe/Paris")
MORNING = NOW.astimezone(PARIS)  # Monday, ten o'clock
TOPICS = [
    "legal",
    "papers",
    "racism",
    "violence",
    "french",
    "housing",
    "work",
    "business",
    "food",
    "health",
    "culture",
]
TEAMS = ["pad", "mrap93", "integration", "grdr", "laruche"]


def built(town: Path, target: Path, **others: Any) -> Built:
    return build(town, target, TOPICS, TEAMS, NOW, **{"zone": PARIS, **others})


def faults_of(town: Path, **others: Any) -> list[Fault]:
    """Why this city is refused; nothing is left behind."""
    target = town.parent / "state" / "directory.sqlite"
    with pytest.raises(FaultyFiles) as refused:
        built(town, target, **others)
    assert not target.exists()
    return refused.value.faults


def write(file: Path, row: int, column: str, value: str) -> None:
    """Write one cell; the row is numbered as in a spreadsheet."""
    with file.open(newline="", encoding="utf-8") as opened:
        rows = list(csv.reader(opened))
    rows[row - 1][rows[0].index(column)] = value
    with file.open("w", newline="", encoding="utf-8") as opened:
        csv.writer(opened).writerows(rows)


def found(
    directory: Directory, topic: str, place: str | None, team: str | None = None
) -> list[str]:
    """The ids of the services, nearest first."""
    where = directory.place(place) if place else None
    return [match.service.id for match in directory.nearest(topic, where, MORNING, team)]
