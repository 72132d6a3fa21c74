"""What is on in the city, and when?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from hotline.conversation.turn import Step, Turn, say
from hotline.directory.events import Occurrence
from hotline.model import Meaning
from hotline.plan import Choice, Name, Phrase, Plan, Say, When

TOPIC = "culture"
TOLD = 3


def coming(turn: Turn) -> Step:
    """The next dates; where none is known, whom to ask."""
    dates = turn.world.directory.upcoming(turn.now, TOLD)
    turn = turn.having(at="agenda", tries=0, form=None, topic=None)
    if not dates:
        return turn.session, Plan((*_nothing(turn),), _ways(turn))
    first, *others = (described(each, turn.session.language or "") for each in dates)
    says = (first, *(replace(each, spare=True) for each in others), *_hint(turn))
    return turn.session, Plan(says, _ways(turn))


def hint(turn: Turn) -> Iterator[Say]:
    """After an address for going out: that there are dates."""
    if turn.session.topic == TOPIC and not turn.voice and _known(turn):
        yield replace(Say("hint.agenda"), optional=True)


def way(turn: Turn) -> tuple[Choice, ...]:
    """The same, as a key of a call."""
    if turn.session.topic != TOPIC or not turn.voice or not _known(turn):
        return ()
    return (Choice("7", Meaning("agenda"), Say("key.agenda")),)


def described(date: Occurrence, language: str) -> Say:
    """One date: when, what, where; of a week or a fortnight, its first and its last day."""
    event = Name(*date.event.title(language))
    if date.event.all_day and date.ends - date.starts > timedelta(days=1):
        last = When(date.ends - timedelta(days=1), clock=False)
        return say("agenda.days", first=When(date.starts, clock=False), last=last, event=event)
    when = When(date.starts, clock=not date.event.all_day)
    if not date.event.place:
        return say("agenda.event.only", when=when, event=event)
    told = say("agenda.event", when=when, event=event, place=Name(date.event.place))
    return replace(told, shorter="agenda.event.only")


def _known(turn: Turn) -> bool:
    return bool(turn.world.directory.upcoming(turn.now, 1))


def _nothing(turn: Turn) -> Iterator[Say]:
    phone = turn.contact()
    yield say("agenda.none", phone=phone) if phone else Say("service.none")
    if not turn.voice:
        yield Say("hint.callback", spare=True)


def _hint(turn: Turn) -> Iterator[Say]:
    if not turn.voice and TOPIC in turn.world.topics.with_news:
        yield replace(say("news.hint", word=Phrase(f"word.{TOPIC}")), optional=True)


def _ways(turn: Turn) -> tuple[Choice, ...]:
    """In a call: again, the menu, a person."""
    if not turn.voice:
        return ()
    return (
        Choice("9", Meaning("again"), Say("key.again")),
        Choice("4", Meaning("callback"), Say("key.callback")),
        Choice("*", Meaning("menu"), Say("key.menu")),
    )
