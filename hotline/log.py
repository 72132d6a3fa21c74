"""How is a line of the log written? As prose or as a JSON object, and never with a number in it."""

from __future__ import annotations

import json
import logging
import re
from datetime import UTC, datetime

PROSE, JSON = "", "json"

# Nobody logs a telephone number here; should a library do so, this takes it out.
_NUMBER = re.compile(r"\+?\d(?:[\s().-]{0,2}\d){5,}")


def write(manner: str) -> None:
    """From now on this process logs warnings and errors so."""
    handler = logging.StreamHandler()
    handler.setFormatter(formatter(manner))
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)


def formatter(manner: str) -> logging.Formatter:
    """The one for this setting."""
    return _Objects() if manner == JSON else _Prose("%(levelname)s %(message)s")


class _Prose(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        return _NUMBER.sub("#", super().format(record))


class _Objects(logging.Formatter):
    """An error is told by its class alone: its words may quote what somebody wrote."""

    def format(self, record: logging.LogRecord) -> str:
        told = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "where": record.name,
            "process": record.process,
            "what": _NUMBER.sub("#", record.getMessage()),
        }
        kind = record.exc_info[0] if record.exc_info else None
        return json.dumps(told | ({"error": kind.__name__} if kind else {}), ensure_ascii=False)
