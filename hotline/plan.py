"""What does the line want to say and do? Meaning for the renderers, never strings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Generic, Literal, TypeVar

from hotline.model import Meaning, Recording, Window

SLOWLY = "fr-x-slow"  # French for those whose own language has no voice yet


@dataclass(frozen=True, slots=True)
class Name:
    """A proper name, address or sentence of the directory: it is not translated.

    A French voice reads it in any language: a caller must recognise it on a sign.
    """

    text: str
    language: str = "fr"


@dataclass(frozen=True, slots=True)
class Phone:
    """A telephone number as people write it, national ("01 48 70 60 00") or short ("114")."""

    number: str


@dataclass(frozen=True, slots=True)
class Distance:
    """Metres as the crow flies; `approximate` when one of the two ends is only roughly known."""

    metres: int
    approximate: bool = False


@dataclass(frozen=True, slots=True)
class Reference:
    """A callback reference of four digits, said one by one."""

    digits: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """Another text of `messages/`, put inside this one: a topic's label, a time of day."""

    key: str


@dataclass(frozen=True, slots=True)
class Since:
    """How old a fact is: the day somebody checked it, or the source's date ("2023", "2022-11").

    Both None: the source has no date.
    """

    verified: date | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Tongue:
    """The name of a language (BCP 47), in French for who cannot be spoken to in it."""

    code: str


@dataclass(frozen=True, slots=True)
class Key:
    """A key of the telephone: a digit, `*` or `#`."""

    digit: str


@dataclass(frozen=True, slots=True)
class When:
    """A moment of somebody's plans, as the clocks here show it; `clock` False: the day alone.

    `day`: its date, its weekday alone, or nothing of it, where it is today.
    """

    at: datetime
    clock: bool = True
    day: Literal["date", "weekday", "today"] = "date"

    @classmethod
    def soon(cls, at: datetime, now: datetime) -> When:
        """As short as it stays plain: the hour alone today, within six days the weekday and it."""
        days = (at.date() - now.date()).days
        return cls(at, day="date" if days > 6 else "weekday" if days else "today")


Unit = Literal["weekday", "day", "month", "hour", "minute"]


@dataclass(frozen=True, slots=True)
class Moment:
    """One piece of a `When` in a call; weekdays count from Monday, 1."""

    unit: Unit
    number: int


@dataclass(frozen=True, slots=True)
class Sound:
    """Somebody's recording that is not kept yet: its file, and the words that were read."""

    file: str
    text: str
    language: str


Planned = When | Moment | Window
Value = Name | Phone | Distance | Reference | Phrase | Since | Key | Tongue | Sound | Planned


@dataclass(frozen=True, slots=True)
class Say:
    """Say the text `key`, with these values.

    An SMS has a budget of segments. `optional`: only where it costs no further segment (a call
    leaves it out). `shorter`: the key to say instead, with the same values, when the budget is
    overrun. `spare`: left out when even that was not enough.
    """

    key: str
    values: Mapping[str, Value] = field(default_factory=dict)
    optional: bool = False
    shorter: str = ""
    spare: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """A digit on offer. `label` is what it leads to; None: offered by the text itself.

    `language` is set where the label must be in another language than the reply.
    """

    digit: str
    meaning: Meaning
    label: Say | None = None
    language: str | None = None


# --- effects: what the switchboard carries out, in the same transaction as the reply ---


@dataclass(frozen=True, slots=True)
class RequestCallback:
    """Keep a callback request; the staff of its topic's team will ring this person.

    `number` is one the caller has typed (E.164), "" their own. `open`: its questions are still
    being asked, and `when` and `voicemail` are the safest answers until then. `window` is what the
    person is promised; `slot` tells who of those who share the telephone asks.
    `written`: by SMS, so by SMS the person can be told more. `first`: nobody took
    their call, so it comes before the others.
    """

    reference: str
    topic: str
    when: str
    voicemail: str
    number: str = ""
    open: bool = False
    window: Window | None = None
    slot: str = ""
    written: bool = False
    first: bool = False


