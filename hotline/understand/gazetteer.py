"""By which words do people call the places of the gazetteer, and which place is then meant?"""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from hotline.model import Place
from hotline.understand.fold import tokens

Phrase = tuple[str, ...]

NAME, ALIAS, SHORTENED, PART, WORD = range(5)
OFFERED = 3  # more choices than that is a list nobody reads
_SAME_PLACE = 400  # metres between two rows of one name that a walker would call one place
_STATIONS = ("metro_station", "rer_station", "tram_station")
_KINDS = (
    *_STATIONS,
    "townhall",
    "neighbourhood",
    "commune",
    "migrant_hostel",
    "bus_stop",
    "street",
)
_FIRM = frozenset(_KINDS) - {"bus_stop"}
_SMALL_WORDS = frozenset(tokens("a au aux d de des du et l la le les sous sur the"))
_ARTICLES = frozenset(tokens("la le les l"))
GENERIC = frozenset(
    tokens(
        "avenue boulevard carrefour college foyer gare hopital hotel jardin lycee metro parc place"
        " prive quartier rer residence rue square station tour"
    )
)
_CIVIC = frozenset({"mairie", "hotel"})
_LINES = frozenset(tokens("bus insee ligne metro rer station tram"))
_SHORT_FORMS = {
    "avenue": "av", "boulevard": "bd", "croix": "crx", "hopital": "hosto", "place": "pl",
    "porte": "pte",
    "saint": "st", "sainte": "ste",
}  # fmt: skip
_PARTS = re.compile(r"\s[-–]\s|\s*\(|\)")


@dataclass(frozen=True, slots=True)
class Site:
    """The places one phrase can mean, best first; `firm` when no other sense is likely."""

    places: tuple[Place, ...]
    firm: bool


@dataclass(frozen=True, slots=True)
class Called:
    """One place, and how directly this phrase names it (NAME … WORD)."""

    place: Place
    level: int

    @property
    def is_station(self) -> bool:
        """True for a station called by its own name."""
        return self.place.kind in _STATIONS and self.level <= ALIAS

    @property
    def order(self) -> tuple[bool, int, int]:
        """Sorts the place most likely meant first: stations are what people steer by."""
        kind = self.place.kind
        rank = _KINDS.index(kind) if kind in _KINDS else len(_KINDS)
        return not self.is_station, self.level, rank


def sites(
    places: Iterable[Place],
    home: str,
    *,
    ordinary: Collection[Phrase] = (),
    never: Collection[Phrase] = (),
    words: Collection[str] = (),
) -> dict[Phrase, Site]:
    """Every phrase that names a place. `ordinary` ones are believed only in a place's position.

    `words` have a sense of their own: alone, they do not stand for a longer name. `home` is the
    commune served: its bare name is no place, for it is everywhere here.
    """
    called: dict[Phrase, list[Called]] = {}
    rows = tuple(places)
    for place in rows:
        for phrase, level in _names(place, tokens(home)):
            called.setdefault(phrase, []).append(Called(place, level))
    _add_telling_words(called, rows, words)
    homes = home_names(rows, home)
    return {
        phrase: _site(phrase, found, phrase in ordinary, _is_quarter(phrase, found, called, words))
        for phrase, found in called.items()
        if phrase not in homes and phrase not in never and _tells_something(phrase)
    }


def home_names(places: Iterable[Place], home: str) -> frozenset[Phrase]:
    """What the commune itself is called, without its postcode, which is a place to search from."""
    own = [alias for place in places if place.name == home for alias in place.aliases]
    return frozenset(tokens(name) for name in (home, *own) if not name.isdigit())


def metres(one: Place, other: Place) -> float:
    """The distance between two places, infinite where one has no position."""
    if None in (one.lat, one.lon, other.lat, other.lon):
        return math.inf
    north = (one.lat or 0) - (other.lat or 0)
    east = ((one.lon or 0) - (other.lon or 0)) * math.cos(math.radians(one.lat or 0))
    return math.hypot(north, east) * 111_195


def _names(place: Place, home: Phrase) -> Iterator[tuple[Phrase, int]]:
    for level, written in ((NAME, place.name), *((ALIAS, alias) for alias in place.aliases)):
        words = tokens(written)
        if words and not _is_line(words):
            yield from _spellings(words, level)
            short = _shortened(words, home)
            # "Rue Gallieni" is not "gallieni", but "Rue Rouget de Lisle" may be "rouget de lisle".
            yield from (one for one in short if place.kind != "street" or len(one[0]) > 1)
            if place.kind == "metro_station":  # the bus stop before it has that name
                yield (*words, "metro"), ALIAS
    parts = [*filter(None, map(tokens, _PARTS.split(place.name)))]
    if len(parts) == 2 and place.kind == "neighbourhood":  # "Carnot Solidarité"
        yield (*parts[1], *parts[0]), ALIAS
    for words in parts:
        if words != tokens(place.name):
            yield from _spellings(words, PART)
            yield from ((phrase, PART) for phrase, _ in _shortened(words, home))


