"""How does a backup become the record again, and what must not come back with it?"""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import closing
from datetime import datetime
from pathlib import Path

from hotline import durable
from hotline.config import Config
from hotline.errors import ConfigError, HotlineError
from hotline.keeping.backup import RECORD, SPOOL, unpack
from hotline.speech.recordings import FOLDER as RECORDED
from hotline.store import Store
from hotline.store.alone import hold

# Of what was to leave, the provider may have some already: it is asked first. Who was signed in or
# invited then is not now.
_AFTER = (
    "update outbox set maybe_sent = 1 where state in ('waiting', 'sending', 'paused')",
    "delete from staff_session",
    "delete from invitation",
)
# Nobody who has said STOP since the backup hears from us because the machine broke.
_STOPPED = "select person, opted_out_at from person where opted_out_at is not null"
_STOP = (
    "insert into person (person, opted_out_at, seen_at) values (:person, :at, :at)"
    " on conflict (person) do update set opted_out_at = coalesce(opted_out_at, :at)"
)


def restore(config: Config, source: Path, now: datetime, *, over: bool = False) -> int:
    """The record is what it was when this backup was made; returns how many STOPs were kept.

    `over`: in place of the record that is there, whose opt-outs are carried over if it can still be
    read with the same key. Raises HotlineError, with nothing changed, while the line runs, when
    there is a record and not `over`, or when the backup does not hold.
    """
    record = Path(config.database_path)
    record.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    config.state.mkdir(parents=True, exist_ok=True, mode=0o700)
    held = hold(str(record), alone=True)
    try:
        if record.exists() and not over:
            raise HotlineError(f"{record} is there. To put the backup in its place, say --over.")
        with tempfile.TemporaryDirectory(dir=config.state) as folder:
            unpacked = Path(folder) / "backup"
            unpack(source, unpacked, config.key("data"))
            stopped = _stopped(record, Path(folder), config)
            _examine(unpacked / RECORD, config, stopped, now)
            _put_in_place(unpacked, record, config)
    finally:
        os.close(held)
    return len(stopped)


def _stopped(record: Path, folder: Path, config: Config) -> list[tuple[str, str]]:
    """Who has opted out, by the record that is there, if there is one that can be read."""
    copied = folder / "before.sqlite"
    for suffix in ("", "-wal"):
        if (path := Path(f"{record}{suffix}")).exists():
            shutil.copy(path, f"{copied}{suffix}")
    if not copied.exists():
        return []
    try:
        with closing(Store(str(copied), config.key("data")).engine) as engine:
            return [(row["person"], row["opted_out_at"]) for row in engine.all(_STOPPED)]
    except ConfigError:
        return []


def _examine(record: Path, config: Config, stopped: list[tuple[str, str]], now: datetime) -> None:
    """It holds together and opens with our key; then what must not come back is taken out."""
    store = Store(str(record), config.key("data"))
    with closing(store.engine) as engine:
        if [*engine.database.query("pragma integrity_check")] != [{"integrity_check": "ok"}]:
            raise HotlineError("The record in this backup is damaged. Nothing was changed.")
        if wrong := store.trail.verify():
            raise HotlineError(f"The audit trail in it does not hold: {wrong[0]}")
        with store.transaction():
            for statement in _AFTER:
                engine.run(statement)
            for person, at in stopped:
                engine.run(_STOP, person=person, at=at)
            store.trail.add(None, "restored", "record", now)
        engine.checkpoint()


def _put_in_place(unpacked: Path, record: Path, config: Config) -> None:
    for suffix in ("-wal", "-shm"):
        Path(f"{record}{suffix}").unlink(missing_ok=True)
    durable.put(unpacked / RECORD, record)
    for name, place in ((SPOOL, config.spool_path), (RECORDED, config.state / RECORDED)):
        if (unpacked / name).is_dir():
            shutil.copytree(unpacked / name, place, dirs_exist_ok=True)
