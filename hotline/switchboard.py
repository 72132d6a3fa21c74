"""What happens when something comes in: one turn, one transaction, one reply."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import lru_cache

import phonenumbers
from phonenumbers import PhoneNumberType

from hotline.content.texts import Texts
from hotline.conversation import Step, Turn, World, converse
from hotline.model import Heard, Inbound, LineType, Session, Understood
from hotline.plan import (
    AgreeToFollowUp,
    AnswerFollowUp,
    CancelCallback,
    Effect,
    Forget,
    OptIn,
    OptOut,
    Plan,
    Reply,
    RequestCallback,
    SendText,
)
from hotline.render import sms, voice
from hotline.speech.library import Library
from hotline.store import Store
from hotline.store.callback import NewCallback
from hotline.store.outbox import NewOutbound
from hotline.store.turns import Known
from hotline.understand import Lexicon, understand

# Calling or texting these back makes somebody rich: to the line they are hidden numbers.
_DEAR = frozenset({PhoneNumberType.PREMIUM_RATE, PhoneNumberType.SHARED_COST, PhoneNumberType.UAN})
_FIXED = frozenset({PhoneNumberType.FIXED_LINE, PhoneNumberType.VOIP, PhoneNumberType.TOLL_FREE})


@dataclass(frozen=True, slots=True)
class Answered:
    """What one inbound led to. `rings` are ids of outbox rows due now."""

    reply: Reply
    understood: Understood
    plan: Plan
    language: str
    rings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Switchboard:
    """Everything a turn needs, read once; only the store is written to."""

    world: World
    texts: Texts
    lexicon: Lexicon
    library: Library
    store: Store
    sends_by: str

    def answer(self, inbound: Inbound, now: datetime) -> Answered:
        """The reply to this inbound, durable before it is returned; the same one when repeated."""
        if inbound.medium == "sms" and inbound.sender is None:
            return Answered(Reply(), Understood(), Plan(), "")  # nobody there to answer
        understood = self._understood(inbound)
        return self.store.together(lambda: self._once(inbound, understood, now))

    def _once(self, inbound: Inbound, understood: Understood, now: datetime) -> Answered:
        hours = timedelta(hours=self.world.city.retention["session_hours"])
        known = self.store.turns.begin(inbound, now - hours)
        if isinstance(known, Reply):
            return Answered(known, understood, Plan(), "")
        session, plan = self._conversed(inbound, understood, known, now)
        language = session.language or self.world.city.languages[0]
        reply = self._rendered(inbound, plan, language)
        rings = self._carried_out(inbound, plan.effects, language, now)
        if any(isinstance(effect, Forget) for effect in plan.effects):
            self.store.turns.keep_reply(inbound, None, reply, now)
        else:
            self.store.turns.record(inbound, session, reply, now, known)
        return Answered(reply, understood, plan, language, rings)

    def _conversed(
        self, inbound: Inbound, understood: Understood, known: Known, now: datetime
    ) -> Step:
        heard = Heard(
            medium=inbound.medium,
            event=inbound.event,
            understood=understood,
            caller=_line_type(inbound, self.world.city.prefixes),
            reference=self._reference(known.session),
            callbacks=known.callbacks,
            opted_out=known.opted_out,
            idle=known.idle,
        )
        local = now.astimezone(self.world.city.timezone)
        return converse(Turn(self.world, heard, known.session, local))

    def _reference(self, session: Session) -> str:
        """A reference for the request that this turn may complete: its last question is out."""
        last = session.form is not None and session.form.when is not None
        return self.store.turns.fresh_reference() if last else ""

    def _understood(self, inbound: Inbound) -> Understood:
        if inbound.medium == "voice":
            return Understood(digits=inbound.text or None)
        return understand(inbound.text, self.lexicon)

    def _rendered(self, inbound: Inbound, plan: Plan, language: str) -> Reply:
        if inbound.medium == "sms":
            return Reply(sms.render(plan, language, self.texts))
        script = voice.render(plan, language, self.texts, self.library.speaks)
        return Reply(script=self.library.attach(script), step=_step(inbound))

    def _carried_out(
        self, inbound: Inbound, effects: tuple[Effect, ...], language: str, now: datetime
    ) -> tuple[str, ...]:
        if not effects or inbound.sender is None:
            return ()
        person = self.store.turns.person(inbound.sender) or ""
        rings = [
            self._carry_out(effect, inbound.sender, person, language, now) for effect in effects
        ]
        return tuple(ring for ring in rings if ring)

    def _carry_out(
        self, effect: Effect, sender: str, person: str, language: str, now: datetime
    ) -> str | None:
        turns, callbacks = self.store.turns, self.store.callbacks
        match effect:
            case RequestCallback():
                callbacks.request(self._callback(effect, sender, person, language), now)
            case CancelCallback(reference):
                callbacks.cancel(person, reference, now)
            case AgreeToFollowUp(reference):
                callbacks.agree(person, reference)
            case AnswerFollowUp(reference, helped):
                callbacks.helped(person, reference, helped, now)
            case OptOut():
                turns.opt_out(person, now)
            case OptIn():
                turns.opt_in(person, now)
            case Forget():
                turns.forget(person)
            case SendText():
                return self._asked_text(effect, sender, person, language, now)
        return None

    def _callback(
        self, asked: RequestCallback, sender: str, person: str, language: str
    ) -> NewCallback:
        team = self.world.topics.team(asked.topic)
        if team not in self.world.city.teams:
            team = self.world.city.default_team
        return NewCallback(
            reference=asked.reference,
            person=person,
            number=sender,
            topic=asked.topic,
            team=team,
            language=language,
            time_of_day=asked.when,
            voicemail=asked.voicemail,
        )

    def _asked_text(
        self, asked: SendText, sender: str, person: str, language: str, now: datetime
    ) -> str:
        (body,) = sms.render(Plan(asked.says), language, self.texts)
        new = NewOutbound(
            kind=asked.kind,
            channel=self.sends_by,
            person=person,
            recipient=sender,
            body=body,
            language=language,
            due_at=now,
            asked=True,
        )
        return self.store.outbox.add(new, now)

    def speaking(self, languages: tuple[str, ...]) -> Switchboard:
        """The same switchboard, with calls held in these languages."""
        if languages == self.world.call_languages:
            return self
        return replace(self, world=replace(self.world, call_languages=languages))


def _step(inbound: Inbound) -> int:
    _, _, step = inbound.id.rpartition(":")
    return int(step) if step.isdigit() else 0


def _line_type(inbound: Inbound, prefixes: tuple[str, ...]) -> LineType:
    """Whoever texts can be texted; a caller's number says what it is (libphonenumber's tables).

    A mobile of a country the line does not send to is like a landline: it can only be called.
    """
    if inbound.sender is None:
        return "hidden"
    if inbound.medium == "sms":
        return "mobile"
    kind = _number_type(inbound.sender)
    return kind if kind != "mobile" or inbound.sender.startswith(prefixes) else "landline"


@lru_cache(maxsize=4096)
def _number_type(number: str) -> LineType:
    try:
        kind = phonenumbers.number_type(phonenumbers.parse(number))
    except phonenumbers.NumberParseException:
        return "hidden"
    if kind in _DEAR:
        return "hidden"
    return "landline" if kind in _FIXED else "mobile"
