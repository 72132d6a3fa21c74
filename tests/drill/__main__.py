"""`hotline drill`: a week of a city in minutes, on one machine, with everything going wrong."""

from __future__ import annotations

import argparse
import logging
import random
import sys
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

from hotline.app import AWAY_S, Hotline
from tests.drill.children import open_drill_line
from tests.drill.clock import DrillClock
from tests.drill.machine import PUBLIC, Machine
from tests.drill.report import Report, examine
from tests.drill.story import Person, Told
from tests.fakes.twilio import FakeTwilio, Fault

# Wednesday, so that the night on which the clocks go back, 24 to 25 October, is in the week.
BEGINS = datetime(2026, 10, 21, 3, 50, tzinfo=UTC)
WEEK = timedelta(days=7)
DRIFT = timedelta(minutes=10)  # never the same hour two days running
FAULTS = (
    [Fault.BROKEN] * 5
    + [Fault.BROKEN_BUT_TAKEN] * 2
    + [Fault.TOO_MANY] * 3
    + [Fault.CUT_AFTER] * 3
    + [Fault.CUT_BEFORE] * 2
    + [Fault.HANGS]
    + [Fault.refusal(code) for code in (21614, 30007, 30001)]
)


@dataclass
class Drill:
    """One run: how much happens, how often, and by which dice."""

    seed: int
    texts: int
    calls: int
    steps: int
    kills: int
    mutant: str = ""
    log: Path | None = None  # where the processes' own log is copied to

    def run(self) -> Report:
        """The whole week; the report proves what it says from ledger and record."""
        began, report = time.monotonic(), Report(self.seed)
        self.dice = random.Random(self.seed)
        self.told, self.calm = Told(), False
        with tempfile.TemporaryDirectory(prefix="drill-") as folder:
            clock, faults = (
                DrillClock(Path(folder) / "clock"),
                FaultDice(self.seed, 0.5 if self.mutant else 0.2),
            )
            clock.set(BEGINS)
            with FakeTwilio(chance=faults, now=clock) as twilio:
                self._week(Machine(Path(folder), twilio.url, self.mutant), twilio, report)
            report.faults = faults.given
        report.seconds = round(time.monotonic() - began, 1)
        return report

    def _week(self, machine: Machine, twilio: FakeTwilio, report: Report) -> None:
        self.line: Hotline = open_drill_line(machine.config)
        self.line.build_directory()
        machine.start()
        machine.answers()
        self.machine, self.twilio, self.report = machine, twilio, report
        webhooks = twilio.webhooks(PUBLIC, machine.url)
        self.people = [
            Person(
                f"+3363998{number:04d}",
                webhooks,
                self.told,
                machine.clock,
                random.Random(self.seed * 10_000 + number),
                lambda: self.calm,
            )
            for number in range(1, min(9_999, max(300, self.texts)))
        ]
        kills = self.dice.sample(range(self.steps), min(self.kills, self.steps))
        try:
            for step in range(self.steps):
                self._step(step in kills)
                machine.clock.forward(WEEK / self.steps - DRIFT)
            self._end()
            examine(report, self.told, self.line, twilio)
        finally:
            machine.kill()
            twilio.release()
            if self.log:
                self.log.write_bytes(machine.log.read_bytes())

    def _step(self, breaks: bool) -> None:
        """Some hours: people text and call, staff close requests, receipts come, things break."""
        self.calm = not breaks
        acts = self._acts()
        with ThreadPoolExecutor(6) as pool:
            going = [pool.submit(act) for act in acts]
            if breaks:
                self._break()
            for each in going:
                each.result()
        self.calm = False
        self._close_some()
        self._settle()
        self._report_some()
        for wait in (20, 50, 70):  # retries come back, and leases of the dead run out
            self.machine.clock.forward(timedelta(seconds=wait))
            self._settle()
        if breaks:
            self._fetched()

    def _fetched(self) -> None:
        """What never reached us is fetched from the provider, and what is on the spool taken in."""
        self.machine.clock.forward(timedelta(minutes=3))
        end = time.monotonic() + 20
        while time.monotonic() < end:
            if self.line.spool.count() == 0 and not any(map(self._missing, self.told.unheard)):
                return
            time.sleep(0.1)

    def _acts(self) -> list[Callable[[], None]]:
        people = self.dice.sample(self.people, len(self.people))
        texts, calls = self.texts // self.steps, max(1, self.calls // self.steps)
        acts: list[Callable[[], None]] = [each.ask for each in people[: texts // 2]]
        acts += [each.request for each in people[texts // 2 : texts // 2 + texts // 8]]
        acts += [each.stop for each in people[-max(1, texts // 40) :]]
        acts += [each.call for each in people[-calls - 5 : -5]]
        self.report.texts += texts
        self.report.calls += calls
        self.dice.shuffle(acts)
        return acts

    def _break(self) -> None:
        """kill -9, or a backup that holds the record."""
        time.sleep(self.dice.uniform(0.05, 0.3))
        what = self.dice.choice(("web", "worker", "queue", "all", "locked"))
        self.report.kills += 1
        if what == "locked":
            held = sqlite3.connect(self.machine.config.database_path, isolation_level=None)
            held.execute("begin immediate")
            time.sleep(5)
            held.execute("rollback")
            held.close()
            time.sleep(AWAY_S)  # until then the line does not ask for the record again
            return
        names = () if what == "all" else (what,)
        self.machine.kill(*names)
        time.sleep(0.2)
        self.machine.start(*names)
        self.machine.answers()

    def _close_some(self) -> None:
        """Staff close what they have seen to; half of the requests wait longer."""
        for asked in self.line.store.callbacks.waiting([*self.line.city.teams]):
            if self.dice.random() < 0.6:
                self.line.store.callbacks.claim(asked.id, "staff", self.line.now())
                self.line.close_callback(asked.id, "staff", "")

    def _report_some(self) -> None:
        """Receipts, in any order, some twice, some much later."""
        told = [each for each in self.twilio.ledger if each.direction == "outbound-api"]
        noted = self._noted()
        for message in self.dice.sample(told, min(len(told), 10)):
            # One that is in doubt and then said to be lost is rightly sent again.
            ends = ("delivered", "undelivered") if message.sid in noted else ("delivered",)
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

    def _settle(self, patience: float = 4.0) -> None:
        """Wait until nothing that is due waits and nobody is sending."""
        end = time.monotonic() + patience
        while time.monotonic() < end:
            now = self.line.now().isoformat()
            row = self.line.store.engine.one(
                "select count(*) as n from outbox where (state = 'waiting' and due_at <= :now)"
                " or (state = 'sending' and lease_until >= :now)",
                now=now,
            )
            if row and row["n"] == 0:
                return
            time.sleep(0.05)

    def _end(self) -> None:
        """The days after: all that was promised for later falls due, and what hangs is let go."""
        for _ in range(60):
            self._settle()
            open_ = self.line.store.engine.one(
                "select count(*) as n from outbox where state in ('waiting', 'sending')"
            )
            if open_ and open_["n"] == 0 and self.line.spool.count() == 0:
                break
            self.machine.clock.forward(timedelta(hours=1, minutes=50))

    def _missing(self, unheard: tuple[str, str, str]) -> bool:
        sql = "select 1 from inbound where id = :id"
        return (
            self.line.store.engine.one(sql, id=self.line.store.turns.key_of("twilio", unheard[0]))
            is None
        )


class FaultDice:
    """A share of the requests to the provider go wrong, in one way or another."""

    def __init__(self, seed: int, share: float) -> None:
        self._share = share
        self._dice = random.Random(seed)
        self.given = 0

    def __call__(self) -> Fault | None:
        if self._dice.random() > self._share:
            return None
        self.given += 1
        return self._dice.choice(FAULTS)


def main(arguments: list[str]) -> int:
    """Run one drill and print its report; 1 when it failed."""
    parser = argparse.ArgumentParser(prog="hotline drill", description=__doc__)
    parser.add_argument("--short", action="store_true", help="under 90 seconds")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--mutant", default="", help="break the line on purpose: it must be seen")
    parser.add_argument("--log", type=Path, help="keep the log of the line's processes here")
    given = parser.parse_args(arguments)
    logging.disable(logging.CRITICAL)
    size = (400, 40, 14, 4) if given.short else (20_000, 2_000, 60, 30)
    if given.mutant:
        size = (120, 8, 7, 0)
    report = Drill(given.seed, *size, mutant=given.mutant, log=given.log).run()
    sys.stdout.write((report.as_json() if given.json else str(report)) + "\n")
    return 0 if report.passed else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