@dataclass(frozen=True, slots=True)
class AnswerCallback:
    """The answers to the questions of a request that is kept already; `open`: not yet all."""

    reference: str
    when: str
    voicemail: str
    number: str = ""
    open: bool = False
    window: Window | None = None


@dataclass(frozen=True, slots=True)
class MoveCallback:
    """The person would rather be called at another time of day; or, as before, but try again."""

    reference: str
    when: str
    window: Window | None


@dataclass(frozen=True, slots=True)
class AskAgain:
    """The person has asked again for what is asked for already: staff see it in its history."""

    reference: str


@dataclass(frozen=True, slots=True)
class CancelCallback:
    """Withdraw the open request with this reference, if it is this person's, or this number's."""

    reference: str
    number: str = ""


@dataclass(frozen=True, slots=True)
class PutFirst:
    """This person's open request comes before the others: nobody took their call."""

    reference: str


@dataclass(frozen=True, slots=True)
class KeepVoicemail:
    """This recording is for the team that has the request with this reference."""

    reference: str
    recording: Recording


@dataclass(frozen=True, slots=True)
class DropRecording:
    """Nobody is to hear this recording: the provider must not hold it either."""

    recording: Recording


@dataclass(frozen=True, slots=True)
class LetHear:
    """For a while, whoever keys this code in a call hears the directory's answer to this."""

    code: str
    topic: str
    place: str | None
    page: int


@dataclass(frozen=True, slots=True)
class AgreeToFollowUp:
    """The person agrees to be asked by SMS, later, whether the callback helped.

    `unreached`: and to be told by SMS that nobody could reach them.
    """

    reference: str
    unreached: bool = False


@dataclass(frozen=True, slots=True)
class AskLater:
    """The person agrees to be asked by SMS, some days later, whether the answer helped."""


@dataclass(frozen=True, slots=True)
class AnswerFollowUp:
    """The person's answer to that question; `reference`: of the request it was about, or ""."""

    reference: str
    helped: bool


@dataclass(frozen=True, slots=True)
class CallAgain:
    """The person wants to be called once more: their request is back on the list."""

    reference: str


@dataclass(frozen=True, slots=True)
class DeclineAppointment:
    """This person does not come; nobody is reminded of it any more, and staff see it."""

    appointment: str


@dataclass(frozen=True, slots=True)
class AnotherDay:
    """The person wants another day than that of this appointment, and to be called about it."""

    appointment: str


@dataclass(frozen=True, slots=True)
class Subscribe:
    """The person said yes to news about this topic."""

    topic: str


@dataclass(frozen=True, slots=True)
class Unsubscribe:
    """No more news about this topic; about others, as before."""

    topic: str


@dataclass(frozen=True, slots=True)
class ReportWrong:
    """The person says that what they were told of this location is wrong."""

    location: str


@dataclass(frozen=True, slots=True)
class OptOut:
    """Nothing leaves for this person any more unless they just asked for it."""


@dataclass(frozen=True, slots=True)
class OptIn:
    """Undo an opt-out."""


@dataclass(frozen=True, slots=True)
class Forget:
    """Erase everything held about this number, except the opt-out itself."""


@dataclass(frozen=True, slots=True)
class RingBack:
    """Call this person back, at the line's expense, because they have just beeped it."""


@dataclass(frozen=True, slots=True)
class SendText:
    """Send these steps as an SMS, by the outbox, because the person asked for it just now."""

    says: tuple[Say, ...]
    kind: str = "asked"


@dataclass(frozen=True, slots=True)
class TakeIn:
    """Fetch this recording from its channel, and see whether it is fit to be heard."""

    take: str
    recording: str
    staff: str
    language: str
    key: str
    text: str


@dataclass(frozen=True, slots=True)
class KeepTake:
    """Callers hear this recording from now on."""

    take: str


@dataclass(frozen=True, slots=True)
class DropTake:
    """Nobody hears this recording, and nothing of it stays."""

    take: str


