"""How is a small file written so that a power cut leaves it whole, or not there at all?"""

from __future__ import annotations

import os
from pathlib import Path


def write(path: Path, text: str) -> None:
    """The file has this text and is on the disk; nobody else may read it. Raises OSError."""
    fresh = path.with_suffix(f".{os.getpid()}")
    file = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        os.write(file, text.encode())
        os.fsync(file)
    finally:
        os.close(file)
    fresh.rename(path)
    keep_names(path.parent)


def make_folder(path: Path) -> None:
    """The folder is there, and stays; nobody else may look into it. Raises OSError."""
    if not path.is_dir():
        make_folder(path.parent)
        path.mkdir(exist_ok=True, mode=0o700)
        keep_names(path.parent)


def keep_names(folder: Path) -> None:
    """Names made, changed or removed in this folder until now are so after a power cut, too."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
