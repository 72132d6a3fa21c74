"""Who texts and calls in the drill's week, and what were they told?"""

from __future__ import annotations

import random
import re
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

import requests

from tests.fakes.twilio import Webhooks, forms
from tests.fakes.twilio.webhooks import Answer, Call

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
AWAY = (requests.RequestException,)


@dataclass
class Told:
    """What people did, and what they were told; filled by several threads."""

    attempted: int = 0
    references: list[tuple[str, str]] = field(default_factory=list)
    unheard: list[tuple[str, str, str]] = field(default_factory=list)
    stopped: dict[str, datetime] = field(default_factory=dict)
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

    def text(self, words: str) -> str:
        """Text it as Twilio hands it over: again when nobody answers, sometimes twice anyhow."""
        sid = forms.new_sid("SM")
        form = forms.sms(self.number, LINE, words, sid=sid)
        calm = self.calm()
        message = {"status": "received", "direction": "inbound", "sid": sid, "sent": self.now()}
        self.webhooks.ledger.take(to=LINE, from_=self.number, body=words, **message)
        answers = [each for each in (self._post(form), self._again(form)) if each]
        if not answers:
            with self.told.lock:
                self.told.unheard.append((sid, self.number, words))
            return ""
        if calm and self.calm() and len({each.body for each in answers}) > 1:
            self._note(f"one text, two answers: {words!r}")
        said = " ".join(answers[-1].texts)
        if calm and self.calm() and SORRY.search(said):
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
        # Never "2" twice: within a second, while the line is down, it is an echo and no text more.
        for words in ("rappel avocat", self.dice.choice("13"), "2"):
            said = self.text(words)
        found = REFERENCE.search(said)
        if found and "appelle" in said:
            with self.told.lock:
                self.told.references.append((self.number, found[1]))
            self.text("1")

    def stop(self) -> None:
        """STOP."""
        said = self.text("STOP")
        if "plus" in said:
            with self.told.lock:
                self.told.stopped[self.number] = self.now()

    def call(self) -> None:
        """A call: French, rights, legal help, "by SMS"; it must be heard at every step."""
        call = Call(self.webhooks, self.number, LINE)
        try:
            heard = call.begin().heard
            for digits in ("1", "1", "3", "3"):
                if call.answer.gather is None:
                    break
                heard = call.press(digits).heard
        except AWAY:
            return  # the phone company plays its own sentence
        if not heard and call.answer.status == 200:
            self._note("a caller heard nothing")

    def _again(self, form: forms.Form) -> Answer | None:
        """A gateway repeats itself: under the same id, or at once under a new one."""
        return self._post(form) if self.dice.random() < 0.1 else None

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
