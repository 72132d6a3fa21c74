"""What does somebody who records by telephone need to know, and what becomes of what they said?

The conversation decides; here are the codes, the list of what is still to be read, and the takes.
A take is fetched, checked and erased at its channel by a job: no turn waits for a provider.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from hotline import channels
from hotline.config import Config
from hotline.content.texts import SOURCE, Texts
from hotline.conversation import World
from hotline.conversation.studio import AT, CODE
from hotline.errors import DeliveryError
from hotline.model import Booth, Inbound, Meaning, Session, Stage, ToRecord
from hotline.plan import DropTake, KeepTake, OfStudio, TakeIn, Tongue, Utterance
from hotline.render.values import spoken
from hotline.render.voice import core_utterances, every_utterance
from hotline.roles import EDITORS
from hotline.speech import fresh
from hotline.speech.library import Library
from hotline.speech.script import Line, lines
from hotline.speech.take import Refused, keep, listen
from hotline.store import StaffMember, Store, Take
from hotline.store.attempts import Limit

# Wrong codes before each further one costs a wait: of one caller (all hidden numbers are one), and
# of everybody.
A_CALLER, EVERYBODY = Limit(5, timedelta(days=1)), Limit(20, timedelta(hours=1))
_OWN_NAME = "language.name"
_NEW = frozenset({"record", "keep", "redo", "skip"})  # keys after which a sentence is read out


def may_record(member: StaffMember) -> bool:
    """May this person put voices on the line?"""
    return member.active and EDITORS.admits(member.roles, member.teams, "")


@dataclass(frozen=True, slots=True)
class Studio:
    """The line's sentences, and the record of who says them."""

    world: World
    texts: Texts
    library: Library
    store: Store

    def stage(self, inbound: Inbound, session: Session, now: datetime) -> Stage | None:
        """What is ready for this turn; None for a resident's."""
        if session.booth is None:
            keyed = session.at == AT and inbound.event == "digits" and len(inbound.text) == CODE
            return Stage(staff=self._let_in(inbound, now)) if keyed else None
        if self._member(session.booth.staff) is None:
            return Stage()
        return self._set(session.booth, session.meaning_of(inbound.text))

    def see_to(self, effect: OfStudio, channel: str, now: datetime) -> None:
        """Noted in the record; the job does it."""
        match effect:
            case TakeIn(id_, recording, staff, language, key, text):
                new = Take(id_, recording, channel, language, key, text, staff, "coming", True, now)
                self.store.takes.begin(new)
            case KeepTake(id_):
                self.store.takes.move(id_, "good", "keep")
            case DropTake(id_):
                self.store.takes.drop(id_)

    def _set(self, booth: Booth, pressed: Meaning | None) -> Stage:
        reads = pressed is not None and pressed.verb in _NEW
        language = pressed.value if pressed and pressed.verb == "record" else booth.language
        page = self._page(language) if language and (reads or booth.key) else []
        done = {*booth.passed, booth.key}
        take = self.store.takes.get(booth.take) if booth.take else None
        return Stage(
            staff=booth.staff,
            fresh=secrets.token_hex(16),
            this=self._first(each for each in page if _key(each) == booth.key),
            next=self._first(each for each in page if _wanted(each, done)),
            take=take.state if take else "",
            file=fresh.name(take.id) if take else "",
        )

    def _page(self, language: str) -> list[Line]:
        """All that can be recorded: first what no call can do without, then the order of a call."""
        said, french = self._said(language), self._said(SOURCE)
        core = {each.key for each in core_utterances(language, self.texts)}
        page = lines(self.library, language, said, french, self.texts)
        return sorted(page, key=lambda each: _key(each) not in core)

    def _first(self, page: Iterable[Line]) -> ToRecord | None:
        for line in page:
            said = line.sentence.utterance
            french = line.french
            if said.key == _OWN_NAME:  # in French it says "French"
                french = spoken(Tongue(said.language), SOURCE, self.texts).text
            by_machine = bool(self.library.machines(said.language))
            return ToRecord(said.key, said.text, french, by_machine)
        return None

    def _said(self, language: str) -> Iterable[Utterance]:
        return every_utterance(language, self.texts, self.world.directory, self.world.city)

    def _member(self, id_: str) -> StaffMember | None:
        """Whoever has this account, while they may record."""
        member = self.store.staff.get(id_)
        return member if member and may_record(member) else None

    def _let_in(self, inbound: Inbound, now: datetime) -> str:
        """The account this code opens; "" for a wrong code, and for any while it is locked."""
        staff, attempts = self.store.staff, self.store.attempts
        limits = {f"code:{inbound.sender or 'hidden'}": A_CALLER, "code": EVERYBODY}
        if any(attempts.locked_until(key, limit, now) for key, limit in limits.items()):
            return ""
        member = self._member(self.store.pins.holder(inbound.text) or "")
        if member is None:
            for key in limits:
                attempts.failed(key, now)
            staff.audit(None, "pin_failed", "unknown", now)
            return ""
        staff.audit(member.id, "pin_used", member.id, now)
        return member.id


def work_on(id_: str, store: Store, config: Config, now: datetime) -> None:
    """The take has come a step further; done again, it does what is left. Raises OSError.

    What is still wanted is fetched and checked; what is to be kept is heard from the next call on;
    nothing stays of the rest, and nothing at the channel once it is here or is not wanted.
    """
    with suppress(DeliveryError):  # the next round asks again
        take = store.takes.get(id_)
        if take and take.state == "coming":
            _fetch(take, store, config)
        if take and take.state == "keep":
            _put_on_air(take, store, config, now)
        _clear_away(id_, store, config)


def _fetch(take: Take, store: Store, config: Config) -> None:
    try:
        data = channels.load(take.channel).recording(take.recording, config)
        fresh.lay_down(listen(data, take.words), take.id, config.state)
        found = "good"
    except Refused as refused:
        found = refused.fault
    except DeliveryError as error:
        if not error.permanent:
            raise
        found = "gone"
    if not store.takes.move(take.id, "coming", found):  # dropped meanwhile
        fresh.forget(take.id, config.state)


def _put_on_air(take: Take, store: Store, config: Config, now: datetime) -> None:
    """Their name goes with it; who has left since is known by the account's id."""
    member = store.staff.get(take.staff)
    who = member.name if member else take.staff
    utterance = Utterance(take.language, take.words, take.key)
    keep(fresh.take_up(take.id, config.state), utterance, who, now, config.state)
    with store.transaction():
        if store.takes.move(take.id, "keep", "kept"):
            store.staff.audit(take.staff, "recorded", f"{take.language}:{take.key}", now)


def _clear_away(id_: str, store: Store, config: Config) -> None:
    """The channel has it no more, and we have no second copy of it."""
    take = store.takes.get(id_)
    if take and take.held and take.state != "coming":
        channels.load(take.channel).erase_recording(take.recording, config)
        store.takes.erased(id_)
    if take and take.state in ("kept", "dropped"):
        fresh.forget(id_, config.state)
        store.takes.move(id_, take.state, "over")


def _wanted(line: Line, done: Collection[str]) -> bool:
    return bool(line.french) and line.sentence.want != "done" and _key(line) not in done


def _key(line: Line) -> str:
    return line.sentence.utterance.key
