"""Which words does every room of the line share? Frozen values; nothing here does I/O."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

Medium = Literal["sms", "voice"]
Event = Literal[
    "text", "call", "answered", "digits", "silence", "hangup", "recorded", "dialled", "whisper"
]
Beep = Literal["", "soon", "coming", "night", "stopped", "no"]
LineType = Literal["mobile", "landline", "hidden"]


@dataclass(frozen=True, slots=True)
class Recording:
    """What a caller said, as the channel keeps it: `id` is the channel's own name for it."""

    id: str
    seconds: int


@dataclass(frozen=True, slots=True)
class Dialled:
    """What came of ringing somebody: did they take the call, and for how long did they speak?"""

    answered: bool
    seconds: int = 0


@dataclass(frozen=True, slots=True)
class Inbound:
    """One thing a person did: a text sent, a call begun, keys pressed, silence kept, a call ended.

    `id` is the provider's id of the message, or `<call id>:<step>` for a leg of a call: the same
    id always gets the same reply. `sender` is E.164, or None for a hidden number. `at` is UTC.

    "answered" begins a call that the line itself has made: `sender` is the person all the same.
    "recorded" carries a `recording` (None: nothing was said), "dialled" what came of it. "whisper"
    is the person rung, not the caller: its id is that of the leg that rings, so its reply is that
    leg's. `ended`: the caller has hung up meanwhile, and nobody hears the reply.
    """

    channel: str
    medium: Medium
    event: Event
    id: str
    sender: str | None
    line: str
    text: str
    at: datetime
    call: str = ""
    recording: Recording | None = None
    dialled: Dialled | None = None
    ended: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """A named spot of the gazetteer; `lat` and `lon` are WGS 84 degrees, None when unknown."""

    name: str
    kind: str
    lat: float | None
    lon: float | None
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Understood:
    """What one message means, before anything is decided.

    `language` is what *this message* shows (None: no evidence). `asked_language` is a language the
    person asked for by name. `answers` are the words of choice in it, wherever they stand (morning,
    afternoon, evening, yes, no, discreet). `topics` and `places` are best first; `unsure` says the
    line would ask which of them is meant. `urgent` is the kind of danger, or None. `digits` is the
    message when it is nothing but a key or a number ("2", "4821", "*", "#"), or the number that
    comes with a command ("cancel 4821").
    """

    language: str | None = None
    asked_language: str | None = None
    command: str | None = None
    answers: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    places: tuple[Place, ...] = ()
    unsure: bool = False
    urgent: str | None = None
    digits: str | None = None

    @property
    def topic(self) -> str | None:
        """The best topic, or None."""
        return self.topics[0] if self.topics else None


@dataclass(frozen=True, slots=True)
class Meaning:
    """What an offered digit stands for: a verb of the conversation and its object."""

    verb: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class CallbackForm:
    """A callback request on its way: what has been answered so far (None: still to be asked).

    `number` is one that a caller with a hidden number has typed, E.164. `reference` is set once the
    request is kept already, its questions still open.
    """

    topic: str | None = None
    when: str | None = None
    voicemail: str | None = None
    number: str | None = None
    reference: str = ""


@dataclass(frozen=True, slots=True)
class Session:
    """All the line remembers of a dialogue between two turns.

    `at` names where the dialogue stands; saying it again is presenting that point afresh.
    `offered` maps a digit to the meaning it was last offered with; it holds for SMS and for keys
    alike. `candidates` are the places or topics the person was asked to choose from. `tries`
    counts turns in a row that led nowhere.
    """

    language: str | None = None
    at: str = ""
    topic: str | None = None
    place: str | None = None
    page: int = 0
    offered: tuple[tuple[str, Meaning], ...] = ()
    candidates: tuple[str, ...] = ()
    form: CallbackForm | None = None
    tries: int = 0
    hinted: bool = False

    def meaning_of(self, digits: str) -> Meaning | None:
        """What these digits were last offered as, or None."""
        return dict(self.offered).get(digits)


@dataclass(frozen=True, slots=True)
class OpenCallback:
    """A callback request of this person that is not closed yet; `voicemails`: messages left."""

    reference: str
    topic: str
    state: str
    voicemails: int = 0


@dataclass(frozen=True, slots=True)
class Heard:
    """One turn's input: what was understood, and what the world knows about who said it.

    `reference` is a fresh four-digit callback reference the turn may use up, `code` a fresh one of
    three digits for an answer to be heard. `idle` is how long the dialogue has been silent.
    `texted` is the dialogue by SMS whose last answer a caller may hear: their own, of the last day,
    or the one whose code they have just keyed. `flooded`: too many typed numbers of late to take
    another. `beep`: they ask to be called back for free; what will come of it.
    `recording`, `dialled` and `ended` are those of the inbound.
    """

    medium: Medium
    event: Event
    understood: Understood
    caller: LineType
    reference: str
    callbacks: tuple[OpenCallback, ...] = ()
    opted_out: bool = False
    idle: timedelta = timedelta()
    code: str = ""
    texted: Session | None = None
    texted_idle: timedelta = timedelta()
    flooded: bool = False
    beep: Beep = ""
    recording: Recording | None = None
    dialled: Dialled | None = None
    ended: bool = False


@dataclass(frozen=True, slots=True)
class Outbound:
    """A message that leaves by a channel: `recipient` is E.164, `id` is ours (outbox row).

    A call without `text` is a conversation: who picks up is where a caller begins.

    `valid` is how long it is worth delivering: the provider drops it after that.
    """

    id: str
    channel: str
    recipient: str
    text: str
    line: str
    attempt: int = 1
    valid: timedelta = timedelta(hours=4)
    language: str = "fr"


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the provider says became of a message: `provider_id` is theirs."""

    channel: str
    provider_id: str
    state: Literal["queued", "sent", "delivered", "undelivered", "failed"]
    code: str = ""


@dataclass(frozen=True, slots=True)
class Request:
    """A webhook as it came in, free of any web framework.

    `url` is the one the provider signed: the public URL, path and query. `form` keeps every value
    of every field, in order.
    """

    event: str
    url: str
    query: dict[str, str]
    form: dict[str, list[str]]
    headers: dict[str, str] = field(default_factory=dict)
