"""Which events does `events.ics` hold, and what is wrong in it, line by line?"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from icalendar import Calendar

from hotline.directory.events import Event, falls_on, repeats
from hotline.errors import Fault, closest, did_you_mean

FILE = "events.ics"
TITLE = "X-HOTLINE-SUMMARY"  # the title in another language: X-HOTLINE-SUMMARY;LANGUAGE=ar:…
OTHERWISE = "culture"  # the topic of an event that names none
_LONGEST = 70  # letters of a title: three of them fit into an SMS of two segments
_SEEN = re.compile(r"[A-Za-z0-9-]+[;:]")
_RULES = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
_STATES = ("CONFIRMED", "TENTATIVE", "CANCELLED")
_YEARS = range(1970, 2101)
_OURS = "X-HOTLINE"
# What RFC 5545 and 7986 know of an event; of the rest only what looks like one of these is told.
_PROPERTIES = frozenset(
    "ATTACH ATTENDEE BEGIN CATEGORIES CLASS COLOR COMMENT CONFERENCE CONTACT CREATED DESCRIPTION"
    " DTEND DTSTAMP DTSTART DURATION END EXDATE EXRULE GEO IMAGE LAST-MODIFIED LOCATION ORGANIZER"
    " PRIORITY RDATE RECURRENCE-ID RELATED-TO REQUEST-STATUS RESOURCES RRULE SEQUENCE STATUS"
    f" SUMMARY TRANSP UID URL {TITLE}".split()
)
_NOT_ONE = "is none of its dates: nothing is taken out."
_ITS_TIME = "Write the day and the hour at which that date would begin."
_AS_EXAMPLE = "See tests/cities/bourg-fictif/events.ics for an example."
_DAY = timedelta(days=1)
_LASTING = timedelta(days=366)  # what lasts longer was mistyped
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")  # as in locations.csv


class _Unfit(ValueError):
    """This property cannot be served: what is wrong with it, and what to do."""

    def __init__(self, name: str, problem: str, cure: str) -> None:
        super().__init__(problem)
        self.name, self.problem, self.cure = name, problem, cure


@dataclass(frozen=True, slots=True)
class Read:
    """The events that can be served, and what keeps the others from it."""

    events: tuple[Event, ...] = ()
    faults: tuple[Fault, ...] = ()


def read_events(
    folder: Path,
    zone: ZoneInfo,
    topics: Collection[str],
    places: dict[str, str],
    languages: Collection[str] = (),
) -> Read:
    """The events of this city pack; none where it has no such file.

    `places` are the names of its locations by id: a LOCATION may be one of these ids. `languages`
    are those a title may be in; where none are given, any.
    """
    path = folder / FILE
    if not path.exists():
        return Read()
    try:
        lines = _unfolded(path.read_bytes())
    except UnicodeDecodeError as error:
        return Read(faults=(_fault(None, f"is not UTF-8 text: {error.reason}.", "Save it so."),))
    if faults := [*_unreadable(lines)]:
        return Read(faults=tuple(faults))
    try:
        calendar = Calendar.from_ical("\r\n".join(text for _, text in lines))
    except (ValueError, IndexError, KeyError) as error:
        return Read(faults=(_fault(None, f"cannot be read: {error}.", _AS_EXAMPLE),))
    return _Reader(lines, zone, topics, places, languages).read([*calendar.walk("VEVENT")])


def _unfolded(written: bytes) -> list[tuple[int, str]]:
    """(number, text) of each line; a line that begins with a space goes on the one before."""
    lines: list[tuple[int, str]] = []
    text = unicodedata.normalize("NFC", written.decode("utf-8-sig"))
    for number, line in enumerate(text.splitlines(), 1):
        if line[:1] in (" ", "\t") and lines:
            first, before = lines[-1]
            lines[-1] = first, before + line[1:]
        elif line.strip():
            lines.append((number, line))
    return lines


def _unreadable(lines: Sequence[tuple[int, str]]) -> Iterator[Fault]:
    """Lines that are no property, and components that are not closed."""
    if not lines or lines[0][1].upper() != "BEGIN:VCALENDAR":
        yield _fault(1, "does not begin with BEGIN:VCALENDAR.", _AS_EXAMPLE)
        return
    open_: list[str] = []
    for number, line in lines:
        if not _SEEN.match(line):
            cure = "Begin a line that goes on with a space; write NAME:value otherwise."
            yield _fault(number, f"{line[:40]!r} is no property.", cure)
        elif open_[-1:] == ["VEVENT"] and (meant := _misspelt(name := _name(line))):
            yield _fault(number, f"{name!r} is no property.", f"Did you mean {meant!r}?")
        verb, _, name = line.upper().partition(":")
        if verb == "BEGIN":
            open_.append(name)
        elif verb == "END" and open_[-1:] != [name]:
            cure = f"Add END:{open_[-1]} before it." if open_ else "Take it out."
            yield _fault(number, f"END:{name} closes nothing.", cure)
            return
        elif verb == "END":
            open_.pop()
    if open_:
        yield _fault(lines[-1][0], f"{open_[-1]} is not closed.", f"Add END:{open_[-1]}.")


def _name(line: str) -> str:
    return re.split("[;:]", line.upper(), maxsplit=1)[0]


def _misspelt(name: str) -> str:
    """What this name was to be, or "": there are others that mean nothing to the line."""
    if name in _PROPERTIES or (name.startswith("X-") and not name.startswith(_OURS)):
        return ""
    return TITLE if name.startswith(_OURS) else closest(name, _PROPERTIES, 0.75)


def _fault(line: int | None, problem: str, cure: str, name: str = "") -> Fault:
    return Fault(FILE, line, name, problem, cure)


@dataclass(slots=True)
class _Reader:
    """Reads one component after the other and collects what is wrong."""

    lines: Sequence[tuple[int, str]]
    zone: ZoneInfo
    topics: Collection[str]
    places: dict[str, str]
    languages: Collection[str]
    faults: list[Fault] = field(default_factory=list)

    def read(self, found: Sequence[Any]) -> Read:
        """All of them; a moved or cancelled date is taken out of the event it belongs to."""
        begins = [at for at, (_, text) in enumerate(self.lines) if text.upper() == "BEGIN:VEVENT"]
        events: list[Event] = []
        replaced: dict[str, list[datetime]] = {}
        seen: set[str] = set()
        moved: list[tuple[int, str, datetime]] = []
        for begin, each in zip(begins, found, strict=True):
            try:
                event, instead_of = self._event(each)
                state = self._state(each)
                if event.id in seen:
                    raise _Unfit("UID", f"{event.id!r} is there twice.", "Give it another one.")
            except _Unfit as unfit:
                at = self._line(begin, unfit.name)
                self.faults.append(_fault(at, unfit.problem, unfit.cure, unfit.name))
                continue
            seen.add(event.id)
            if instead_of is not None:
                replaced.setdefault(str(each["UID"]), []).append(instead_of)
                moved.append((begin, str(each["UID"]), instead_of))
            if state != "CANCELLED":
                events.append(event)
        if not self.faults:
            self._check_moved(moved, {event.id: event for event in events})
        whole = tuple(_but(event, replaced.get(event.id, [])) for event in events)
        return Read(whole, tuple(self.faults))

    def _check_moved(
        self, moved: Sequence[tuple[int, str, datetime]], events: Mapping[str, Event]
    ) -> None:
        """What is moved or cancelled is a date of its event: else both would be told."""
        name = "RECURRENCE-ID"
        for begin, uid, instead_of in moved:
            event = events.get(uid)
            if event is None or not falls_on(event, instead_of):
                problem = f"{instead_of:%Y-%m-%d %H:%M} is no date of {uid!r}."
                self.faults.append(_fault(self._line(begin, name), problem, _ITS_TIME, name))

    def _line(self, begin: int, name: str) -> int:
        """The number of the line with this property, or where the event begins."""
        for number, text in self.lines[begin:]:
            if text.upper() == "END:VEVENT":
                break
            if re.match(rf"{re.escape(name)}[;:]", text, re.IGNORECASE):
                return number
        return self.lines[begin][0]

    def _event(self, each: Any) -> tuple[Event, datetime | None]:
        for name, problem in each.errors:
            raise _Unfit(str(name or ""), f"cannot be read: {problem}.", _AS_EXAMPLE)
        uid = str(each.get("UID", "")).strip()
        if not uid:
            raise _Unfit("UID", "is missing.", "Give every event an id of its own.")
        start = self._start(each)
        all_day = not isinstance(start, datetime)
        starts = self._clock("DTSTART", start)
        instead_of = self._when(each, "RECURRENCE-ID")
        made = Event(
            id=f"{uid}/{instead_of.isoformat()}" if instead_of else uid,
            titles=self._titles(each),
            place=self._place(each),
            topic=self._topic(each),
            starts=starts,
            lasts=self._lasts(each, starts, all_day),
            all_day=all_day,
            rule=self._rule(each, start),
            without=self._dates(each, "EXDATE"),
            also=self._dates(each, "RDATE"),
        )
        self._gives_dates(made)
        return made, instead_of

    def _start(self, each: Any) -> date:
        if "DTSTART" not in each:
            raise _Unfit("DTSTART", "is missing.", "Say when it begins.")
        start: date = each["DTSTART"].dt
        self._zones(each)
        if "RRULE" in each and isinstance(start, datetime) and str(start.tzinfo) == "UTC":
            cure = f"Write DTSTART;TZID={self.zone.key}:… without the Z."
            raise _Unfit("DTSTART", "is in UTC: it would move with the clocks.", cure)
        return start

    def _zones(self, each: Any) -> None:
        """Times in a zone that nobody knows would be told by the clock here."""
        for name in ("DTSTART", "DTEND", "RECURRENCE-ID", "EXDATE", "RDATE"):
            given = each.get(name, [])
            for one in given if isinstance(given, list) else [given]:
                zone = str(one.params.get("TZID", ""))
                whens = [when.dt for when in getattr(one, "dts", [one])]
                if zone and any(isinstance(at, datetime) and not at.tzinfo for at in whens):
                    cure = did_you_mean(zone, available_timezones(), f"Write {self.zone.key}.")
                    raise _Unfit(name, f"is in a zone that nobody knows: {zone!r}.", cure)

    def _clock(self, name: str, value: Any) -> datetime:
        """This moment by the city's clock; a day is its midnight."""
        if not isinstance(value, date):
            raise _Unfit(name, "is no date.", _AS_EXAMPLE)
        if value.year not in _YEARS:
            problem = f"is in the year {value.year}."
            raise _Unfit(name, problem, "Write the year with its four digits.")
        if not isinstance(value, datetime):
            return datetime(value.year, value.month, value.day)
        return value.astimezone(self.zone).replace(tzinfo=None) if value.tzinfo else value

    def _when(self, each: Any, name: str) -> datetime | None:
        return self._clock(name, each[name].dt) if name in each else None

    def _titles(self, each: Any) -> tuple[tuple[str, str], ...]:
        title = _text(each, "SUMMARY")
        if not title:
            raise _Unfit("SUMMARY", "is missing.", "Say in a few words what it is.")
        others = each.get(TITLE, [])
        others = others if isinstance(others, list) else [others]
        titles = [("fr", title)]
        titles += [(str(each.params.get("LANGUAGE", "")), str(each).strip()) for each in others]
        for language, text in titles:
            if not text:
                raise _Unfit(TITLE, "is empty.", "Take it out, or say what it is.")
            if len(text) > _LONGEST:
                problem = f"is longer than {_LONGEST} letters: {text[:20]!r}…"
                raise _Unfit("SUMMARY" if language == "fr" else TITLE, problem, "Say it shorter.")
            if not language:
                cure = f"Write {TITLE};LANGUAGE=ar:…"
                raise _Unfit(TITLE, "does not say in which language it is.", cure)
            if self.languages and language not in (*self.languages, "fr"):
                cure = did_you_mean(language, self.languages, "Take it out.")
                raise _Unfit(TITLE, f"is in {language!r}, no language of city.toml.", cure)
        return tuple(titles)

    def _place(self, each: Any) -> str:
        place = _text(each, "LOCATION")
        meant = closest(place, self.places) if _ID.fullmatch(place) else ""
        if meant and place not in self.places:
            problem = f"{place!r} is not in locations.csv."
            raise _Unfit("LOCATION", problem, f"Did you mean {meant!r}?")
        return self.places.get(place, place)

    def _topic(self, each: Any) -> str:
        named = each.get("CATEGORIES")
        if named is None:
            return OTHERWISE
        words = [str(word).strip() for word in getattr(named, "cats", [])]
        known = [word for word in words if word in self.topics]
        if not known:
            word = words[0] if words else ""
            cure = did_you_mean(word, self.topics, f"Write one of: {', '.join(self.topics)}.")
            raise _Unfit("CATEGORIES", f"{word!r} is no topic.", cure)
        return known[0]

    def _lasts(self, each: Any, starts: datetime, all_day: bool) -> timedelta:
        name = "DTEND" if "DTEND" in each else "DURATION"
        ends = self._when(each, "DTEND")
        if ends is not None and isinstance(each["DTEND"].dt, datetime) is all_day:
            problem = "is a day, DTSTART a time of day, or the reverse."
            raise _Unfit(name, problem, "Write both in the same way.")
        usual = each["DURATION"].dt if "DURATION" in each else _DAY * all_day
        lasts: timedelta = usual if ends is None else ends - starts
        if lasts < timedelta(0) or (all_day and not lasts):
            raise _Unfit(name, "is not after DTSTART.", "A whole day ends on the next one.")
        if lasts > _LASTING:
            problem = f"makes it last {lasts.days} days."
            raise _Unfit(name, problem, "Mend the year, or write one event a year.")
        return lasts

    def _state(self, each: Any) -> str:
        state = str(each.get("STATUS", "CONFIRMED")).upper()
        if state not in _STATES:
            cure = did_you_mean(state, _STATES, f"Write one of: {', '.join(_STATES)}.")
            raise _Unfit("STATUS", f"{state!r} is none.", cure)
        return state

    def _rule(self, each: Any, start: date) -> str:
        if "RRULE" not in each:
            return ""
        rule = each["RRULE"]
        if isinstance(rule, list):
            raise _Unfit("RRULE", "is there twice.", "Write two events.")
        often = str(rule.get("FREQ", [""])[0])
        if often not in _RULES:
            cure = f"Write FREQ as one of: {', '.join(_RULES)}."
            raise _Unfit("RRULE", f"repeats {often or 'never'}.", cure)
        for name in ("INTERVAL", "COUNT"):
            if any(number < 1 for number in rule.get(name, [])):
                raise _Unfit("RRULE", f"has {name} less than 1.", "Take that part out.")
        parts = {name: rule[name] for name in rule if name != "UNTIL"}
        written = ";".join(f"{name}={_listed(values)}" for name, values in parts.items())
        for until in rule.get("UNTIL", []):
            last = self._clock("RRULE", until)
            # A day means all of it.
            last = last if isinstance(until, datetime) else last + _DAY - timedelta(seconds=1)
            written += f";UNTIL={last:%Y%m%dT%H%M%S}"
        return written

    def _dates(self, each: Any, name: str) -> tuple[datetime, ...]:
        given = each.get(name, [])
        lists = given if isinstance(given, list) else [given]
        return tuple(self._clock(name, one.dt) for dates in lists for one in dates.dts)

    def _gives_dates(self, event: Event) -> None:
        try:
            some = repeats(event)
        except ValueError as error:
            raise _Unfit("RRULE", f"is no rule: {error}.", _AS_EXAMPLE) from None
        if not some:
            raise _Unfit("RRULE", "gives no date at all.", "Mend it, or take the event out.")
        if event.rule and not falls_on(event, event.starts):
            problem = "gives no date on which DTSTART is."
            raise _Unfit("RRULE", problem, "Begin on the first of its dates.")
        for without in event.without:
            if not falls_on(event, without):
                raise _Unfit("EXDATE", f"{without:%Y-%m-%d %H:%M} {_NOT_ONE}", _ITS_TIME)


def _text(each: Any, name: str) -> str:
    value = each.get(name, "")
    if isinstance(value, list):
        raise _Unfit(name, "is there twice.", "Take one out.")
    return " ".join(str(value).split())


def _listed(values: Any) -> str:
    many = values if isinstance(values, list) else [values]
    return ",".join(str(value) for value in many)


def _but(event: Event, dates: Sequence[datetime]) -> Event:
    if not dates:
        return event
    return Event(
        **{name: getattr(event, name) for name in Event.__slots__ if name != "without"},
        without=(*event.without, *dates),
    )
