"""What does the line know without its record: the files of the city, and the newest directory?"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Collection, Iterator
from datetime import datetime
from functools import cached_property
from pathlib import Path

from hotline.config import Config
from hotline.content.city import City, load_city
from hotline.content.grounds import load_grounds
from hotline.content.texts import Texts, load_texts
from hotline.content.topics import Topics, load_topics
from hotline.conversation import World
from hotline.directory.build import Built, build
from hotline.directory.load import load
from hotline.directory.pack import Edit
from hotline.directory.rota import load_rota
from hotline.directory.schedule import Schedule
from hotline.directory.search import Directory
from hotline.errors import Fault, FaultyFiles
from hotline.learning import learned
from hotline.render import voice
from hotline.speech.library import Library
from hotline.understand import Lexicon, compile_lexicon
from hotline.understand.learned import Learned


class Knowledge:
    """All that is only read, so that processes forked after it share it.

    Raises ConfigError or ContentError, fit to be shown.
    """

    def __init__(self, config: Config, now: Callable[[], datetime]) -> None:
        self.config = config
        self.now = now
        self.city: City = load_city(config.city_path)
        check_hours(self.city)
        self.topics: Topics = load_topics(config.messages)
        self.texts: Texts = load_texts(config.messages, self.city.languages)
        self.grounds = load_grounds(config.messages)
        self.rota = load_rota(
            config.city_path, [*self.city.teams], [topic.id for topic in self.topics]
        )
        self.library = Library(
            config.audio, self.city.voices, config.state, self.city.pronunciations
        )
        self.built_at = 0
        self._newest: tuple[World, Lexicon] | None = None

    def newest(self) -> tuple[World, Lexicon]:
        """The world and its words over the directory as it was built last; built if it never was.

        `built_at` is another number once a new build was taken up.
        """
        path = self.config.directory_path
        if not path.exists():
            self.build()
        changed = path.stat().st_mtime_ns
        if self._newest is None or changed != self.built_at:
            self._newest = self._compiled(load(path))
            self.built_at = changed
        return self._newest

    def build(self, edits: Collection[Edit] = ()) -> Built:
        """Build the directory from the city pack; FaultyFiles when it is not fit to be served.

        `edits` lie over it. Built without them, it gets them by the next round of the job.
        """
        with tempfile.TemporaryDirectory() as folder:  # names in city.toml are checked first
            self._build(Path(folder) / "directory.sqlite", edits)
        return self._build(self.config.directory_path, edits)

    def problems(self) -> list[str]:
        """What is wrong in the city pack, without putting it to use."""
        return [str(fault) for fault in self.faults()]

    def faults(self, edits: Collection[Edit] = ()) -> list[Fault]:
        """What would be wrong, once these edits lie over the city pack."""
        with tempfile.TemporaryDirectory() as folder:
            try:
                self._build(Path(folder) / "directory.sqlite", edits)
            except FaultyFiles as error:
                return error.faults
        return []

    def call_languages(self) -> tuple[str, ...]:
        """The languages a call can be held in today: with a machine's voice, or enough recorded.

        The first language is always one of them: whatever happens, a caller hears something.
        """
        return tuple(
            language
            for language in self.city.languages
            if language == self.city.languages[0]
            or self.library.can_hold(language, voice.core_utterances(language, self.texts))
        )

    @cached_property
    def _learned(self) -> Learned:
        """What the examples of messages teach."""
        return learned(self.config.messages, self.texts.meanings())

    def _compiled(self, directory: Directory) -> tuple[World, Lexicon]:
        lexicon = compile_lexicon(
            self.texts, self.topics, directory.places, self.city.name, self._learned
        )
        hours = Schedule.parse(self.city.hours) if self.city.hours else None
        languages = self.call_languages()
        return World(self.city, self.topics, directory, languages, hours, self.rota), lexicon

    def _build(self, target: Path, edits: Collection[Edit]) -> Built:
        built = build(
            self.config.city_path,
            target,
            topics=[topic.id for topic in self.topics],
            teams=[*self.city.teams],
            now=self.now(),
            country=self.city.country,
            zone=self.city.timezone,
            overlay=edits,
        )
        if faults := [*self._unknown_names(load(target))]:
            raise FaultyFiles(faults)
        return built

    def _unknown_names(self, directory: Directory) -> Iterator[Fault]:
        """What `city.toml` names that its tables lack."""
        cure = "Write it as the table does."
        for name in self.city.landmarks:
            if directory.place(name) is None:
                problem = f"{name!r} is not in places.csv."
                yield Fault("city.toml", None, "landmarks", problem, cure)
        listed = {number.number for number in directory.numbers}
        for name, number in self.city.emergency.items():
            if number not in listed:
                problem = f"{number!r} is not in numbers.csv."
                yield Fault("city.toml", None, f"emergency.{name}", problem, cure)
        for team, calling in self.city.calling.items():
            try:
                Schedule.parse(calling.hours)
            except ValueError as error:
                yield Fault("city.toml", None, f"teams.{team}.hours", str(error), cure)
        if self.city.contact_location not in directory.locations:
            problem = f"{self.city.contact_location!r} is not in locations.csv."
            yield Fault("city.toml", None, "contact_location", problem, cure)


def check_hours(city: City) -> None:
    """Raises FaultyFiles for hours of the line that cannot be read."""
    try:
        Schedule.parse(city.hours or "24/7")
    except ValueError as error:
        cure = "Write them as in opening_hours of locations.csv."
        raise FaultyFiles([Fault("city.toml", None, "line.hours", str(error), cure)]) from None
