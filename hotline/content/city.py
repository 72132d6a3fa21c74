"""What is particular to this city, apart from its tables of places and services?"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

import phonenumbers
from babel.core import Locale
from babel.numbers import list_currencies

from hotline.content.entries import Entries
from hotline.content.tables import read_table
from hotline.content.texts import SOURCE
from hotline.days import public_holidays
from hotline.errors import Fault, FaultyFiles, did_you_mean

BY_TEXT = "sms"  # for `beep`
EMERGENCY = ("sms", "police", "any", "fire", "medical", "violence", "suicide", "child", "shelter")
_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_E164 = re.compile(r"\+[1-9][0-9]{6,14}")
_PREFIX = re.compile(r"\+[1-9][0-9]{0,6}")
_SENDER = re.compile(r"\+[1-9][0-9]{6,14}|[0-9]{5}|(?=.*[A-Za-z])[A-Za-z0-9 ]{3,11}")
_CLOCK = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")
_TEAM = re.compile(r"[a-z0-9]+([_-][a-z0-9]+)*")
RETENTION = (
    "session_hours",
    "language_days",
    "closed_callback_days",
    "outbox_days",
    "inbound_days",
)

# What `[callbacks]` of city.toml may change for all teams, and `[teams.…]` for one.
CALLBACKS = ("hours", "calls_an_hour", "attempts")
CLOSED_FOR = ("holiday", "break", "works", "today")

# What `[limits]` of city.toml may change, and what holds where it doesn't.
LIMITS = {
    "segments_a_second": 10,
    "segments_a_day": 5000,
    "alarm_percent": 80,
    "messages_a_person_a_day": 5,
    "turns_in_5_minutes": 20,
    "newcomers_an_hour": 100,
    "open_requests": 3,
    "calls_at_once": 50,
    "beeps_a_day": 3,
    "beeps_an_hour": 60,
    "promise_hours": 24,
    "warn_hours": 4,
}

MOST = 10_000_000  # of anything that is counted
LONGEST = 10_000  # hours or days: with many more, no date would come of it

# Every entry there is: those above all tables, then those of each table. Voices are named by
# language, teams by the city.
_ENTRIES = (
    *("name", "line_name", "publisher", "contact_location", "timezone", "country", "school_zone"),
    *("languages", "default_team", "record_team", "landmarks"),
)
_TABLES: Mapping[str, tuple[str, ...]] = {
    "centre": ("lat", "lon"),
    "line": ("sms", "voice", "automated", "hours", "closures", "beep", "prefixes"),
    "emergency": EMERGENCY,
    "quiet": ("from", "to", "sundays", "public_holidays"),
    "limits": tuple(LIMITS),
    "costs": ("segment",),
    "digest": ("sms", "mail", "server", "sender", "login", "encrypted"),
    "callbacks": CALLBACKS,
    "follow_up": ("days_after_close",),
    "retention": RETENTION,
    "voices": (),
    "teams": (),
}
_PLACES = {
    **{
        name: "under " + " or ".join(f"[{table}]" for table in _TABLES if name in _TABLES[table])
        for names in _TABLES.values()
        for name in names
    },
    **dict.fromkeys((*_ENTRIES, *_TABLES), "above all [tables]"),
}
_EXAMPLE = "See messages/cities/montreuil/city.toml for an example."


@dataclass(frozen=True, slots=True)
class Quiet:
    """When nothing unasked may reach a person: local clock times and kinds of days."""

    start: time
    end: time
    sundays: bool
    public_holidays: bool


@dataclass(frozen=True, slots=True)
class Mail:
    """How e-mail leaves: a server, whom it says it is from, and whether it is encrypted."""

    host: str
    port: int
    sender: str
    login: str = ""
    encrypted: bool = True


@dataclass(frozen=True, slots=True)
class Price:
    """What one segment costs, by the contract with the provider; `currency` as in ISO 4217."""

    amount: float
    currency: str


@dataclass(frozen=True, slots=True)
class Digest:
    """Which of the staff are told, and how, that somebody waits too long; nobody: no digest."""

    sms: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    mail: Mail | None = None


@dataclass(frozen=True, slots=True)
class Team:
    """When a team calls people back, how many of them an hour, and how often without an answer.

    `hours` are written as OpenStreetMap does, in local time.
    """

    hours: str = "Mo-Fr 09:00-17:00; PH off"
    calls_an_hour: int = 4
    attempts: int = 3


@dataclass(frozen=True, slots=True)
class Closure:
    """Days, the first and the last among them, on which nobody is there; why: one of CLOSED_FOR."""

    first: date
    last: date
    reason: str


@dataclass(frozen=True, slots=True)
class City:
    """One city pack's `city.toml`. `languages` are in the order offered, the fallback first.

    `pronunciations` are those of `pronunciations.toml`: by language of the voice, what is written
    and how it is to be read out. `beep` is the number that is rung to be called back for free,
    "sms" when only a text asks for it, "" when the line calls nobody back by itself. `hours` are
    those in which people are behind the line, written as opening hours are; "" is always.
    """

    name: str
    line_name: str
    publisher: str
    contact_location: str
    timezone: ZoneInfo
    country: str
    school_zone: str
    centre: tuple[float, float]
    languages: tuple[str, ...]
    default_team: str
    landmarks: tuple[str, ...]
    sms_line: str
    voice_line: str
    beep: str
    prefixes: tuple[str, ...]
    emergency: Mapping[str, str]
    quiet: Quiet
    follow_up_days: int
    retention: Mapping[str, int]
    limits: Mapping[str, int]
    automated_line: str
    voices: Mapping[str, tuple[str, ...]]
    pronunciations: Mapping[str, Mapping[str, str]]
    teams: Mapping[str, str]
    calling: Mapping[str, Team]
    record_team: str
    digest: Digest = Digest()
    hours: str = ""
    closures: tuple[Closure, ...] = ()
    segment_price: Price | None = None

    def closed_on(self, day: date) -> Closure | None:
        """The closure that this day falls into."""
        return next((each for each in self.closures if each.first <= day <= each.last), None)

    def rests_on(self, day: date) -> bool:
        """Does nobody work on this day: is it a public holiday, or is the line closed?"""
        return day in public_holidays(self.country, day.year) or self.closed_on(day) is not None

    @property
    def beep_line(self) -> str:
        """The number that is rung to be called back; "" when there is none."""
        return self.beep if self.beep.startswith("+") else ""


def load_city(folder: Path) -> City:
    """The city of this pack. Raises FaultyFiles naming every missing or wrong entry."""
    path = folder / "city.toml"
    if not path.exists():
        cure = "Name a folder under messages/cities/ in HOTLINE_CITY."
        raise FaultyFiles([Fault(str(path), None, "", "there is no such city.", cure)])
    reader = _Reader(_table(path), path.name, _EXAMPLE)
    return reader.city(_table(folder / "pronunciations.toml"))


def _table(path: Path) -> dict[str, Any]:
    """The tables of this file; none where there is no file. Raises FaultyFiles."""
    return read_table(path) if path.exists() else {}


class _Reader(Entries):
    """Reads a city and collects what is wrong with it."""

    def city(self, pronunciations: Mapping[str, Any]) -> City:
        self.known()
        country = self.country()
        languages = self.texts("languages", needed=True) or ("fr",)
        teams = self.names("teams")
        made = City(
            name=self.get("name", str, ""),
            line_name=self.get("line_name", str, ""),
            publisher=self.get("publisher", str, ""),
            contact_location=self.get("contact_location", str, ""),
            timezone=self.zone(),
            country=country,
            school_zone=self.optional("school_zone", str, ""),
            centre=self.centre(),
            languages=languages,
            default_team=self.get("default_team", str, ""),
            landmarks=self.texts("landmarks", needed=True),
            sms_line=self.get("line.sms", str, ""),
            voice_line=self.get("line.voice", str, ""),
            beep=self.optional("line.beep", str, ""),
            prefixes=self.prefixes(country),
            emergency={name: self.get(f"emergency.{name}", str, "") for name in EMERGENCY},
            quiet=self.quiet(),
            follow_up_days=self.whole("follow_up.days_after_close", 2, 0, LONGEST, needed=True),
            retention={
                name: self.whole(f"retention.{name}", 1, 1, LONGEST, needed=True)
                for name in RETENTION
            },
            limits=self.limits(),
            automated_line=self.optional("line.automated", str, ""),
            voices={name: self.texts(f"voices.{name}") for name in self.names("voices")},
            pronunciations={k: self.readings(k, v, languages) for k, v in pronunciations.items()},
            teams={name: self.optional(f"teams.{name}.name", str, name) for name in teams},
            calling=self.calling(teams),
            hours=self.optional("line.hours", str, ""),
            closures=tuple(map(self.closure, self.optional("line.closures", list, []))),
            record_team=self.optional("record_team", str, ""),
            digest=self.digest(),
            segment_price=self.price(),
        )
        self.check(made)
        if self.faults:
            raise FaultyFiles(self.faults)
        return made

    def known(self) -> None:
        """Nothing stands in the file that is not read."""
        self.unknown(self.names(""), (*_ENTRIES, *_TABLES), "", _PLACES)
        for table, entries in _TABLES.items():
            self.table(table, entries, _PLACES)
        for name in self.names("teams"):
            if not _TEAM.fullmatch(name):
                self.fault("teams", f"{name!r} is no name of a team.", 'Write it as "pad-2".')
            self.table(f"teams.{name}", ("name", *CALLBACKS), {})

    def country(self) -> str:
        """Its telephone numbers are read and its holidays kept: two letters, as ISO 3166 has it."""
        given: str = self.get("country", str, "FR")
        if given in phonenumbers.SUPPORTED_REGIONS:
            return given
        names = {each.casefold(): code for code, each in Locale("en").territories.items()}
        code = names.get(given.casefold(), given.upper())
        found = code in phonenumbers.SUPPORTED_REGIONS
        cure = f"Did you mean {code!r}?" if found else 'Write its two letters, like "FR".'
        self.fault("country", f"{given!r} is no country.", cure)
        return "FR"

    def prefixes(self, country: str) -> tuple[str, ...]:
        """Where messages may go: the city's own country at least."""
        prefixes = self.texts("line.prefixes", needed=True)
        for prefix in prefixes:
            if not _PREFIX.fullmatch(prefix):
                self.fault("line.prefixes", f"{prefix!r} is none.", 'Write it as "+33".')
        own = f"+{phonenumbers.country_code_for_region(country)}"
        if prefixes and not any(each.startswith(own) or own == each for each in prefixes):
            problem = f"has none of {country}: nobody there would get a message."
            self.fault("line.prefixes", problem, f'Add "{own}".')
        return prefixes

    def centre(self) -> tuple[float, float]:
        """Latitude and longitude; whether it lies in the city is seen from its places."""
        found: list[float] = []
        for entry, limit in (("centre.lat", 90), ("centre.lon", 180)):
            degrees: float = self.get(entry, float, 0.0)
            if not abs(degrees) <= limit:  # so that nan is no number of degrees either
                problem = f"{degrees} is beyond {limit} degrees."
                self.fault(entry, problem, "Look the position up again.")
            found.append(degrees)
        return found[0], found[1]

    def quiet(self) -> Quiet:
        start, end = self.clock("quiet.from"), self.clock("quiet.to")
        if start == end and start is not None:
            problem = f"is {end:%H:%M}, as `from`: there would be no quiet hours at all."
            self.fault("quiet.to", problem, "Give the time at which they end.")
        return Quiet(
            start or time(0),
            end or time(0),
            self.optional("quiet.sundays", bool, True),
            self.optional("quiet.public_holidays", bool, True),
        )

    def clock(self, entry: str) -> time | None:
        given: str = self.get(entry, str, "")
        if _CLOCK.fullmatch(given):
            return time.fromisoformat(given)
        if given:
            self.fault(entry, f"{given!r} is no time of day.", 'Write it as "22:00".')
        return None

    def limits(self) -> dict[str, int]:
        most = {"alarm_percent": 100, "promise_hours": LONGEST, "warn_hours": LONGEST}
        found = {
            name: self.whole(f"limits.{name}", usual, 1, most.get(name, MOST))
            for name, usual in LIMITS.items()
        }
        if found["warn_hours"] >= found["promise_hours"]:
            problem = "is not less than promise_hours: every request would be late at once."
            self.fault("limits.warn_hours", problem, "Give fewer hours.")
        return found

    def price(self) -> Price | None:
        """The price of one segment; nobody knows it where city.toml does not say."""
        given = self.value("costs.segment")
        if given is None:
            return None
        amount, _, currency = str(given).partition(" ")
        try:
            known = 0 < float(amount) < math.inf and currency in list_currencies()
        except ValueError:
            known = False
        if not known:
            self.fault("costs.segment", f"{given!r} is no price.", 'Write it as "0.05 EUR".')
            return None
        return Price(float(amount), currency)

    def digest(self) -> Digest:
        if not self.names("digest"):
            return Digest()
        sms, addresses = self.texts("digest.sms"), self.texts("digest.mail")
        if not sms and not addresses:
            self.fault("digest", "tells nobody.", "Write whom, under sms or mail.")
        for number in sms:
            if not _E164.fullmatch(number):
                self.fault("digest.sms", f"{number!r} is no number.", 'Write it as "+33639980000".')
        for address in addresses:
            if not _ADDRESS.fullmatch(address):
                cure = 'Write it as "name@example.org".'
                self.fault("digest.mail", f"{address!r} is no address.", cure)
        return Digest(sms, addresses, self.mail() if addresses else None)

    def mail(self) -> Mail:
        host, _, port = self.get("digest.server", str, "localhost:25").rpartition(":")
        if not host or not re.fullmatch(r"[0-9]{1,5}", port) or not 0 < int(port) < 65536:
            cure = 'Write it as "mail.example.org:587".'
            self.fault("digest.server", "has no port.", cure)
            port = "25"
        sender: str = self.get("digest.sender", str, "")
        if sender and not _ADDRESS.fullmatch(sender):
            cure = 'Write it as "name@example.org".'
            self.fault("digest.sender", f"{sender!r} is no address.", cure)
        return Mail(
            host=host,
            port=int(port),
            sender=sender,
            login=self.optional("digest.login", str, ""),
            encrypted=self.optional("digest.encrypted", bool, True),
        )

    def calling(self, teams: tuple[str, ...]) -> dict[str, Team]:
        """When and how each team calls; what it does not say itself, `[callbacks]` says."""
        usual = self.team("callbacks", Team())
        return {name: self.team(f"teams.{name}", usual) for name in teams}

    def team(self, table: str, usual: Team) -> Team:
        return Team(
            self.optional(f"{table}.hours", str, usual.hours),
            self.whole(f"{table}.calls_an_hour", usual.calls_an_hour, 1, 1000),
            self.whole(f"{table}.attempts", usual.attempts, 1, 100),
        )

    def closure(self, given: Any) -> Closure:
        found: dict[str, Any] = given if isinstance(given, dict) else {}
        first: Any = found.get("from")
        last: Any = found.get("to", first)
        reason = found.get("reason", "today")
        days = all(type(day) is date for day in (first, last)) and first <= last
        if not days or reason not in CLOSED_FOR or found.keys() - {"from", "to", "reason"}:
            cure = 'Write it like { from = 2026-12-24, to = 2027-01-01, reason = "break" }; '
            cure += f"reasons: {', '.join(CLOSED_FOR)}."
            told = ", ".join(f"{name} = {value}" for name, value in found.items()) or given
            self.fault("line.closures", f"has an entry that is none: {told}.", cure)
            return Closure(date.max, date.max, "today")
        return Closure(first, last, reason)

    def readings(self, language: str, table: Any, languages: tuple[str, ...]) -> dict[str, str]:
        file = "pronunciations.toml"
        if language not in languages:
            cure = did_you_mean(language, languages, f"Write one of: {', '.join(languages)}.")
            self.faults.append(Fault(file, None, language, "is no language of city.toml.", cure))
        pairs = table.items() if isinstance(table, dict) else ()
        good = {k: v for k, v in pairs if isinstance(v, str) and k.strip() and v.strip()}
        if not pairs or len(good) < len(pairs):
            problem, cure = "has an entry that is no text.", 'Write it as "PAD" = "pade".'
            self.faults.append(Fault(file, None, language, problem, cure))
        return good

    def zone(self) -> ZoneInfo:
        name = self.get("timezone", str, "UTC")
        if name in available_timezones():
            return ZoneInfo(name)
        cure = did_you_mean(name, available_timezones(), 'Write it as "Europe/Paris".')
        self.fault("timezone", f"{name!r} is no time zone.", cure)
        return ZoneInfo("UTC")

    def check(self, city: City) -> None:
        """What one entry says and another one does not know."""
        teams = ("default_team", city.default_team), ("record_team", city.record_team)
        for entry, team in teams:
            if team and team not in city.teams:
                cure = did_you_mean(team, city.teams, "Name one of [teams.…].")
                self.fault(entry, f"{team!r} is no team of this file.", cure)
        if len(city.landmarks) > 7:
            self.fault("landmarks", "has more than seven names.", "Keys 1 to 7 are all there is.")
        for entry, number in (("line.sms", city.sms_line), ("line.voice", city.voice_line)):
            if number and not _E164.fullmatch(number):
                self.fault(entry, f"{number!r} is no number.", 'Write it as "+33199000000".')
        if city.automated_line and not _SENDER.fullmatch(city.automated_line):
            cure = 'Write it as "+33937000000", "36000" or "Info Ville".'
            self.fault("line.automated", f"{city.automated_line!r} is no sender.", cure)
        self.check_beep(city)
        self.check_voices(city)

    def check_voices(self, city: City) -> None:
        """A voice is of a language of the city, and the first of them has one."""
        for language in city.voices:
            if language not in (*city.languages, SOURCE):  # what has no translation is in French
                cure = did_you_mean(language, city.languages, "Add it to languages.")
                self.fault(f"voices.{language}", "is no language of this city.", cure)
        if not city.voices.get(city.languages[0]):
            self.fault("voices", f"has no {city.languages[0]!r}.", "Name its engines in order.")

    def check_beep(self, city: City) -> None:
        """A number of its own: who rings the line's own number wants to be answered."""
        if city.beep in ("", BY_TEXT):
            return
        if not _E164.fullmatch(city.beep):
            cure = f'Write it as "+33199000008", or as "{BY_TEXT}".'
            self.fault("line.beep", f"{city.beep!r} is no number.", cure)
        elif city.beep in (city.sms_line, city.voice_line):
            cure = f'Give a number of its own, or write "{BY_TEXT}".'
            self.fault("line.beep", "is the number that people call.", cure)
