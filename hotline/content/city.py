"""What is particular to this city, apart from its tables of places and services?"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel.numbers import list_currencies

from hotline.content.tables import read_table
from hotline.days import public_holidays
from hotline.errors import Fault, FaultyFiles

BY_TEXT = "sms"  # for `beep`
EMERGENCY = ("sms", "police", "any", "fire", "medical", "violence", "suicide", "child", "shelter")
_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_E164 = re.compile(r"\+[1-9][0-9]{6,14}")
RETENTION = (
    "session_hours",
    "language_days",
    "closed_callback_days",
    "outbox_days",
    "inbound_days",
)

# What `[callbacks]` of city.toml may change for all teams, and `[teams.…]` for one.
CALLBACKS = {"hours": "Mo-Fr 09:00-17:00; PH off", "calls_an_hour": 4, "attempts": 3}
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

    hours: str
    calls_an_hour: int
    attempts: int


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
    return _Reader(_table(path), path.name, _table(folder / "pronunciations.toml")).city()


def _table(path: Path) -> dict[str, Any]:
    """The tables of this file; none where there is no file. Raises FaultyFiles."""
    return read_table(path) if path.exists() else {}


class _Reader:
    """Reads entries by dotted name and collects what is wrong with them."""

    def __init__(self, table: dict[str, Any], file: str, pronunciations: dict[str, Any]) -> None:
        self.table = table
        self.pronunciations = pronunciations
        self.file = file
        self.faults: list[Fault] = []

    def city(self) -> City:
        quiet = Quiet(
            self.clock("quiet.from"),
            self.clock("quiet.to"),
            self.get("quiet.sundays", bool, True),
            self.get("quiet.public_holidays", bool, True),
        )
        made = City(
            name=self.get("name", str, ""),
            line_name=self.get("line_name", str, ""),
            publisher=self.get("publisher", str, ""),
            contact_location=self.get("contact_location", str, ""),
            timezone=self.zone(),
            country=self.get("country", str, ""),
            school_zone=str(self.table.get("school_zone", "")),
            centre=(self.get("centre.lat", float, 0.0), self.get("centre.lon", float, 0.0)),
            languages=tuple(self.get("languages", list, ["fr"])),
            default_team=self.get("default_team", str, ""),
            landmarks=tuple(self.get("landmarks", list, [])),
            sms_line=self.get("line.sms", str, ""),
            voice_line=self.get("line.voice", str, ""),
            beep=str(self.table.get("line", {}).get("beep", "")),
            prefixes=tuple(self.get("line.prefixes", list, [])),
            emergency={name: self.get(f"emergency.{name}", str, "") for name in EMERGENCY},
            quiet=quiet,
            follow_up_days=self.get("follow_up.days_after_close", int, 2),
            retention={name: self.get(f"retention.{name}", int, 1) for name in RETENTION},
            limits=self.limits(),
            automated_line=str(self.table.get("line", {}).get("automated", "")),
            voices={k: tuple(v) for k, v in self.get("voices", dict, {}).items()},
            pronunciations={k: self.readings(k, v) for k, v in self.pronunciations.items()},
            teams={k: str(v.get("name", k)) for k, v in self.get("teams", dict, {}).items()},
            calling={k: self.team(k, v) for k, v in self.get("teams", dict, {}).items()},
            hours=str(self.table.get("line", {}).get("hours", "")),
            closures=tuple(map(self.closure, self.table.get("line", {}).get("closures", ()))),
            record_team=str(self.table.get("record_team", "")),
            digest=self.digest(),
            segment_price=self.price(),
        )
        self.check(made)
        if self.faults:
            raise FaultyFiles(self.faults)
        return made

    def fault(self, entry: str, problem: str, cure: str) -> None:
        self.faults.append(Fault(self.file, None, entry, problem, cure))

    def get(self, entry: str, kind: type, default: Any) -> Any:
        value: Any = self.table
        for part in entry.split("."):
            value = value.get(part) if isinstance(value, dict) else None
        if isinstance(value, kind) and value not in ("", []):
            return value
        problem = "is missing." if value is None else f"is not a {kind.__name__}: {value!r}."
        self.fault(entry, problem, "See messages/cities/montreuil/city.toml for an example.")
        return default

    def limits(self) -> dict[str, int]:
        given = self.table.get("limits", {})
        for name, value in given.items():
            if name not in LIMITS or not isinstance(value, int) or value < 1:
                known = ", ".join(LIMITS)
                self.fault(f"limits.{name}", "is no limit.", f"A whole number for one of: {known}.")
        return {**LIMITS, **given}

    def price(self) -> Price | None:
        """The price of one segment; nobody knows it where city.toml does not say."""
        given: Any = self.table.get("costs", {}).get("segment")
        if given is None:
            return None
        amount, _, currency = str(given).partition(" ")
        try:
            known = float(amount) > 0 and currency in list_currencies()
        except ValueError:
            known = False
        if not known:
            self.fault("costs.segment", f"{given!r} is no price.", 'Write it as "0.05 EUR".')
            return None
        return Price(float(amount), currency)

    def digest(self) -> Digest:
        given = self.table.get("digest")
        if given is None:
            return Digest()
        sms = tuple(self.optional("digest.sms", list, []))
        addresses = tuple(self.optional("digest.mail", list, []))
        for number in sms:
            if not _E164.fullmatch(str(number)):
                self.fault("digest.sms", f"{number!r} is no number.", 'Write it as "+33639980000".')
        for address in addresses:
            if not _ADDRESS.fullmatch(str(address)):
                cure = 'Write it as "name@example.org".'
                self.fault("digest.mail", f"{address!r} is no address.", cure)
        return Digest(sms, addresses, self.mail() if addresses else None)

    def mail(self) -> Mail:
        host, _, port = self.get("digest.server", str, "localhost:25").partition(":")
        if not port.isdigit():
            cure = 'Write it as "mail.example.org:587".'
            self.fault("digest.server", "has no port.", cure)
        return Mail(
            host=host,
            port=int(port) if port.isdigit() else 0,
            sender=self.get("digest.sender", str, ""),
            login=self.optional("digest.login", str, ""),
            encrypted=self.optional("digest.encrypted", bool, True),
        )

    def optional(self, entry: str, kind: type, default: Any) -> Any:
        """The same as `get`, where the entry may be left out."""
        table, _, name = entry.rpartition(".")
        return self.get(entry, kind, default) if name in self.table.get(table, {}) else default

    def team(self, id_: str, table: dict[str, Any]) -> Team:
        """When and how this team calls; what it does not say itself, `[callbacks]` says."""
        given = {**CALLBACKS, **self.table.get("callbacks", {})}
        given |= {name: value for name, value in table.items() if name in CALLBACKS}
        for name, usual in CALLBACKS.items():
            value = given[name]
            if type(value) is not type(usual) or (isinstance(value, int) and value < 1):
                self.fault(f"teams.{id_}.{name}", f"{value!r} is wrong.", f"Like {usual!r}.")
                given[name] = usual
        return Team(given["hours"], given["calls_an_hour"], given["attempts"])

    def closure(self, given: Any) -> Closure:
        found: dict[str, Any] = given if isinstance(given, dict) else {}
        first: Any = found.get("from")
        last: Any = found.get("to", first)
        reason = found.get("reason", "today")
        days = all(type(day) is date for day in (first, last)) and first <= last
        if not days or reason not in CLOSED_FOR:
            known = ", ".join(CLOSED_FOR)
            cure = f'{{ from = 2026-12-24, to = 2027-01-01, reason = "break" }}; reasons: {known}.'
            self.fault("line.closures", f"has an entry that is none: {given!r}.", cure)
            return Closure(date.max, date.max, "today")
        return Closure(first, last, reason)

    def clock(self, entry: str) -> time:
        try:
            return time.fromisoformat(self.get(entry, str, "00:00"))
        except ValueError:
            self.fault(entry, "is not a time.", 'Write it as "22:00".')
            return time(0)

    def readings(self, language: str, table: Any) -> dict[str, str]:
        pairs = table.items() if isinstance(table, dict) else ()
        good = {k: v for k, v in pairs if isinstance(v, str) and k.strip() and v.strip()}
        if not pairs or len(good) < len(pairs):
            problem, cure = "has an entry that is no text.", 'Write it as "PAD" = "pade".'
            self.faults.append(Fault("pronunciations.toml", None, language, problem, cure))
        return good

    def zone(self) -> ZoneInfo:
        name = self.get("timezone", str, "UTC")
        try:
            return ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError):
            self.fault("timezone", f"{name!r} is no time zone.", 'Write it as "Europe/Paris".')
            return ZoneInfo("UTC")

    def check(self, city: City) -> None:
        if city.default_team not in city.teams:
            self.fault("default_team", "is no team of this file.", "Name one of [teams.…].")
        if city.record_team and city.record_team not in city.teams:
            self.fault("record_team", "is no team of this file.", "Name one of [teams.…], or none.")
        if len(city.landmarks) > 7:
            self.fault("landmarks", "has more than seven names.", "Keys 1 to 7 are all there is.")
        for entry, number in (("line.sms", city.sms_line), ("line.voice", city.voice_line)):
            if number and not _E164.fullmatch(number):
                self.fault(entry, f"{number!r} is no number.", 'Write it as "+33199000000".')
        self.check_beep(city)
        if city.languages[0] not in city.voices:
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
