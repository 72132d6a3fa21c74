"""Plays a golden conversation as a provider would: over its webhooks, in its own format.

What is heard must be what the line itself says: the same file, or the same words.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flask.testing import FlaskClient

from drill.twilio import Answer, Call, FakeTwilio, Webhooks
from hotline.app import Hotline
from jobs.sweep import sweep_by
from tests.channels.twilio.verbs import unknown
from tests.conftest import Clock
from tests.conversations.player import Player, sms


class Sounds:
    """The words behind each sound's address."""

    def __init__(self, line: Hotline) -> None:
        said = [piece for pieces in line.utterances().values() for piece in pieces]
        self._words = {line.library.find(piece): piece.text for piece in said}

    def words(self, address: str) -> str:
        """The words of this address, or the words themselves."""
        _, found, file = address.partition("/audio/")
        return self._words[file] if found else address


class OverSimulator(Player):
    """The simulator's JSON, as the web phone posts and reads it."""

    def __init__(self, line: Hotline, clock: Clock, web: FlaskClient) -> None:
        super().__init__(line, clock)
        self.web, self.sounds = web, Sounds(line)

    def _text(self, text: str) -> Iterator[str]:
        self.clock.forward(seconds=5)
        answer = self._post("sms", {"from": self.sender, "text": text})
        yield from (sms(each["text"]) for each in answer["texts"])
        if not answer["texts"]:
            yield "< (silence)"

    def _leg(self, event: str, digits: str) -> Iterator[str]:
        self.clock.forward(seconds=5)
        form = {"from": self.sender, "call": self.call, "step": self.step, "digits": digits}
        script = self._post("voice", form)["script"]
        words = [self.sounds.words(each["url"] or each["text"]) for each in script["utterances"]]
        then = script["then"]
        verb = {"keys": f"gather {then.get('count')}", "hangup": "hang up"}[then["verb"]]
        yield f"< {' · '.join(words)} [{verb}]"

    def _post(self, event: str, form: dict[str, Any]) -> dict[str, Any]:
        answer = self.web.post(f"/channels/simulator/{event}", json=form)
        assert answer.status_code == 200, answer.text
        return dict(answer.json or {})


class OverTwilio(Player):
    """Signed webhooks, each posted twice, and TwiML; what leaves later goes by the REST API."""

    def __init__(self, line: Hotline, clock: Clock, hooks: Webhooks, fake: FakeTwilio) -> None:
        super().__init__(line, clock)
        self.hooks, self.fake, self.sounds = hooks, fake, Sounds(line)
        self.ringing: Call | None = None

    def _text(self, text: str) -> Iterator[str]:
        self.clock.forward(seconds=5)
        answer = self.hooks.text(str(self.sender), self.line.city.sms_line, text, times=2)
        assert unknown(answer.body, "sms") == []
        yield from (sms(each) for each in answer.texts)
        if not answer.texts:
            yield "< (silence)"

    def _leg(self, event: str, digits: str) -> Iterator[str]:
        self.clock.forward(seconds=5)
        if event == "call":
            self.ringing = self.hooks.call(self.sender or "anonymous", self.line.city.voice_line)
            answer = self.ringing.begin()
        else:
            assert self.ringing is not None
            answer = self.ringing.press(digits)
        assert answer.status == 200
        assert unknown(answer.body) == []
        words = [self.sounds.words(each) for each in answer.heard]
        yield f"< {' · '.join(words)} [{ends_in(answer)}]"

    def _delivered(self) -> Iterator[str]:
        after = self.read.get(self.sender or "", 0)
        sweep_by(self.line)
        sent = self.fake.ledger.sent_to(self.sender or "")
        arrived = [each for each in sent if each.direction == "outbound-api"][after:]
        self.read[self.sender or ""] = after + len(arrived)
        yield from (f"<{sms(message.body)}" for message in arrived)
        if not arrived:
            yield "<< (nothing)"


def ends_in(answer: Answer) -> str:
    """What a TwiML document ends in."""
    if answer.gather is not None:
        return f"gather {answer.gather.get('numDigits', 0)}"
    return "hang up" if "Hangup" in answer.verbs else ", ".join(answer.verbs)
