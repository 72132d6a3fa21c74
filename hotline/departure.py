"""May this message leave now? One answer for every outgoing message, with its reason."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from hotline.content.city import City
from hotline.conversation.numbers import line_type
from hotline.days import PARTS, public_holidays
from hotline.kinds import BEEP, KINDS


@dataclass(frozen=True, slots=True)
class Send:
    """It may leave now."""

    reason: str


@dataclass(frozen=True, slots=True)
class Hold:
    """It waits until this moment."""

    until: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Refuse:
    """It never leaves."""

    reason: str


Decision = Send | Hold | Refuse


@dataclass(frozen=True, slots=True)
class Leaving:
    """One message about to leave, and all that is known about whether it may.

    `sender` is our own number or name. `consent` is when the person agreed to this kind.
    `safe_hours` is the time of day the person chose to be reached. `names` are sensitive topics
    that its words name. `sent_today` counts messages to this person, `spent_today` segments to all.
    `beeps_today` counts calls back to this person, `beeps_this_hour` to all.
    """

    kind: str
    asked: bool
    recipient: str
    sender: str
    body: str
    due_at: datetime
    expires_at: datetime
    segments: int = 1
    opted_out: bool = False
    topic_stopped: bool = False
    consent: datetime | None = None
    safe_hours: str = "any"
    names: frozenset[str] = frozenset()
    sent_today: int = 0
    spent_today: int = 0
    beeps_today: int = 0
    beeps_this_hour: int = 0


WEEK, STEP = timedelta(days=7), timedelta(minutes=30)

# ARCEP decision 2022-1583, in force since 2023: automated sending leaves from 09 37 to 09 39, from
# 36xxx and 38xxx, or under a name; not from an ordinary 06 or 07. The ranges given to films and
# examples belong to nobody: a line that rehearses has no other number.
_AUTOMATED = re.compile(r"\+339(37|38|39)\d{6}|3[68]\d{3}|(?=.*[A-Za-z])[A-Za-z0-9 ]{3,11}")
_FICTION = re.compile(r"\+3363998\d{4}|\+3319900\d{4}")


def may_leave(message: Leaving, city: City, now: datetime) -> Decision:
    """What becomes of this message now. `now` is aware; quiet hours are the city's.

    What the person asked for just now leaves at any hour, opted out or not; but only to the
    countries the city pays messages to, and within what it spends a day: toll fraud asks, too.
    """
    decision = _refused(message, city, now) or _held(message, city, now)
    if isinstance(decision, Hold) and decision.until > message.expires_at:
        return Refuse(f"too late to be of use after {decision.reason}")
    if decision:
        return decision
    if message.asked:
        return Send("asked for just now")
    agreed = f"agreed on {message.consent:%Y-%m-%d}" if message.consent else "no consent needed"
    return Send(f"allowed hours, {agreed}")


def may_send_automatically(sender: str, country: str) -> bool:
    """May this number or name send what nobody asked for just now?"""
    if country != "FR":
        return True
    return bool(_AUTOMATED.fullmatch(sender) or _FICTION.fullmatch(sender))


def _refused(message: Leaving, city: City, now: datetime) -> Refuse | None:
    """The first rule that forbids it for good."""
    kind = KINDS[message.kind]
    if not message.recipient.startswith(city.prefixes):
        return Refuse("a country the line does not send to")
    if now > message.expires_at:
        return Refuse("too late to be of use")
    if message.asked:
        return None
    forbidden = (
        (message.opted_out, "opted out"),
        (message.topic_stopped, "opted out of this topic"),
        (kind.consent and message.consent is None, "no consent"),
        (message.names, "names a sensitive topic"),
        (not may_send_automatically(message.sender, city.country), "sender not for automated use"),
        (kind.names_stop and "STOP" not in message.body, "no STOP in its text"),
        *(_beep(message, city) if message.kind == BEEP else ()),
    )
    return next((Refuse(reason) for applies, reason in forbidden if applies), None)


def _beep(message: Leaving, city: City) -> tuple[tuple[bool, str], ...]:
    """A call costs money, wakes people, and anybody can show another's number when they ring."""
    limits = city.limits
    return (
        (not city.beep, "the line calls nobody back"),
        (line_type(message.recipient, city.prefixes) == "hidden", "a number that costs too much"),
        (message.beeps_today >= limits["beeps_a_day"], "called back often enough today"),
        (message.beeps_this_hour >= limits["beeps_an_hour"], "too many calls back this hour"),
    )


