"""What does the plan of a turn ask the line to do, and which shelf of the record is it done on?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from hotline import beeping
from hotline.content.texts import Texts
from hotline.conversation import World
from hotline.following_up import FOLLOWUP, Followed, later, question
from hotline.model import Inbound, Session
from hotline.plan import (
    AboutAppointment,
    AboutCallback,
    AboutNews,
    AboutPerson,
    AgreeToFollowUp,
    AnotherDay,
    AnswerCallback,
    AnswerFollowUp,
    AskAgain,
    AskLater,
    CallAgain,
    CancelCallback,
    DeclineAppointment,
    DropRecording,
    Effect,
    Forget,
    KeepVoicemail,
    LetHear,
    MoveCallback,
    OfConsent,
    OfRecording,
    OfStudio,
    OptIn,
    OptOut,
    Plan,
    PutFirst,
    ReportWrong,
    RequestCallback,
    RingBack,
    SendText,
    Subscribe,
    Unsubscribe,
)
from hotline.render import segments, sms
from hotline.store import Store
from hotline.store.callback import Answers, NewCallback
from hotline.store.outgoing import NewOutbound

HELPED = "helped"  # the tally of answers to "did you get help?"


@dataclass(frozen=True, slots=True)
class Errands:
    """Does what a plan asks, in the transaction of its turn."""

    world: World
    texts: Texts
    store: Store
    sends_by: str

    def run(
        self, inbound: Inbound, effects: tuple[Effect, ...], language: str, now: datetime
    ) -> tuple[str, ...]:
        """All of these but what is of the studio; the ids of outbox rows that are due now."""
        rings = []
        for effect in effects:
            if isinstance(effect, OfStudio):
                continue
            # A typed number stands for the person, and only in what is about their request.
            number = getattr(effect, "number", "") or inbound.sender or ""
            if number or isinstance(effect, OfRecording):
                person = self.store.turns.person(number) or ""
                by = f"{inbound.channel}:{inbound.id}"
                if isinstance(effect, AgreeToFollowUp):
                    for what in ("followup", "unreached")[: 1 + effect.unreached]:
                        self.store.consents.give(person, what, by, now)
                if isinstance(effect, AskLater):
                    self.store.consents.give(person, FOLLOWUP, by, now)
                if isinstance(effect, AboutNews):
                    self._see_to_news(effect, number, person, language, by, now)
                    continue
                rings.append(self._carry_out(effect, number, person, language, now))
        return tuple(ring for ring in rings if ring)

    def _carry_out(
        self, effect: AboutPerson, sender: str, person: str, language: str, now: datetime
    ) -> str | None:
        match effect:
            case LetHear(code, topic, place, page):
                told = Session(language=language, topic=topic, place=place, page=page)
                self.store.listening.keep(code, person, told, now)
            case ReportWrong(location):
                self.store.reports.add(location, person, now)
            case OptOut() | OptIn() | Forget():
                self._see_to_consent(effect, person, now)
            case RingBack():
                back = beeping.call_back(person, sender, language, self.sends_by, now)
                self.store.outbox.add(back, now)
            case AskLater():
                self._ask_later(Followed(person, sender, language), now)
            case SendText():
                return self._asked_text(effect, sender, person, language, now)
            case KeepVoicemail() | DropRecording():
                self._see_to_recording(effect, now)
            case DeclineAppointment() | AnotherDay():
                self._see_to_appointment(effect, sender, person, now)
            case _:
                self._see_to_callback(effect, sender, person, language, now)
        return None

    def _ask_later(self, who: Followed, now: datetime) -> None:
        """Once about what they were answered in these days, however often they say yes."""
        city = self.world.city
        if not self.store.outbox.made_since(FOLLOWUP, now - later(city), who.person):
            self.store.outbox.add(question(who, city, self.texts, self.sends_by, now), now)

    def _see_to_consent(self, effect: OfConsent, person: str, now: datetime) -> None:
        match effect:
            case OptOut():
                self.store.turns.opt_out(person, now)
                self.store.subscribers.leave(person, now)
                self.store.outbox.silence(person, now)
                self.store.callbacks.withdraw_typed(person, now)
            case OptIn():
                self.store.turns.opt_in(person, now)
            case Forget():
                self.store.turns.forget(person)

    def _see_to_recording(self, effect: OfRecording, now: datetime) -> None:
        """It is fetched or erased later: answering waits for no other service."""
        callback = None
        if isinstance(effect, KeepVoicemail):
            callback = self.store.callbacks.spoke(effect.reference, now)
        self.store.voicemails.expect(callback, self.sends_by, effect.recording, now)

    def _see_to_callback(
        self, effect: AboutCallback, sender: str, person: str, language: str, now: datetime
    ) -> None:
        callbacks = self.store.callbacks
        match effect:
            case RequestCallback():
                callbacks.request(self._callback(effect, sender, person, language), now)
            case AnswerCallback(reference, when, voicemail):
                answers = Answers(when, voicemail, effect.window)
                callbacks.answer(person, reference, answers, now, open=effect.open)
            case MoveCallback(reference, when, window):
                callbacks.move(person, reference, when, window, now)
            case AskAgain(reference):
                callbacks.asked_again(person, reference, now)
            case CancelCallback(reference):
                self._cancelled(callbacks.cancel(person, reference, now), now)
            case CallAgain(reference):
                callbacks.call_again(person, reference, sender, now)
            case PutFirst(reference):
                callbacks.put_first(person, reference, now)
            case AgreeToFollowUp(reference):
                callbacks.agree(person, reference)
            case AnswerFollowUp(reference, helped):
                callbacks.helped(person, reference, helped, now)
                self.store.tally.add(HELPED, "yes" if helped else "no")

    def _cancelled(self, callback: str | None, now: datetime) -> None:
        """Nobody is expected, or reminded, whose request was withdrawn."""
        expected = self.store.appointments.cancel(callback) if callback else None
        if expected:
            self.store.outbox.withdraw(expected.id, now)

    def _see_to_news(
        self, effect: AboutNews, number: str, person: str, language: str, by: str, now: datetime
    ) -> None:
        """`by` names the message in which the person said so."""
        match effect:
            case Subscribe(topic):
                self.store.subscribers.subscribe(person, number, topic, language, by, now)
            case Unsubscribe(topic):
                self.store.subscribers.unsubscribe(person, topic, now)

    def _see_to_appointment(
        self, effect: AboutAppointment, sender: str, person: str, now: datetime
    ) -> None:
        appointments, callbacks = self.store.appointments, self.store.callbacks
        match effect:
            case DeclineAppointment(id_):
                declined = appointments.decline(person, id_)
                if declined:
                    self.store.outbox.withdraw(id_, now)
                    callbacks.happened(declined.callback, None, "declined", now)
            case AnotherDay(id_):
                found = appointments.get(id_)
                if found:
                    callbacks.reopen(person, found.callback, sender, now)

    def _callback(
        self, asked: RequestCallback, sender: str, person: str, language: str
    ) -> NewCallback:
        return NewCallback(
            reference=asked.reference,
            person=person,
            number=sender,
            topic=asked.topic,
            team=self.world.team(asked.topic),
            language=language,
            time_of_day=asked.when,
            voicemail=asked.voicemail,
            typed=bool(asked.number),
            open=asked.open,
            window=asked.window,
            slot=asked.slot,
            written=asked.written,
            first=asked.first,
        )

    def _asked_text(
        self, asked: SendText, sender: str, person: str, language: str, now: datetime
    ) -> str:
        (body,) = sms.render(Plan(asked.says), language, self.texts)
        return self.text(asked.kind, body, sender, person, language, now, now)

    def text(
        self,
        kind: str,
        body: str,
        sender: str,
        person: str,
        language: str,
        due_at: datetime,
        now: datetime,
    ) -> str:
        """Keep a text that was asked for just now, to leave at `due_at`; its id."""
        new = NewOutbound(
            kind=kind,
            channel=self.sends_by,
            person=person,
            recipient=sender,
            body=body,
            language=language,
            due_at=due_at,
            asked=True,
            segments=segments.count(body).segments,
        )
        return self.store.outbox.add(new, now)
