"""How does a city pack become the directory that the line answers with?"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from hotline.directory import check, references, rows, shelf
from hotline.directory.calendar import read_events
from hotline.directory.compose import directory_of
from hotline.directory.load import load
from hotline.directory.pack import Edit, Rules, read_pack
from hotline.errors import Fault, FaultyFiles

UTC = ZoneInfo("UTC")


@dataclass(frozen=True, slots=True)
class Built:
    """How much a build has put to use. `warnings` are what somebody should look into."""

    services: int
    locations: int
    places: int
    numbers: int
    version: str
    events: int = 0
    warnings: tuple[Fault, ...] = ()


def build(
    city_path: Path,
    target: Path,
    topics: Collection[str],
    teams: Collection[str],
    now: datetime,
    overlay: Collection[Edit] = (),
    country: str = "FR",
    zone: ZoneInfo = UTC,
    languages: Collection[str] = (),
) -> Built:
    """The tables of this city, with the edits of staff laid over them, are served from `target`.

    Raises FaultyFiles with every fault there is; then, as after any other error, the directory
    that was there before is served on. `country` is the region telephone numbers are read in,
    `zone` the clock that events go by, `languages` what their titles may be in, where it is known.
    """
    rules = Rules(topics, teams, country, now)
    pack = read_pack(city_path, overlay)
    calendar = read_events(city_path, zone, topics, pack.names, languages)
    if faults := [*check.faults(pack, rules), *calendar.faults]:
        raise FaultyFiles(faults)
    directory = directory_of(pack, rules, city_path.name, calendar.events)
    tables = rows.to_tables(directory)
    version = rows.version_of(tables)
    about = {
        "built_at": directory.built_at.isoformat(),
        "version": version,
        "city": directory.city,
        "country": country,
        "edits": mark_of(overlay),
    }
    shelf.keep(tables, about, target, check=load)
    return Built(
        services=len(directory.services),
        locations=len(directory.locations),
        places=len(directory.places),
        numbers=len(directory.numbers),
        version=version,
        events=len(directory.events),
        warnings=tuple(references.warnings(pack)),
    )


def mark_of(overlay: Iterable[Edit]) -> str:
    """A short name for these edits, "" for none: a directory knows by it what was laid over it."""
    cells = sorted((edit.table, edit.id, edit.column, edit.value) for edit in overlay)
    return hashlib.sha256(json.dumps(cells).encode()).hexdigest()[:16] if cells else ""