def _held(message: Leaving, city: City, now: datetime) -> Hold | None:
    """The first rule that makes it wait, and until when."""
    limits = city.limits
    if message.spent_today + message.segments > limits["segments_a_day"]:
        return Hold(_tomorrow(now, city), "daily spending cap")
    if message.asked:
        return None
    until = quiet_until(now, city)
    if until:
        return Hold(until, "quiet hours")
    if message.kind == BEEP:  # it has limits of its own
        return None
    until = _unsafe_until(now, message.safe_hours, city)
    if until:
        return Hold(until, "outside the hours the person chose")
    if message.sent_today >= limits["messages_a_person_a_day"]:
        tomorrow = _tomorrow(now, city)
        return Hold(quiet_until(tomorrow, city) or tomorrow, "daily cap of the person")
    return None


def _tomorrow(now: datetime, city: City) -> datetime:
    """The next midnight of the city."""
    day = now.astimezone(city.timezone).date() + timedelta(days=1)
    return datetime.combine(day, time(0), city.timezone)


def _unsafe_until(now: datetime, safe_hours: str, city: City) -> datetime | None:
    """The next moment within the hours the person chose that is not quiet; None when `now` is."""
    chosen = PARTS.get(safe_hours)
    local = now.astimezone(city.timezone)
    if chosen is None or _between(*chosen, local.time()):
        return None
    day = local.date()
    while True:
        opening = datetime.combine(day, chosen[0], city.timezone)
        if opening > local and not _quiet(opening, city):
            return opening
        day += timedelta(days=1)


def quiet_until(now: datetime, city: City) -> datetime | None:
    """The next moment outside quiet hours; None when `now` is one."""
    local = now.astimezone(city.timezone)
    if not _quiet(local, city):
        return None
    day = local.date()
    while True:
        opening = datetime.combine(day, city.quiet.end, city.timezone)
        if opening > local and not _quiet(opening, city):
            return opening
        day += timedelta(days=1)


def decent_before(wanted: datetime, city: City, safe_hours: str) -> datetime | None:
    """The last moment, not after this one, at which it may leave and has some time to.

    Nobody is reminded at six: what would wait for the morning is sent the evening before. None:
    in the whole week before there is no such moment.
    """
    moment = wanted.astimezone(city.timezone)
    for _ in range(int(WEEK / STEP)):
        if not any(_forbidden(each, city, safe_hours) for each in (moment, moment + STEP)):
            return moment
        moment = _earlier(moment, city)
    return None


def _forbidden(local: datetime, city: City, safe_hours: str) -> bool:
    return _quiet(local, city) or _unsafe_until(local, safe_hours, city) is not None


def _earlier(moment: datetime, city: City) -> datetime:
    """Half an hour before, on the half hour, by time that passes: clocks may have been changed."""
    past = (moment.astimezone(UTC) - STEP).astimezone(city.timezone)
    return past.replace(minute=past.minute - past.minute % 30, second=0, microsecond=0)


def _quiet(local: datetime, city: City) -> bool:
    quiet = city.quiet
    if quiet.sundays and local.weekday() == 6:
        return True
    if quiet.public_holidays and local.date() in public_holidays(city.country, local.year):
        return True
    return _between(quiet.start, quiet.end, local.time())


def _between(start: time, end: time, clock: time) -> bool:
    return start <= clock < end if start <= end else clock >= start or clock < end
