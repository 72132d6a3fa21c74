"""Does locations.csv take over the edits of staff, and keep every other character?"""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from hotline.config import ROOT
from hotline.directory.pack import Edit
from hotline.directory.rewrite import with_edits
from tests.directory.towns import FICTIONAL

MONTREUIL = ROOT / "messages" / "cities" / "montreuil"
# With records in it that are no rows: a blank line, and commas alone, too few or too many.
WRITTEN = 'id,phone,opening_hours\n"one",  1 ,"a ""b"", c"\n\n,,\n,\n"", ,,,\ntwo,2,\n'


def edit(id_: str, column: str, value: str) -> Edit:
    return Edit("locations", id_, column, value)


@pytest.mark.parametrize(
    ("edits", "written"),
    [
        ([], WRITTEN),
        ([edit("one", "phone", "1")], WRITTEN),
        ([edit("one", "phone", "01")], WRITTEN.replace("  1 ", "01")),
        ([edit("two", "opening_hours", "Mo 1")], WRITTEN.replace("2,", "2,Mo 1")),
        ([edit("two", "opening_hours", "Mo,We")], WRITTEN.replace("2,", '2,"Mo,We"')),
        ([edit("two", "phone", 'say "2"')], WRITTEN.replace("two,2", 'two,"say ""2"""')),
        ([edit("two", "phone", "")], WRITTEN.replace("two,2", "two,")),
        ([edit("nobody", "phone", "3")], WRITTEN),
        ([edit("two", "closed_from", "")], WRITTEN),
        (
            [edit("two", "closed_from", "2026-12-03")],
            'id,phone,opening_hours,closed_from\n"one",  1 ,"a ""b"", c",\n\n,,\n,\n"", ,,,\n'
            "two,2,,2026-12-03\n",
        ),
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_only_what_was_edited_is_another(
    edits: list[Edit], written: str, end: str, mark: str
) -> None:
    before, after = (mark + text.replace("\n", end) for text in (WRITTEN, written))
    assert with_edits(before, edits) == after
    assert with_edits(before.removesuffix(end), edits) == after.removesuffix(end)


@pytest.mark.parametrize("city", [FICTIONAL, MONTREUIL], ids=["fictional", "montreuil"])
def test_a_real_file_says_what_was_edited(city: Path) -> None:
    before = (city / "locations.csv").read_bytes().decode()
    rows = [*csv.DictReader(io.StringIO(before, newline=""))]
    edits = [
        edit(rows[0]["id"], "opening_hours", "Mo,We 09:00-12:00; PH off"),
        edit(rows[1]["id"], "closed_from", "2026-12-03"),
        edit(rows[1]["id"], "closed_until", "2026-12-24"),
        edit(rows[-1]["id"], "closed_reason", 'travaux, "longs"'),
    ]
    assert with_edits(before, []) == before
    after = with_edits(before, edits)
    read = [*csv.DictReader(io.StringIO(after, newline=""), strict=True)]
    wanted = [
        {**row, **dict.fromkeys(("closed_from", "closed_until", "closed_reason"), "")}
        for row in rows
    ]
    for each in edits:
        (row,) = (row for row in wanted if row["id"] == each.id)
        row[each.column] = each.value
    assert read == wanted
