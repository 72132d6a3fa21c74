"""What does one turn of the conversation have in its hands?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from hotline.content.city import City
from hotline.content.topics import Topics
from hotline.directory.rota import Rota
from hotline.directory.schedule import Schedule
from hotline.directory.search import Directory
from hotline.model import Heard, Meaning, Place, Session
from hotline.plan import Choice, Phone, Plan, Say, Value

Step = tuple[Session, Plan]
NO_ROTA = Rota()


@dataclass(frozen=True, slots=True)
class World:
    """What stays the same between two builds of the directory.

    `call_languages` are those a call can be held in: they have a voice, a machine's or a person's.
    `hours` are those in which people are behind the line; None: they are not told.
    """

    city: City
    topics: Topics
    directory: Directory
    call_languages: tuple[str, ...]
    hours: Schedule | None = None
    rota: Rota = NO_ROTA

    def team(self, topic: str) -> str:
        """The team that calls back about this topic."""
        team = self.topics.team(topic)
        return team if team in self.city.teams else self.city.default_team


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn: the world, what was heard, the session so far and the local time."""

    world: World
    heard: Heard
    session: Session
    now: datetime

    @property
    def voice(self) -> bool:
        """True in a call."""
        return self.heard.medium == "voice"

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages on offer: in a call, only those that have a voice."""
        return self.world.call_languages if self.voice else self.world.city.languages

    @property
    def voiceless(self) -> tuple[str, ...]:
        """The languages on offer by SMS that no voice speaks."""
        return tuple(code for code in self.world.city.languages if code not in self.languages)

    @property
    def can_text(self) -> bool:
        """True when an SMS to this person can arrive: not to a hidden number or a landline."""
        return self.heard.caller == "mobile"

    @property
    def place(self) -> Place | None:
        """The place the session remembers, if it is still in the gazetteer."""
        name = self.session.place
        return self.world.directory.place(name) if name else None

    def having(self, **changes: Any) -> Turn:
        """This turn with a changed session."""
        return replace(self, session=replace(self.session, **changes))

    def contact(self) -> Phone | None:
        """The telephone that the city answers when all else fails."""
        location = self.world.directory.locations.get(self.world.city.contact_location)
        reach = self.world.directory.reach(location) if location else None
        return Phone(reach.phone) if reach else None


def say(key: str, **values: Value) -> Say:
    """A step with its values."""
    return Say(key, values)


def lead(says: Iterable[Say], step: Step) -> Step:
    """The same step with these sentences first."""
    session, plan = step
    return session, replace(plan, says=(*says, *plan.says))


def numbered(options: Iterable[tuple[Meaning, Say]]) -> tuple[Choice, ...]:
    """Choices on the keys 1, 2, 3 … in this order."""
    return tuple(
        Choice(str(digit), meaning, label) for digit, (meaning, label) in enumerate(options, 1)
    )
