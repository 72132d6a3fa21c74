"""What does the line know without its record: the files of the city, and the newest directory?"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from functools import cached_property
from pathlib import Path

from hotline.config import Config
from hotline.content.city import City, load_city
from hotline.content.grounds import load_grounds
from hotline.content.texts import Texts, load_texts
from hotline.content.topics import Topics, load_topics
from hotline.conversation import World
from hotline.directory import area
from hotline.directory.build import Built, build
from hotline.directory.load import load
from hotline.directory.pack import Edit
from hotline.directory.rota import load_rota
from hotline.directory.schedule import Schedule
from hotline.directory.search import Directory
from hotline.errors import Fault, FaultyFiles, did_you_mean
from hotline.learning import learned
from hotline.render import voice
from hotline.speech.library import Library
from hotline.understand import Lexicon, compile_lexicon
from hotline.understand.learned import Learned

CITY = "city.toml"
_AS_HOURS = "Write them as in opening_hours of locations.csv."


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
            config.city_path,
            [*self.city.teams],
            [topic.id for topic in self.topics],
            self.city.languages,
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

    def faults(self, edits: Collection[Edit] = ()) -> list[Fault]:
        """What would be wrong, once these edits lie over the city pack."""
        return self.looked_over(edits)[0]

    def looked_over(self, edits: Collection[Edit] = ()) -> tuple[list[Fault], list[Fault]]:
        """What keeps the city pack from being served, or else what somebody should look into."""
        with tempfile.TemporaryDirectory() as folder:
            try:
                return [], [*self._build(Path(folder) / "directory.sqlite", edits).warnings]
            except FaultyFiles as error:
                return error.faults, []

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
            languages=self.city.languages,
        )
        directory = load(target)
        if faults := [*self._disagreeing(directory)]:
            raise FaultyFiles(faults)
        return replace(built, warnings=(*built.warnings, *self._unserved(directory)))

    def _unserved(self, directory: Directory) -> Iterator[Fault]:
        """Topics that nobody here does anything about: who asks is told of no address."""
        served = {topic for service in directory.services for topic in service.topics}
        for topic in self.topics:
            if topic.id not in served and topic.team not in self.city.teams:
                problem = f"no service is of {topic.id!r}, and no team of this city takes it."
                cure = "Add a service, or name a team of city.toml in topics.toml."
                yield Fault("services.csv", None, "topics", problem, cure)

    def _disagreeing(self, directory: Directory) -> Iterator[Fault]:
        """What `city.toml` says and its tables do not."""
        city = self.city
        for name in city.landmarks:
            if directory.place(name) is None:
                names = [place.name for place in directory.places]
                yield _unlisted("landmarks", name, names, "places.csv")
        texted = {number.number: number.sms for number in directory.numbers}
        for name, number in city.emergency.items():
            if number not in texted:  # the number most like it could be another service's
                same = [each for each in texted if _digits(each) == _digits(number)]
                yield _unlisted(f"emergency.{name}", number, same, "numbers.csv")
        if not texted.get(city.emergency["sms"], True):
            problem = f"{city.emergency['sms']!r} takes no texts, says numbers.csv."
            cure = "Name a number that does, or write yes under sms there."
            yield Fault(CITY, None, "emergency.sms", problem, cure)
        if city.contact_location not in directory.locations:
            known = directory.locations
            yield _unlisted("contact_location", city.contact_location, known, "locations.csv")
        points = [(at.lat, at.lon) for at in directory.places if at.lat is not None]
        middle = area.middle_of([(lat, lon) for lat, lon in points if lon is not None])
        if found := area.astray(city.centre, middle):
            yield Fault(CITY, None, "centre", *found)


def _digits(number: str) -> str:
    return number.replace(" ", "")


def _unlisted(entry: str, name: str, known: Iterable[str], file: str) -> Fault:
    cure = did_you_mean(name, known, f"Write it as {file} does.")
    return Fault(CITY, None, entry, f"{name!r} is not in {file}.", cure)


def check_hours(city: City) -> None:
    """Raises FaultyFiles for hours that cannot be read, or are none: nobody would ever be there."""
    hours = {"line.hours": city.hours or "24/7"}
    hours |= {f"teams.{name}.hours": team.hours for name, team in city.calling.items()}
    faults: dict[str, Fault] = {}  # by what is written: what all teams have is said once
    for entry, written in hours.items():
        try:
            problem = "" if Schedule.parse(written).spans else f"{written!r} is never."
        except ValueError as error:
            problem = str(error)
        if problem:
            cure = "Mend them there, or under [callbacks]." if "teams" in entry else _AS_HOURS
            faults.setdefault(written, Fault(CITY, None, entry, problem, cure))
    if faults:
        raise FaultyFiles([*faults.values()])
