"""Which places of the gazetteer does this message name?"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from hotline.model import Place
from hotline.understand.fold import tokens
from hotline.understand.gazetteer import OFFERED
from hotline.understand.lexicon import Lexicon
from hotline.understand.near_misses import GUESSED
from hotline.understand.reading import Hit, Reading

_ARTICLES = frozenset(tokens("la le les l the el los las"))
_OF = frozenset(tokens("d de del des du of"))
_TURKISH = "tr"
_CASES = frozenset(tokens("de da te ta den dan ten tan ye ya deki daki teki taki"))
_FEW = 3  # words
_OF_MORE = _OF - {"d"}
_ARABIC_IN = ("ب", "ف")


def named(
    reading: Reading, needs: Collection[Hit], language: str | None, lexicon: Lexicon
) -> tuple[Hit, ...]:
    """The place names to be believed, in the order of the message.

    `needs` are the topic hits: a name that is also an ordinary word ("la paix", "Victor Hugo") is
    believed after a word like "near", or beside nothing but a need and small words.
    """
    # The signs in the street are in the first language whatever a person speaks.
    spoken = {language, lexicon.languages[0]}
    taken: list[Hit] = []
    surest: dict[tuple[int, int], float] = {}
    for hit in reading.of("site"):
        surest[hit[:2]] = max(hit.sure, surest.get(hit[:2], 0))
    heard = (hit for hit in reading.of("site") if hit.sure == surest[hit[:2]])
    for hit in sorted(heard, key=lambda hit: _first_believed(hit, lexicon)):
        if not any(hit.overlaps(other) and not _rivals(hit, other) for other in taken):
            taken.append(hit)
    aside = _is_aside(reading, (*taken, *needs), lexicon)
    return tuple(
        hit
        for hit in sorted(taken, key=lambda hit: hit.start)
        if not _is_other(hit, reading)
        and (
            _is_firm(hit, lexicon)
            or (language == _TURKISH and _has_case(hit, reading))
            or (_is_located(hit, reading, spoken) and not _goes_on(hit, reading))
            or _is_glued(hit, reading)
            or (needs and _opens(hit, reading) and not _goes_on(hit, reading))
            or (aside and _may_stand_alone(hit, reading))
        )
    )


def _first_believed(hit: Hit, lexicon: Lexicon) -> tuple[bool, int, float, int]:
    """Sorts the longest names first, but a guess after what was heard, unless that is one word
    that may mean something else: "Villiers" in "villiers barbus".
    """
    heard = hit.sure > GUESSED and (hit.length > 1 or _is_firm(hit, lexicon))
    return not heard, -hit.length, -hit.sure, hit.start


def places(hits: Iterable[Hit], lexicon: Lexicon) -> tuple[Place, ...]:
    """The places these names mean, best first, at most three."""
    named = tuple(hits)
    # "rue Marceau 93100 Montreuil": the postcode only ends an address.
    telling = [hit for hit in named if not hit.name.isdigit()]
    found: dict[Place, None] = {}
    for hit in telling or named:
        found.update(dict.fromkeys(lexicon.sites[tuple(hit.name.split())].places))
    return tuple(found)[:OFFERED]


def _is_firm(hit: Hit, lexicon: Lexicon) -> bool:
    known = lexicon.sites[tuple(hit.name.split())].firm
    return (known or hit.length > 2) and hit.sure > GUESSED


def _rivals(hit: Hit, other: Hit) -> bool:
    """True for two guesses at the same words: both are offered."""
    return (hit.start, hit.end) == (other.start, other.end) and hit.sure == other.sure == GUESSED


def _is_aside(reading: Reading, hits: Iterable[Hit], lexicon: Lexicon) -> bool:
    """True when the message says nothing besides these hits."""
    covering = (*hits, *reading.of("home"), *reading.of("place", "near"))
    return all(word in lexicon.small for word in reading.uncovered(covering))


def _is_located(hit: Hit, reading: Reading, spoken: Collection[str | None]) -> bool:
    """True beside "near", "metro"…, or after "at", in one of these languages."""
    start = _start_with_articles(hit, reading)
    return any(
        (
            near.end == start
            # Romanian "la" is "at"; in "de la nation" it is an article.
            or (near.end == hit.start and not _owned(hit, reading))
            or (near.start == hit.end and not near.weak)
        )
        and not near.languages.isdisjoint(spoken)
        for near in reading.of("place", "near")
    )


def _is_glued(hit: Hit, reading: Reading) -> bool:
    """True behind the Arabic for "in", which is written against the name."""
    written, word = reading.written[hit.start], reading.words[hit.start]
    return written != word and written.startswith(_ARABIC_IN) and hit.sure > GUESSED


def _opens(hit: Hit, reading: Reading) -> bool:
    """True where a message begins with it: "lilas avocat stp", not "la nation me doit"."""
    return hit.start == 0 and reading.words[0] not in _ARTICLES


def _is_other(hit: Hit, reading: Reading) -> bool:
    """True after "Mrs", "my name is" or "long live"."""
    starts = (hit.start, _start_with_articles(hit, reading))
    return any(other.end in starts for other in reading.of("place", "other"))


def _has_case(hit: Hit, reading: Reading) -> bool:
    """True where the next word was an ending behind an apostrophe: "La Boissière'de"."""
    return reading.words[hit.end : hit.end + 1] != () and reading.words[hit.end] in _CASES


def _goes_on(hit: Hit, reading: Reading) -> bool:
    """True before "of" and no name of ours: Croix-des-Bouquets is not our Croix."""
    after = reading.words[hit.end : hit.end + 1]
    ours = (*reading.of("site"), *reading.of("home"))
    return after != () and after[0] in _OF_MORE and all(hit.end + 1 != h.start for h in ours)


def _start_with_articles(hit: Hit, reading: Reading) -> int:
    start = hit.start
    while start and reading.words[start - 1] in _ARTICLES | _OF:
        start -= 1
    return start


def _may_stand_alone(hit: Hit, reading: Reading) -> bool:
    """Not after or before "of", nor "20e" in a sentence: that is twenty euros more often."""
    if _owned(hit, reading) or _goes_on(hit, reading):
        return False
    return len(reading.words) <= _FEW or not hit.name[0].isdigit()


def _owned(hit: Hit, reading: Reading) -> bool:
    """True after "of": the rights *of* the Republic are no place."""
    before = [word for word in reading.words[: hit.start] if word not in _ARTICLES]
    return bool(before) and before[-1] in _OF
