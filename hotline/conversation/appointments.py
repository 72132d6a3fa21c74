"""How does somebody say that they do not come to an appointment?"""

from __future__ import annotations

from collections.abc import Iterable

from hotline.conversation.turn import Step, Turn, numbered, say
from hotline.model import Meaning, OpenAppointment
from hotline.plan import AnotherDay, Choice, DeclineAppointment, Plan, Say, When


def declined(turn: Turn) -> Step:
    """In plain words, and there is one only: it is called off. Of several, which?"""
    match turn.heard.appointments:
        case ():
            return turn.session, Plan((Say("cancel.none"),))
        case (only,):
            return absent(turn, only.id)
    return turn.session, Plan((Say("appointment.which"),), numbered(options(turn)))


def doubted(turn: Turn) -> Step:
    """In words that may mean something else: asked once, with a digit for each answer."""
    if len(turn.heard.appointments) != 1:
        return declined(turn)
    (only,) = turn.heard.appointments
    answers = [
        (Meaning("attend", only.id), Say("appointment.come")),
        (Meaning("absent", only.id), Say("appointment.absent")),
    ]
    told = say("appointment.ask", when=When(only.at))
    return turn.having(form=None).session, Plan((told,), numbered(answers))


def absent(turn: Turn, id_: str) -> Step:
    """They do not come, and may be called for another day."""
    found = _open(turn, id_)
    if found is None:
        return turn.having(offered=()).session, Plan((Say("cancel.none"),))
    told = say("appointment.declined", when=When(found.at))
    another = Choice("1", Meaning("another", id_))
    return turn.having(form=None).session, Plan((told,), (another,), (DeclineAppointment(id_),))


def attending(turn: Turn, id_: str) -> Step:
    """They come: nothing changes."""
    found = _open(turn, id_)
    told = say("appointment.kept", when=When(found.at)) if found else Say("cancel.none")
    return turn.having(offered=()).session, Plan((told,))


def another_day(turn: Turn, id_: str) -> Step:
    """They are called for another day."""
    plan = Plan((Say("appointment.again"),), effects=(AnotherDay(id_),))
    return turn.having(offered=()).session, plan


def options(turn: Turn) -> Iterable[tuple[Meaning, Say]]:
    """Each appointment to come, to be called off by a digit."""
    for each in turn.heard.appointments:
        yield Meaning("absent", each.id), say("appointment.label", when=When(each.at))


def _open(turn: Turn, id_: str) -> OpenAppointment | None:
    return next((each for each in turn.heard.appointments if each.id == id_), None)
