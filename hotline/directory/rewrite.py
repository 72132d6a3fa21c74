"""How does locations.csv take over what staff have edited, and stay the same in all else?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from hotline.directory.pack import Edit

_MARK = "\ufeff"  # Excel writes it; not part of the first column's name
# A cell as it is written, quoted or not, and what ends it.
_CELL = re.compile(r'((?:"(?:[^"]|"")*")|[^,\r\n]*)(,|\r\n|\r|\n|\Z)')
_QUOTED = re.compile(r'[",\r\n]|\A\s|\s\Z')

Cells = Mapping[tuple[str, str], str]


def with_edits(written: str, edits: Iterable[Edit]) -> str:
    """The text of locations.csv with these edits in it: every other character stays.

    A column that it does not have is added at its end, if an edit fills it.
    """
    cells = {(edit.id, edit.column): edit.value for edit in edits}
    mark = _MARK * written.startswith(_MARK)
    return mark + "".join(_rewritten(_records(written.removeprefix(mark)), cells))


def _rewritten(records: Iterator[tuple[list[str], str]], cells: Cells) -> Iterator[str]:
    header, end = next(records, ([], ""))
    names = [_value(cell).strip() for cell in header]
    added = _added(names, cells)
    yield ",".join((*header, *added)) + end
    names += added
    for record, end in records:
        if not any(_value(cell).strip() for cell in record):  # no row, however many commas it has
            yield ",".join(record) + end
            continue
        row = [*record, *[""] * len(added)]
        key = _value(row[names.index("id")]).strip()
        said = (_cell(raw, cells.get((key, name))) for raw, name in zip(row, names, strict=True))
        yield ",".join(said) + end


def _added(header: Sequence[str], cells: Cells) -> list[str]:
    wanted = dict.fromkeys(column for (_, column), value in cells.items() if value)
    return [column for column in sorted(wanted) if column not in header]


def _cell(raw: str, value: str | None) -> str:
    if value is None or value == _value(raw).strip():
        return raw
    return '"' + value.replace('"', '""') + '"' if _QUOTED.search(value) else value


def _value(raw: str) -> str:
    return raw[1:-1].replace('""', '"') if raw[:1] == '"' else raw


def _records(written: str) -> Iterator[tuple[list[str], str]]:
    """The cells of each line as they are written, and what ends it."""
    record: list[str] = []
    for found in _CELL.finditer(written):
        if not found[0] and not record:  # the end of the file, after the last line's
            return
        record.append(found[1])
        if found[2] != ",":
            yield record, found[2]
            record = []
