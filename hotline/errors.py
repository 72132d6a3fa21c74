"""What can go wrong, and what does the person who reads about it have to do?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum


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


class Trouble(StrEnum):
    """Why a message did not leave. The list is closed: every code of a provider's is one of these.

    What follows: `temporary` and `operator` are tried again, rarer each time, up to the deadline of
    the message; `throttled` slows the whole channel; the others are final.
    """

    TEMPORARY = "temporary"
    THROTTLED = "throttled"
    OPERATOR = "operator"  # somebody must mend the account or the settings
    NOT_A_MOBILE = "not a mobile"  # a voice call may reach the person
    OPTED_OUT = "opted out"  # said to the provider: kept as if it had been said to us
    UNKNOWN_NUMBER = "unknown number"
    BLOCKED = "blocked"
    UNSENDABLE = "unsendable"  # the message itself is at fault


PERMANENT = frozenset(
    {
        Trouble.NOT_A_MOBILE,
        Trouble.OPTED_OUT,
        Trouble.UNKNOWN_NUMBER,
        Trouble.BLOCKED,
        Trouble.UNSENDABLE,
    }
)


class DeliveryError(HotlineError):
    """A channel could not send. `code` is the provider's; `trouble` says what follows from it.

    `maybe_sent` says that the provider may have accepted the message all the same (a timeout after
    the request had left): ask the provider before sending again.
    """

    def __init__(
        self,
        reason: str,
        *,
        code: str = "",
        permanent: bool = False,
        trouble: Trouble | None = None,
        maybe_sent: bool = False,
    ) -> None:
        super().__init__(reason)
        self.code = code
        self.trouble = trouble or (Trouble.UNSENDABLE if permanent else Trouble.TEMPORARY)
        self.maybe_sent = maybe_sent

    @property
    def permanent(self) -> bool:
        """Is trying again useless?"""
        return self.trouble in PERMANENT


class Unperformable(HotlineError):
    """A leg of a call that no provider could perform: refused when rendered, not on the call."""


class SpeechError(HotlineError):
    """A voice engine could not speak this text: the next engine in the order is tried."""


class Sentence(str):
    """A sentence that remembers what it was made from: a page can say it in another language.

    `pattern` has its `values` in it as %(name)s, or %(name)r.
    """

    pattern: str
    values: dict[str, object]

    def __new__(cls, pattern: str, **values: object) -> Sentence:
        """The sentence with these values in it."""
        made = super().__new__(cls, pattern % values if values else pattern)
        made.pattern, made.values = pattern, values
        return made


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong in a file an operator wrote: where it is, what is wrong, what to do."""

    file: str
    row: int | None
    column: str
    problem: str
    cure: str

    def __str__(self) -> str:
        return f"{self.told} {self.cure}"

    @property
    def told(self) -> str:
        """Where it is and what is wrong, without the cure."""
        count = "row" if self.file.endswith(".csv") else "line"
        where = f"{self.file}, {count} {self.row}" if self.row is not None else self.file
        kind = "entry" if self.file.endswith(".toml") else "column"
        column = f", {kind} {self.column}" if self.column else ""
        return f"{where}{column}: {self.problem}"


class FaultyFiles(ContentError):
    """One or more files were refused; `faults` lists every reason, not only the first."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("\n".join(str(fault) for fault in faults))
        self.faults = faults


def closest(word: str, options: Iterable[str], alike: float = 0.6) -> str:
    """The option that looks most like this word, or "" where none is as much alike."""
    return next(iter(get_close_matches(word, [*options], n=1, cutoff=alike)), "")


def did_you_mean(word: str, options: Iterable[str], otherwise: str) -> str:
    """The cure for a misspelt word: the option that looks most like it, or else that sentence."""
    close = closest(word, options)
    return f"Did you mean {close!r}?" if close else otherwise
