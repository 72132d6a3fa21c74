"""Which pieces of speech say this plan in a call, and which could ever be needed?"""

from __future__ import annotations

import string
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from hotline.content.city import City
from hotline.content.texts import SOURCE, Text, Texts
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
    When,
)
from hotline.render.limits import performable
from hotline.render.values import (
    every_moment,
    heard_metres,
    key_alone,
    moments,
    pressed,
    spoken,
    spoken_in_french,
)

KEYS = "1234567890*"
# What a call cannot do without. A language that only people can speak is offered on the telephone
# once all of this has been recorded.
CORE = (
    *("greeting", "welcome.", "language.name", "menu.", "topic.", "where.", "press", "key."),
    *("service.name", "service.at", "service.near", "service.phone", "service.none", "service.end"),
    *("callback.", "when.", "voicemail.", "contact.", "urgent.", "trouble", "silence"),
    *("not.offered", "goodbye", "sorry"),
)
INSTEAD = "voice.instead"

Heard = Callable[[Utterance], bool]


def always(_utterance: Utterance) -> bool:
    """Every piece of speech can be heard."""
    return True


def render(plan: Plan, language: str, texts: Texts, heard: Heard = always) -> Script:
    """The leg of the call that performs this plan. Nothing in it is outside `every_utterance`.

    `heard` tells which pieces have a voice. A sentence with a piece that has none is said in
    French, and at the end of the leg the caller is told how to be answered in their language.
    Raises Unperformable for a leg with a prompt that does not exist, or beyond a provider's limits.
    """
    speech = _Speech(texts, heard)
    try:
        said = speech.all(plan.says, language)
        said += speech.offers(plan.choices, language)
        said += speech.all(plan.lastly, language)
        if speech.borrowed:
            said += speech.say(Say(INSTEAD), language)
        script = Script(tuple(said), _then(plan, speech))
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


def core_utterances(language: str, texts: Texts) -> Iterator[Utterance]:
    """What must be heard in this language before a call can be held in it."""
    for key in texts.spoken_keys():
        if key.startswith(CORE) and key != "press":
            yield from _fragments(key, language, texts)
    yield from (pressed(key, language, texts) for key in KEYS)
    yield from (spoken(Reference(digit), language, texts) for digit in "0123456789")


@dataclass(slots=True)
class _Speech:
    """One leg on its way: `borrowed` once a sentence had to be said in French."""

    texts: Texts
    heard: Heard
    borrowed: bool = False

    def all(self, says: Iterable[Say], language: str) -> list[Utterance]:
        """All that is not optional."""
        return [piece for say in says if not say.optional for piece in self.say(say, language)]

    def say(self, say: Say, language: str) -> list[Utterance]:
        """The text cut at its values: each part is a file of its own, made before the call."""
        return self._or_in_french(lambda code: [*self._sentence(say, code)], language)

    def offers(self, choices: Iterable[Choice], language: str) -> list[Utterance]:
        """ "For this press 1; for that 2": the word for pressing once, but in every list of
        languages. A long list is half as long without it, and a key is heard better alone.
        """
        said: list[Utterance] = []
        last = ""
        for choice in choices:
            if choice.label is not None:
                spoken_in = choice.language or language
                alone = spoken_in == last and choice.language is None
                said += self._offer(choice.digit, choice.label, spoken_in, alone)
                last = said[-1].language
        return said

    def _offer(self, digit: str, label: Say, language: str, alone: bool) -> list[Utterance]:
        say_key = key_alone if alone else pressed

        def offered(code: str) -> list[Utterance]:
            return [*self._sentence(label, code), say_key(digit, code, self.texts)]

        return self._or_in_french(offered, language)

    def _or_in_french(
        self, pieces: Callable[[str], list[Utterance]], language: str
    ) -> list[Utterance]:
        own = [_paced(piece, language) for piece in pieces(_words(language))]
        if language == SOURCE or all(map(self.heard, own)):
            return own
        french = pieces(SOURCE)
        if not all(map(self.heard, french)):
            return own  # then the platform may have a voice of its own
        self.borrowed = language != SLOWLY
        return french

    def _sentence(self, say: Say, language: str) -> Iterator[Utterance]:
        text = self.texts.get(say.key, language, "voice")
        parts = [*_parts(text.text)]
        named = [value for _, value in parts]
        for index, (fragment, value) in enumerate(parts):
            if fragment:
                yield _piece(text, say.key, index, fragment)
            if value:
                again = value in named[:index] or named.count(value) == 1
                first = value not in named[:index]
                yield from self._value(say.values[value], text.language, first, again)

    def _value(self, value: Value, language: str, first: bool, again: bool) -> Iterator[Utterance]:
        """A telephone number is heard twice: in French, as people here say it, and in the
        caller's own language. Anything else is said where it stands.
        """
        if isinstance(value, Phone):
            if first:
                yield spoken_in_french(value, self.texts)
            if again:
                yield self._own(value, language)
        elif isinstance(value, Reference):
            yield from (self._own(Reference(digit), language) for digit in value.digits)
        elif isinstance(value, When):
            yield from (self._own(piece, language) for piece in moments(value, language))
        else:
            yield self._own(value, language)

    def _own(self, value: Value, language: str) -> Utterance:
        """The value in this language; in French where nobody can say it in this one."""
        own = spoken(value, language, self.texts)
        return own if self.heard(own) else self._lent(value, own)

    def _lent(self, value: Value, own: Utterance) -> Utterance:
        french = spoken(value, SOURCE, self.texts)
        return french if self.heard(french) else own


