"""Is this message an order to the line itself, rather than a need?"""

from __future__ import annotations

from collections.abc import Collection

from hotline.understand.fold import tokens
from hotline.understand.lexicon import Lexicon
from hotline.understand.reading import Hit, Reading

ANYWHERE, STOP, PERHAPS_STOP = "anywhere", "stop", "stop?"
# Words in a message that may be no more than an outburst; more if it begins or ends with STOP.
_BLURTED, _OUTBURST = 5, 12
# Words that answer a question of ours, wherever they stand in the message.
ANSWERS = frozenset(tokens("morning afternoon evening yes no discreet"))
# These are answers or courtesies: inside a longer sentence they say nothing.
_ONLY_ALONE = frozenset(
    tokens("yes no morning afternoon evening anywhere greeting thanks more start menu")
)


# These take an object: "rappel logement", "call me about housing".
_WITH_OBJECT = frozenset({"callback"})


def command(
    reading: Reading, hits: Collection[Hit], objects: Collection[Hit], lexicon: Lexicon
) -> str | None:
    """The command given, or None. `stop?`: perhaps an opt-out, so the person must be asked.

    `hits` are the command phrases; `objects` are the topics and places the message names.
    """
    if any(hit.name == STOP for hit in hits) and reading.of(STOP, "not"):
        hits = [hit for hit in hits if hit.name != STOP]
    if objects:
        return _with_object(reading, hits, objects, lexicon)
    if _is_bare(reading, hits, lexicon):
        return _first(hits, lexicon)
    if not hits and _is_bare(reading, reading.of("home"), lexicon):
        return ANYWHERE
    sentences = [hit for hit in hits if hit.length > 1 and hit.name not in _ONLY_ALONE]
    return _first(sentences, lexicon) or _blurted(reading, hits, lexicon)


def _blurted(reading: Reading, hits: Collection[Hit], lexicon: Lexicon) -> str | None:
    """ "dsl stop": the word everybody knows, with little else that we understand."""
    if STOP not in reading.words or not any(hit.name == STOP for hit in hits):
        return None
    at_an_end = STOP in (reading.words[0], reading.words[-1])
    if len(reading.words) > (_OUTBURST if at_an_end else _BLURTED):
        return None
    return STOP if set(reading.uncovered(hits)) <= lexicon.small else PERHAPS_STOP


def _with_object(
    reading: Reading, hits: Collection[Hit], objects: Collection[Hit], lexicon: Lexicon
) -> str | None:
    """A command for these topics or places, when nothing else is said but an answer ("matin")."""
    farewell = [hit for hit in hits if hit.name == STOP and hit.length > 2]
    if farewell and not reading.of("topic", "violence") and not reading.of("topic", "racism"):
        return PERHAPS_STOP
    orders = [hit for hit in hits if hit.name in _WITH_OBJECT and not hit.weak]
    answers = [hit for hit in hits if hit.name in ANSWERS]
    bare = all(word in lexicon.small for word in reading.uncovered([*orders, *answers, *objects]))
    return _first(orders, lexicon) if bare else None


def _is_bare(reading: Reading, hits: Collection[Hit], lexicon: Lexicon) -> bool:
    """True when nothing but these hits, polite words and a number makes up the message."""
    rest = [word for word in reading.uncovered(hits) if not word.isdigit()]
    return bool(hits) and all(word in lexicon.polite for word in rest)


def number(reading: Reading) -> str | None:
    """The number that comes with a command ("annuler 4821"), if there is just one."""
    numbers = [word for word in reading.written if word.isdigit()]
    return numbers[0] if len(numbers) == 1 else None


def _first(hits: Collection[Hit], lexicon: Lexicon) -> str | None:
    """The one that takes precedence: "matin oui" is a time of day, "stop merci" is STOP."""
    first = min((hit.name for hit in hits), key=lexicon.commands.index, default=None)
    if first == STOP and all(hit.weak for hit in hits if hit.name == STOP):
        return PERHAPS_STOP
    return first
