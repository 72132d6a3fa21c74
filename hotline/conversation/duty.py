"""Who can be spoken to at once, and what follows when nobody takes the call?"""

from __future__ import annotations

from hotline.conversation import callback
from hotline.conversation.turn import Step, Turn, lead, numbered, say
from hotline.model import Meaning, OnDuty
from hotline.plan import Choice, Dial, HangUp, Phrase, Plan, Say, Tongue

AT = "duty"
ANYONE = "anyone"
MOST_RUNG = 5  # telephones at once
RING = 25  # seconds


def offer(turn: Turn) -> tuple[Choice, ...]:
    """Key 1 is a person, while somebody is on duty for the session's topic."""
    return (Choice("1", Meaning("talk"), Say("key.talk")),) if _there(turn) else ()


def ask(turn: Turn) -> Step:
    """A woman, a man or anyone, where the rota leaves a choice; else the telephones ring."""
    there = _there(turn)
    options = [
        (Meaning("talk", gender), Say(f"duty.{gender}"))
        for gender in ("f", "m")
        if 0 < sum(person.gender == gender for person in there) < len(there)
    ]
    if not options:
        return ring(turn, ANYONE)
    options.append((Meaning("talk", ANYONE), Say("duty.anyone")))
    return turn.having(at=AT).session, Plan((), numbered(options))


def ring(turn: Turn, wanted: str) -> Step:
    """Whoever is asked for is rung: those who speak the caller's language, if there are any."""
    there = [each for each in _there(turn) if wanted in (ANYONE, each.gender)]
    if not there:  # they went off duty while the caller was listening
        return _nobody(turn)
    language = turn.session.language or turn.world.city.languages[0]
    own = [person for person in there if language in person.languages]
    numbers = tuple(dict.fromkeys(person.number for person in own or there))[:MOST_RUNG]
    says = [Say("duty.ringing")]
    if not own and language != turn.world.city.languages[0]:
        says.append(Say("duty.french"))
    topic = Phrase(f"topic.{turn.session.topic}")
    whisper = say("duty.whisper", topic=topic, language=Tongue(language))
    then = Dial(numbers, (whisper,), timeout=RING)
    return turn.having(at=AT, offered=()).session, Plan(tuple(says), then=then)


def untaken(turn: Turn) -> Step | None:
    """Nobody took the call: a request, before the others on the list. None: they have spoken.

    Who hangs up while it rings has been told that they will be called. Not about something
    sensitive: somebody may have come into the room.
    """
    came = turn.heard.dialled
    if came and came.answered:
        return None
    if turn.heard.ended and turn.world.topics.sensitive(turn.session.topic or ""):
        return turn.session, Plan(then=HangUp())
    return _nobody(turn)


def _nobody(turn: Turn) -> Step:
    """A request at once; about something sensitive it is asked when calling does no harm."""
    sensitive = turn.world.topics.sensitive(turn.session.topic or "")
    request = callback.begin if sensitive and not turn.heard.callbacks else callback.at_once
    return lead([Say("duty.nobody")], request(turn, first=True))


def _there(turn: Turn) -> tuple[OnDuty, ...]:
    """Who is on duty for the session's topic."""
    topic = turn.session.topic or ""
    team = turn.world.team(topic)
    return tuple(
        person
        for person in turn.heard.on_duty
        if topic and person.team == team and (not person.topics or topic in person.topics)
    )
