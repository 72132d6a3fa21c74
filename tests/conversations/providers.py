"""Plays a golden conversation as a provider would: over its webhooks, in its own format.

What is heard must be what the line itself says: the same file, or the same words.
"""

from __future__ import annotations

import base64
import math
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
from tests.speech.test_take import as_wav, speech

# What each end of the ringing is to Twilio: a machine picks up as well, and presses nothing.
PICKED_UP = frozenset({"taken", "refused", "machine"})
KEYED = {"taken": ("1",), "refused": ("2",)}
RINGS, HANGS_UP = ["Gather", "Hangup"], ["Hangup"]
ENDS = {"taken": [], "refused": HANGS_UP, "machine": RINGS, "no-answer": RINGS, "hangup": RINGS}


class Sounds:
    """The words behind each sound's address."""

    def __init__(self, line: Hotline) -> None:
        said = [piece for pieces in line.utterances().values() for piece in pieces]
        self._words = {line.library.find(piece): piece.text for piece in said}
        self._line = line

    def words(self, address: str) -> str:
        """The words of this address, or the words themselves."""
        _, found, file = address.partition("/audio/")
        match file.removesuffix(".wav").split("/", 2):
            case ["fresh", id_]:
                assert self._line.library.path(file), "it cannot be heard"
                take = self._line.store.takes.get(id_)
                return take.words if take else ""
            case ["recorded", language, key]:
                recording = self._line.library.recordings.get(language, key)
                return str(recording.text) if recording else ""
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
        form = {**self._where(), "digits": digits}
        form |= {"event": event} if event == "answered" else {}
        yield self._told(self._post("voice", form))

    def _rung(self, how: str) -> Iterator[str]:
        self.clock.forward(seconds=25)
        came = {"answered": "yes", "seconds": 60} if how == "taken" else {"answered": "no"}
        event = "hangup" if how == "hangup" else "dialled"
        yield self._told(self._post("voice", {**self._where(), "event": event, **came}))

    def _shown(self, script: dict[str, Any]) -> str:
        words = self._words(script["utterances"])
        then = script["then"]
        if then["verb"] == "dial":
            ends = f"dial {then['telephones']}: {self._words(then['whisper'])}"
        else:
            ends = ended_in(then)
        return f"< {words} [{ends}]"

    def _words(self, said: list[dict[str, Any]]) -> str:
        return " · ".join(self.sounds.words(each["url"] or each["text"]) for each in said)

    def _beep(self) -> Iterator[str]:
        form = {"from": self.sender, "call": self.call, "to": self.line.city.beep_line}
        script = self._post("voice", form)["script"]
        assert script["utterances"] == []
        yield self._shown(script)

    def _speak(self, seconds: int, *, hang_up: bool) -> Iterator[str]:
        self.clock.forward(seconds=5 + seconds)
        form = {**self._where(), "seconds": seconds}
        sound = {"sound": base64.b64encode(spoken(seconds)).decode()} if seconds else {}
        end = {"event": "hangup"} if hang_up else {}
        told = self._told(self._post("recording", {**form, **sound, **end}))
        yield "< (nobody listens)" if hang_up else told

    def _read_out(self, seconds: float, *, then_hang_up: bool) -> Iterator[str]:
        self.clock.forward(seconds=5)
        form = self._where()
        if seconds:
            form["sound"] = base64.b64encode(as_wav(speech(seconds, rate=8000), 8000)).decode()
            form["seconds"] = math.ceil(seconds)
        if then_hang_up:
            form["event"] = "hangup"
        yield self._told(self._post("recording", form))

    def _where(self) -> dict[str, Any]:
        call = {"call": self.call, "step": self.step, "language": self.language}
        return {"from": self.sender, **call}

    def _told(self, answer: dict[str, Any]) -> str:
        self.language = answer["language"]
        return self._shown(answer["script"])

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

    def _rung(self, how: str) -> Iterator[str]:
        """What Twilio tells once the telephones have rung; a machine presses no key."""
        self.clock.forward(seconds=25)
        assert self.ringing is not None
        if how != "busy":
            taken = self.ringing.picked_up(*KEYED.get(how, ()))
            assert taken.verbs == ENDS[how]
        state, seconds = ("completed", 60) if how in PICKED_UP else (how, 0)
        state = "canceled" if how == "hangup" else state
        bridged, ended = how == "taken", how == "hangup"
        answer = self.ringing.dialled(state, seconds, bridged=bridged, hung_up=ended)
        yield self._heard(answer)

    def _heard(self, answer: Answer) -> str:
        assert answer.status == 200
        assert unknown(answer.body) == []
        words = [self.sounds.words(each) for each in answer.heard]
        return f"< {' · '.join(words)} [{self._ends_in(answer)}]"

    def _ends_in(self, answer: Answer) -> str:
        if answer.dial is None or self.ringing is None:
            return ends_in(answer)
        assert answer.dial.attrib["callerId"] == self.line.city.voice_line
        whisper = [self.sounds.words(each) for each in self.ringing.whispered(answer).heard]
        return f"dial {len(answer.dial)}: {' · '.join(whisper)}"

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

    def _read_out(self, seconds: float, *, then_hang_up: bool) -> Iterator[str]:
        self.clock.forward(seconds=5)
        assert self.ringing is not None
        answer = self.ringing.speak(math.ceil(seconds), then_hang_up=then_hang_up)
        if seconds:
            sound = as_wav(speech(seconds, rate=8000), 8000)
            self.fake.api.recordings[self.ringing.recorded] = sound
        yield self._heard(answer)

    def _held(self) -> int:
        return len(self.fake.api.recordings)

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
