"""What time is it in the drill? One clock for all its processes, which it sets forward."""

from __future__ import annotations

import struct
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path


class DrillClock:
    """Real time plus an offset kept in a file."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __call__(self) -> datetime:
        """The time in the drill."""
        (offset,) = struct.unpack("<d", self._path.read_bytes())
        return datetime.fromtimestamp(time.time() + offset, UTC)

    def set(self, moment: datetime) -> None:
        """From now on it is this moment."""
        fresh = self._path.with_suffix(".new")
        fresh.write_bytes(struct.pack("<d", moment.timestamp() - time.time()))
        fresh.rename(self._path)

    def forward(self, by: timedelta) -> None:
        """It is that much later."""
        self.set(self() + by)
