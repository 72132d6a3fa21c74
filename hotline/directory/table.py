"""What do the rows of a CSV file say, and can the file be read at all?"""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from hotline.errors import Fault, did_you_mean

__all__ = ["Row", "Table", "did_you_mean", "read_table"]

_AS_UTF8 = 'Save it again as "CSV UTF-8".'
_AS_COMMAS = 'Save it again as "CSV UTF-8 (comma delimited)".'
_AS_EXAMPLE = "Name the columns as messages/cities/montreuil does."


@dataclass(frozen=True, slots=True)
class Row:
    """One row, by column. `number` is what a spreadsheet shows beside it: the header is row 1."""

    file: str
    number: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells[column]

    def fault(self, column: str, problem: str, cure: str) -> Fault:
        """Something wrong in this row."""
        return Fault(self.file, self.number, column, problem, cure)


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of one file. With `faults`, rows are missing: nothing can be said of the whole."""

    file: str
    rows: tuple[Row, ...] = ()
    faults: tuple[Fault, ...] = ()

    def column(self, name: str) -> list[str]:
        """Every cell of a column that is not empty, in order."""
        return [row[name] for row in self.rows if row[name]]


def read_table(path: Path, columns: Sequence[str], optional: Sequence[str] = ()) -> Table:
    """The file as a table, cells stripped and in NFC, or what keeps it from being one.

    An `optional` column that is not there is empty in every row.
    """
    try:
        written = path.read_bytes()
        records = list(csv.reader(io.StringIO(written.decode("utf-8-sig"), ""), strict=True))
    except OSError:
        return _unreadable(path, None, "cannot be opened.", f"Put it in the folder {path.parent}.")
    except UnicodeDecodeError as error:
        line = written.count(b"\n", 0, error.start) + 1
        return _unreadable(path, line, "is not UTF-8 text here.", _AS_UTF8)
    except csv.Error as error:
        return _unreadable(path, None, f"has a stray quotation mark: {error}.", _AS_COMMAS)
    header = [cell.strip() for cell in records[0]] if records else []
    if faults := [*_header_faults(path.name, header, columns, optional)]:
        return Table(path.name, (), tuple(faults))
    return _filled(path.name, header, records[1:], dict.fromkeys(optional, ""))


def _unreadable(path: Path, row: int | None, problem: str, cure: str) -> Table:
    return Table(path.name, (), (Fault(path.name, row, "", problem, cure),))


def _header_faults(
    file: str, header: Sequence[str], needed: Sequence[str], optional: Sequence[str]
) -> Iterable[Fault]:
    columns = (*needed, *optional)
    for sign, name in ((";", "semicolons"), ("\t", "tabs")):
        if len(header) == 1 and sign in header[0]:
            return [Fault(file, 1, "", f"is separated by {name}, not by commas.", _AS_COMMAS)]
    missing = [column for column in needed if column not in header]
    unknown = [column for column in header if column not in columns]
    twice = {column for column in header if column in columns and header.count(column) > 1}
    absent_ones = [column for column in columns if column not in header]
    mistaken = [_unknown(file, column, absent_ones) for column in unknown]
    # A misspelt column is said once: as unknown, with the name it should have.
    named = " ".join(fault.cure for fault in mistaken)
    absent = [column for column in missing if repr(column) not in named]
    return [
        *mistaken,
        *(Fault(file, 1, column, "this column is missing.", _AS_EXAMPLE) for column in absent),
        *(Fault(file, 1, column, "this column is there twice.", _AS_EXAMPLE) for column in twice),
    ]


def _unknown(file: str, column: str, missing: Sequence[str]) -> Fault:
    cure = did_you_mean(
        column, missing, "Take it out, or name it as messages/cities/montreuil does."
    )
    return Fault(file, 1, column, "no such column is known.", cure)


def _filled(
    file: str,
    header: Sequence[str],
    records: Iterable[Sequence[str]],
    otherwise: Mapping[str, str],
) -> Table:
    rows: list[Row] = []
    faults: list[Fault] = []
    for number, record in enumerate(records, 2):
        cells = [unicodedata.normalize("NFC", cell.strip()) for cell in record]
        if len(cells) == len(header):
            named = dict(zip(header, cells, strict=True))
            rows.append(Row(file, number, {**otherwise, **named}))
        elif any(cells):
            problem = f"has {len(cells)} cells, the header has {len(header)}."
            cure = 'Put quotation marks around a text that has a comma: "12, rue X".'
            faults.append(Fault(file, number, "", problem, cure))
    return Table(file, tuple(row for row in rows if any(row.cells.values())), tuple(faults))
