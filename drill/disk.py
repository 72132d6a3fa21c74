"""What is on a disk when the power goes? Only what was synced is certain.

A file's bytes are certain after fsync of the file, its name after fsync of the folder. Of all else
each sector of 512 bytes is there or not, as the dice fall.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from pathlib import Path

SECTOR = 512


@dataclass
class File:
    """What is certain of one file, and what was written since."""

    certain: bytearray = field(default_factory=bytearray)
    since: list[tuple[int, bytes]] = field(default_factory=list)
    size: int = 0

    def write(self, offset: int | None, data: bytes) -> None:
        """Write there, or at the end."""
        at = self.size if offset is None else offset
        self.since.append((at, data))
        self.size = max(self.size, at + len(data))

    def truncate(self, size: int) -> None:
        """Cut it off; SQLite does so only to what it needs no more, so it happens at once."""
        self.since = [(at, data[: size - at]) for at, data in self.since if at < size]
        del self.certain[size:]
        self.size = size

    def sync(self) -> None:
        """All that was written is certain now."""
        for at, data in self.since:
            _put(self.certain, at, data)
        self.since.clear()

    def left(self, dice: random.Random) -> bytes:
        """What is there after a power cut."""
        left, share = bytearray(self.certain), dice.choice((0.0, 0.5, 0.9))
        for at, data in self.since:
            for start in range(0, len(data), SECTOR):
                if dice.random() < share:
                    _put(left, at + start, data[start : start + SECTOR])
        return bytes(left)


class Disk:
    """Files by their names now; `certain` are the names that a power cut leaves."""

    def __init__(self) -> None:
        self._named: dict[str, File] = {}
        self._certain: dict[str, File] = {}

    def file(self, path: str) -> File:
        """The file with this name, made if there is none."""
        return self._named.setdefault(path, File())

    def rename(self, path: str, to: str) -> None:
        """It has another name now."""
        self._named[to] = self._named.pop(path, File())

    def link(self, path: str, to: str) -> None:
        """It has another name as well."""
        self._named[to] = self._named[path]

    def unlink(self, path: str) -> None:
        """The name is gone."""
        self._named.pop(path, None)

    def sync(self, path: str) -> None:
        """fsync of a file, or of a folder."""
        if path in self._named:
            self._named[path].sync()
            return
        inside = {name for name in {*self._named, *self._certain} if _folder(name) == path}
        for name in inside:
            if name in self._named:
                self._certain[name] = self._named[name]
            else:
                del self._certain[name]

    def cut(self, dice: random.Random, root: str, into: Path) -> None:
        """Write what a power cut leaves of `root` into another folder."""
        for name in sorted({*self._named, *self._certain}):
            held = (self._named if dice.random() < 0.5 else self._certain).get(name)
            if held is not None:
                target = into / Path(name).relative_to(root)
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(held.left(dice))


def _folder(name: str) -> str:
    return name.rpartition("/")[0]


def _put(into: bytearray, at: int, data: bytes) -> None:
    if len(into) < at:
        into.extend(bytes(at - len(into)))
    into[at : at + len(data)] = data
