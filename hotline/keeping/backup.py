"""How is the whole record copied while the line runs, so that only who has the data key reads it?

An age file (age-encryption.org) with a tar in it: the record, what waits on the spool, and the
voices recorded here. The key is not in it. `age -d` opens it, with the key that `hotline keys show`
prints; and what is inside is sealed once more, as it is in the record.
"""

from __future__ import annotations

import io
import os
import tarfile
import tempfile
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pyrage

from hotline import durable
from hotline.config import Config
from hotline.errors import HotlineError
from hotline.keeping.age_key import identity
from hotline.speech.recordings import FOLDER as RECORDED
from hotline.store import Store

RECORD, SPOOL = "record.sqlite", "spool"
KEPT = timedelta(days=14)


def backup(config: Config, target: Path, now: datetime) -> Path:
    """A copy of all that can't be made again, read back once; returns the file.

    `target` is a file, or a folder: then the file is named by the time, and those of more than
    14 days before are erased.
    """
    path = target / f"hotline-{now:%Y-%m-%dT%H%M}.age" if target.is_dir() else target
    store = Store(config.database_path, config.key("data"))
    with closing(store.engine), tempfile.TemporaryDirectory(dir=config.state) as folder:
        store.trail.add(None, "backup", "record", now)
        packed = Path(folder) / "packed.tar"
        store.engine.copy(str(Path(folder) / RECORD))
        _pack(packed, Path(folder) / RECORD, config)
        sealed = path.with_name(f".{path.name}.{os.getpid()}")
        try:
            _seal(packed, sealed, config.key("data"))
            unpack(sealed, Path(folder) / "read back", config.key("data"))
            durable.put(sealed, path)
        finally:
            sealed.unlink(missing_ok=True)
    if target.is_dir():
        erase_old(target, now)
    return path


def erase_old(folder: Path, now: datetime) -> int:
    """Backups of this folder from more than 14 days before are erased; how many."""
    oldest = f"hotline-{now - KEPT:%Y-%m-%dT%H%M}.age"
    old = [path for path in folder.glob("hotline-*.age") if path.name < oldest]
    for path in old:
        path.unlink()
    return len(old)


def unpack(path: Path, folder: Path, key: bytes) -> None:
    """What is in this backup lies in the folder. Raises HotlineError: nothing of it can be used."""
    opened = folder.with_suffix(".tar")
    try:
        with path.open("rb") as source, _private(opened) as target:
            pyrage.decrypt_io(source, target, [identity(key)])
        with tarfile.open(opened) as tar:
            tar.extractall(folder, filter="data")
    except (pyrage.DecryptError, tarfile.TarError, OSError) as error:
        if isinstance(error, FileNotFoundError) and not path.exists():
            raise HotlineError(f"{path}: there is no such file.") from None
        raise HotlineError(
            f"{path} is damaged, or was made with another data key. Nothing was changed."
        ) from None
    finally:
        opened.unlink(missing_ok=True)


def _pack(packed: Path, record: Path, config: Config) -> None:
    with _private(packed) as file, tarfile.open(fileobj=file, mode="w") as tar:
        tar.add(record, RECORD)
        for path in sorted(config.spool_path.glob("*.sealed")):
            tar.add(path, f"{SPOOL}/{path.name}")
        if (config.state / RECORDED).is_dir():
            tar.add(config.state / RECORDED, RECORDED)


def _seal(packed: Path, sealed: Path, key: bytes) -> None:
    with packed.open("rb") as source, _private(sealed) as target:
        pyrage.encrypt_io(source, target, [identity(key).to_public()])
        target.flush()
        os.fsync(target.fileno())


def _private(path: Path) -> io.BufferedWriter:
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb")
