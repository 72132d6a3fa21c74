"""Which topics are there, in which order are they offered, and which team takes each?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from hotline.content.entries import Entries
from hotline.content.tables import read_table
from hotline.errors import FaultyFiles

_ID = re.compile(r"[a-z]+")  # as the headings of messages/said/ name it
_ENTRIES = ("team", "menu", "first", "sensitive", "news", "keywords")


@dataclass(frozen=True, slots=True)
class Topic:
    """One topic: `team` takes its callback requests ("" leaves them to the city's default).

    A `sensitive` one is never named to somebody who did not just ask for it. `menu` is the group
    in which a call offers it ("": by itself), `first` before the others there. Of one with `news`
    there are messages to who asked for them: courses, events. `keywords` are the French ones, as
    written.
    """

    id: str
    team: str
    sensitive: bool = False
    menu: str = ""
    first: bool = False
    news: bool = False
    keywords: str = ""


class Topics:
    """The topics of `topics.toml`, in the order of the menu."""

    def __init__(self, topics: tuple[Topic, ...]) -> None:
        self._topics = {topic.id: topic for topic in topics}

    def __iter__(self) -> Iterator[Topic]:
        return iter(self._topics.values())

    def __len__(self) -> int:
        return len(self._topics)

    def __contains__(self, topic: object) -> bool:
        return topic in self._topics

    def menus(self) -> tuple[str, ...]:
        """What a call offers first: groups, and the topics that are in none, by their ids."""
        return tuple(dict.fromkeys(topic.menu or topic.id for topic in self))

    def menu(self, topic: str) -> str:
        """The group of this topic, or ""."""
        known = self._topics.get(topic)
        return known.menu if known else ""

    def within(self, menu: str) -> tuple[str, ...]:
        """The ids of the topics in this group, in the order a call offers them."""
        found = sorted(
            (each for each in self if each.menu == menu), key=lambda each: not each.first
        )
        return tuple(topic.id for topic in found)

    def sensitive(self, topic: str) -> bool:
        """Could it hurt to name this topic to whoever else holds the phone?"""
        known = self._topics.get(topic)
        return bool(known and known.sensitive)

    @property
    def with_news(self) -> tuple[str, ...]:
        """The topics that people can ask for news of, in the order of the menu."""
        return tuple(topic.id for topic in self if topic.news)

    def team(self, topic: str) -> str:
        """The team that takes this topic's callback requests, or ""."""
        known = self._topics.get(topic)
        return known.team if known else ""


def load_topics(messages: Path) -> Topics:
    """The topic tree. Raises FaultyFiles with every fault of the file."""
    path = messages / "topics.toml"
    entries = Entries(read_table(path), path.name, "See the head of that file.")
    topics = tuple(_topic(entries, name) for name in entries.names(""))
    if not topics:
        entries.fault("", "has no topic.", "Copy it from where you got the line.")
    if entries.faults:
        raise FaultyFiles(entries.faults)
    return Topics(topics)


def _topic(entries: Entries, name: str) -> Topic:
    if not _ID.fullmatch(name):
        entries.fault(name, "is no name of a topic.", 'Write it as "legal": a to z, no spaces.')
    entries.table(name, _ENTRIES, {})
    sensitive = entries.optional(f"{name}.sensitive", bool, False)
    return Topic(
        name,
        entries.optional(f"{name}.team", str, ""),
        sensitive,
        entries.optional(f"{name}.menu", str, ""),
        entries.optional(f"{name}.first", bool, False),
        entries.optional(f"{name}.news", bool, False) and not sensitive,
        entries.optional(f"{name}.keywords", str, "", multiline=True),
    )
