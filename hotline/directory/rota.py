"""Who of a team can be spoken to at this moment, says the city's rota?

The file names accounts and hours, no numbers: those are sealed in the live record.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Container, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from hotline.directory.schedule import EXAMPLE, Schedule
from hotline.errors import Fault, FaultyFiles, did_you_mean
from hotline.model import Window

FILE = "rota.toml"
GENDERS = ("f", "m")
_ENTRIES = frozenset({"login", "hours", "languages", "gender", "topics"})
_NUMBER = re.compile(r"\+?[0-9][0-9 .]{5,}")
_SEALED = "Numbers are not written here: hotline staff phone LOGIN keeps them sealed."
_DAY = 24 * 60


@dataclass(frozen=True, slots=True)
class Shift:
    """Somebody's hours for a team, every week, or once (a `Window`, by the clocks here).

    `login` names their account. `languages` empty: those of the account; `topics` empty: all of
    the team's. `gender` is "" where it is not known. `id` is that of a turn of duty in the record,
    "" for what the file says.
    """

    login: str
    team: str
    hours: Schedule | Window
    languages: tuple[str, ...] = ()
    gender: str = ""
    topics: tuple[str, ...] = ()
    id: str = ""

    def is_on(self, now: datetime, off: Container[date]) -> bool:
        """Are they there at this local time, on days of rest only if that is what they said?"""
        if isinstance(self.hours, Window):
            return self.hours.start <= now < self.hours.end
        always = self.hours.off_on_holidays is False
        return self.hours.is_open(now, off) and (always or now.date() not in off)

    def hours_on(self, day: date, off: Container[date] = ()) -> tuple[tuple[int, int], ...]:
        """From which to which minute of this day; past 1440 when they last over midnight."""
        if isinstance(self.hours, Window):
            if self.hours.start.date() != day:
                return ()
            after = (self.hours.end.date() - day).days * _DAY
            return ((_minute(self.hours.start), after + _minute(self.hours.end)),)
        if day in off and self.hours.off_on_holidays is not False:
            return ()
        return tuple(
            (span.opens, span.closes) for span in self.hours.spans if span.weekday == day.weekday()
        )

    def meets(self, other: Shift) -> bool:
        """Is there a moment at which both are on, days of rest left out?"""
        first = next(
            (one.hours.start.date() for one in (self, other) if isinstance(one.hours, Window)),
            date(2001, 1, 1),  # a Monday
        ) - timedelta(days=1)
        mine, theirs = (each._minutes(first) for each in (self, other))
        return any(a < d and c < b for a, b in mine for c, d in theirs)

    def _minutes(self, first: date) -> list[tuple[int, int]]:
        """Its hours in the nine days from this one, in minutes from its beginning."""
        return [
            (days * _DAY + opens, days * _DAY + closes)
            for days in range(9)
            for opens, closes in self.hours_on(first + timedelta(days=days))
        ]


@dataclass(frozen=True, slots=True)
class Rota:
    """Every shift; none where nobody knows who is there."""

    shifts: tuple[Shift, ...] = ()

    def on_duty(self, now: datetime, off: Container[date]) -> tuple[Shift, ...]:
        """The shifts that are on at this local time.

        On a day of rest (`off`) nobody is, but where the hours are 24/7 or of that very day:
        nobody waits for a telephone that rings in an empty office.
        """
        return tuple(shift for shift in self.shifts if shift.is_on(now, off))


def _minute(at: datetime) -> int:
    return at.hour * 60 + at.minute


def load_rota(
    folder: Path,
    teams: Collection[str],
    topics: Collection[str],
    languages: Collection[str],
) -> Rota:
    """The rota of this city pack; empty without a file. Raises FaultyFiles with every fault."""
    path, faults = folder / FILE, list[Fault]()
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8-sig")) if path.exists() else {}
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        fault = Fault(FILE, None, "", f"cannot be read: {error}.", "Mend that line.")
        raise FaultyFiles([fault]) from None
    shifts = []
    for team, entries in table.items():
        if team not in teams:
            cure = did_you_mean(team, teams, f"Write one of: {', '.join(teams)}.")
            faults.append(Fault(FILE, None, team, "is no team.", cure))
        elif isinstance(entries, list):
            for entry in entries:
                found = [*_faults(team, entry, topics, languages)]
                faults += found
                shifts += [] if found else [_shift(team, entry)]
        else:
            faults.append(Fault(FILE, None, team, "is no list.", f"Write it as [[{team}]]."))
    if faults:
        raise FaultyFiles(faults)
    return Rota(tuple(shifts))


def _shift(team: str, entry: dict[str, Any]) -> Shift:
    return Shift(
        str(entry["login"]),
        team,
        Schedule.parse(entry["hours"]),
        tuple(entry.get("languages", ())),
        str(entry.get("gender", "")),
        tuple(entry.get("topics", ())),
    )


def _faults(
    team: str, entry: Any, topics: Collection[str], languages: Collection[str]
) -> Iterator[Fault]:
    login = entry.get("login") if isinstance(entry, dict) else None
    if not isinstance(login, str) or not login.strip():
        cure = 'Write login = "…", as in hotline staff list.'
        yield Fault(FILE, None, team, "has a shift without a login.", cure)
        return
    where = f"{team}.{login}"
    if _NUMBER.fullmatch(login):
        yield Fault(FILE, None, where, "is a number, not a login.", _SEALED)
    for unknown in sorted(entry.keys() - _ENTRIES):
        cure = did_you_mean(unknown, _ENTRIES, f"The entries are: {', '.join(sorted(_ENTRIES))}.")
        if "phone" in unknown or "number" in unknown:
            cure = _SEALED
        yield Fault(FILE, None, f"{where}.{unknown}", "is no entry.", cure)
    yield from _never(f"{where}.hours", entry.get("hours", ""))
    if entry.get("gender", "") not in ("", *GENDERS):
        yield Fault(FILE, None, f"{where}.gender", "is not f or m.", "Leave it out if not known.")
    known = {"languages": (languages, "city.toml"), "topics": (topics, "topics.toml")}
    for named, (options, file) in known.items():
        words = entry.get(named, [])
        if not _words(words):
            yield Fault(FILE, None, f"{where}.{named}", "is no list.", 'Write it as ["…", "…"].')
            return
        for word in (word for word in words if word not in options):
            cure = did_you_mean(word, options, f"See {file}.")
            yield Fault(FILE, None, f"{where}.{named}", f"{word!r} is none.", cure)


def _never(where: str, hours: Any) -> Iterator[Fault]:
    """Hours that cannot be read, or in which nobody is ever there."""
    if not isinstance(hours, str):
        yield Fault(FILE, None, where, "is not understood.", EXAMPLE)
        return
    try:
        if not Schedule.parse(hours).spans:
            yield Fault(FILE, None, where, f"{hours!r} is never.", EXAMPLE)
    except ValueError as error:
        yield Fault(FILE, None, where, "is not understood.", str(error))


def _words(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) for each in value)
