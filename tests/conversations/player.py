"""Plays a golden conversation: what a social worker can read, a test can run.

> a text that comes in          < what goes out
# a key pressed (- is silence)  << what leaves later, by the outbox
@ from +33639980001   @ call   @ hangup   @ wait hours=3   @ deliver
@ staff claim|reached|no_answer|close|release    (the oldest open request)
@ duty NAME +33199001001    (the number of somebody on the rota)
@ rung taken|no-answer|busy|refused|machine|hangup   (what comes of ringing staff)
@ requests    (what staff see: reference, topic, language, when, voice message; what happened)
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import count

from hotline.app import Hotline
from hotline.channels import simulator
from hotline.cli.rehearse import verb
from hotline.model import Dialled, Event, Inbound
from hotline.plan import Script
from hotline.render import segments
from jobs.sweep import sweep_by
from tests.conftest import Clock

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
            case "duty":
                self.line.store.duty.keep(*words, self.clock())
            case "rung":
                self.step += 1
                yield from self._rung(words[0])
            case _:
                raise ValueError(f"no directive {name}")

    def _rung(self, how: str) -> Iterator[str]:
        self.clock.forward(seconds=25)
        came = Dialled(how == "taken", 60 if how == "taken" else 0)
        inbound = replace(self._inbound("dialled", ""), dialled=came, ended=how == "hangup")
        script = self.line.answer(inbound).reply.script
        yield heard(script) if script else "< (nothing)"

    def _delivered(self) -> Iterator[str]:
        recipient = self.sender or ""
        after = self.read.get(recipient, 0)
        arrived = simulator.read_since(recipient, after, self.line.config)
        self.read[recipient] = after + len(arrived)
        yield from (f"<{sms(message['text'])}" for message in arrived)
        if not arrived:
            yield "<< (nothing)"

    def _requests(self) -> Iterator[str]:
        callbacks = self.line.store.callbacks
        for each in callbacks.waiting([*self.line.city.teams]):
            happened = ", ".join(event.what for event in callbacks.history(each.id))
            typed = " typed" * each.typed + " first" * each.first
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
