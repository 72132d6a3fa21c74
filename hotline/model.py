"""Which words does every room of the line share? Frozen values; nothing here does I/O."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta, tzinfo
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
class Pickup:
    """A member of staff has been rung to be put through: what they pressed, or what came of it.

    `bridge` is our own id of that call. `digits` "": they have only picked up.
    """

    bridge: str
    digits: str = ""
    dialled: Dialled | None = None


@dataclass(frozen=True, slots=True)
class Connection:
    """What a member of staff who picked up gets: `ask` for a key, or the `number`; else the end."""

    ask: str = ""
    number: str = ""


@dataclass(frozen=True, slots=True)
class Inbound:
    """One thing a person did: a text sent, a call begun, keys pressed, silence kept, a call ended.

    `id` is the provider's id of the message, or `<call id>:<step>` for a leg of a call: the same
    id always gets the same reply. `sender` is E.164, or None for a hidden number. `at` is UTC.

    "answered" begins a call that the line itself has made: `sender` is the person all the same.
    "recorded" carries a `recording` (None: nothing was said), "dialled" what came of it. "whisper"
    is the person rung, not the caller: its id is that of the leg that rings, so its reply is that
    leg's. `ended`: the caller has hung up meanwhile, and nobody hears the reply. `language` is that
    of the call so far, "" where the channel does not know.
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
    language: str = ""