AboutCallback = (
    RequestCallback
    | AnswerCallback
    | MoveCallback
    | AskAgain
    | CancelCallback
    | AgreeToFollowUp
    | AnswerFollowUp
    | CallAgain
    | PutFirst
)
OfRecording = KeepVoicemail | DropRecording
AboutAppointment = DeclineAppointment | AnotherDay
AboutNews = Subscribe | Unsubscribe
OfConsent = OptOut | OptIn | Forget
Ours = LetHear | ReportWrong | SendText | RingBack | AskLater
AboutPerson = AboutCallback | OfRecording | AboutAppointment | OfConsent | Ours
OfStudio = TakeIn | KeepTake | DropTake
Effect = AboutPerson | AboutNews | OfStudio


@dataclass(frozen=True, slots=True)
class Utterance:
    """One piece of speech with one audio file: `text` in `language`.

    `key` is the text's key where a person can record it whole, else "". `file` is the name of the
    WAV file under `audio/` once `speech` has attached it, else "".
    """

    language: str
    text: str
    key: str = ""
    file: str = ""


# --- what a leg of a call ends in, once everything has been said ---

Words = TypeVar("Words", Say, Utterance)


@dataclass(frozen=True, slots=True)
class Keys:
    """Take `count` keys (0: as many as come before `#`); silence lasts `timeout` seconds.

    The first key cuts the voice short. What comes of it is the event "digits" or "silence".
    """

    count: int = 1
    timeout: int = 6


@dataclass(frozen=True, slots=True)
class Record:
    """Record the caller for up to `seconds`, until the key `finish` or `silence` seconds of it.

    What comes of it is the event "recorded", also when nothing was said or the caller hung up.
    """

    seconds: int = 120
    finish: str = "#"
    silence: int = 5
    beep: bool = True


@dataclass(frozen=True, slots=True)
class Dial(Generic[Words]):
    """Ring these numbers (E.164) at once for `timeout` seconds, under the line's own number.

    Who picks up first hears `whisper`, in French, and takes the call with the key `accept`; with
    any other, or none, it is as if nobody had answered. What comes of it is the event "dialled",
    once the two have spoken or nobody took the call.
    """

    numbers: tuple[str, ...]
    whisper: tuple[Words, ...]
    accept: str = "1"
    timeout: int = 25


@dataclass(frozen=True, slots=True)
class HangUp:
    """The call is over."""


@dataclass(frozen=True, slots=True)
class Refuse:
    """Never pick up: the caller hears the engaged tone and pays nothing. A first, wordless leg."""


@dataclass(frozen=True, slots=True)
class Plan:
    """One turn's answer: say these, offer those, do that; in a call, `then` wait, or end it.

    `lastly` is said in a call once all is offered, to who has not pressed a key yet. An empty plan
    is silence.
    """

    says: tuple[Say, ...] = ()
    choices: tuple[Choice, ...] = ()
    effects: tuple[Effect, ...] = ()
    services: tuple[str, ...] = ()
    then: Keys | Record | Dial[Say] | HangUp | Refuse = Keys()
    lastly: tuple[Say, ...] = ()

    @property
    def ends(self) -> bool:
        """Is the call over after this?"""
        return isinstance(self.then, HangUp | Refuse)


# --- what a voice renderer makes of a plan, and what every voice channel performs ---

Next = Keys | Record | Dial[Utterance] | HangUp | Refuse


@dataclass(frozen=True, slots=True)
class Script:
    """A leg of a call: play these, then do that."""

    utterances: tuple[Utterance, ...]
    then: Next = Keys()

    @property
    def ends(self) -> bool:
        """Is the call over after this?"""
        return isinstance(self.then, HangUp | Refuse)


@dataclass(frozen=True, slots=True)
class Reply:
    """What goes back in-band: SMS texts, or a script, or nothing at all (silence).

    `language` is that of the call, "" before one was chosen: the channel hands it back with the
    next leg, so that it is known even where nothing else is.
    """

    texts: tuple[str, ...] = ()
    script: Script | None = None
    step: int = 0
    language: str = ""
