"""Which writes and syncs did a program make, in order? Read from strace's log."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

CALLS = (
    "openat,pwrite64,write,ftruncate,fsync,fdatasync,"
    "rename,renameat,renameat2,link,linkat,unlink,unlinkat"
)
COMMAND = ("strace", "-f", "--seccomp-bpf", "-y", "-xx", "-s", "1000000", f"-etrace={CALLS}")

_CALL = re.compile(r"\d+ +(\w+)\((.*)\) += (\d+)")
_STRING = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')
_OPEN_FILE = re.compile(r"\d+<((?:\\x[0-9a-f]{2})+|[^>]*)>")


@dataclass(frozen=True)
class Done:
    """One call that succeeded: `to` is the new name, `data` what was written, `at` where."""

    what: str
    path: str
    to: str = ""
    data: bytes = b""
    at: int | None = None


def done_in(log: Path, folder: str) -> Iterator[Done]:
    """What was done to files in this folder."""
    with log.open() as lines:
        for line in lines:
            call = _CALL.match(line)
            one = _done(*call.groups()) if call else None
            if one and one.path.startswith(folder):
                yield one


def _done(name: str, arguments: str, answer: str) -> Done | None:
    texts = [_bytes(each) for each in _STRING.findall(arguments)]
    opened = _OPEN_FILE.match(arguments)
    path = _path(opened[1]) if opened else ""
    match name:
        case "pwrite64":
            return Done("write", path, data=texts[0], at=int(arguments.rpartition(", ")[2]))
        case "write":
            return Done("write", path, data=texts[0])
        case "fsync" | "fdatasync":
            return Done("sync", path)
        case "ftruncate":
            return Done("truncate", path, at=int(arguments.rpartition(", ")[2]))
        case "openat" if "O_CREAT" in arguments:
            return Done("create", texts[0].decode())
        case "rename" | "renameat" | "renameat2":
            return Done("rename", texts[0].decode(), to=texts[1].decode())
        case "link" | "linkat":
            return Done("link", texts[0].decode(), to=texts[1].decode())
        case "unlink" | "unlinkat":
            return Done("unlink", texts[0].decode())
    return None


def _path(written: str) -> str:
    return _bytes(written).decode() if written.startswith("\\x") else written


def _bytes(written: str) -> bytes:
    return bytes.fromhex(written.replace("\\x", ""))
