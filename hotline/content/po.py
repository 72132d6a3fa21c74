"""What does a translator's file say, or in which line is it broken?"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import PoFileError, read_po

from hotline.errors import Fault, FaultyFiles

# The reader of Babel takes what is cut off for what is meant, and drops its last letter.
_LINE = re.compile(r'\s*(?:(?:msgctxt|msgid|msgstr)\s*)?"(?:[^"\\]|\\.)*"\s*')
_KEY = re.compile(r'\s*msgctxt\s*"(.*)"\s*')


def read_catalog(path: Path) -> Catalog:
    """The entries of this file. Raises FaultyFiles with every line that cannot be read."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
        if faults := [*_faults(path.name, text)]:
            raise FaultyFiles(faults)
        catalog = read_po(io.StringIO(text), abort_invalid=True)
    except (OSError, PoFileError, ValueError) as error:
        cure = "Mend it in a PO editor, which shows the line, and save it as UTF-8."
        fault = Fault(path.name, None, "", f"cannot be read: {error}.", cure)
        raise FaultyFiles([fault]) from None
    catalog.charset = "utf-8"  # whatever its head says
    return catalog


def _faults(file: str, text: str) -> Iterator[Fault]:
    seen: dict[str, int] = {}
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        if not _LINE.fullmatch(line):
            problem = f"cannot be read: {line.strip()[:40]!r} does not stand in one pair of quotes."
            cure = r'Write msgstr "…", and \" for a quotation mark within.'
            yield Fault(file, number, "", problem, cure)
        elif key := _KEY.fullmatch(line):
            first = seen.setdefault(key[1], number)
            if first != number:
                problem = f"is in line {first} already."
                yield Fault(file, number, key[1], problem, "Take one of the two out.")
