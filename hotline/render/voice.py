"""Which pieces of speech say this plan in a call, and which could ever be needed?"""

from __future__ import annotations

import string
from collections.abc import Iterable, Iterator
from dataclasses import replace

from hotline.content.city import City
from hotline.content.texts import SOURCE, Texts
from hotline.directory.search import Directory
from hotline.errors import Unperformable
from hotline.plan import (
    SLOWLY,
    Choice,
    Dial,
    Distance,
    Name,
    Next,
    Phone,
    Plan,
    Reference,
    Say,
    Script,
    Since,
    Tongue,
    Utterance,
    Value,
)
from hotline.render.limits import performable
from hotline.render.values import heard_metres, key_name, spoken

KEYS = "1234567890*"


def render(plan: Plan, language: str, texts: Texts) -> Script:
    """The leg of the call that performs this plan. Nothing in it is outside `every_utterance`.

    Raises Unperformable for a leg with a prompt that does not exist, or beyond a provider's limits.
    """
    try:
        said = _said(plan.says, language, texts)
        said += _offers(plan.choices, language, texts)
        script = Script(tuple(said), _then(plan, texts))
    except KeyError as error:
        raise Unperformable(f"there is no prompt or value called {error}") from None
    return performable(script, plan.choices)


def every_utterance(
    language: str, texts: Texts, directory: Directory, city: City
) -> Iterator[Utterance]:
    """Every piece of speech a call in this language can need, each once, the commonest first."""
    seen: set[tuple[str, str]] = set()
    for possible in _possible(_words(language), texts, directory, city):
        piece = _paced(possible, language)
        if (piece.language, piece.text) not in seen:
            seen.add((piece.language, piece.text))
            yield piece


def _said(says: Iterable[Say], language: str, texts: Texts) -> list[Utterance]:
    words = _words(language)
    said = (piece for say in says if not say.optional for piece in _say(say, words, texts))
    return [_paced(piece, language) for piece in said]


def _words(language: str) -> str:
    return SOURCE if language == SLOWLY else language


def _paced(piece: Utterance, language: str) -> Utterance:
    """French is spoken slowly to whom it is a way round."""
    slow = language == SLOWLY and piece.language == SOURCE
    return replace(piece, language=SLOWLY) if slow else piece


def _then(plan: Plan, texts: Texts) -> Next:
    """What the leg ends in; a whisper is for the people of the house, who speak French."""
    if isinstance(plan.then, Dial):
        whisper = tuple(_said(plan.then.whisper, SOURCE, texts))
        return Dial(plan.then.numbers, whisper, plan.then.accept, plan.then.timeout)
    return plan.then


def _say(say: Say, language: str, texts: Texts) -> Iterator[Utterance]:
    """The text cut at its values: each part is a file of its own, made long before the call."""
    text = texts.get(say.key, language, "voice")
    for fragment, value in _parts(text.text):
        if fragment:
            yield Utterance(text.language, fragment, say.key if fragment == text.text else "")
        if value:
            yield from _values(say.values[value], text.language, texts)


def _values(value: Value, language: str, texts: Texts) -> Iterator[Utterance]:
    if isinstance(value, Reference):
        for digit in value.digits:
            yield spoken(Reference(digit), language, texts)
    else:
        yield spoken(value, language, texts)


def _offers(choices: Iterable[Choice], language: str, texts: Texts) -> Iterator[Utterance]:
    """ "For this press 1; for that 2": the word for pressing once, but in every list of languages.

    A long list is half as long without it, and a key is heard better alone.
    """
    last = ""
    for choice in choices:
        if choice.label is not None:
            spoken_in = choice.language or language
            alone = spoken_in == last and choice.language is None
            words, key = _words(spoken_in), _key if alone else _press
            pressed = key(choice.digit, words, texts)
            for piece in (*_say(choice.label, words, texts), pressed):
                yield _paced(piece, spoken_in)
            last = spoken_in


def _key(digit: str, language: str, texts: Texts) -> Utterance:
    if digit.isdigit():
        return spoken(Reference(digit), language, texts)
    text = texts.get("press", language, "voice")
    return Utterance(text.language, key_name(digit, text.language, texts))


def _press(digit: str, language: str, texts: Texts) -> Utterance:
    text = texts.get("press", language, "voice")
    return Utterance(text.language, text.text.format(digit=key_name(digit, text.language, texts)))


def _parts(text: str) -> Iterator[tuple[str, str]]:
    """(fragment, value name) pairs; a fragment of nothing but punctuation is silence already."""
    for fragment, name, _, _ in string.Formatter().parse(text):
        words = fragment.strip().lstrip(".,;:!? ")
        yield (words if any(char.isalnum() for char in words) else ""), name or ""


def _possible(language: str, texts: Texts, directory: Directory, city: City) -> Iterator[Utterance]:
    for key in texts.spoken_keys():
        if key != "press":
            text = texts.get(key, language, "voice")
            for fragment, _ in _parts(text.text):
                if fragment:
                    yield Utterance(text.language, fragment, key if fragment == text.text else "")
    yield from (say_key(key, language, texts) for key in KEYS for say_key in (_press, _key))
    yield from (
        spoken(Tongue(code), SOURCE, texts) for code in city.languages if code not in city.voices
    )
    yield from (spoken(value, language, texts) for value in _values_of(directory, city))


def _values_of(directory: Directory, city: City) -> Iterator[Value]:
    yield from (Reference(digit) for digit in "0123456789")
    yield from (Phone(number) for number in city.emergency.values())
    yield from (Name(name) for name in (city.line_name, city.publisher, *city.landmarks))
    for location in directory.locations.values():
        names = (location.name, location.short_name, location.address, location.near)
        yield from (Name(name) for name in names if name)
        yield from (Phone(number) for number in location.phones)
        if location.verified_on or location.source_date:
            yield Since(location.verified_on, location.source_date or None)
    yield from (Name(service.name) for service in directory.services)
    yield from (Distance(metres) for metres in _distances())


def _distances() -> list[int]:
    """Every distance a call can say, up to 30 km."""
    return sorted({heard_metres(metres) for metres in range(0, 30_001, 50)})
