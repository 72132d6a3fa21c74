"""How does a file get its content whole or not at all, and keep it through a power cut?"""

from __future__ import annotations

import os
from pathlib import Path


def write(path: Path, content: bytes) -> None:
    """The file has this content, and nobody else can read it. Raises OSError."""
    fresh = path.with_name(f"{path.name}.{os.getpid()}")
    file = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        os.write(file, content)
        os.fsync(file)
    finally:
        os.close(file)
    put(fresh, path)


def put(fresh: Path, path: Path) -> None:
    """The file `fresh` takes the place of the other."""
    fresh.replace(path)
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
