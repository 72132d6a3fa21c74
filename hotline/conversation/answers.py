"""Which service is nearest, and how is it reached?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, time

from hotline.conversation import agenda, duty
from hotline.conversation.turn import Step, Turn, say
from hotline.directory.search import Match
from hotline.model import Meaning
from hotline.plan import Choice, Distance, Name, Phone, Plan, ReportWrong, Say, When

PREVIEWS = 2
_DISTANCES = frozenset({"service.distance", "service.distance.from"})


def service(turn: Turn) -> Step:
    """The service at this page for the session's topic, and the ways on from it."""
    matches = matching(turn)
    page = turn.session.page
    if not matches:
        return turn.having(at="service").session, _without(turn, Say("service.none"))
    if page >= len(matches):
        turn = turn.having(page=-1, at="service")  # the next SUITE begins again
        return turn.session, _without(turn, Say("service.end"))
    first = before(turn)
    told = told_aloud(turn, matches[page]) if turn.voice else described(turn, matches[page])
    shared = first or turn.heard.understood.roofless  # then 115 has been said before it
    says = (*first, *(_spared(each) if shared else each for each in told))
    hints = (*_hints(turn, last=page + 1 == len(matches)), *agenda.hint(turn))
    turn = turn.having(at="service", hinted=turn.session.hinted or turn.place is None)
    rest = () if turn.voice else matches[page + 1 :]
    previews = tuple(_previews(turn, matches[page], rest))[:PREVIEWS]
    shown = (matches[page].service.id,)
    return turn.session, Plan((*says, *previews, *hints), ways(turn), services=shown)


def _spared(told: Say) -> Say:
    """After a number that comes first, how far it is goes first where room is short."""
    return replace(told, spare=True) if told.key in _DISTANCES else told


def matching(turn: Turn) -> tuple[Match, ...]:
    """Every service for the session's topic, the nearest first.

    Not those that are mainly for something sensitive nobody asked for: "avocat", then "suite",
    must not put help for victims on a screen that somebody else may read.
    """
    topics, topic = turn.world.topics, turn.session.topic or ""
    found = turn.world.directory.nearest(topic, turn.place, turn.now, topics.team(topic) or None)
    return tuple(
        match
        for match in found
        if match.service.topics[0] == topic or not topics.sensitive(match.service.topics[0])
    )


def described(turn: Turn, match: Match) -> Iterator[Say]:
    """One service in full: what, where, how far, open or not (only if verified), telephone."""
    name, location = match.service.name, match.location
    where = location.short_name or location.name
    if where in name or name in where:
        yield say("service.name.only", service=Name(name))
    else:
        full = say("service.name", service=Name(name), location=Name(where))
        yield replace(full, shorter="service.name.only")
    yield from position(turn, match)
    yield from reached(turn, match)


def told_aloud(turn: Turn, match: Match) -> Iterator[Say]:
    """The same in a call: which door comes before what is behind it.

    The caller has just chosen the topic; the name on the sign and the address are to be kept.
    """
    name = match.service.name
    where = match.location.short_name or match.location.name
    door, behind = (where, "") if name in where else (name, "") if where in name else (where, name)
    yield say("service.name.only", service=Name(door))
    yield from position(turn, match)
    if behind:
        yield say("service.name.only", service=Name(behind))
    yield from reached(turn, match)


def reached(turn: Turn, match: Match) -> Iterator[Say]:
    """Open or not, by appointment or not, and the telephone."""
    location = match.location
    if location.closed_until and location.closed_on(turn.now.date()):
        last = datetime.combine(location.closed_until, time())
        yield say("service.closed.until", day=When(last, clock=False))
    elif match.open is not None:
        yield Say("service.open") if match.open else _closed(turn, match)
    if match.service.appointment == "required":
        yield Say("service.appointment", spare=True)
    yield from telephone(turn, match)


def before(turn: Turn) -> tuple[Say, ...]:
    """In a call about harm or a roof, the emergency number first; a text has its own words."""
    if not turn.voice or turn.session.page or turn.session.at == "where":
        return ()
    if turn.session.topic == "violence":
        numbers = turn.world.city.emergency
        return (say("urgent.call", sms=Phone(numbers["sms"]), police=Phone(numbers["police"])),)
    return (shelter(turn),) if turn.session.topic == "housing" else ()


def shelter(turn: Turn) -> Say:
    """The number that finds a roof for this night."""
    return say("shelter.first", number=Phone(turn.world.city.emergency["shelter"]))


def ways(turn: Turn) -> tuple[Choice, ...]:
    """What the keys do after an answer. A text is told words instead, and keeps its digits."""
    if not turn.voice:
        return ()
    person = duty.offer(turn)
    again = "9" if person else "1"  # 9 says it again everywhere
    keys = [(again, "again"), ("2", "more"), ("3", "sms"), ("4", "callback"), ("5", "age")]
    choices = [
        Choice(digit, Meaning(verb), Say(f"key.{verb}"))
        for digit, verb in keys
        if verb != "sms" or turn.can_text
    ]
    if turn.place is None and _nearer(turn):
        choices.append(Choice("6", Meaning("where"), Say("key.nearer")))
    choices += agenda.way(turn)
    choices.append(Choice("*", Meaning("menu"), Say("key.menu")))
    return (*person, *choices, Choice("0", Meaning("languages"), Say("key.languages")))


