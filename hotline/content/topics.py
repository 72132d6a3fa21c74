"""Which topics are there, in which order are they offered, and which team takes each?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hotline.content.tables import read_table


@dataclass(frozen=True, slots=True)
class Topic:
    """One topic: `team` takes its callback requests ("" leaves them to the city's default).

    A `sensitive` one is never named to somebody who did not just ask for it. `menu` is the group
    in which a call offers it ("": by itself), `first` before the others there. Of one with `news`
    there are messages to who asked for them: courses, events.
    """

    id: str
    team: str
    sensitive: bool = False
    menu: str = ""
    first: bool = False
    news: bool = False


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
    """The topic tree. Raises FaultyFiles when the file cannot be read."""
    table = read_table(messages / "topics.toml")
    return Topics(tuple(_topic(key, entry) for key, entry in table.items()))


def _topic(key: str, entry: dict[str, Any]) -> Topic:
    sensitive = bool(entry.get("sensitive", False))
    return Topic(
        key,
        str(entry.get("team", "")),
        sensitive,
        str(entry.get("menu", "")),
        bool(entry.get("first", False)),
        bool(entry.get("news", False)) and not sensitive,
    )
