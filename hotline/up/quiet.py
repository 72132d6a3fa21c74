"""What may the web server write in its log? Never an address line, a header or a value.

gunicorn reads this module as its configuration, before it forks: the filter is in every process.
"""

from __future__ import annotations

import logging

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


logging.getLogger("gunicorn.error").addFilter(unquoted)