def ways_on(turn: Turn, *says: Say) -> Step:
    """These sentences, then the ways on from the answer, without repeating the answer."""
    return turn.having(at="service").session, Plan(says, ways(turn))


def age(turn: Turn) -> Step:
    """How old the facts just told are."""
    matches = matching(turn)
    if not turn.session.topic or turn.session.page >= len(matches):
        return ways_on(turn, Say("age.undated"))
    since = turn.world.directory.age(matches[turn.session.page])
    told = say("age.source", since=since) if since.source else Say("age.undated")
    if since.verified:
        told = say("age.verified", since=since)
    return ways_on(turn, told, *(() if turn.voice else (Say("wrong.hint", spare=True),)))


def last_told(turn: Turn) -> Match | None:
    """The service that was told last; None: none was, or something else has been said since."""
    matches = matching(turn) if turn.session.answered and turn.session.topic else ()
    return matches[turn.session.page] if turn.session.page < len(matches) else None


def reported(turn: Turn) -> Step | None:
    """What was just told is wrong, the person says: staff look into it. None: nothing was told."""
    match = last_told(turn)
    if match is None:
        return None
    says = (Say("wrong.thanks"), Say("hint.more", spare=True), Say("hint.callback", spare=True))
    return turn.session, Plan(says, effects=(ReportWrong(match.location.id),))


def as_text(turn: Turn) -> tuple[Say, ...]:
    """The answer just heard, as the SMS asked for in a call."""
    matches = matching(turn)
    match = matches[min(turn.session.page, len(matches) - 1)] if matches else None
    return (*described(turn, match), Say("hint.callback")) if match else (Say("service.none"),)


def _without(turn: Turn, told: Say) -> Plan:
    """No service, or no more: a person can still call back."""
    if turn.voice:
        person = Choice("4", Meaning("callback"), Say("key.callback"))
        back = Choice("*", Meaning("menu"), Say("key.menu"))
        return Plan((told,), (*duty.offer(turn), person, *agenda.way(turn), back))
    return Plan((told, Say("hint.callback"), *agenda.hint(turn)))


def _nearer(turn: Turn) -> bool:
    """Would another service come first from some landmark? A question of no use is not asked."""
    first = {matches[0].service.id for matches in (matching(turn), *_elsewhere(turn)) if matches}
    return len(first) > 1


def _elsewhere(turn: Turn) -> Iterator[tuple[Match, ...]]:
    for name in turn.world.city.landmarks:
        yield matching(turn.having(place=name))


def position(turn: Turn, match: Match) -> Iterator[Say]:
    """The address, as far as it is known, and how far it is from the person's place."""
    location = match.location
    address = Name(location.address) if location.address else None
    near = Name(location.near) if location.near and location.position == "approximate" else None
    if address and near and turn.voice:
        yield from (say("service.at", address=address), say("service.near", place=near))
    elif address and near:
        yield replace(say("service.at.near", address=address, place=near), shorter="service.at")
    elif address:
        yield say("service.at", address=address)
    elif near:
        yield say("service.near", place=near)
    else:
        yield Say("service.nowhere")
    if match.metres is not None and turn.place:
        yield _distance(turn, match.metres, match.approximate)


def _distance(turn: Turn, metres: int, approximate: bool) -> Say:
    distance = Distance(metres, approximate)
    place = turn.place
    # A place remembered from an earlier message is named, or the figure would mean nothing.
    if place is None or turn.voice or turn.heard.understood.places:
        return say("service.distance", distance=distance)
    told = say("service.distance.from", distance=distance, place=Name(place.name))
    return replace(told, shorter="service.distance")


def _closed(turn: Turn, match: Match) -> Say:
    """Closed, and when it opens again, where that is known."""
    if match.opens is None:
        return Say("service.closed")
    return replace(
        say("service.opens", when=When.soon(match.opens, turn.now)), shorter="service.closed"
    )


def telephone(turn: Turn, match: Match) -> Iterator[Say]:
    """The number to call, and whose it is."""
    reach = turn.world.directory.reach(match.location)
    if reach is None:
        return
    phone = Phone(reach.phone)
    if reach.via is None:
        yield say("service.phone", phone=phone)
    else:
        via = Name(reach.via.short_name or reach.via.name)
        yield replace(say("service.phone.via", phone=phone, via=via), shorter="service.phone")


def _previews(turn: Turn, told: Match, rest: tuple[Match, ...]) -> Iterator[Say]:
    """Other services with a telephone of their own.

    Only those mainly for the topic asked for: "avocat" must not be answered with a line about
    help for victims, which somebody else may read.
    """
    seen = {"", _phone(turn, told)}
    for match in rest:
        phone = _phone(turn, match)
        if phone not in seen and match.service.topics[0] == turn.session.topic:
            seen.add(phone)
            also = say("service.also", service=Name(match.service.name), phone=Phone(phone))
            yield replace(also, optional=True)


def _phone(turn: Turn, match: Match) -> str:
    reach = turn.world.directory.reach(match.location)
    return reach.phone if reach else ""


def _hints(turn: Turn, last: bool) -> Iterator[Say]:
    if turn.voice:
        return
    if turn.place is None and not turn.session.hinted:
        yield Say("hint.nearer", spare=True)
    elif not last:
        yield Say("hint.more", spare=True)
    yield Say("hint.callback", spare=True)
