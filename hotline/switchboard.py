"""What happens when something comes in: one turn, one transaction, one reply."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from hotline import beeping, on_duty
from hotline.content.city import City
from hotline.content.texts import Texts
from hotline.conversation import Step, Turn, World, converse
from hotline.conversation.commands import CONSENT
from hotline.conversation.listening import AT as CODE_ASKED
from hotline.conversation.numbers import line_type
from hotline.counting import counted
from hotline.directory.search import Directory
from hotline.errands import Errands
from hotline.model import Beep, Heard, Inbound, LineType, OnDuty, Session, Stage, Understood
from hotline.plan import (
    SLOWLY,
    Dial,
    Effect,
    Forget,
    HangUp,
    OfConsent,
    OfStudio,
    Phone,
    Plan,
    Reply,
    RequestCallback,
    Say,
    Value,
)
from hotline.render import segments, sms, voice
from hotline.replying import as_reply
from hotline.speech.library import Library
from hotline.store import Store
from hotline.store.turns import Known
from hotline.studio import Studio
from hotline.understand import Lexicon, understand

HOUR = timedelta(hours=1)
MOST_RUNG = 30  # times in an hour that a caller rings staff: beyond, somebody is playing
MOST_TYPED = 30  # numbers typed by hidden callers in an hour: beyond, somebody is playing
UNNUMBERED = "0000"  # stands for the reference of a request until it is known that there is one


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

    def from_memory(
        self, inbound: Inbound, session: Session, now: datetime
    ) -> tuple[Session, Plan]:
        """What can be said without the record, and where the dialogue then stands.

        An address needs no disk. A request that nobody can keep is not promised: the plan then says
        so, with a telephone number, and has no effects.
        """
        known = Known(session, False, (), session.language, "memory", timedelta())
        understood = self._as_reply(inbound, self._understood(inbound), session)
        beep: Beep = "no" if beeping.is_beep(inbound, understood, self.world.city) else ""
        # A request is not kept here, but the conversation keeps it before it asks on.
        heard = self._heard(inbound, understood, known, code="", beep=beep)
        local = now.astimezone(self.world.city.timezone)
        after, plan = converse(Turn(self.world, heard, session, local))
        asks = heard.understood.command in ("callback", "cancel") or after.form is not None
        kept = all(isinstance(effect, OfConsent) for effect in plan.effects)
        if kept and not asks:
            return after, plan
        told = Say("sorry.callback", self._phones)
        plan = Plan((told,), then=HangUp()) if inbound.medium == "voice" else Plan((told,))
        return replace(session, form=None), plan

    def render(self, inbound: Inbound, plan: Plan, session: Session) -> Reply:
        """This plan in the language of the session."""
        language = session.language or self.world.city.languages[0]
        return self._rendered(inbound, plan, language, session.language or "")

    def _once(self, inbound: Inbound, understood: Understood, now: datetime) -> Answered:
        hours = timedelta(hours=self.world.city.retention["session_hours"])
        known = self.store.turns.begin(inbound, now - hours)
        if isinstance(known, Reply):
            if not self.store.turns.has(inbound):  # an echo: its own id is known from now on, too
                self.store.turns.keep_reply(inbound, None, known, now)
            return Answered(known, understood, Plan(), "")
        known = self._texted(inbound, known, now)
        understood = self._as_reply(inbound, understood, known.session)
        session, plan = self._stepped(inbound, understood, known, now)
        language = session.language or self.world.city.languages[0]
        reply = self._rendered(inbound, plan, language, session.language or "")
        if known.seen_at == "" and inbound.medium == "sms" and not understood.urgent:
            reply = self._paced(inbound, reply, language, now)
        rings = self._carried_out(inbound, plan.effects, language, now)
        if inbound.call and plan.ends:
            self.store.calls.over(inbound.call)
        if isinstance(plan.then, Dial):
            self.store.tally.add("rung", _hour(now))
        answered = Answered(reply, understood, plan, language, rings)
        self._count(inbound, known.session, session, answered, now)
        if any(isinstance(effect, Forget) for effect in plan.effects):
            self.store.turns.keep_reply(inbound, None, reply, now)
        else:
            self.store.turns.record(inbound, session, reply, now, known)
        return answered

    def _stepped(
        self, inbound: Inbound, understood: Understood, known: Known, now: datetime
    ) -> Step:
        """The conversation's step; a robot that answers us is met with silence.

        Danger and the right to silence are heard from anybody, however often they are said.
        """
        spoken = understood.urgent or understood.command in CONSENT
        if inbound.medium == "voice" or inbound.sender is None or spoken:
            return self._conversed(inbound, understood, known, now)
        turns, most = self.store.turns, self.world.city.limits["turns_in_5_minutes"]
        person, echo = turns.person(inbound.sender) or "", turns.echo(inbound) or ""
        match self.store.flood.manner(person, echo, most, now):
            case "answer":
                return self._conversed(inbound, understood, known, now)
            case "tell":
                return known.session, Plan((Say("robot.told", self._phones),))
        return known.session, Plan()

    def _paced(self, inbound: Inbound, reply: Reply, language: str, now: datetime) -> Reply:
        """The same reply, or none yet: a flood of new numbers of one range is answered slowly."""
        sender, most = inbound.sender or "", self.world.city.limits["newcomers_an_hour"]
        wait = self.store.flood.newcomer(sender, most, now)
        if not wait:
            return reply
        person = self.store.turns.person(sender) or ""
        for text in reply.texts:
            self._errands.text("asked", text, sender, person, language, now + wait, now)
        return Reply()

    def _count(
        self, inbound: Inbound, before: Session, after: Session, answered: Answered, now: datetime
    ) -> None:
        local = now.astimezone(self.world.city.timezone)
        understood, plan, language = answered.understood, answered.plan, answered.language
        things = counted(inbound, before, after, understood, plan, language, local)
        cost = sum(segments.count(text).segments for text in answered.reply.texts)
        spent = [("segments", local.date().isoformat(), cost)] if cost else []
        turn = ("turns", f"{inbound.channel}.{inbound.medium}", 1)
        self.store.tally.add_all([turn, *spent, *self.store.statistics.cells(things, now)])

    def _conversed(
        self, inbound: Inbound, understood: Understood, known: Known, now: datetime
    ) -> Step:
        """The conversation's step. One that makes a request is taken again, with its number.

        It does nothing but say what is to be done: taken twice, it does so once.
        """
        heard = self._heard(
            inbound,
            understood,
            known,
            code=self._code(understood, now),
            flooded=self._flooded(inbound, now),
            waiting=self._waiting(known),
            stage=self._studio.stage(inbound, known.session, now),
            crowded=self._crowded(inbound, now),
            on_duty=self._on_duty(inbound, now),
            beep=self._beep(inbound, understood, now),
        )
        turn = Turn(self.world, heard, known.session, now.astimezone(self.world.city.timezone))
        step = converse(turn)
        if not any(isinstance(effect, RequestCallback) for effect in step[1].effects):
            return step
        reference, waiting = self.store.turns.fresh_reference(), self.store.callbacks.queues()
        return converse(replace(turn, heard=replace(heard, reference=reference, waiting=waiting)))

    def _heard(
        self,
        inbound: Inbound,
        understood: Understood,
        known: Known,
        *,
        code: str,
        flooded: bool = False,
        waiting: Mapping[str, int] | None = None,
        stage: Stage | None = None,
        crowded: bool = False,
        on_duty: tuple[OnDuty, ...] = (),
        beep: Beep = "",
    ) -> Heard:
        return Heard(
            medium=inbound.medium,
            event=inbound.event,
            understood=understood,
            caller=_line_type(inbound, self.world.city.prefixes),
            reference=UNNUMBERED,
            code=code,
            callbacks=known.callbacks,
            opted_out=known.opted_out,
            idle=known.idle,
            texted=known.texted,
            texted_idle=known.texted_idle,
            flooded=flooded,
            waiting=waiting or {},
            beep=beep,
            recording=inbound.recording,
            dialled=inbound.dialled,
            ended=inbound.ended,
            stage=stage,
            crowded=crowded,
            on_duty=on_duty,
            appointments=tuple(
                replace(each, at=each.at.astimezone(self.world.city.timezone))
                for each in known.appointments
            ),
            subscriptions=known.subscriptions,
        )

    def _on_duty(self, inbound: Inbound, now: datetime) -> tuple[OnDuty, ...]:
        """Who can be rung now; nobody, once telephones have rung so often in this hour."""
        if inbound.medium == "sms":
            return ()
        there = on_duty.reachable(self.world, self.store, now)
        playing = there and self.store.tally.of("rung", _hour(now)) >= MOST_RUNG
        return () if playing else there

    def _beep(self, inbound: Inbound, understood: Understood, now: datetime) -> Beep:
        """Does this ask to be called back for free, and will the line do it?"""
        if not beeping.is_beep(inbound, understood, self.world.city):
            return ""
        return beeping.promised(self.store, inbound, self.world.city, now)

    def _code(self, understood: Understood, now: datetime) -> str:
        return self.store.listening.fresh_code(now) if understood.command == "listen" else ""

    def _texted(self, inbound: Inbound, known: Known, now: datetime) -> Known:
        """What this caller may hear: what their number was texted, or what the code opens."""
        if known.session.at != CODE_ASKED or inbound.event != "digits":
            return known
        found = self.store.listening.find(inbound.text, now)
        return replace(known, texted=found, texted_idle=timedelta())

    def _flooded(self, inbound: Inbound, now: datetime) -> bool:
        """Were so many numbers typed of late that somebody is playing with them?"""
        if inbound.medium == "sms" or inbound.sender is not None:
            return False
        return self.store.callbacks.typed_since(now - HOUR) >= MOST_TYPED

    def _waiting(self, known: Known) -> Mapping[str, int]:
        """How many wait for each team, where this turn may move what somebody was promised."""
        asks = known.callbacks or known.session.form
        return self.store.callbacks.queues() if asks else {}

    def _crowded(self, inbound: Inbound, now: datetime) -> bool:
        """Did as many calls as the line takes at once begin before this one, and go on?"""
        if not inbound.call:
            return False
        if inbound.event == "hangup":
            self.store.calls.over(inbound.call)
            return False
        before = self.store.calls.before(inbound.call, now)
        return before >= self.world.city.limits["calls_at_once"]

    def _understood(self, inbound: Inbound) -> Understood:
        if inbound.medium == "voice":
            return Understood(digits=inbound.text or None)
        return understand(inbound.text, self.lexicon)

    def _as_reply(self, inbound: Inbound, understood: Understood, session: Session) -> Understood:
        """The same, once it is known what was said before, and in which language.

        Understood at first without the record, which others may be waiting for.
        """
        if inbound.medium == "voice":
            return understood
        if session.language and understood.language != session.language:
            understood = understand(inbound.text, self.lexicon, session.language)
        return as_reply(understood, inbound.text, session, self.lexicon)

    def _rendered(self, inbound: Inbound, plan: Plan, language: str, spoken: str) -> Reply:
        if inbound.medium == "sms":
            return Reply(sms.render(plan, language, self.texts))
        voiced = language if language in self.world.call_languages else SLOWLY
        script = voice.render(plan, voiced, self.texts, self.library.speaks)
        script = self.library.attach(script)
        return Reply(script=script, step=_step(inbound), language=spoken)

    def _carried_out(
        self, inbound: Inbound, effects: tuple[Effect, ...], language: str, now: datetime
    ) -> tuple[str, ...]:
        for effect in effects:
            if isinstance(effect, OfStudio):
                self._studio.see_to(effect, inbound.channel, now)
        return self._errands.run(inbound, effects, language, now)

    @property
    def _phones(self) -> dict[str, Value]:
        return emergency_phones(self.world.city, self.world.directory)

    @property
    def _errands(self) -> Errands:
        return Errands(self.world, self.texts, self.store, self.sends_by)

    @property
    def _studio(self) -> Studio:
        return Studio(self.world, self.texts, self.library, self.store)

    def speaking(self, languages: tuple[str, ...]) -> Switchboard:
        """The same switchboard, with calls held in these languages."""
        if languages == self.world.call_languages:
            return self
        return replace(self, world=replace(self.world, call_languages=languages))


def emergency_phones(city: City, directory: Directory) -> dict[str, Value]:
    """The numbers told in danger, and the city's own, as values for a sentence."""
    location = directory.locations.get(city.contact_location)
    reach = directory.reach(location) if location else None
    contact = reach.phone if reach else city.emergency["any"]
    numbers = {name: Phone(number) for name, number in city.emergency.items()}
    return {**numbers, "contact": Phone(contact)}


def _hour(now: datetime) -> str:
    return now.strftime("%Y-%m-%dT%H")


def _step(inbound: Inbound) -> int:
    _, _, step = inbound.id.rpartition(":")
    return int(step) if step.isdigit() else 0


def _line_type(inbound: Inbound, prefixes: tuple[str, ...]) -> LineType:
    """Whoever texts can be texted; a caller's number says what it is."""
    if inbound.sender is None:
        return "hidden"
    return "mobile" if inbound.medium == "sms" else line_type(inbound.sender, prefixes)
