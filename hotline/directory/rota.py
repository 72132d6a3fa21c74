"""Who of a team can be spoken to at this moment, says the city's rota?

The rota names people and hours, no numbers: those are sealed in the live record.
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from hotline.days import public_holidays
from hotline.directory.schedule import Schedule
from hotline.errors import Fault, FaultyFiles

FILE = "rota.toml"
GENDERS = ("f", "m")
_ENTRIES = frozenset({"name", "hours", "languages", "gender", "topics"})


@dataclass(frozen=True, slots=True)
class Shift:
    """Somebody's weekly hours for a team; `topics` empty: all of the team's.

    `gender` is "" where the rota does not know it.
    """

    name: str
    team: str
    schedule: Schedule
    languages: tuple[str, ...] = ()
    gender: str = ""
    topics: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rota:
    """Every shift; none where nobody knows who is there."""

    shifts: tuple[Shift, ...] = ()
    country: str = "FR"

    def __bool__(self) -> bool:
        return bool(self.shifts)

    def on_duty(self, now: datetime) -> tuple[Shift, ...]:
        """The shifts that are on at this local time.

        On a public holiday nobody is, but where the hours are 24/7: nobody waits for a telephone
        that rings in an empty office.
        """
        off = public_holidays(self.country, now.year)
        return tuple(
            shift
            for shift in self.shifts
            if shift.schedule.is_open(now, off)
            and (now.date() not in off or shift.schedule.off_on_holidays is False)
        )


def load_rota(folder: Path, teams: Collection[str], topics: Collection[str], country: str) -> Rota:
    """The rota of this city pack; empty without a file. Raises FaultyFiles with every fault."""
    path, faults = folder / FILE, list[Fault]()
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        fault = Fault(FILE, None, "", f"cannot be read: {error}.", "Mend that line.")
        raise FaultyFiles([fault]) from None
    shifts = []
    for team, entries in table.items():
        if team not in teams:
            known = ", ".join(teams)
            faults.append(Fault(FILE, None, team, "is no team.", f"Write one of: {known}."))
        elif isinstance(entries, list):
            for entry in entries:
                found = [*_faults(team, entry, topics)]
                faults += found
                shifts += [] if found else [_shift(team, entry)]
        else:
            faults.append(Fault(FILE, None, team, "is no list.", f"Write it as [[{team}]]."))
    if faults:
        raise FaultyFiles(faults)
    return Rota(tuple(shifts), country)


def _shift(team: str, entry: dict[str, Any]) -> Shift:
    return Shift(
        str(entry["name"]),
        team,
        Schedule.parse(entry["hours"]),
        tuple(entry.get("languages", ())),
        str(entry.get("gender", "")),
        tuple(entry.get("topics", ())),
    )


def _faults(team: str, entry: Any, topics: Collection[str]) -> Iterator[Fault]:
    if not isinstance(entry, dict) or not isinstance(entry.get("name"), str) or not entry["name"]:
        yield Fault(FILE, None, team, "has a shift without a name.", 'Write name = "…".')
        return
    where = f"{team}.{entry['name']}"
    for unknown in sorted(entry.keys() - _ENTRIES):
        cure = f"The entries are: {', '.join(sorted(_ENTRIES))}."
        if "phone" in unknown or "number" in unknown:
            cure = "Numbers are not written here: hotline staff phone NAME keeps them sealed."
        yield Fault(FILE, None, f"{where}.{unknown}", "is no entry.", cure)
    try:
        Schedule.parse(entry.get("hours", ""))
    except (TypeError, ValueError, AttributeError) as error:
        yield Fault(FILE, None, f"{where}.hours", "is not understood.", str(error))
    if entry.get("gender", "") not in ("", *GENDERS):
        yield Fault(FILE, None, f"{where}.gender", "is not f or m.", "Leave it out if not known.")
    for named in ("languages", "topics"):
        if not _words(entry.get(named, [])):
            yield Fault(FILE, None, f"{where}.{named}", "is no list.", 'Write it as ["…", "…"].')
            return
    for topic in entry.get("topics", []):
        if topic not in topics:
            yield Fault(FILE, None, f"{where}.topics", f"{topic!r} is none.", "See topics.toml.")


def _words(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) for each in value)
