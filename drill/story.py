"""Who texts and calls in the drill's week, and what were they told?"""

from __future__ import annotations

import random
import re
import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime

import requests

from drill.twilio import Webhooks, forms
from drill.twilio.webhooks import Answer, Call

LINE = "+33639980000"
REFERENCE = re.compile(r"(?<!\d)(\d{4})(?!\d)")
SORRY = re.compile("la machine ne marche pas|machine est en panne")
QUESTIONS = (
    "avocat croix de chavaux",
    "logement",
    "cours de francais robespierre",
    "I need a lawyer near mairie de montreuil",
    "محامي",
    "MENU",
)
ECHO_S = 1.0  # what is repeated within that time is one text
AWAY = (requests.RequestException,)


@dataclass(frozen=True)
class Unheard:
    """A text that got no answer, by all the ids it was handed over under."""

    sids: tuple[str, ...]
    number: str
    words: str


@dataclass
class Told:
    """What people did, and what they were told; filled by several threads."""

    attempted: int = 0
    texts: int = 0
    calls: int = 0
    references: list[tuple[str, str]] = field(default_factory=list)
    unheard: list[Unheard] = field(default_factory=list)
    stopped: dict[str, datetime] = field(default_factory=dict)
    agreed: list[str] = field(default_factory=list)  # numbers that may be written to, in order
    unexpected: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)


@dataclass
class Person:
    """Somebody with a telephone; everything they do is drawn from their own dice."""

    number: str
    webhooks: Webhooks
    told: Told
    now: Callable[[], datetime]
    dice: random.Random
    calm: Callable[[], bool]  # is nothing being broken at this moment?
    sounds: Mapping[str, str]  # the language of each sound, by the name of its file

    def text(self, words: str) -> str:
        """Text it as Twilio hands it over: again when nobody answers, sometimes twice anyhow."""
        with self.told.lock:
            self.told.texts += 1
        form = forms.sms(self.number, LINE, words)
        calm, began = self.calm(), time.monotonic()
        self.webhooks.ledger.receive(form["MessageSid"], self.number, LINE, words)
        forms_ = [form, *self._repeated(form, words)]
        with ThreadPoolExecutor(len(forms_)) as pool:
            answers = [each for each in pool.map(self._post, forms_) if each]
        if not answers:
            with self.told.lock:
                sids = tuple(each["MessageSid"] for each in forms_)
                self.told.unheard.append(Unheard(sids, self.number, words))
            return ""
        calm = calm and self.calm()
        at_once = time.monotonic() - began < ECHO_S
        if calm and at_once and len({each.body for each in answers}) > 1:
            self._note(f"one text, two answers: {words!r}")
        said = " ".join(answers[0].texts)
        if calm and SORRY.search(said):
            self._note(f"sorry without a fault: {words!r}")
        return said

    def ask(self) -> None:
        """An ordinary question."""
        self.text(self.dice.choice(QUESTIONS))

    def request(self) -> None:
        """Ask to be called back, and agree to be asked later whether that helped."""
        with self.told.lock:
            self.told.attempted += 1
        said = ""
        # Never one key twice: within a second, while the line is down, it is an echo, no text more.
        when = self.dice.choice("12")
        for words in ("rappel avocat", when, "2" if when == "1" else "3"):
            said = self.text(words)
        found = REFERENCE.search(said)
        if found and "appelle" in said:
            with self.told.lock:
                self.told.references.append((self.number, found[1]))
            self._agree("1")

    def follow(self) -> None:
        """Ask for news of a topic."""
        self.text("INFOS FRANCAIS")
        self._agree("1")

    def _agree(self, words: str) -> None:
        self.text(words)
        with self.told.lock:
            self.told.agreed.append(self.number)

    def stop(self) -> None:
        """STOP."""
        said = self.text("STOP")
        if "plus" in said:
            with self.told.lock:
                self.told.stopped[self.number] = self.now()

    def _repeated(self, form: forms.Form, words: str) -> list[forms.Form]:
        """A gateway repeats itself: under the same id, or at once under a new one."""
        drawn = self.dice.random()
        if drawn < 0.05:
            return [forms.sms(self.number, LINE, words)]
        return [form] if drawn < 0.1 else []

    def _post(self, form: forms.Form) -> Answer | None:
        for _ in range(2):
            try:
                answer = self.webhooks.post(self.webhooks.address("sms"), form)
            except AWAY:
                continue
            if answer.status == 200:
                return answer
        return None

    def _note(self, what: str) -> None:
        with self.told.lock:
            self.told.unexpected.append(what)


LANGUAGES = ("fr", "en", "ar", "es")  # by the key that chooses it, on the first page
KEYS = ("1", "3", "3")  # a group, a topic, "by SMS"
MOST_KEYS = 8


@dataclass
class Caller(Person):
    """Somebody who only calls, and must hear a sentence in their own language at every step."""

    @property
    def language(self) -> str:
        """The one they speak."""
        return LANGUAGES[int(self.number) % len(LANGUAGES)]

    def call(self) -> None:
        """A call: a language if it is asked for, a topic, a place, "by SMS"."""
        with self.told.lock:
            self.told.calls += 1
        calm, call, keys = self.calm(), Call(self.webhooks, self.number, LINE), [*KEYS]
        try:
            answer = call.begin()
            for _ in range(MOST_KEYS):
                if call.answer.gather is None or not keys:
                    return
                if self._languages(answer).issuperset(LANGUAGES):  # the line may have forgotten
                    answer = call.press(str(LANGUAGES.index(self.language) + 1))
                else:
                    answer = call.press(keys.pop(0))
                self._listen(answer, calm)
        except AWAY:
            return  # the phone company plays its own sentence

    def _listen(self, answer: Answer, calm: bool) -> None:
        heard = self._languages(answer)
        if answer.status == 200 and not heard:
            self._note("a caller heard nothing")
        elif calm and self.calm() and self.language not in heard:
            self._note(f"a caller who speaks {self.language} heard only {sorted(heard)}")

    def _languages(self, answer: Answer) -> set[str]:
        """The languages of what was heard: of the files played, and of Twilio's own voice."""
        return {self.sounds.get(name, name) for name in answer.sounds} | answer.spoken
