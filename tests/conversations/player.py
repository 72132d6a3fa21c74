"""Plays a golden conversation: what a social worker can read, a test can run.

> a text that comes in          < what goes out
# a key pressed (- is silence)  << what leaves later, by the outbox
@ from +33639980001   @ call   @ hangup   @ wait hours=3   @ deliver
@ beep   @ answer   @ answer machine    (ring the number for it; pick up when the line calls)
@ speak 12   @ speak 12 hangup    (after the beep, so many seconds; 0: nothing is said)
@ fetch      (what was said is fetched from the provider; what staff then have to hear)
@ staff claim|reached|no_answer|close|release    (the oldest open request)
@ requests    (what staff see: reference, topic, language, when, voice message; what happened)
"""

from __future__ import annotations

import base64
from collections.abc import Iterator
from dataclasses import replace
from itertools import count

from hotline.app import Hotline
from hotline.channels import simulator, spool
from hotline.cli.rehearse import verb
from hotline.model import Event, Inbound, Recording
from hotline.plan import Script
from hotline.render import segments
from jobs.sweep import sweep_by
from jobs.voicemails import fetch_by
from tests.conftest import Clock
from tests.sounds import spoken

STAFF = "staff-1"
_ids = count(1)


class Player:
    """One conversation on one line."""

    def __init__(self, line: Hotline, clock: Clock) -> None:
        self.line = line
        self.clock = clock
        self.sender: str | None = "+33639980001"
        self.call = ""
        self.step = 0
        self.read: dict[str, int] = {}

    def play(self, script: str) -> str:
        """The same script with the answers the line gives now."""
        lines: list[str] = []
        for row in script.splitlines():
            if row.startswith("<"):
                continue
            lines.append(row)
            lines += self._act(row)
        return "\n".join(lines) + "\n"

    def _act(self, row: str) -> list[str]:
        sign, _, rest = row.partition(" ")
        match sign:
            case ">":
                return [*self._text(rest)]
            case "#":
                return [*self._keys("" if rest == "-" else rest)]
            case "@":
                return [*self._directive(*rest.split(" "))]
        return []

    def _text(self, text: str) -> Iterator[str]:
        self.clock.forward(seconds=5)
        reply = self.line.answer(self._inbound("text", text)).reply
        yield from (sms(text) for text in reply.texts)
        if not reply.texts:
            yield "< (silence)"

    def _keys(self, digits: str) -> Iterator[str]:
        self.step += 1
        yield from self._leg("digits" if digits else "silence", digits)

    def _leg(self, event: Event, digits: str) -> Iterator[str]:
        self.clock.forward(seconds=5)
        script = self.line.answer(self._inbound(event, digits)).reply.script
        yield heard(script) if script else "< (nothing)"

    def _directive(self, name: str, *words: str) -> Iterator[str]:
        match name:
            case "from":
                self.sender = None if words[0] == "hidden" else words[0]
            case "call":
                self.call, self.step = f"call{next(_ids)}", 0
                yield from self._leg("call", "")
            case "beep" | "answer" | "speak" | "fetch":
                yield from self._telephone(name, *words)
            case "hangup":
                self.call = ""
            case "wait":
                amounts = (word.split("=") for word in words)
                self.clock.forward(**{unit: float(amount) for unit, amount in amounts})
            case "requests":
                yield from self._requests()
            case "deliver":
                sweep_by(self.line)
                yield from self._delivered()
            case "staff":
                self._staff(words[0])
            case _:
                raise ValueError(f"no directive {name}")

    def _telephone(self, name: str, *words: str) -> Iterator[str]:
        match name:
            case "beep":
                self.call, self.step = f"call{next(_ids)}", 0
                yield from self._beep()
            case "answer":
                self.clock.forward(seconds=10)
                sweep_by(self.line)
                yield from self._picked_up(by="".join(words) or "human")
            case "speak":
                self.step += 1
                yield from self._speak(int(words[0]), hang_up="hangup" in words)
            case "fetch":
                fetch_by(self.line)
                yield from self._messages()

    def _beep(self) -> Iterator[str]:
        inbound = replace(self._inbound("call", ""), line=self.line.city.beep_line)
        script = self.line.answer(inbound).reply.script
        yield heard(script) if script else "< (nothing)"

    def _picked_up(self, by: str) -> Iterator[str]:
        """Nobody is rung here: a call laid down is one that rings."""
        if not self._arrived("rings"):
            yield "< (no call)"
        elif by == "machine":
            yield "< (hangs up on a machine)"
        else:
            self.call, self.step = f"call{next(_ids)}", 0
            yield from self._leg("answered", "")

    def _arrived(self, what: str) -> list[str]:
        """The texts, or the calls (as what is said in them), that have come since the last look."""
        recipient = self.sender or ""
        came = simulator.read_since(recipient, 0, self.line.config)
        kind = [each["text"] for each in came if ("rings" in each) == (what == "rings")]
        new = kind[self.read.get(f"{recipient} {what}", 0) :]
        self.read[f"{recipient} {what}"] = len(kind)
        return new

    def _speak(self, seconds: int, *, hang_up: bool) -> Iterator[str]:
        self.clock.forward(seconds=5 + seconds)
        inbound, said = self._inbound("recorded", ""), None
        if seconds:
            said = Recording(f"RE-{self.call}-{self.step}", seconds)
            sound = base64.b64encode(spoken(seconds)).decode()
            spool.add(said.id, {"sound": sound}, self.line.config)
        script = self.line.answer(replace(inbound, recording=said, ended=hang_up)).reply.script
        yield "< (nobody listens)" if hang_up else heard(script) if script else "< (nothing)"

    def _messages(self) -> Iterator[str]:
        store = self.line.store
        waiting = store.callbacks.waiting([*self.line.city.teams])
        for each in waiting:
            for left in store.voicemails.of([each.id])[each.id]:
                yield f"<< {each.reference}: {left.seconds} s {left.state}"
        left = store.engine.all("select * from voicemail where recording is not null")
        yield f"<< the provider holds {len(left)}"

    def _delivered(self) -> Iterator[str]:
        arrived = self._arrived("texts")
        yield from (f"<{sms(text)}" for text in arrived)
        if not arrived:
            yield "<< (nothing)"

    def _requests(self) -> Iterator[str]:
        callbacks = self.line.store.callbacks
        for each in callbacks.waiting([*self.line.city.teams]):
            happened = ", ".join(event.what for event in callbacks.history(each.id))
            typed = " typed" if each.typed else ""
            seen = f"{each.topic} {each.language} {each.time_of_day} {each.voicemail}{typed}"
            yield f"<< {each.reference} {seen} [{happened}]"

    def _staff(self, verb: str) -> None:
        callbacks, now = self.line.store.callbacks, self.clock()
        oldest = callbacks.waiting([*self.line.city.teams])[0]
        match verb:
            case "claim":
                assert callbacks.claim(oldest.id, STAFF, now)
            case "release":
                assert callbacks.release(oldest.id, STAFF, now)
            case "close":
                assert self.line.close_callback(oldest.id, STAFF, "")
            case _:
                assert getattr(callbacks, verb)(oldest.id, STAFF, "", now)

    def _inbound(self, event: Event, text: str) -> Inbound:
        voice = event != "text"
        id_ = f"{self.call}:{self.step}" if voice else f"text{next(_ids)}"
        return Inbound(
            channel="simulator",
            medium="voice" if voice else "sms",
            event=event,
            id=id_,
            sender=self.sender,
            line=self.line.city.sms_line,
            text=text,
            at=self.clock(),
            call=self.call if voice else "",
        )


def sms(text: str) -> str:
    """An SMS on one line: its cost, its words, its line breaks as bars."""
    cost = segments.count(text)
    return f"< [{cost.segments} {cost.encoding}] {text}".replace("\n", " | ")


def heard(script: Script) -> str:
    """A leg of a call on one line."""
    words = " · ".join(piece.text for piece in script.utterances)
    return f"< {words} [{verb(script.then)}]"