@dataclass(frozen=True, slots=True)
class Window:
    """When somebody is called back: from `start` to `end`, on one day, both aware."""

    start: datetime
    end: datetime

    def here(self, zone: tzinfo) -> Window:
        """The same, by the clocks of this zone."""
        return Window(self.start.astimezone(zone), self.end.astimezone(zone))


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
    line would ask which of them is meant. `urgent` is the kind of danger, or None; `roofless`: they
    have no roof tonight. `digits` is the message when it is nothing but a key or a number ("2",
    "4821", "*", "#"), or the number that comes with a command ("cancel 4821").

    What it means as a reply: `answers` may have ANY_TIME, `refused` are the times of day that don't
    suit, `both` says that all that was offered is meant, `question` is what they ask about the
    address just told.
    """

    language: str | None = None
    asked_language: str | None = None
    command: str | None = None
    answers: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    places: tuple[Place, ...] = ()
    unsure: bool = False
    urgent: str | None = None
    roofless: bool = False
    digits: str | None = None
    refused: tuple[str, ...] = ()
    both: bool = False
    question: str | None = None

    @property
    def topic(self) -> str | None:
        """The best topic, or None."""
        return self.topics[0] if self.topics else None


ANY_TIME = "any"  # the time of day of who can be called whenever the team calls
THAT_DAY = "day"  # the question of who can't be called on some day of the week
IN_DANGER = "danger"  # where a dialogue stands after the emergency numbers, with their kind
TWO_DIGITS = "##"  # on offer: any two of them, chosen by the person


@dataclass(frozen=True, slots=True)
class Meaning:
    """What an offered digit stands for: a verb of the conversation and its object."""

    verb: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class CallbackForm:
    """A callback request on its way: what has been answered so far (None: still to be asked).

    `number` is one that a caller with a hidden number has typed, E.164. `reference` is set once the
    request is kept already, its questions still open. `slot` is two digits that tell who asks of
    those who share a telephone; "" for who has it alone. `moves`: the request is only moved.
    `first`: before the others on the list. `refused` are the times of day that don't suit.
    """

    topic: str | None = None
    when: str | None = None
    voicemail: str | None = None
    number: str | None = None
    reference: str = ""
    slot: str = ""
    moves: bool = False
    first: bool = False
    refused: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Booth:
    """Where a member of staff stands who records sentences by telephone.

    `staff` is whose code was keyed, `key` the sentence they are at, `take` the last recording of
    it; `passed` are the sentences this call has done with, `waits` how often it was told to wait.
    """

    staff: str
    language: str = ""
    key: str = ""
    take: str = ""
    passed: tuple[str, ...] = ()
    waits: int = 0


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
    booth: Booth | None = None

    @property
    def in_danger(self) -> bool:
        """True after the emergency numbers, until something else is asked for."""
        return self.at.partition(":")[0] == IN_DANGER

    @property
    def answered(self) -> bool:
        """True where an address was just told, or the emergency numbers: it can be asked about."""
        return self.at in ("service", "thanks") or self.in_danger

    def meaning_of(self, digits: str) -> Meaning | None:
        """What these digits were last offered as, or None. Any two may be on offer at once."""
        offered = dict(self.offered)
        any_two = offered.get(TWO_DIGITS) if len(digits) == 2 and digits.isdecimal() else None
        chosen = Meaning(any_two.verb, f"{any_two.value}:{digits}") if any_two else None
        return offered.get(digits, chosen)


@dataclass(frozen=True, slots=True)
class OpenCallback:
    """A callback request of this number that is not closed yet.

    `window` is what was promised, `voicemails` how many messages were left about it.
    """

    reference: str
    topic: str
    state: str
    slot: str = ""
    when: str = "any"
    voicemail: str = "no"
    window: Window | None = None
    voicemails: int = 0


@dataclass(frozen=True, slots=True)
class OpenAppointment:
    """An appointment of this person that is still to come; `at` is aware."""

    id: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ToRecord:
    """A sentence a person can record: its key, its words, and the same in French.

    `spoken`: a machine says it in its own language.
    """

    key: str
    text: str
    french: str
    spoken: bool = False


@dataclass(frozen=True, slots=True)
class Stage:
    """What the world has ready for who records by telephone.

    `staff` is whom the code just keyed lets in, or who is in already; "" is nobody. `fresh` is a
    name for the next recording that nobody can guess. `this` is the sentence they are at, `next`
    the one that comes after it. `take` is what is known of their last recording: "coming", "good"
    (then `file` plays it), or what is wrong with it.
    """

    staff: str = ""
    fresh: str = ""
    this: ToRecord | None = None
    next: ToRecord | None = None
    take: str = ""
    file: str = ""


@dataclass(frozen=True, slots=True)
class OnDuty:
    """Somebody of a team who answers the telephone now; `topics` empty: all of the team's."""

    number: str
    team: str
    languages: tuple[str, ...] = ()
    gender: str = ""
    topics: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Heard:
    """One turn's input: what was understood, and what the world knows about who said it.

    `reference` is a fresh four-digit callback reference the turn may use up, `code` a fresh one of
    three digits for an answer to be heard. `idle` is how long the dialogue has been silent.
    `texted` is the dialogue by SMS whose last answer a caller may hear: their own, of the last day,
    or the one whose code they have just keyed. `flooded`: too many typed numbers of late to take
    another. `waiting` is how many wait for each team, where the turn may promise something. `beep`:
    they ask to be called back for free; what will come of it. `crowded`: as many calls as the line
    takes at once began before this one.
    `recording`, `dialled` and `ended` are those of the inbound. `on_duty` are the people a caller
    can be put through to.
    `appointments` are still to come, the next first; `subscriptions` are the topics whose news
    this person has asked for.
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
    waiting: Mapping[str, int] = field(default_factory=dict)
    beep: Beep = ""
    recording: Recording | None = None
    dialled: Dialled | None = None
    ended: bool = False
    appointments: tuple[OpenAppointment, ...] = ()
    subscriptions: tuple[str, ...] = ()
    stage: Stage | None = None
    crowded: bool = False
    on_duty: tuple[OnDuty, ...] = ()


@dataclass(frozen=True, slots=True)
class Outbound:
    """A message that leaves by a channel: `recipient` is E.164, `id` is ours (outbox row).

    A call without `text` is a conversation: who picks up is where a caller begins.

    `valid` is how long it is worth delivering: the provider drops it after that. `files` are the
    sounds that say it in a call; none: the provider's own voice does.
    """

    id: str
    channel: str
    recipient: str
    text: str
    line: str
    attempt: int = 1
    valid: timedelta = timedelta(hours=4)
    language: str = "fr"
    files: tuple[str, ...] = ()


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
