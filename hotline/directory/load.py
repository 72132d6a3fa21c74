"""What did the last build of the directory leave for the line to answer with?"""

from __future__ import annotations

from pathlib import Path

from hotline.directory import shelf
from hotline.directory.rows import from_tables, version_of
from hotline.directory.search import Directory
from hotline.errors import ContentError

CURE = "Run `hotline directory build`."


def load(path: Path) -> Directory:
    """The directory in memory. Raises ContentError when it is missing, damaged or of old make."""
    if not path.is_file():
        raise ContentError(f"{path}: there is no directory yet. {CURE}")
    try:
        tables, about = shelf.read(path)
        directory = from_tables(tables, about)
    except (shelf.Error, LookupError, TypeError, ValueError) as error:
        raise ContentError(f"{path}: the directory cannot be read: {error}. {CURE}") from error
    if version_of(tables) != directory.version:
        raise ContentError(f"{path}: the directory is damaged or was changed by hand. {CURE}")
    return directory
