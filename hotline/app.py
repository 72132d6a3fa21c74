"""Which parts make this line, given its settings? The composition root."""

from __future__ import annotations

import logging
import secrets
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path

from hotline import channels
from hotline.config import Config
from hotline.content.city import City
from hotline.content.reading import entries
from hotline.content.texts import Texts
from hotline.content.topics import Topics
from hotline.directory.build import Built
from hotline.directory.pack import Edit
from hotline.directory.search import Directory
from hotline.errors import Trouble
from hotline.following_up import Followed, question
from hotline.knowledge import Knowledge
from hotline.model import Inbound, Receipt, Session, Understood
from hotline.overlay import overlay
from hotline.plan import SLOWLY, Forget, OfStudio, Plan, Say, Utterance, Value
from hotline.queue import Doorbell
from hotline.reminding import Reminding
from hotline.render import segments, sms, voice
from hotline.roles import ROLES
from hotline.speech.library import Library
from hotline.store import AWAY, Store
from hotline.store.outgoing import Ended, NewOutbound
from hotline.store.spool import Spool
from hotline.store.vault import Vault
from hotline.switchboard import Answered, Switchboard, emergency_phones

logger = logging.getLogger(__name__)

DELIVER = "jobs.deliver.deliver"
TAKE = "jobs.takes.take"
SENDERS = 8
AWAY_S = 5.0  # between two tries to write to a record that is away
REMEMBERED = 2000  # dialogues kept in memory meanwhile
FIRST_LOGIN = "admin"
STALE_MARK = timedelta(days=30)  # by then every process has read the newest files
RELOAD = 1.0  # seconds between two looks at whether the directory was built anew


def utc_now() -> datetime:
    """The real clock; everything else is handed the time."""
    return datetime.now(UTC)


