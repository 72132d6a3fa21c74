"""What do staff change in the directory, and how does it reach the line within a minute?"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from hotline.app import Hotline
from hotline.directory.cells import without_formula
from hotline.directory.entries import Entry, entries
from hotline.directory.pack import Edit, Pack, read_pack
from hotline.directory.rewrite import with_edits
from hotline.errors import ContentError, Fault, FaultyFiles
from hotline.overlay import TABLE
from hotline.store import StaffMember
from hotline.store.edits import Change

REFRESH = "jobs.refresh_directory.refresh_directory"
FILE = f"{TABLE}.csv"
# What may be edited; the rest of a row is the city pack's.
FIELDS = ("phone", "phone_2", "opening_hours", "closed_from", "closed_until", "closed_reason")
PHONES = ("phone", "phone_2")
LONGEST = 300

Cells = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Editing:
    """The directory as staff see it: the city pack with what they have changed."""

    line: Hotline
    now: datetime

    def entries(self) -> list[Entry]:
        """Every published location, what is to do first."""
        today = self.now.astimezone(self.line.city.timezone).date()
        return entries(self._pack(), self.line.store.reports.counts(), today)

    def entry(self, location: str) -> Entry | None:
        """One of them."""
        return next((each for each in self.entries() if each.row["id"] == location), None)

    def faults(self) -> list[Fault]:
        """Why the line goes on with an older directory: what cannot be served as it stands."""
        return self.line.knowledge.faults(self.line.directory_edits())

    def save(
        self,
        entry: Entry,
        by: StaffMember,
        given: Cells,
        *,
        seen: str,
        verified: bool = False,
    ) -> list[Fault] | None:
        """The line tells these cells from the next turn on; or nothing changes, and here is why.

        `verified`: somebody has checked all of it today. Either answers those who said it is wrong.
        None: it does not say any more what it said in the version that was `seen`.
        """
        if entry.version != seen:
            return None
        wanted = {name: _tidy(given[name]) for name in FIELDS if name in given}
        if verified:
            wanted |= self._checked(by)
        cells = _different(entry, wanted)
        if faults := self._faults(entry, cells):
            return faults
        cells = _different(entry, {name: self._fit(name, wanted[name]) for name in cells})
        what = "directory_verified" if verified else "directory_changed"
        if (cells or verified) and not self._keep(entry, by, cells, what):
            return None
        return []

    def undo(self, entry: Entry, by: StaffMember, change: Change) -> list[Fault] | None:
        """What it changed says again what it said before, and who it answered is not answered.

        None: it was changed again since.
        """
        if not undoable(entry, change):
            return None
        cells = {name: (since, before) for name, (before, since) in change.cells.items()}
        if faults := self._faults(entry, cells):
            return faults
        kept = self._keep(entry, by, cells, "directory_undone", change.id)
        return [] if kept else None

    def exported(self) -> str:
        """locations.csv with every edit in it, and nothing else changed.

        Raises FaultyFiles where the file cannot be read whole.
        """
        path = self.line.config.city_path / FILE
        if faults := self._pack().locations.faults:
            raise FaultyFiles([*faults])
        return with_edits(path.read_bytes().decode(), self.line.directory_edits())

    def _pack(self) -> Pack:
        return read_pack(self.line.config.city_path, self.line.directory_edits())

    def _faults(self, entry: Entry, cells: Mapping[str, tuple[str, str]]) -> list[Fault]:
        location = entry.row["id"]
        also = [Edit(TABLE, location, name, value) for name, (_, value) in cells.items()]
        return self.line.knowledge.faults([*self.line.directory_edits(), *also]) if also else []

    def _keep(
        self,
        entry: Entry,
        by: StaffMember,
        cells: Mapping[str, tuple[str, str]],
        what: str,
        undoes: str | None = None,
    ) -> bool:
        """False: it says something else by now than the entry on which this was decided."""
        store, location, over = self.line.store, entry.row["id"], self._in_file(entry)
        with store.transaction():
            there = self.entry(location)
            if there is None or there.version != entry.version:
                return False
            edit = store.edits.add(location, by.id, cells, over, self.now, undoes)
            if undoes is None:
                store.reports.answer(location, edit)
            else:
                store.reports.reopen(undoes)
            store.staff.audit(by.id, what, location, self.now)
        with suppress(ContentError):  # spoilt since it was tried: the job says so, and tries again
            self.line.build_directory()
        self.line.doorbell.ring(REFRESH)
        return True

    def _in_file(self, entry: Entry) -> Cells:
        """What the file itself says of this location."""
        rows = read_pack(self.line.config.city_path).locations.rows
        return next((row.cells for row in rows if row["id"] == entry.row["id"]), entry.row.cells)

    def _checked(self, by: StaffMember) -> dict[str, str]:
        today = self.now.astimezone(self.line.city.timezone).date()
        name = without_formula(by.name).strip() or by.id
        return {"verified_on": today.isoformat(), "verified_by": name}

    def _fit(self, name: str, value: str) -> str:
        """A telephone as it is dialled here, and never as a spreadsheet's formula."""
        if name not in PHONES or not value:
            return value
        read = self._pack().phone_in(self.line.city.country)
        return read(value).replace("+", "00 ")


def undoable(entry: Entry, change: Change) -> bool:
    """Does the entry still say all that this edit made it say?"""
    return all(entry.row[name] == since for name, (_, since) in change.cells.items())


def _tidy(typed: str) -> str:
    """As the files are read."""
    return unicodedata.normalize("NFC", typed.strip())[:LONGEST]


def _different(entry: Entry, wanted: Cells) -> dict[str, tuple[str, str]]:
    """Column to what it says and what it is to say, where that is something else."""
    return {
        name: (entry.row[name], value) for name, value in wanted.items() if entry.row[name] != value
    }
