"""What can go wrong, and what does the person who reads about it have to do?"""

from __future__ import annotations

from dataclasses import dataclass


class HotlineError(Exception):
    """The root of every error this package raises on purpose; its text is fit to be shown."""


class ConfigError(HotlineError):
    """A setting is missing or wrong: say which, and what to write instead."""


class ContentError(HotlineError):
    """Something under `messages/` cannot be served: file, place, fault and cure are in the text."""


class RejectedRequest(HotlineError):
    """A webhook that is forged, smuggled or malformed; `status` is the HTTP status it gets."""

    def __init__(self, reason: str, status: int = 403) -> None:
        super().__init__(reason)
        self.status = status


class DeliveryError(HotlineError):
    """A channel could not send. `code` is the provider's, `permanent` says that retrying is
    useless.

    `maybe_sent` says that the provider may have accepted the message all the same (a timeout after
    the request had left): ask the provider before sending again.
    """

    def __init__(
        self, reason: str, *, code: str = "", permanent: bool = False, maybe_sent: bool = False
    ) -> None:
        super().__init__(reason)
        self.code = code
        self.permanent = permanent
        self.maybe_sent = maybe_sent


class Unperformable(HotlineError):
    """A leg of a call that no provider could perform: refused when rendered, not on the call."""


class SpeechError(HotlineError):
    """A voice engine could not speak this text: the next engine in the order is tried."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong in a file an operator wrote: where it is, what is wrong, what to do."""

    file: str
    row: int | None
    column: str
    problem: str
    cure: str

    def __str__(self) -> str:
        count = "row" if self.file.endswith(".csv") else "line"
        where = f"{self.file}, {count} {self.row}" if self.row is not None else self.file
        column = f", column {self.column}" if self.column else ""
        return f"{where}{column}: {self.problem} {self.cure}"


class FaultyFiles(ContentError):
    """One or more files were refused; `faults` lists every reason, not only the first."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("\n".join(str(fault) for fault in faults))
        self.faults = faults