class Hotline:
    """One line, opened: what is read once, what is written, and who is rung."""

    def __init__(
        self,
        config: Config,
        now: Callable[[], datetime] = utc_now,
        draw: Callable[[int], int] = secrets.randbelow,
    ) -> None:
        self.config = config
        self.now = now
        self.draw = draw
        self.knowledge = Knowledge(config, now)
        self.city: City = self.knowledge.city
        self.texts: Texts = self.knowledge.texts
        self.topics: Topics = self.knowledge.topics
        self.library: Library = self.knowledge.library
        self._switchboard: Switchboard | None = None
        self._away_until = float("-inf")
        self._remembered: dict[str, Session] = {}
        self._asked_at = float("-inf")

    @cached_property
    def store(self) -> Store:
        """The live record, opened on first use (so: after any fork)."""
        zone = self.city.timezone
        return Store(self.config.database_path, self.config.key("data"), self.draw, zone)

    @cached_property
    def spool(self) -> Spool:
        """What came in while the record was away."""
        return Spool(self.config.spool_path, Vault(self.config.key("data")))

    @cached_property
    def doorbell(self) -> Doorbell:
        """Rings jobs; losing it loses nothing."""
        return Doorbell(self.config.redis_url)

    @cached_property
    def senders(self) -> ThreadPoolExecutor:
        """Who sends at the same time: a provider's answer takes longer than all we do."""
        return ThreadPoolExecutor(SENDERS, thread_name_prefix="sender")

    @cached_property
    def reminding(self) -> Reminding:
        """Appointments and their reminders."""
        return Reminding(
            self.city,
            self.texts,
            self.library,
            self.store,
            self.config.channel,
            self.call_languages,
        )

    @property
    def switchboard(self) -> Switchboard:
        """The switchboard over the newest directory: a new build is taken up at the next turn."""
        asked = time.monotonic()
        if self._switchboard is None or asked - self._asked_at > RELOAD:
            self._asked_at = asked
            self._switchboard = self._newest(self._switchboard)
        return self._switchboard

    def _newest(self, board: Switchboard | None) -> Switchboard:
        world, lexicon = self.knowledge.newest()
        if board is None or board.world.directory is not world.directory:
            board = Switchboard(
                world, self.texts, lexicon, self.library, self.store, self.config.channel
            )
        return board.speaking(self.call_languages())

    @property
    def directory(self) -> Directory:
        """The newest directory."""
        return self.switchboard.world.directory

    def build_directory(self) -> Built:
        """Build it from the city pack and the edits of staff; FaultyFiles when it is not fit."""
        built = self.knowledge.build(self.directory_edits())
        self._asked_at = float("-inf")  # whoever built it wants to see it
        return built

    def directory_edits(self) -> list[Edit]:
        """What staff have changed and the city pack does not say yet; without a record, nothing."""
        if not Path(self.config.database_path).exists():
            return []
        return overlay(self.store.edits, self.config.city_path)

    def call_languages(self) -> tuple[str, ...]:
        """The languages a call can be held in today."""
        return self.knowledge.call_languages()

    def check(self) -> None:
        """Raises whatever would keep a turn from being answered and kept."""
        _ = self.switchboard
        self.store.outbox.states()

    def emergency_phones(self) -> dict[str, Value]:
        """The numbers told in danger, and the city's own, as values for a sentence."""
        board = self._switchboard  # no record is opened, and no disk asked, for want of a number
        world = board.world if board else self.knowledge.newest()[0]
        return emergency_phones(self.city, world.directory)

    def answer(self, inbound: Inbound) -> Answered:
        """One turn; what it left in the outbox is rung once it is durable.

        While the record is away the turn is answered from memory, and waits on the spool.
        """
        if time.monotonic() < self._away_until:
            return self._from_memory(inbound)
        try:
            answered = self.switchboard.answer(inbound, self.now())
        except AWAY as error:
            self._away_until = time.monotonic() + AWAY_S
            logger.error("the record is away (%s): answering from memory", type(error).__name__)
            return self._from_memory(inbound)
        self._remembered.clear()
        self._carry_on(inbound, answered)
        return answered

    def take_in(self, inbound: Inbound, *, told: bool, fresh: bool = True) -> None:
        """Record an inbound that comes late; `told` False: its answer leaves, saying it is late.

        Not `fresh`: it is so old that an answer would only puzzle. Raises what `AWAY` names.
        """
        answered = self.switchboard.answer(inbound, self.now())
        self._carry_on(inbound, answered)
        if inbound.sender and not told and fresh and answered.reply.texts:
            self._answer_late(inbound, answered)

    def _carry_on(self, inbound: Inbound, answered: Answered) -> None:
        for id_ in answered.rings:
            self.doorbell.ring(DELIVER, id_)
        for effect in answered.plan.effects:
            if isinstance(effect, OfStudio):
                self.doorbell.ring(TAKE, effect.take)
        if inbound.sender and Forget() in answered.plan.effects:
            channels.load(self.config.channel).forget(inbound.sender, self.config)
            # Gone from the log of the database too; when others are busy, the hourly job does it.
            self.store.engine.checkpoint(patience_s=0.2)

    def _from_memory(self, inbound: Inbound) -> Answered:
        """What can be said without the record; kept on the spool, if there is a disk for that."""
        board, key = self.switchboard, inbound.call or inbound.sender or ""
        session = self._remembered.get(key, Session(language=inbound.language or None))
        after, plan = board.from_memory(inbound, session, self.now())
        try:
            self.spool.put(inbound, told=True)
        except OSError as error:
            logger.error("the spool cannot be written (%s)", type(error).__name__)
            if plan.effects:  # a STOP that nobody can keep is not confirmed
                plan = Plan((Say("sorry", self.emergency_phones()),))
        if len(self._remembered) >= REMEMBERED:
            self._remembered.clear()
        self._remembered[key] = after
        reply = board.render(inbound, plan, after)
        return Answered(reply, Understood(), plan, after.language or "")

    def _answer_late(self, inbound: Inbound, answered: Answered) -> None:
        says = Plan((Say("late"),))
        (late,) = sms.render(says, answered.language or self.city.languages[0], self.texts)
        body = f"{late}\n{answered.reply.texts[0]}"
        new = NewOutbound(
            kind="late",
            channel=self.config.channel,
            person=self.store.turns.person(inbound.sender) or "",
            recipient=inbound.sender or "",
            body=body,
            language=answered.language,
            due_at=self.now(),
            asked=True,
            segments=segments.count(body).segments,
        )
        self.doorbell.ring(DELIVER, self.store.outbox.add(new, self.now()))

    def take_receipt(self, receipt: Receipt) -> None:
        """Keep what a provider says became of a message."""
        ended = self.store.outbox.receipt(receipt, self.now())
        self.store.tally.add("receipts", f"{receipt.state}|{receipt.code}")
        if ended and ended.state in ("failed", "undelivered"):
            self.after_failure(ended, channels.load(receipt.channel).trouble(receipt.code))

    def after_failure(self, ended: Ended, trouble: Trouble) -> None:
        """What follows when a message will not arrive: an opt-out is kept, staff are told."""
        if trouble is Trouble.OPTED_OUT:
            self.store.turns.opt_out(ended.person, self.now())
            self.store.subscribers.leave(ended.person, self.now())
            self.store.outbox.silence(ended.person, self.now())
        if trouble is Trouble.NOT_A_MOBILE and ended.medium == "sms" and ended.appointment:
            self.reminding.by_call_instead(ended.appointment, self.now())
        logger.warning("a message of kind %s did not arrive: %s", ended.kind, trouble)

    def spend(self, segments: int, now: datetime) -> None:
        """Count what leaves; the alarm, once a day: so much of what may be spent is spent."""
        day = now.astimezone(self.city.timezone).date().isoformat()
        self.store.tally.add("segments", day, segments)
        spent, limits = self.store.tally.of("segments", day), self.city.limits
        near = spent * 100 >= limits["segments_a_day"] * limits["alarm_percent"]
        if near and not self.store.tally.of("alarm", day):
            self.store.tally.add("alarm", day)
            logger.error("%s segments sent today, of %s", spent, limits["segments_a_day"])

    def forget_old(self) -> dict[str, int]:
        """Nothing is held longer than `city.toml` says; returns how much of each kind went."""
        keep, now = self.city.retention, self.now()
        gone = self.store.retention.forget_old(keep, now)
        gone["month"] = self.store.statistics.close(now)
        gone["text_mark"] = self.store.text_marks.forget(self._versions, now - STALE_MARK)
        before = now - timedelta(hours=keep["session_hours"])
        laid_down = channels.load(self.config.channel).forget_old(before, self.config)
        return {**gone, self.config.channel: laid_down}

    def _versions(self) -> set[str]:
        every = (entries(self.texts, language) for language in self.texts.languages)
        return {entry.version for language in every for entry in language}

    def close_callback(self, id_: str, staff: str, note: str) -> bool:
        """Close a request; where the person agreed, ask them later whether it helped."""
        with self.store.transaction():
            closed = self.store.callbacks.close(id_, staff, note, self.now())
            if closed:
                self._ask_later(id_)
        return closed

    def utterances(self) -> dict[str, list[Utterance]]:
        """Every piece of speech a call can need, by language of the call."""
        slowly = len(self.call_languages()) < len(self.city.languages)
        languages = (*self.city.languages, *([SLOWLY] if slowly else []))
        return {language: self.utterances_in(language) for language in languages}

    def utterances_in(self, language: str) -> list[Utterance]:
        """Every piece of speech a call in this language can need."""
        return [*voice.every_utterance(language, self.texts, self.directory, self.city)]

    def machine_utterances(self) -> list[Utterance]:
        """Every piece of speech that a machine is to speak, each once."""
        said = (piece for pieces in self.utterances().values() for piece in pieces)
        return [piece for piece in dict.fromkeys(said) if self.library.machines(piece.language)]

    def first_account(self) -> tuple[str, str] | None:
        """The login and invitation of the first account; None when there is one already."""
        with self.store.transaction():
            if self.store.staff.any():
                return None
            teams = tuple(self.city.teams)
            # There is nobody else yet: the first account may do everything, then hand it out.
            made = self.store.staff.add(FIRST_LOGIN, "Admin", teams, ROLES, self.now())
        return (FIRST_LOGIN, made) if made else None

    def _ask_later(self, id_: str) -> None:
        callback = self.store.callbacks.get([*self.city.teams], id_)
        number, person = self.store.callbacks.number(id_), self.store.callbacks.person(id_)
        if (
            callback is None
            or callback.typed
            or not callback.follow_up
            or number is None
            or person is None
        ):
            return
        who = Followed(person, number, callback.language, id_, callback.reference)
        new = question(who, self.city, self.texts, self.config.channel, self.now())
        self.store.outbox.add(new, self.now())


def open_line(config: Config) -> Hotline:
    """The line with these settings. Raises ConfigError or ContentError, fit to be shown."""
    return Hotline(config)


def first_account(config: Config) -> tuple[str, str] | None:
    """See `Hotline.first_account`."""
    return open_line(config).first_account()
