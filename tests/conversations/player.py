"""Plays a golden conversation: what a social worker can read, a test can run.

> a text that comes in          < what goes out
# a key pressed (- is silence)  << what leaves later, by the outbox
@ from +33639980001   @ call   @ hangup   @ wait hours=3   @ deliver
@ beep   @ answer   @ answer machine    (ring the number for it; pick up when the line calls)
@ speak 12   @ speak 12 hangup    (after the beep, so many seconds; 0: nothing is said)
@ fetch      (what was said is fetched from the provider; what staff then have to hear)
@ hours Mo-Fr 09:00-17:00; PH off   (when people are behind the line; not known of Montreuil)
@ closure 2026-11-24 2026-11-25 works   @ crowd 50   (so many other calls go on)
@ breaks | @ mends | @ away   (turns fail; the record cannot be reached)
@ code awa    (a code to record by telephone, for this person; `# code` keys it)
@ read 2.5    (aloud, for so many seconds after the beep; 0 is nothing)   @ read 2 hangup
@ takes       (the job that sees to what was read)   @ recorded ar   (what callers hear of it)
@ staff claim|reached|no_answer|close|release    (the oldest open request)
@ appoint 2026-11-26 10:00 | cancel   (the newest request gets an appointment, by this clock)
@ until 2026-11-26 10:00   @ news french Le texte   @ events    (what jobs do by themselves)
@ duty LOGIN +33199001001    (an account of somebody on the rota, and its telephone)
@ rung taken|no-answer|busy|refused|machine|hangup   (what comes of ringing staff)
@ requests    (what staff see: reference, topic, language, when, voice message; what happened)
"""

from __future__ import annotations

import base64
import json
import math
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from itertools import count
from typing import Any

