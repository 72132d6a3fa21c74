"""What happens in the drill's week, and what is broken in it?"""

from __future__ import annotations

import random
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import requests
from sqlite_utils.utils import sqlite3

from drill.children import open_drill_line
from drill.clock import DrillClock
from drill.faults import FaultDice
from drill.machine import PUBLIC, Machine
from drill.report import NEWS, Report, came_in, examine
from drill.stillness import Stillness
from drill.story import Caller, Person, Told, Unheard
from drill.twilio import FakeTwilio, Message
from hotline.announcing import announce
from hotline.app import Hotline
from hotline.store import Callback

# Wednesday, so that the night on which the clocks go back, 24 to 25 October, is in the week.
BEGINS = datetime(2026, 10, 21, 3, 50, tzinfo=UTC)
DAYS = 7
WEEK = timedelta(days=DAYS)
DRIFT = timedelta(minutes=10)  # never the same hour two days running
AFTERWARDS = timedelta(days=5)  # by then all that was promised for later has fallen due
HOURS = timedelta(hours=1, minutes=50)
BREAKS = ("all", "locked", "web", "worker", "queue")


@dataclass(frozen=True)
class Size:
    """How much happens in the week, in how many steps, and how often something breaks."""

    texts: int
    calls: int
    steps: int
    breaks: int
    faults: float = 0.2  # of the requests to the provider


FULL = Size(texts=20_000, calls=2_000, steps=60, breaks=30)
SHORT = Size(texts=400, calls=40, steps=14, breaks=5)
# The least in which everything is killed once, requests are kept and something leaves by itself.
SMOKE = Size(texts=45, calls=6, steps=3, breaks=1)
MUTANT = Size(texts=160, calls=8, steps=8, breaks=0, faults=0.5)


