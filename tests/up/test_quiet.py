import logging
import sys

import pytest

from hotline.up.quiet import unquoted

TARGET = "/channels/twilio/sms?From=%2B33639980001"


def record(message: str, *args: object, failed: bool = False) -> logging.LogRecord:
    info = None
    if failed:
        try:
            raise ValueError("+33639980001")
        except ValueError:
            info = sys.exc_info()
    return logging.LogRecord("gunicorn.error", logging.ERROR, "", 1, message, args, info)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        (record(f"Invalid request from ip=1.2.3.4: {TARGET}"), "a malformed request was refused"),
        (record("Error handling request %s", TARGET, failed=True), "ValueError while answering"),
        (record("Socket error processing request.", failed=True), "ValueError while answering"),
        (record("Worker (pid:%s) was sent SIGKILL!", 12), "Worker (pid:12) was sent SIGKILL!"),
    ],
)
def test_a_request_is_never_quoted(written: logging.LogRecord, kept: str) -> None:
    assert unquoted(written)
    assert logging.Formatter("%(message)s").format(written) == kept


def test_why_the_server_cannot_start_is_told_in_full() -> None:
    written = record("Exception in worker process", failed=True)
    assert unquoted(written)
    assert "Traceback" in logging.Formatter("%(message)s").format(written)