def _is_line(words: Phrase) -> bool:
    """ "METRO 9" or "INSEE 93048": a code, not a name."""
    last = words[-1]
    return words[0] in _LINES and (len(last) <= 2 or any(c.isdigit() for c in last))


def _spellings(words: Phrase, level: int) -> Iterator[tuple[Phrase, int]]:
    """As written, without small words, in one word, and in the short forms of text messages."""
    telling = tuple(word for word in words if word not in _SMALL_WORDS)
    bare = words[1:] if words[0] in _ARTICLES else words
    short = tuple(_SHORT_FORMS.get(word, word) for word in words)
    joined = ("".join(words),) if len(words) > 1 and len("".join(words)) >= 8 else ()
    for phrase in {words, telling, bare, short, joined} - {()}:
        yield phrase, level
    if short != words:
        yield tuple(word for word in short if word not in _SMALL_WORDS), level


def _shortened(words: Phrase, home: Phrase) -> Iterator[tuple[Phrase, int]]:
    """ "Foyer Bara" is "bara"; the town hall of this town is "mairie"."""
    rest = words
    while rest and (rest[0] in GENERIC or (rest != words and rest[0] in _SMALL_WORDS)):
        rest = rest[1:]
    if rest and rest != words and rest != home:
        yield from _spellings(rest, SHORTENED)
    if words[0] in _CIVIC and words[-len(home) - 1 :] == ("de", *home):
        yield words[: -len(home) - 1], ALIAS


def _add_telling_words(
    called: dict[Phrase, list[Called]], places: Iterable[Place], words: Collection[str]
) -> None:
    """A word that only one name has is enough: "chavaux". A street needs its "rue"."""
    owners: dict[str, list[Place]] = {}
    for place in places:
        if place.kind == "street":
            continue
        for word in set(tokens(place.name)) - _SMALL_WORDS - GENERIC:
            if word not in words:
                owners.setdefault(word, []).append(place)
    for word, having in owners.items():
        near = all(metres(having[0], other) < _SAME_PLACE for other in having[1:])
        if near and len(word) >= 6 and (word,) not in called:
            called[(word,)] = [Called(place, WORD) for place in having]


def _site(phrase: Phrase, called: list[Called], ordinary: bool, quarter: bool) -> Site:
    ranked = sorted(called, key=lambda one: one.order)
    best = ranked[0]
    if best.level == NAME or best.place.kind in (*_STATIONS, "commune"):
        ranked = [one for one in ranked if one.level < PART or best.level >= PART]
    if best.is_station:
        ranked = [one for one in ranked if one.is_station]
    kept: list[Place] = []
    for one in ranked:
        if all(metres(one.place, other) > _SAME_PLACE and one.place != other for other in kept):
            kept.append(one.place)
    certain = (best.level <= ALIAS and best.place.kind in _FIRM) or len(phrase) > 2 or quarter
    certain = certain or (len(phrase) > 1 and phrase[0] in GENERIC)  # "place Carnot"
    return Site(tuple(kept[:OFFERED]), certain and not ordinary)


def _is_quarter(
    phrase: Phrase,
    found: Iterable[Called],
    called: Mapping[Phrase, list[Called]],
    words: Collection[str],
) -> bool:
    """True for a bus stop that its neighbourhood is called by: "La Noue", "ruffins", "rufins"."""
    if _is_quarters_name(phrase, called):
        return True
    meant_otherwise = len(phrase) == 1 and phrase[0] in words
    own = (tokens(one.place.name) for one in found if one.level == ALIAS)
    return not meant_otherwise and any(_is_quarters_name(name, called) for name in own)


def _is_quarters_name(phrase: Phrase, called: Mapping[Phrase, list[Called]]) -> bool:
    bare = phrase[1:] if phrase[0] in _ARTICLES else phrase
    same = called.get(bare, ())
    return any(one.place.kind == "neighbourhood" and one.level <= ALIAS for one in same)


def _tells_something(phrase: Phrase) -> bool:
    if len(phrase) > 1:
        return not all(word in _SMALL_WORDS | GENERIC for word in phrase)
    word = phrase[0]
    return (word.isdigit() and len(word) == 5) or (len(word) > 2 and not word.isdigit())


def words_of(found: Mapping[Phrase, Site]) -> Iterator[str]:
    """Every word of every phrase."""
    return (word for phrase in found for word in phrase)
