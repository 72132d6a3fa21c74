"""How long until a caller is greeted, has a language, and hears the first address?

From the real durations of the files: the sounds of a leg are laid end to end, and the caller
presses a key the moment it has been named. The network's part (a few tenths of a second a key) is
not in it. `closed` as an argument: the same while nobody is behind the line.
"""

from __future__ import annotations

import sys
import tempfile
import wave
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import count
from pathlib import Path
from statistics import median

from hotline.app import Hotline
from hotline.config import Config, load
from hotline.model import Event, Inbound
from hotline.plan import Plan, Utterance
from hotline.render import voice
from hotline.switchboard import Answered

GREETING, LANGUAGE, ADDRESS, KEYS = 4.0, 15.0, 25.0, 3  # seconds, and keys: what is aimed at
FIVE_MINUTES_A_WEEK = "Mo 03:00-03:05"
WHERE = ("service.at", "service.near", "service.nowhere")
_ids = count()


@dataclass
class Caller:
    """One call, and how much of it has been heard."""

    line: Hotline
    number: str
    id: str = field(default_factory=lambda: f"c{next(_ids)}")
    seconds: float = 0.0
    keys: int = 0
    heard: Answered | None = None

    def dial(self) -> Answered:
        return self._leg("call", "")

    def press(self, digit: str) -> Answered:
        """The key, as soon as it has been named."""
        self.seconds += named_at(self.line, self._last, digit)
        self.keys += 1
        return self._leg("digits", digit)

    def hang_up(self) -> None:
        """The line takes only so many calls at once."""
        self.keys += 1
        self._leg("hangup", "")

    @property
    def _last(self) -> Answered:
        assert self.heard is not None
        return self.heard

    def _leg(self, event: Event, digits: str) -> Answered:
        id_ = f"{self.id}:{self.keys}"
        inbound = Inbound(
            "bench", "voice", event, id_, self.number, "", digits, self.line.now(), self.id
        )
        self.heard = self.line.answer(inbound)
        return self.heard


def length(line: Hotline, answered: Answered, plan: Plan) -> float:
    """Seconds of this part of the leg."""
    return sum(seconds(line, each) for each in rendered(line, answered, plan))


def rendered(line: Hotline, answered: Answered, plan: Plan) -> tuple[Utterance, ...]:
    return line.library.attach(voice.render(plan, answered.language, line.texts)).utterances


def seconds(line: Hotline, said: Utterance) -> float:
    assert said.file, f"no sound for {said.text!r}: run `hotline audio render`"
    return _seconds(line.config.audio / said.file)


@cache
def _seconds(path: Path) -> float:
    with wave.open(str(path), "rb") as sound:
        return sound.getnframes() / sound.getframerate()


def named_at(line: Hotline, answered: Answered, digit: str) -> float:
    """Seconds until this key has been named."""
    plan = answered.plan
    offered = [choice.digit for choice in plan.choices]
    until = replace(plan, choices=plan.choices[: offered.index(digit) + 1], lastly=())
    return length(line, answered, until)


def address_at(line: Hotline, answered: Answered) -> float:
    """Seconds until the address of this answer has been said."""
    said = [say.key for say in answered.plan.says]
    last = next(at for at, key in enumerate(said) if key in WHERE)
    return length(
        line,
        answered,
        replace(answered.plan, says=answered.plan.says[: last + 1], choices=(), lastly=()),
    )


def first_addresses(line: Hotline, language: str) -> Iterator[tuple[float, int]]:
    """A known caller hears the first service of every topic: seconds and keys."""
    number = f"+336399800{line.city.languages.index(language):02}"
    greet(line, number, language)
    for topic in line.topics:
        caller = Caller(line, number)
        caller.dial()
        answered = towards(caller, "topic", topic.id)
        if answered.plan.services:
            yield caller.seconds + address_at(line, answered), caller.keys
        caller.hang_up()


def towards(caller: Caller, verb: str, value: str) -> Answered:
    """Press what leads there, over its group where it is not on the first list."""
    wanted = {(verb, value), ("list", caller.line.topics.menu(value))}
    for _ in range(2):
        choices = caller._last.plan.choices
        found = [c.digit for c in choices if (c.meaning.verb, c.meaning.value) in wanted]
        answered = caller.press(found[0])
        if answered.plan.services:
            return answered
    return answered


def greet(line: Hotline, number: str, language: str) -> None:
    """The line knows this number and its language from now on."""
    caller = Caller(line, number)
    caller.dial()
    while caller.heard and not towards_language(caller, language):
        caller.heard = caller._leg("silence", "")
    caller.hang_up()


def towards_language(caller: Caller, language: str) -> bool:
    choices = caller._last.plan.choices
    found = [c.digit for c in choices if c.meaning.value == language]
    if found:
        caller.press(found[0])
    else:
        caller.keys += 1  # a step of the call, though no key was pressed
    return bool(found)


def pages(line: Hotline) -> Iterator[tuple[float, float, list[str]]]:
    """The language menu, page by page: seconds of greeting and of languages, and which."""
    caller = Caller(line, "+33639981111")
    answered = caller.dial()
    seen: set[str] = set()
    while True:
        codes = [choice.meaning.value for choice in answered.plan.choices]
        if seen & {*codes}:
            return
        seen |= {*codes}
        greeting = length(line, answered, replace(answered.plan, choices=()))
        yield greeting, length(line, answered, answered.plan) - greeting, codes
        caller.keys += 1
        answered = caller._leg("silence", "")


def verdict(measured: float, aim: float) -> str:
    return f"{measured:5.1f} s  (aim: under {aim:.0f} s){'' if measured < aim else '  MISSED'}"


def report(line: Hotline) -> None:
    waited = 0.0
    for page, (greeting, languages, codes) in enumerate(pages(line), 1):
        if page == 1:
            print(f"greeting                 {verdict(greeting, GREETING)}")
        print(f"languages, page {page}        {verdict(languages, LANGUAGE)}  {' '.join(codes)}")
        waited += greeting + languages
    print(f"every language heard     {waited:5.1f} s, pauses left out")
    for language in (code for code in line.city.languages if code in line.city.voices):
        told = sorted(first_addresses(line, language))
        times = [each for each, _ in told]
        good = sum(each < ADDRESS and keys <= KEYS for each, keys in told)
        print(
            f"first address, {language}        {verdict(median(times), ADDRESS)}  in the middle,"
            f" {times[0]:.1f} at best, {times[-1]:.1f} at worst;"
            f" {good} of {len(told)} topics under {ADDRESS:.0f} s and {KEYS} keys"
        )


def main() -> None:
    with tempfile.TemporaryDirectory() as state:
        config: Config = replace(load(), state=Path(state), database="")
        line = Hotline(config)
        if "closed" in sys.argv[1:]:
            line.knowledge.city = line.city = replace(line.city, hours=FIVE_MINUTES_A_WEEK)
        report(line)


if __name__ == "__main__":
    main()
