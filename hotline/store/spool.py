"""What came in while the record could not be written, and is still to be taken in?"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from hotline import durable
from hotline.errors import HotlineError
from hotline.model import Dialled, Inbound, Recording
from hotline.store.clock import moment, stamp
from hotline.store.vault import Vault

_WHERE = "spool.inbound"


@dataclass(frozen=True, slots=True)
class Spooled:
    """One inbound on the spool; `told`: its sender has been given an answer already."""

    path: Path
    inbound: Inbound
    told: bool


class Spool:
    """A folder with a sealed file for each inbound, named by time: text order is time order."""

    def __init__(self, folder: Path, vault: Vault) -> None:
        self._folder = folder
        self._vault = vault

    def put(self, inbound: Inbound, *, told: bool) -> None:
        """Keep it, durably: on the disk before this returns. Raises OSError."""
        name = self._vault.index("spool", inbound.channel, inbound.id)
        path = self._folder / f"{stamp(inbound.at).replace(':', '')}-{name}.sealed"
        state = {**asdict(inbound), "at": stamp(inbound.at)}
        sealed = self._vault.seal(json.dumps({"inbound": state, "told": told}), _WHERE)
        durable.make_folder(self._folder)
        durable.write(path, sealed.encode())

    def waiting(self) -> Iterator[Spooled]:
        """What is on the spool, the oldest first; what does not open is set aside."""
        for path in sorted(self._folder.glob("*.sealed")):
            try:
                kept = json.loads(self._vault.open(path.read_text(), _WHERE))
            except (HotlineError, ValueError):
                path.rename(path.with_suffix(".unreadable"))
            else:
                yield Spooled(path, _inbound(kept["inbound"]), kept["told"])

    def reseal(self, new: Vault) -> int:
        """What waits is sealed for this vault; how many. What is so already stays as it is."""
        done = 0
        for path in sorted(self._folder.glob("*.sealed")):
            try:
                words = self._vault.open(path.read_text(), _WHERE)
                durable.write(path, new.seal(words, _WHERE).encode())
            except HotlineError:
                continue
            done += 1
        return done

    def done(self, spooled: Spooled) -> None:
        """It is in the record now."""
        spooled.path.unlink(missing_ok=True)

    def count(self) -> int:
        """How many wait."""
        return sum(1 for _ in self._folder.glob("*.sealed"))


def _inbound(state: dict[str, Any]) -> Inbound:
    at: datetime = moment(state["at"])
    recording = Recording(**state["recording"]) if state["recording"] else None
    dialled = Dialled(**state["dialled"]) if state["dialled"] else None
    return Inbound(**{**state, "at": at, "recording": recording, "dialled": dialled})
