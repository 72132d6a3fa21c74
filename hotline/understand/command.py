"""Is this message an order to the line itself, rather than a need?"""

from __future__ import annotations

from collections.abc import Collection

from hotline.understand.fold import tokens
from hotline.understand.learned import Beliefs
from hotline.understand.lexicon import Lexicon
from hotline.understand.near_misses import GUESSED
from hotline.understand.reading import Hit, Reading

ANYWHERE, STOP, PERHAPS_STOP, STOP_TOPIC = "anywhere", "stop", "stop?", "stop.topic"
PERHAPS_TOPIC = "stop.topic?"
NEWS = "news"
# Words in a message that may be no more than an outburst; more if it begins or ends with STOP.
_BLURTED, _OUTBURST = 5, 12
# How likely an opt-out is that is asked about, and is doubted though a list has it.
_PERHAPS, _UNLIKELY = 0.6, 0.05
_BESIDE = 0.7  # and beside a need or a place that is named
# And is believed at once: who did not mean it is cut off, who did is asked once.
_CERTAIN = 0.995
_CLEAR = 0.6  # how likely any other order must be
_LEARNT = {"forget": 0.9, "cancel": 0.9}  # these can't be taken back
_PLAIN = 0.9  # a word or two must leave no doubt
_SENTENCE = 2  # a lone word that no list has proves nothing
# Words that answer a question of ours, wherever they stand in the message.
ANSWERS = frozenset(tokens("morning afternoon evening yes no discreet"))
# These are answers or courtesies: inside a longer sentence they say nothing.
_ONLY_ALONE = frozenset(
    tokens("yes no morning afternoon evening anywhere greeting thanks more start menu beep")
)

# What people say as they opt out: "who are you? leave me alone".
_WITH_FAREWELL = frozenset({"who", "confused", "insult"})
_OPT_OUTS = frozenset({STOP, PERHAPS_STOP, PERHAPS_TOPIC})


def command(
    reading: Reading,
    hits: Collection[Hit],
    objects: Collection[Hit],
    beliefs: Beliefs,
    lexicon: Lexicon,
) -> str | None:
    """The command given, or None. `stop?`: perhaps an opt-out, so the person must be asked.
    `stop.topic`: STOP and a topic, nothing else; `stop.topic?`: perhaps that, for who gets news.

    `hits` are the command phrases; `objects` are the topics and places the message names.
    """
    given = _phrased(reading, hits, objects, lexicon)
    if not beliefs.kind("command"):
        return given
    if given is None:
        given = _taught(reading, objects, beliefs)
    elif given not in _OPT_OUTS and (
        given not in _WITH_FAREWELL or _is_bare(reading, hits, lexicon)
    ):
        return given
    return _opting_out(given, reading, objects, beliefs.of("command", STOP))


def _opting_out(
    given: str | None, reading: Reading, objects: Collection[Hit], stop: float
) -> str | None:
    """The command, once the examples were asked how likely (`stop`) an opt-out is meant."""
    if given == PERHAPS_TOPIC:
        return given if stop < _PERHAPS else PERHAPS_STOP
    if given == STOP:
        doubtful = len(reading.words) > _BLURTED and stop < _CERTAIN
        return PERHAPS_STOP if doubtful else STOP
    if given == PERHAPS_STOP:
        sure = stop >= _CERTAIN and not objects
        return STOP if sure else None if stop < _UNLIKELY else PERHAPS_STOP
    if stop < _PERHAPS:
        return given
    if any(hit.sure > GUESSED for hit in reading.of(STOP, "not")):
        doubtful = stop < _CERTAIN or len(reading.words) <= _SENTENCE
        return given if objects or doubtful else PERHAPS_STOP
    if len(reading.words) <= _SENTENCE and stop < _PLAIN:
        return given
    if objects and stop < _BESIDE:
        return given
    return PERHAPS_STOP if stop < _CERTAIN or objects else STOP


def _taught(reading: Reading, objects: Collection[Hit], beliefs: Beliefs) -> str | None:
    """The command that the examples are sure of, where no phrase of the lists is met."""
    shares = beliefs.kind("command")
    name = max(shares, key=lambda each: shares[each], default=STOP)
    if objects or name == STOP or len(reading.words) < _SENTENCE:
        return None
    return name if shares[name] >= _LEARNT.get(name, _CLEAR) else None


def _phrased(
    reading: Reading, hits: Collection[Hit], objects: Collection[Hit], lexicon: Lexicon
) -> str | None:
    """The command that phrases of the lists give."""
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
    ends = _ends_topic(reading, hits, objects, lexicon)
    if ends:
        return ends
    if _is_bare(reading, [*objects, *(hit for hit in hits if hit.name == NEWS)], lexicon):
        return NEWS if any(hit.name == NEWS for hit in hits) else None
    orders = [hit for hit in hits if hit.name == "callback" and not hit.weak]
    answers = [hit for hit in hits if hit.name in ANSWERS]
    bare = all(word in lexicon.small for word in reading.uncovered([*orders, *answers, *objects]))
    return _first(orders, lexicon) if bare else None


def _ends_topic(
    reading: Reading, hits: Collection[Hit], objects: Collection[Hit], lexicon: Lexicon
) -> str | None:
    """STOP and a topic, nothing else: plain where it begins or ends with STOP, else doubtful."""
    stops = [hit for hit in hits if hit.name == STOP and not hit.weak]
    # Of what is sensitive no news is ever sent: "stop violence" is no opt-out.
    if not stops or any(hit.kind != "topic" or hit.name in lexicon.sensitive for hit in objects):
        return None
    ends = {stops[0].start, len(reading.words) - stops[-1].end}
    if 0 in ends and _is_bare(reading, [*stops, *objects], lexicon):
        return STOP_TOPIC
    rest = reading.uncovered([*stops, *objects])
    return PERHAPS_TOPIC if all(word in lexicon.small for word in rest) else None


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