class Week:
    """One run; the same seed throws the same dice."""

    def __init__(self, seed: int, size: Size, mutant: str = "", log: Path | None = None) -> None:
        self.seed, self.size, self.mutant, self.log = seed, size, mutant, log
        self.dice = random.Random(seed)
        self.told, self.calm = Told(), False
        self.report = Report(seed)

    def run(self) -> Report:
        """The whole week; the report proves what it says from ledger and record."""
        began = time.monotonic()
        with tempfile.TemporaryDirectory(prefix="drill-") as folder:
            clock, faults = (
                DrillClock(Path(folder) / "clock"),
                FaultDice(self.seed, self.size.faults),
            )
            clock.set(BEGINS)
            with FakeTwilio(chance=faults, now=clock) as self.twilio:
                self.machine = Machine(Path(folder), self.twilio.url, self.mutant or "")
                try:
                    self._week()
                finally:
                    self.machine.kill()
                    self.twilio.release()
                    if self.log:
                        self.log.write_bytes(self.machine.log.read_bytes())
            self.report.faults = faults.given
        self.report.seconds = round(time.monotonic() - began, 1)
        return self.report

    def _week(self) -> None:
        self.line: Hotline = open_drill_line(self.machine.config)
        self.line.build_directory()
        self.machine.start()
        self.still = Stillness(self.line)
        self._meet_people()
        self.machine.answers()
        broken = self.dice.sample(range(self.size.steps), self.size.breaks)
        breaks = dict(zip(broken, self._breaks(), strict=True))
        for step in range(self.size.steps):
            self._step(step, breaks.get(step, ""))
            if self.mutant and self.told.unexpected:
                break  # it is seen: nothing more is to be learnt
            self._later(WEEK / self.size.steps - DRIFT)
        end = self.machine.clock() + AFTERWARDS
        while self.machine.clock() < end and self._open():
            self._later(HOURS)
        self._fetched()
        examine(self.report, self.told, self.line, self.twilio)

    def _breaks(self) -> list[str]:
        """Each thing that can break does, if there are breaks enough."""
        drawn = [BREAKS[number % len(BREAKS)] for number in range(self.size.breaks)]
        self.dice.shuffle(drawn)
        return drawn

    def _meet_people(self) -> None:
        webhooks = self.twilio.webhooks(PUBLIC, self.machine.url)
        sounds = self.machine.sounds(self.line)

        def each(first: int, count: int) -> list[Caller]:
            return [
                Caller(
                    f"+3363998{number:04d}",
                    webhooks,
                    self.told,
                    self.machine.clock,
                    random.Random(self.seed * 10_000 + number),
                    lambda: self.calm,
                    sounds,
                )
                for number in range(first, first + count)
            ]

        self.people: list[Person] = [*each(1, min(7_000, max(300, self.size.texts)))]
        self.callers = each(8_000, min(1_900, max(40, self.size.calls)))

    def _step(self, step: int, broken: str) -> None:
        """Some hours: people text and call, staff do their work, receipts come, things break."""
        self.calm = not broken
        acts = self._acts()
        with ThreadPoolExecutor(6) as pool:
            going = [pool.submit(act) for act in acts]
            if broken:
                self._break(broken)
            for each in going:
                each.result()
        self.calm = False
        self._close_some()
        if step % max(1, self.size.steps // DAYS) == 0:  # also at night
            announce(self.line, f"{step}", "french", {"fr": NEWS}, self.line.now())
        self._settle()
        self._report_some()
        for wait in (20, 50, 70):  # retries come back, and leases of the dead run out
            self._later(timedelta(seconds=wait))
        if broken == "queue":  # it was gone for ten minutes
            self._later(timedelta(minutes=10))
            self.machine.start("queue")
        self._fetched()

    def _acts(self) -> list[Callable[[], None]]:
        """What people do at this hour; a request is a dialogue of three or four texts."""
        people = self.dice.sample(self.people, len(self.people))
        texts, calls = (
            -(-self.size.texts // self.size.steps),
            -(-self.size.calls // self.size.steps),
        )
        requests, stops = texts // 8, max(1, texts // 40)
        follows = max(2, texts // 20)
        asks = texts - requests * 3 - follows * 2 - stops
        acts: list[Callable[[], None]] = [each.ask for each in people[:asks]]
        acts += [each.request for each in people[asks : asks + requests]]
        acts += [each.follow for each in people[asks + requests :][:follows]]
        acts += [each.stop for each in self._stopping(people, stops)]
        acts += [each.call for each in self.dice.sample(self.callers, calls)]
        self.dice.shuffle(acts)
        return acts

    def _stopping(self, people: list[Person], stops: int) -> list[Person]:
        """Half of them had agreed to be written to."""
        agreed = [*{*self.told.agreed} - {*self.told.stopped}]
        known = self.dice.sample(sorted(agreed), min(len(agreed), -(-stops // 2)))
        return [*(each for each in people if each.number in known), *people[-stops:]][:stops]

    def _break(self, what: str) -> None:
        """kill -9 at a random moment, or a backup that holds the record."""
        time.sleep(self.dice.uniform(0.05, 0.3))
        self.report.kills += 1
        if what == "locked":
            self._lock()
            return
        names = {"all": (), "worker": ("worker", "chores", "scheduler")}.get(what, (what,))
        self.machine.kill(*names)
        if what in ("all", "worker"):
            self.still.bury()
        if what != "queue":
            self.machine.start(*names)
            self.machine.answers()

    def _lock(self) -> None:
        held = sqlite3.connect(self.machine.config.database_path, timeout=60, isolation_level=None)
        held.execute("begin immediate")
        time.sleep(5)
        held.execute("rollback")
        held.close()

    def _close_some(self) -> None:
        """Staff close what they have seen to, with an appointment or not; others wait longer."""
        for asked in self.line.store.callbacks.waiting([*self.line.city.teams]):
            if self.dice.random() < 0.6:
                self.line.store.callbacks.claim(asked.id, "staff", self.line.now())
                if self.dice.random() < 0.3:
                    self._appoint(asked)
                self.line.close_callback(asked.id, "staff", "")

    def _appoint(self, asked: Callback) -> None:
        """In some days, at an hour at which an office is open; they want to be reminded."""
        day = self.line.now().astimezone(self.line.city.timezone).replace(minute=0)
        at = day.replace(hour=self.dice.randrange(8, 18)) + timedelta(self.dice.randrange(1, 4))
        self.line.reminding.appoint(asked, at, "staff", self.line.now(), remind=True)

    def _report_some(self) -> None:
        """Receipts, in any order, some twice, some much later."""
        told = [each for each in self.twilio.ledger if each.direction == "outbound-api"]
        noted = self._noted()
        for message in self.dice.sample(told, min(len(told), 10 + self.size.texts // 500)):
            self._receipts(message, message.sid in noted)

    def _receipts(self, message: Message, noted: bool) -> None:
        # One that is in doubt and then said to be lost is rightly sent again.
        ends = ("delivered", "undelivered") if noted else ("delivered",)
        states = ["queued", "sent", self.dice.choice(ends)]
        self.dice.shuffle(states)
        for state in states:
            with suppress(requests.RequestException):  # a provider says it once
                self.people[0].webhooks.report(message, state)

    def _noted(self) -> set[str]:
        rows = self.line.store.engine.all(
            "select provider_id from outbox where provider_id is not null"
        )
        return {row["provider_id"] for row in rows}

    def _later(self, by: timedelta) -> None:
        self.machine.clock.forward(by)
        self._settle()

    def _settle(self, fetched: list[Unheard] | None = None) -> None:
        if stuck := self.still.moves(fetched):
            why = f"{len(stuck)} due, and nothing done about it, such as {stuck[0]}"
            self.report.unexpected.append(why)

    def _fetched(self) -> None:
        """What never reached us is fetched from the provider, and what is on the spool taken in."""
        missing = [each for each in self.told.unheard if not came_in(each, self.line)]
        if missing or self.line.spool.count():
            self._later(timedelta(minutes=3))
            self._settle(missing)

    def _open(self) -> bool:
        sql = "select 1 from outbox where state in ('waiting', 'sending') limit 1"
        return self.line.store.engine.one(sql) is not None
