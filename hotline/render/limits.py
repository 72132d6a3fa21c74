"""Could every provider perform this leg of a call? If not, it is refused before it is heard."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from xml.sax.saxutils import escape

from hotline.errors import Unperformable
from hotline.plan import Choice, Dial, HangUp, Keys, Record, Refuse, Script, Utterance

LARGEST = 60_000  # bytes: Twilio reads 64 kB, and beyond that does nothing at all
MARKUP = 250  # bytes around a prompt: tags, attributes, the address of its file
MOST_KEYS, LONGEST_WAIT = 32, 60
LONGEST_RECORDING, LONGEST_SILENCE = 300, 30
MOST_RUNG, LONGEST_RING = 10, 60
KEYPAD = frozenset("0123456789*#")


def performable(script: Script, choices: Iterable[Choice] = ()) -> Script:
    """The same script. Raises Unperformable saying what no provider would do."""
    for problem in _problems(script, tuple(choices)):
        raise Unperformable(problem)
    return script


def _problems(script: Script, choices: tuple[Choice, ...]) -> Iterator[str]:
    if _size(script.utterances) > LARGEST:
        yield "a leg with more prompts than a provider reads"
    if choices and not isinstance(script.then, Keys):
        yield "choices where no key is taken"
    match script.then:
        case Keys():
            yield from _keys(script.then, choices)
        case Record():
            yield from _record(script.then)
        case Dial():
            yield from _dial(script.then)
        case Refuse():
            if script.utterances:
                yield "words for a call that is refused: nobody would hear them"
        case HangUp():
            pass


def _keys(keys: Keys, choices: tuple[Choice, ...]) -> Iterator[str]:
    if not 0 <= keys.count <= MOST_KEYS:
        yield f"{keys.count} keys: a provider takes up to {MOST_KEYS}"
    if not 1 <= keys.timeout <= LONGEST_WAIT:
        yield f"a wait of {keys.timeout} s"
    for choice in choices:
        if not KEYPAD.issuperset(choice.digit) or not choice.digit:
            yield f"{choice.digit!r} is not on a telephone"
        if 0 < keys.count < len(choice.digit) or (keys.count == 0 and "#" in choice.digit):
            yield f"{choice.digit!r} would never arrive"


def _record(record: Record) -> Iterator[str]:
    if not 1 < record.seconds <= LONGEST_RECORDING:
        yield f"a recording of {record.seconds} s"
    if not 1 <= record.silence <= LONGEST_SILENCE:
        yield f"a recording that ends after {record.silence} s of silence"
    if not record.finish or not KEYPAD.issuperset(record.finish):
        yield "a recording that no key ends"


def _dial(dial: Dial[Utterance]) -> Iterator[str]:
    if not 1 <= len(dial.numbers) <= MOST_RUNG:
        yield f"{len(dial.numbers)} numbers to ring"
    if not 5 <= dial.timeout <= LONGEST_RING:
        yield f"a telephone that rings for {dial.timeout} s"
    if len(dial.accept) != 1 or dial.accept not in KEYPAD:
        yield f"{dial.accept!r} is not a key"
    if not dial.whisper or _size(dial.whisper) > LARGEST:
        yield "a whisper that says nothing, or too much"


def _size(said: Iterable[Utterance]) -> int:
    return sum(MARKUP + len(escape(each.text).encode()) for each in said)
