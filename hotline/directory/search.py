"""Which services for this topic are nearest to here, and how does one reach them?"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from hotline.days import public_holidays
from hotline.directory.distance import as_said, metres_between
from hotline.directory.events import Event, Occurrence, upcoming
from hotline.directory.hsds import HelpNumber, Location, Service
from hotline.model import Place
from hotline.plan import Since


@dataclass(frozen=True, slots=True)
class Match:
    """A service that fits. `metres` is rounded as people say it, None when not known.

    `approximate`: an end of that distance is only roughly known. `open` is None when nobody knows.
    `opens` is when it opens again (local time), where it is closed and that is known.
    """

    service: Service
    location: Location
    metres: int | None
    approximate: bool
    open: bool | None
    opens: datetime | None = None


@dataclass(frozen=True, slots=True)
class Reach:
    """The telephone to give; `via` is the location it belongs to, where that is another one."""

    phone: str
    via: Location | None


@dataclass(frozen=True, slots=True)
class Directory:
    """Everything published for one city. `version` stands for the content, `built_at` is UTC.

    `rough` are the places that stand for an area, or whose position is borrowed from one near by.
    `edits` stands for the changes of staff that were laid over the city pack.
    """

    services: tuple[Service, ...]
    locations: Mapping[str, Location]
    places: tuple[Place, ...]
    numbers: tuple[HelpNumber, ...]
    built_at: datetime
    version: str
    city: str = ""
    country: str = "FR"
    rough: frozenset[Place] = field(default_factory=frozenset)
    events: tuple[Event, ...] = ()
    edits: str = ""

    def upcoming(self, now: datetime, most: int) -> tuple[Occurrence, ...]:
        """The next dates of events that are not over at `now` (local time), the soonest first."""
        return upcoming(self.events, now, most)

    def nearest(
        self, topic: str, place: Place | None, now: datetime, team: str | None
    ) -> tuple[Match, ...]:
        """Every service for this topic, what a person should try first at the front.

        First the services of the topic's own `team`: it answers for the topic, and calls back.
        Then those of any team, and those mainly for this topic; then the others. Within each,
        those known to be closed at `now` (local time) come last; the rest go by distance in steps
        of 100 m, those with no position at the end. At the same distance, the open ones come
        first, then those mainly for this topic, then as in the file. Without a place, or from one
        with no position, there is no distance, and the rest of the rule holds.
        """
        found = [
            self._match(service, place, now) for service in self.services if topic in service.topics
        ]
        return tuple(sorted(found, key=lambda match: _order(match, topic, team)))

    def reach(self, location: Location) -> Reach | None:
        """The location's own telephone, or that of the one it is reached through, if any."""
        following: Location | None = location
        seen: set[str] = set()
        while following is not None and following.id not in seen:
            if following.phones:
                via = None if following is location else following
                return Reach(following.phones[0], via)
            seen.add(following.id)
            following = self.locations.get(following.reach_through)
        return None

    def service(self, id_: str) -> Service | None:
        """The service with this id."""
        return next((service for service in self.services if service.id == id_), None)

    def location(self, id_: str) -> Location | None:
        """The location with this id."""
        return self.locations.get(id_)

    def place(self, name: str) -> Place | None:
        """The first place with exactly this name, one with a position if there is any."""
        named = [place for place in self.places if place.name == name]
        return next((place for place in named if place.lat is not None), next(iter(named), None))

    def age(self, match: Match) -> Since:
        """How old the facts of this match are: when somebody checked them, or the source's date."""
        location = match.location
        return Since(verified=location.verified_on, source=location.source_date or None)

    def _match(self, service: Service, place: Place | None, now: datetime) -> Match:
        location = self.locations[service.location_id]
        metres = _metres(place, location)
        approximate = location.position == "approximate" or place in self.rough
        is_open = _is_open(location, now, self.country)
        opens = _opens(location, now, self.country) if is_open is False else None
        rough = metres is not None and approximate
        return Match(service, location, metres, rough, is_open, opens)


def _order(match: Match, topic: str, team: str | None) -> tuple[float, ...]:
    """Sorts the better match first; see `Directory.nearest`."""
    primary = match.service.topics[0] == topic
    first = bool(team) and match.service.team == team
    tier = 0 if first else 1 if match.service.team or primary else 2
    steps = math.inf if match.metres is None else round(match.metres / 100)
    return tier, match.open is False, steps, match.open is not True, not primary


def _metres(place: Place | None, location: Location) -> int | None:
    if place is None or place.lat is None or place.lon is None:
        return None
    if location.lat is None or location.lon is None:
        return None
    return as_said(metres_between(place.lat, place.lon, location.lat, location.lon))


def _opens(location: Location, now: datetime, country: str) -> datetime | None:
    """When it opens next, on a day of which that is known."""
    schedule = location.schedule
    if schedule is None:
        return None
    always = schedule.off_on_holidays is False
    return schedule.opens_next(
        now, lambda day: not always and day in public_holidays(country, day.year)
    )


def _is_open(location: Location, now: datetime, country: str) -> bool | None:
    """None without hours, and on a public holiday that the hours do not speak of."""
    if location.closed_on(now.date()):
        return False
    schedule = location.schedule
    if schedule is None:
        return None
    if schedule.off_on_holidays is False:
        return schedule.is_open(now)
    off = public_holidays(country, now.year)
    if schedule.off_on_holidays is None and now.date() in off:
        return None
    return schedule.is_open(now, off)
