"""Which words of a message only name somebody, a street or a place?

They tell nothing of what is needed: nobody is in danger because he lives in rue Voltaire.
"""

from __future__ import annotations

from hotline.understand.by_ear import SMALL
from hotline.understand.fold import tokens
from hotline.understand.gazetteer import GENERIC
from hotline.understand.lexicon import Lexicon
from hotline.understand.reading import Hit, Reading

_OF_A_STREET, _OF_A_PERSON = 3, 2  # words in a name, at most
_THE = frozenset(tokens("la a na the de una une uma"))


def of_places(reading: Reading, lexicon: Lexicon) -> frozenset[int]:
    """Where the words stand that can only mean a known place, where they stand."""
    located = {hit.end for hit in reading.of("place", "near")}
    return frozenset(
        at
        for hit in reading.of("site")
        if hit.length > 1
        or (hit.sure == 1 and (hit.start in located or _means_it_alone(hit, reading, lexicon)))
        for at in range(hit.start, hit.end)
    )


def _means_it_alone(hit: Hit, reading: Reading, lexicon: Lexicon) -> bool:
    return reading.words[hit.start] not in lexicon.listed


def of_others(reading: Reading, lexicon: Lexicon) -> frozenset[int]:
    """Where the words stand that name a street or somebody: "rue Voltaire", "my name is Li"."""
    found: set[int] = set()
    for hit in reading.of("place", "road"):
        name = _after(hit.end, _OF_A_STREET, reading, lexicon)
        # "in the street" has no name, as a rule.
        plain = hit.start and reading.words[hit.start - 1] in _THE
        if name and not (plain and reading.words[name.start] in lexicon.listed):
            found.update((hit.start, *name))
    for hit in reading.of("place", "person"):
        name = _after(hit.end, _OF_A_PERSON, reading, lexicon)
        found.update((*range(hit.start, hit.end), *name))
    return frozenset(found)


def signs_only(reading: Reading, named: frozenset[int]) -> bool:
    """True where a message is what stands on a sign in the street, whatever a person speaks."""
    places = {at for hit in reading.of("site") for at in range(hit.start, hit.end)}
    return bool(places | named) and all(
        at in places or at in named or word in SMALL or word in GENERIC or word.isdigit()
        for at, word in enumerate(reading.words)
    )


def _after(start: int, most: int, reading: Reading, lexicon: Lexicon) -> range:
    """The words from there on that are a name: the first, and others that mean nothing else."""
    words = reading.words
    while start < len(words) and words[start] in SMALL:
        start += 1
    if start == len(words) or words[start] in lexicon.small:
        return range(start, start)
    end = start + 1
    while end < min(start + most, len(words)) and words[end] not in lexicon.listed:
        end += 1
    return range(start, end)
