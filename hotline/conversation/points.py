"""Where can a dialogue stand, and what does the line say there?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from hotline.conversation import (
    agenda,
    answers,
    dictated,
    duty,
    listening,
    opening,
    studio,
    tongues,
    topics,
)
from hotline.conversation.turn import Step, Turn, numbered, say
from hotline.model import Meaning, Place, Understood
from hotline.plan import Choice, Name, Plan, Say

MENU_PAGE = 7  # languages in a text
MAX_OFFERS = 3
TOPICS = "topics"  # it was asked which of these topics is meant


def again(turn: Turn) -> Step:
    """The point where the dialogue stands, said afresh."""
    at, _, listed = turn.session.at.partition(":")
    return menu(turn, listed) if at == "menu" else _POINTS.get(at, menu)(turn)


def menu(turn: Turn, listed: str = topics.FIRST) -> Step:
    """One list of topics; the others are a digit away."""
    place, at = turn.place, f"menu:{listed}" if listed else "menu"
    choices = topics.offered(turn, listed)
    if turn.voice and listed:  # the rest of a list needs no second question
        return turn.having(at=at).session, Plan((), choices)
    asked = Say("menu.ask")
    if place and not turn.voice:
        asked = replace(say("menu.near", place=Name(place.name)), shorter="menu.ask")
    choices = (*listening.answer(turn), *choices, *listening.other_number(turn))
    return turn.having(at=at).session, Plan((asked,), choices)


def languages(turn: Turn, page: int = 0) -> Step:
    """The languages of this medium, each named by itself; in a text, seven at a time."""
    if turn.voice:
        return tongues.offer(turn)
    codes = turn.languages[page * MENU_PAGE :][:MENU_PAGE]
    options = [(Meaning("language", code), Say("language.name")) for code in codes]
    choices = [
        replace(choice, language=code)
        for choice, code in zip(numbered(options), codes, strict=True)
    ]
    if len(turn.languages) > MENU_PAGE:
        further = page + 1 if turn.languages[(page + 1) * MENU_PAGE :] else 0
        more = Meaning("languages", str(further))
        choices.append(Choice(str(MENU_PAGE + 1), more, Say("menu.others")))
    return turn.having(at="languages").session, Plan((Say("language.ask"),), tuple(choices))


def where(turn: Turn) -> Step:
    """Landmarks by key, because nobody can spell a street on a telephone; 0 is anywhere."""
    places = [name for name in turn.world.city.landmarks if turn.world.directory.place(name)]
    options = [(Meaning("place", name), say("where.near", place=Name(name))) for name in places]
    anywhere = Choice("0", Meaning("anywhere"), Say("where.anywhere"))
    plan = Plan((Say("where.ask"),), (*numbered(options), anywhere))
    return turn.having(at="where").session, plan


def which_topic(turn: Turn) -> Step:
    """Which of these topics is meant?"""
    options = [(Meaning("topic", id_), Say(f"topic.{id_}")) for id_ in turn.session.candidates]
    return turn.having(at=TOPICS).session, Plan((Say("topics.ask"),), numbered(options))


def all_of_them(turn: Turn) -> Step:
    """More than one of these topics is meant: the first; the others keep their digits."""
    first, *others = turn.session.candidates
    session, plan = chosen_topic(turn.having(offered=()), first)
    options = numbered((Meaning("topic", id_), Say(f"topic.{id_}")) for id_ in (first, *others))
    return session, replace(plan, choices=options[1:])


def places(turn: Turn) -> Step:
    """Which of these places is meant?"""
    options = [
        (Meaning("place", name), say("cancel.label", reference=Name(name)))
        for name in turn.session.candidates
    ]
    return turn.having(at="places").session, Plan((Say("places.ask"),), numbered(options))


def asked_for(turn: Turn, heard: Understood) -> Step:
    """A topic was named, perhaps with a place; several of either are asked about first."""
    turn = turn.having(tries=0, page=0)
    if heard.unsure and len(heard.topics) > 1:
        turn = _located(turn, heard.places[:1])
        return which_topic(turn.having(candidates=heard.topics[:MAX_OFFERS]))
    turn = turn.having(topic=heard.topics[0])
    if len(heard.places) > 1:
        return _which_place(turn, heard.places)
    return answers.service(_located(turn, heard.places))


def at_place(turn: Turn, heard: Understood) -> Step:
    """A place alone: for the topic just answered, or else for the menu."""
    answered = turn.session.topic is not None
    turn = turn.having(tries=0, page=0)
    if len(heard.places) > 1:
        return _which_place(turn, heard.places)
    turn = _located(turn, heard.places)
    return answers.service(turn) if answered else menu(turn)


def chosen_place(turn: Turn, name: str | None) -> Step:
    """A place was chosen (None: anywhere)."""
    turn = turn.having(place=name, page=0, tries=0)
    return answers.service(turn) if turn.session.topic else menu(turn)


def chosen_topic(turn: Turn, topic: str) -> Step:
    """A topic was chosen: its first service at once; a place only makes it nearer."""
    return answers.service(turn.having(topic=topic, page=0, tries=0))


def _which_place(turn: Turn, found: tuple[Place, ...]) -> Step:
    names = tuple(dict.fromkeys(place.name for place in found))[:MAX_OFFERS]
    return places(turn.having(candidates=names))


def _located(turn: Turn, found: tuple[Place, ...]) -> Turn:
    return turn.having(place=found[0].name) if found else turn


_POINTS: dict[str, Callable[[Turn], Step]] = {
    "languages": lambda turn: tongues.again(turn) if turn.voice else languages(turn),
    tongues.VOICELESS: tongues.voiceless,
    "where": where,
    duty.AT: duty.ask,
    dictated.AT: dictated.ask,
    listening.AT: listening.ask,
    studio.AT: studio.ask,
    opening.BUSY: opening.busy,
    TOPICS: which_topic,
    "places": places,
    "service": answers.service,
    "ways": answers.service,
    "agenda": agenda.coming,
}
