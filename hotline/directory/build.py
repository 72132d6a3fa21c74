"""How does a city pack become the directory that the line answers with?"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from hotline.directory import check, references, rows, shelf
from hotline.directory.compose import directory_of
from hotline.directory.load import load
from hotline.directory.pack import Edit, Rules, read_pack
from hotline.errors import Fault, FaultyFiles


@dataclass(frozen=True, slots=True)
class Built:
    """How much a build has put to use. `warnings` are what somebody should look into."""

    services: int
    locations: int
    places: int
    numbers: int
    version: str
    warnings: tuple[Fault, ...] = ()


def build(
    city_path: Path,
    target: Path,
    topics: Collection[str],
    teams: Collection[str],
    now: datetime,
    overlay: Iterable[Edit] = (),
    country: str = "FR",
) -> Built:
    """The tables of this city, with the edits of staff laid over them, are served from `target`.

    Raises FaultyFiles with every fault there is; then, as after any other error, the directory
    that was there before is served on. `country` is the region telephone numbers are read in.
    """
    rules = Rules(topics, teams, country, now)
    pack = read_pack(city_path, overlay)
    if faults := check.faults(pack, rules):
        raise FaultyFiles(faults)
    directory = directory_of(pack, rules, city_path.name)
    tables = rows.to_tables(directory)
    version = rows.version_of(tables)
    about = {
        "built_at": directory.built_at.isoformat(),
        "version": version,
        "city": directory.city,
        "country": country,
    }
    shelf.keep(tables, about, target, check=load)
    return Built(
        services=len(directory.services),
        locations=len(directory.locations),
        places=len(directory.places),
        numbers=len(directory.numbers),
        version=version,
        warnings=tuple(references.warnings(pack)),
    )