def _words(language: str) -> str:
    return SOURCE if language == SLOWLY else language


def _paced(piece: Utterance, language: str) -> Utterance:
    """French is spoken slowly to whom French is a way round."""
    slow = language == SLOWLY and piece.language == SOURCE
    return replace(piece, language=SLOWLY) if slow else piece


def _then(plan: Plan, speech: _Speech) -> Next:
    """What the leg ends in; a whisper is for the people of the house, who speak French."""
    if isinstance(plan.then, Dial):
        whisper = tuple(speech.all(plan.then.whisper, SOURCE))
        return Dial(plan.then.numbers, whisper, plan.then.accept, plan.then.timeout)
    return plan.then


def _parts(text: str) -> Iterator[tuple[str, str]]:
    """(fragment, value name) pairs; a fragment of nothing but punctuation is silence already."""
    for fragment, name, _, _ in string.Formatter().parse(text):
        words = fragment.strip().lstrip(".,;:!? ")
        yield (words if any(char.isalnum() for char in words) else ""), name or ""


def _fragments(key: str, language: str, texts: Texts) -> Iterator[Utterance]:
    text = texts.get(key, language, "voice")
    for index, (fragment, _) in enumerate(_parts(text.text)):
        if fragment:
            yield _piece(text, key, index, fragment)


def _piece(text: Text, key: str, index: int, fragment: str) -> Utterance:
    """What a person records under the text's key: all of it, or the part with this number."""
    whole = fragment == text.text
    return Utterance(text.language, fragment, key if whole else f"{key}.{index + 1}")


def _possible(language: str, texts: Texts, directory: Directory, city: City) -> Iterator[Utterance]:
    for key in texts.spoken_keys():
        if key != "press":
            yield from _fragments(key, language, texts)
    yield from (say_key(key, language, texts) for key in KEYS for say_key in (pressed, key_alone))
    yield from (spoken(Tongue(code), SOURCE, texts) for code in city.languages)
    for value in _values_of(directory, city):
        yield spoken(value, language, texts)
        if isinstance(value, Phone):
            yield spoken_in_french(value, texts)


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
    yield from every_moment()
    for event in directory.events:
        yield from (Name(title, language) for language, title in event.titles)
        yield from (Name(event.place) for _ in range(1) if event.place)


def _distances() -> list[int]:
    """Every distance a call can say, up to 30 km."""
    return sorted({heard_metres(metres) for metres in range(0, 30_001, 50)})
