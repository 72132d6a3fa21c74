"""What does this message mean: language, command, topic, place, danger?"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection
from dataclasses import replace

from hotline.model import Understood
from hotline.understand import language, names, place, topic
from hotline.understand.command import ANSWERS, NEWS, STOP, command, number
from hotline.understand.fold import tokens
from hotline.understand.learned import OTHER, Beliefs
from hotline.understand.lexicon import Lexicon, compile_lexicon
from hotline.understand.reading import Hit, Reading, longest, read
from hotline.understand.urgent import danger

__all__ = ["Lexicon", "compile_lexicon", "understand"]

_KEYS = frozenset("*#")
FRENCH, HOUSING = "french", "housing"  # topics
_AROUND_KEYS = " .\t\r\n\ufe0f\u20e3"  # a keycap emoji is the sign and two marks
_NUMBER_SIGNS = frozenset(tokens("n no num numero number ref reference رقم"))
_FOREIGN = 0.5  # how likely a language of others must be for its words to teach nothing
_ENOUGH = 3  # words that say something, for what is sensitive
_TELLING, _KNOWN = 2, 0.34  # words that say something, and the share of them that examples know
_RIVALS = frozenset({"topic", "command", "language"})


def understand(text: str, lexicon: Lexicon, known: str | None = None) -> Understood:
    """What this message means. Any text whatever gives an answer; most of an answer may be None.

    `known` is the language spoken with this person so far, or None.
    """
    reading = read(text, lexicon)
    digits = _digits(reading)
    if digits is not None:
        return Understood(digits=digits)
    whole = beliefs = lexicon.learned.weigh(reading.written)
    others = names.of_others(reading, lexicon)
    reading = reading.without(others)
    said = others | names.of_places(reading, lexicon)
    if said:  # they prove no need, and are French whoever writes them
        beliefs = lexicon.learned.weigh(reading.written_beside(said))
    beliefs = _believed(beliefs, reading, said, lexicon)
    if known and names.signs_only(reading, said):
        spoken: str | None = known
    else:
        spoken = language.detect(reading, whole, beliefs, lexicon, known)
    if spoken:
        reading = reading.without_foreign(language.believed_with(spoken, lexicon))
    hits = longest(hit for hit in reading.hits if hit.kind in _RIVALS)
    needs = tuple(hit for hit in hits if hit.kind == "topic")
    named = place.named(reading, needs, spoken, lexicon)
    found = place.places(named, lexicon)
    roofless = reading.of("shelter", "tonight")
    orders = [hit for hit in hits if hit.kind == "command" and not _within(hit, roofless)]
    needs = needs or _lessons(reading, orders, lexicon) or _roof(roofless, lexicon)
    outside = _apart(needs, named)
    guesses = Beliefs() if roofless else beliefs  # of orders: none is to hide that
    given = command(reading, orders, [*outside, *named], guesses, lexicon)
    # Where the lists know every word that tells something, the examples know no better.
    where = [*named, *reading.of("place", "near")] if named else []
    listed = [*needs, *where, *orders, *reading.of("urgent"), *roofless]
    told = {*reading.uncovered(listed)} <= lexicon.small
    asked = language.asked(reading, lexicon)
    foreign = whole.languages.get(OTHER, 0.0) > _FOREIGN
    taught = Beliefs() if given or told or asked or foreign else beliefs
    ranked = topic.rank(outside, taught, lexicon)
    urgent = danger(reading, ranked.topics, taught, lexicon.learned)
    wanted = asked if not (urgent or found) else None
    order = None if urgent or wanted else given
    return Understood(
        language=spoken,
        asked_language=wanted,
        command=order,
        answers=tuple(dict.fromkeys(hit.name for hit in orders if hit.name in ANSWERS)),
        topics=ranked.topics,
        places=found,
        unsure=ranked.unsure or len(found) > 1,
        urgent=urgent,
        roofless=bool(roofless),
        digits=number(reading) if order else None,
    )


def _believed(
    beliefs: Beliefs, reading: Reading, named: Collection[int], lexicon: Lexicon
) -> Beliefs:
    """What is believed of the examples, by how many words they know that say something.

    None: nothing. Few: not what would hurt if it were wrong.
    """
    telling = [
        word
        for at, word in enumerate(reading.written)
        if at not in named and reading.words[at] not in lexicon.small and not word.isdigit()
    ]
    unnamed = lexicon.sensitive - {hit.name for hit in reading.of("topic")}
    known = lexicon.learned.knows(telling)
    perhaps_a_name = len(telling) <= _TELLING and lexicon.listed.isdisjoint(telling)
    if known >= _TELLING and known >= _KNOWN * len(telling) and not perhaps_a_name:
        return beliefs if known >= _ENOUGH else beliefs.discreet(unnamed)
    spoken = len(reading.written) - len(named)
    return beliefs.cautious(unnamed, spoken) if telling else replace(beliefs, meanings={})


def _digits(reading: Reading) -> str | None:
    """The message when it is a key or a number, unless that number is a postcode we know."""
    key = unicodedata.normalize("NFKC", reading.raw).strip(_AROUND_KEYS)
    if key in _KEYS:
        return key
    numbers = [word for word in reading.written if word not in _NUMBER_SIGNS]
    if len(numbers) != 1 or not numbers[0].isdigit() or reading.of("site"):
        return None
    return numbers[0]


def _lessons(reading: Reading, orders: Collection[Hit], lexicon: Lexicon) -> tuple[Hit, ...]:
    """ "infos français", "stop français": the lessons, not the language."""
    if FRENCH not in lexicon.topics or not any(hit.name in (NEWS, STOP) for hit in orders):
        return ()
    named = (hit for hit in reading.of("language", "self") if "fr" in hit.languages)
    return tuple(hit._replace(kind="topic", name=FRENCH) for hit in named)


def _within(order: Hit, roofless: Collection[Hit]) -> bool:
    """ "fin n3ess" is "where can I sleep", no farewell."""
    return any(order.inside(hit) for hit in roofless)


def _roof(roofless: Collection[Hit], lexicon: Lexicon) -> tuple[Hit, ...]:
    """No roof for this night is a need for one, unless another need is named or likelier."""
    if HOUSING not in lexicon.topics:
        return ()
    return tuple(hit._replace(kind="topic", name=HOUSING, weak=True) for hit in roofless)


def _apart(needs: Collection[Hit], named: Collection[Hit]) -> list[Hit]:
    """The needs that are not just a word of a place.

    "avocat hopital" is a lawyer near the hospital; "hopital" alone is a need and a place.
    """
    outside = [need for need in needs if not any(need.overlaps(name) for name in named)]
    whole = [need for need in needs if not any(need.inside(name) for name in named)]
    return outside or whole
