"""Plays a golden conversation as a provider would: over its webhooks, in its own format.

What is heard must be what the line itself says: the same file, or the same words.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator
from typing import Any

from flask.testing import FlaskClient

from drill.twilio import Answer, Call, FakeTwilio, Webhooks
from hotline.app import Hotline
from jobs.sweep import sweep_by
from tests.channels.twilio.verbs import unknown
from tests.conftest import Clock
from tests.conversations.player import Player, sms
from tests.sounds import spoken


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
        form |= {"event": event} if event == "answered" else {}
        script = self._post("voice", form)["script"]
        words = [self.sounds.words(each["url"] or each["text"]) for each in script["utterances"]]
        then = script["then"]
        yield f"< {' · '.join(words)} [{ended_in(then)}]"

    def _beep(self) -> Iterator[str]:
        form = {"from": self.sender, "call": self.call, "to": self.line.city.beep_line}
        script = self._post("voice", form)["script"]
        assert script["utterances"] == []
        yield f"<  [{ended_in(script['then'])}]"

    def _speak(self, seconds: int, *, hang_up: bool) -> Iterator[str]:
        self.clock.forward(seconds=5 + seconds)
        form = {"from": self.sender, "call": self.call, "step": self.step, "seconds": seconds}
        sound = {"sound": base64.b64encode(spoken(seconds)).decode()} if seconds else {}
        end = {"event": "hangup"} if hang_up else {}
        script = self._post("recording", {**form, **sound, **end})["script"]
        words = [self.sounds.words(each["url"] or each["text"]) for each in script["utterances"]]
        ends = ended_in(script["then"])
        yield "< (nobody listens)" if hang_up else f"< {' · '.join(words)} [{ends}]"

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
        elif event == "answered":
            assert self.ringing is not None
            answer = self.ringing.answer
        else:
            assert self.ringing is not None
            answer = self.ringing.press(digits)
        yield self._heard(answer)

    def _speak(self, seconds: int, *, hang_up: bool) -> Iterator[str]:
        self.clock.forward(seconds=5 + seconds)
        assert self.ringing is not None
        answer = self.ringing.speak(seconds, then_hang_up=hang_up)
        if seconds:
            self.fake.api.recordings[self.ringing.recorded] = spoken(seconds)
        heard = self._heard(answer)
        yield "< (nobody listens)" if hang_up else heard

    def _beep(self) -> Iterator[str]:
        rung = self.hooks.call(self.sender or "anonymous", self.line.city.beep_line)
        yield self._heard(rung.begin())

    def _picked_up(self, by: str) -> Iterator[str]:
        made = [each for each in self.fake.ledger.sent_to(self.sender or "") if each.callback]
        calls = [each for each in made if each.direction == "outbound-call"]
        new = calls[self.read.get(f"{self.sender} calls", 0) :]
        self.read[f"{self.sender} calls"] = len(calls)
        if not new:
            yield "< (no call)"
            return
        (rings,) = new
        assert rings.from_ == self.line.city.beep_line
        self.ringing = self.hooks.pick_up(rings, "human" if by == "human" else "machine_start")
        if by == "machine":
            assert self.ringing.answer.verbs == ["Hangup"]
            yield "< (hangs up on a machine)"
        else:
            yield from self._leg("answered", "")

    def _messages(self) -> Iterator[str]:
        *told, held = super()._messages()
        yield from told
        assert held == f"<< the provider holds {len(self.fake.api.recordings)}"
        yield held

    def _heard(self, answer: Answer) -> str:
        assert answer.status == 200
        assert unknown(answer.body) == []
        words = [self.sounds.words(each) for each in answer.heard]
        return f"< {' · '.join(words)} [{ends_in(answer)}]"

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
    if answer.record is not None:
        return f"record {answer.record.get('maxLength')}"
    if "Reject" in answer.verbs:
        return "refuse"
    return "hang up" if "Hangup" in answer.verbs else ", ".join(answer.verbs)


def ended_in(then: dict[str, Any]) -> str:
    """What a script of the simulator ends in."""
    keys, record = f"gather {then.get('count')}", f"record {then.get('seconds')}"
    others = {"hangup": "hang up", "refuse": "refuse"}
    return {"keys": keys, "record": record, **others}[then["verb"]]
