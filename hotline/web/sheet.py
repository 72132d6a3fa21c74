"""How does a table leave for a spreadsheet, so that no cell of it is taken for a formula?"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from flask import Response

from hotline.directory.cells import begins_formula


def download(name: str, rows: Iterable[Iterable[object]]) -> Response:
    """The table as a file; what is text stays text, whatever it begins with."""
    written = io.StringIO()
    csv.writer(written, quoting=csv.QUOTE_NONNUMERIC).writerows(
        [_cell(value) for value in row] for row in rows
    )
    # With a mark at the beginning, or Excel takes it for Windows-1252.
    response = Response(f"\ufeff{written.getvalue()}", content_type="text/csv; charset=utf-8")
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response


def plain(text: str) -> str:
    """The text, behind an apostrophe where it would begin a formula."""
    return f"'{text}" if begins_formula(text) else text


def _cell(value: object) -> object:
    if value is None or isinstance(value, int | float):
        return value
    return plain(str(value))
