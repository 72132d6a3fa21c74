"""What may the web server write in its log? Never an address line, a header or a value.

gunicorn reads this module as its configuration, before it forks: the filter is in every process.
"""

from __future__ import annotations

import logging
import os
from typing import Any

from gunicorn.glogging import Logger

from hotline import log
from hotline.config import variable

_AT_START = "Exception in worker process"  # nobody has said anything yet: the trace is all ours


def unquoted(record: logging.LogRecord) -> bool:
    """Keep the fact and drop the quotation: a webhook's request line holds a phone number."""
    message = str(record.msg)
    if message.startswith("Invalid request"):
        record.msg, record.args = "a malformed request was refused", ()
    if record.exc_info and not message.startswith(_AT_START):
        kind = record.exc_info[0]
        record.msg, record.args = "%s while answering", (kind.__name__ if kind else "an error",)
        record.exc_info = record.exc_text = None
    return True


class logger_class(Logger):  # noqa: N801  gunicorn looks for this name
    """gunicorn's own logger, writing as the rest of the line does."""

    def setup(self, cfg: object) -> None:
        """Called once gunicorn has made its handlers."""
        gunicorns_own: Any = super().setup
        gunicorns_own(cfg)
        for handler in self.error_log.handlers:
            handler.setFormatter(log.formatter(MANNER))


MANNER = os.environ.get(variable("log"), "")
logging.getLogger("gunicorn.error").addFilter(unquoted)
log.write(MANNER)
