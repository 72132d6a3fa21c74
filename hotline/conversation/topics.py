"""In which lists are the topics offered?

A text shows seven, and a digit for the others. A call goes by groups: nobody who listens keeps
eleven keys in mind, and whoever wants the last topic need not hear all the others first.
"""

from __future__ import annotations

from collections.abc import Iterator

from hotline.conversation.turn import Turn, numbered
from hotline.model import Meaning
from hotline.plan import Choice, Say

PAGE = 7
FIRST, OTHERS = "", "others"

Option = tuple[Meaning, Say]


def offered(turn: Turn, listed: str = FIRST) -> tuple[Choice, ...]:
    """The topics of this list by number, and the ways to the other lists."""
    return numbered(_grouped(turn, listed) if turn.voice else _paged(turn, listed))


def _grouped(turn: Turn, listed: str) -> Iterator[Option]:
    topics = turn.world.topics
    within = topics.within(listed)
    if listed and within:
        yield from map(_topic, within)
        yield Meaning("list"), Say("menu.back")
        return
    for name in topics.menus():
        yield _topic(name) if name in topics else (Meaning("list", name), Say(f"menu.{name}"))


def _paged(turn: Turn, listed: str) -> Iterator[Option]:
    ids = [topic.id for topic in turn.world.topics]
    if listed == OTHERS:
        yield from map(_topic, ids[PAGE:])
        yield Meaning("list"), Say("menu.back")
        return
    yield from map(_topic, ids[:PAGE])
    if ids[PAGE:]:
        yield Meaning("list", OTHERS), Say("menu.others")


def _topic(id_: str) -> Option:
    return Meaning("topic", id_), Say(f"topic.{id_}")