from hotline.announcing import announce, remind_of_events
from hotline.app import Hotline
from hotline.channels import simulator, spool
from hotline.cli.rehearse import verb
from hotline.content.city import Closure
from hotline.model import Dialled, Event, Inbound, Recording
from hotline.plan import Script
from hotline.render import segments
from hotline.roles import EDITOR, MEMBER
from hotline.switchboard import Answered
from hotline.web.last_resort import sorry
from jobs.sweep import sweep_by
from jobs.takes import takes_by
from jobs.voicemails import fetch_by
from tests.conftest import Clock, knows
from tests.sounds import spoken
from tests.speech.test_take import as_wav, speech

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
        self.code = self.language = ""

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
                return [*self._keys({"-": "", "code": self.code}.get(rest, rest))]
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
        yield self._replied(self._inbound(event, digits))

    def _replied(self, inbound: Inbound) -> str:
        try:
            reply = self.line.answer(inbound).reply
        except ValueError:
            reply = sorry(self.line, inbound)
        self.language = reply.language
        return heard(reply.script) if reply.script else "< (nothing)"

    def _directive(self, name: str, *words: str) -> Iterator[str]:
        match name:
            case "from":
                self.sender = None if words[0] == "hidden" else words[0]
            case "call":
                self.call, self.step, self.language = f"call{next(_ids)}", 0, ""
                yield from self._leg("call", "")
            case "beep" | "answer" | "speak" | "fetch" | "duty" | "rung":
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
            case "hours" | "closure" | "crowd" | "breaks" | "mends" | "away":
                self._circumstances(name, *words)
            case _:
                yield from self._in_studio(name, *words)

    def _circumstances(self, name: str, *words: str) -> None:
        match name:
            case "hours":
                self._city(hours=" ".join(words))
            case "closure":
                first, last = map(date.fromisoformat, words[:2])
                self._city(closures=(Closure(first, last, words[2]),))
            case "crowd":
                for number in range(int(words[0])):
                    self.line.store.calls.before(f"other{number}", self.clock())
            case "away":
                self.line._away_until = math.inf
            case "breaks":
                self.line.answer = broken  # type: ignore[method-assign]
            case "mends":
                del self.line.answer
                self.line._away_until = 0.0

    def _city(self, **changes: Any) -> None:
        """The city of this line is another one from now on."""
        knows(self.line, city=replace(self.line.city, **changes))

    def _in_studio(self, name: str, *words: str) -> Iterator[str]:
        match name:
            case "code":
                self.code = self._a_code(words[0])
            case "read":
                self.step += 1
                yield from self._read_out(float(words[0]), then_hang_up=len(words) > 1)
            case "takes":
                takes_by(self.line)
            case "recorded":
                yield from self._recorded(words[0])
            case _:
                self._by_itself(name, *words)

    def _by_itself(self, name: str, *words: str) -> None:
        """What needs no answer: time goes by, staff and jobs do their work."""
        match name:
            case "until":
                self.clock.time = self._local(*words)
            case "appoint":
                self._appoint(*words)
            case "news":
                announce(
                    self.line, " ".join(words), words[0], {"fr": " ".join(words[1:])}, self.clock()
                )
            case "events":
                remind_of_events(self.line, self.clock())
            case _:
                raise ValueError(f"no directive {name}")

    def _rung(self, how: str) -> Iterator[str]:
        self.clock.forward(seconds=25)
        came = Dialled(how == "taken", 60 if how == "taken" else 0)
        inbound = replace(self._inbound("dialled", ""), dialled=came, ended=how == "hangup")
        script = self.line.answer(inbound).reply.script
        yield heard(script) if script else "< (nothing)"

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
            case "duty":
                on_the_rota(self.line, *words)
            case "rung":
                self.step += 1
                yield from self._rung(words[0])

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
            typed = " typed" * each.typed + " first" * each.first
            seen = f"{each.topic} {each.language} {each.time_of_day} {each.voicemail}{typed}"
            yield f"<< {each.reference} {seen} [{happened}]"

    def _a_code(self, login: str) -> str:
        """Of a new account."""
        store, now = self.line.store, self.clock()
        store.staff.add(login, login.capitalize(), (), (EDITOR,), now)
        member = next(one for one in store.staff.everyone() if one.login == login)
        store.staff.set_password(member.id, "quatre chevaux bleus")
        return store.pins.renew(member.id, now) or ""

    def _read_out(self, seconds: float, *, then_hang_up: bool) -> Iterator[str]:
        """The caller reads; the provider tells of it, and has the sound."""
        self.clock.forward(seconds=5)
        inbound = self._inbound("recorded", "")
        id_ = f"RE-{inbound.id.replace(':', '-')}"
        if seconds:
            sound = base64.b64encode(as_wav(speech(seconds, rate=8000), 8000)).decode()
            spool.add(id_, {"sound": sound}, self.line.config)
        recording = Recording(id_, math.ceil(seconds)) if seconds else None
        inbound = replace(inbound, recording=recording, ended=then_hang_up)
        yield self._replied(inbound)

    def _recorded(self, language: str) -> Iterator[str]:
        """What a person has recorded, who, and that nothing else of it is left anywhere."""
        state = self.line.config.state
        for note in sorted((state / "recorded" / language).glob("*.json")):
            told = json.loads(note.read_text(encoding="utf-8"))
            yield f"<< {note.stem} ({told['who']}): {told['text']}"
        left = len([*(state / "fresh").glob("*")]) + len(self.line.store.takes.unfinished())
        yield f"<< {left + self._held()} left over"

    def _held(self) -> int:
        """How many recordings the provider still has."""
        return len([*(self.line.config.state / spool.FOLDER).glob("*")])

    def _staff(self, verb: str) -> None:
        self.clock.forward(seconds=1)
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

    def _local(self, day: str, clock: str) -> datetime:
        return datetime.fromisoformat(f"{day} {clock}").replace(tzinfo=self.line.city.timezone)

    def _appoint(self, *words: str) -> None:
        self.clock.forward(seconds=1)
        callbacks, teams, now = self.line.store.callbacks, [*self.line.city.teams], self.clock()
        newest = (callbacks.waiting(teams) or callbacks.ended(teams))[-1]
        if words[0] == "cancel":
            assert self.line.reminding.call_off(newest.id, STAFF, now)
        else:
            self.line.reminding.appoint(newest, self._local(*words), STAFF, now, remind=True)

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
            language=self.language if voice else "",
        )


def on_the_rota(line: Hotline, login: str, number: str) -> None:
    """This account answers at this number: made now, if there was none."""
    line.store.staff.add(login, login.capitalize(), [*line.city.teams], (MEMBER,), line.now())
    member = line.store.staff.called(login)
    assert member
    line.store.phones.keep(member.id, number)


def broken(_inbound: Inbound) -> Answered:
    """A fault that nobody has thought of."""
    raise ValueError("broken")


def sms(text: str) -> str:
    """An SMS on one line: its cost, its words, its line breaks as bars."""
    cost = segments.count(text)
    return f"< [{cost.segments} {cost.encoding}] {text}".replace("\n", " | ")


def heard(script: Script) -> str:
    """A leg of a call on one line."""
    words = " · ".join(piece.text for piece in script.utterances)
    return f"< {words} [{verb(script.then)}]"
