"""Does anything the line keeps or logs tell who asked for what? And is the forgotten gone?"""

from __future__ import annotations

import base64
import logging
import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import count
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from redis import Redis

from hotline import queue
from hotline.app import Hotline
from hotline.channels import simulator
from hotline.config import Config
from hotline.keeping.backup import backup
from hotline.roles import ROLES
from hotline.web import create_app
from jobs.sweep import sweep_by
from jobs.voicemails import fetch_by
from tests.conftest import Clock
from tests.conversations.town import BEEP, beeping
from tests.sounds import spoken
from tests.up.conftest import Valkey
from tests.web.console.conftest import PASSWORD, SECRETS, Visitor, confirmed

RESIDENT, CALLER, OPTED_OUT = "+33639981234", "+33639985678", "+33639989012"
TYPED, SPEAKER = "+33199007654", "+33639984321"
BEEPER = "+33639987890"
NUMBERS = (RESIDENT, CALLER, OPTED_OUT, TYPED, SPEAKER, BEEPER)
WRITTEN, NOTED = "serin jaune", "perruche verte"
STATED, PLANNED = "tourterelle grise", "hirondelle noire"
SAID = ("On vous appelle : lundi", "SUITE : autre adresse", "eu l'aide attendue")
SOUND = spoken(4) + WRITTEN.encode()
BY_LETTERS = base64.b64encode(SOUND).decode()[4000:4040].replace("+", "[+]")
AUDITED = ("callback_request", "facts")
STORIES = ("facts", "facts_version", "facts_step")
CALLBACK = "11114131"  # French, rights, racism, again, "call me", morning, discreetly, its SMS


def digits(number: str) -> str:
    """A pattern of this number in any form: +33639…, 0639…, 06 39 98 …, 6.39-98, 6, 3, 9."""
    return "[^0-9]{0,2}".join(number.removeprefix("+33"))


CANARIES = re.compile(
    "|".join([*map(digits, NUMBERS), WRITTEN, NOTED, STATED, PLANNED, *SAID, BY_LETTERS]).encode()
)


class Town:
    """The line with its queue and its console, and everything people do to it."""

    def __init__(self, line: Hotline, valkey: Valkey, clock: Clock) -> None:
        self.line, self.valkey, self.clock = line, valkey, clock
        self.web: FlaskClient = create_app(line).test_client()
        self._ids = count(1)

    def text(self, sender: str, *texts: str) -> None:
        for words in texts:
            self.clock.forward(seconds=5)
            self._post("sms", {"from": sender, "text": words, "id": f"text{next(self._ids):04}"})

    def call(self, caller: str | None, *keys: str) -> None:
        call = f"call{next(self._ids):04}"
        for step, key in enumerate(["", *keys]):
            form = {"from": caller, "call": call, "step": str(step), "digits": key}
            self._post("voice", form)

    def speak(self, caller: str, *keys: str) -> None:
        """A call with these keys, then a message after the beep."""
        self.call(caller, *keys)
        form = {"from": caller, "call": f"call{next(self._ids) - 1:04}", "step": f"{len(keys) + 1}"}
        sound = base64.b64encode(SOUND).decode()
        self._post("recording", {**form, "sound": sound, "seconds": "4", "event": "hangup"})

    def beep(self, caller: str) -> None:
        """They let it ring once, and pick up when the line calls back."""
        self._post("voice", {"from": caller, "call": f"call{next(self._ids):04}", "to": BEEP})
        self.clock.forward(seconds=10)
        self.work()
        call = f"call{next(self._ids):04}"
        self._post("voice", {"from": caller, "call": call, "event": "answered"})

    def work(self) -> None:
        """What is due is rung, and the worker answers every ring."""
        sweep_by(self.line)
        fetch_by(self.line)
        queue.work(self.valkey.url, burst=True)

    def staff_call_back(self) -> None:
        """A member of staff signs in, and takes every request to its end, with a note."""
        staff = self.line.store.staff
        teams = tuple(self.line.city.teams)
        staff.add("awa", "Awa", teams, ["member"], self.clock())
        staff.set_password(staff.everyone()[0].id, PASSWORD)
        visitor = Visitor(create_app(self.line).test_client())
        assert visitor.sign_in("awa").status_code == 303
        for request in self.line.store.callbacks.waiting(teams):
            for act in ("claim", "number", "note", "reached", "close"):
                visitor.post(f"/console/requests/{request.id}/{act}", note=f"une {NOTED}")
            when = {"day": "2026-12-15", "time": "10:00", "remind": "1"}
            visitor.post(f"/console/requests/{request.id}/appointment", **when)
            if request.team == self.line.city.record_team:
                self.state_facts(visitor, request.id)
            visitor.get(f"/console/?reference={request.reference}")
            for said in self.line.store.voicemails.of([request.id])[request.id]:
                sound = visitor.get(f"/console/requests/{request.id}/voicemails/{said.id}")
                assert sound.data == SOUND

    def state_facts(self, visitor: Visitor, callback: str) -> None:
        """Somebody's story is written down, amended, planned for and printed."""
        fields = ("name", "moment", "place", "words", "present", "other", "evidence", "wish")
        form = {name: f"{name}, une {STATED}" for name in fields}
        form |= {"callback": callback, "consent": "1"}
        record = visitor.post("/console/facts", **form).location
        visitor.post(f"{record}/amend", **{**form, "seen": "1", "place": STATED})
        visitor.post(f"{record}/steps", kind="other", what=PLANNED, day="2026-12-01")
        for page in ("", "/changes", "/pdf"):
            assert visitor.get(f"{record}{page}").status_code == 200

    def a_week(self) -> None:
        """Everybody does everything."""
        self.text(RESIDENT, f"avocat {WRITTEN}, mon numéro est le 06 39 98 12 34", "suite")
        self.text(RESIDENT, f"{WRITTEN} +33639981234", "rappel", "1", "2", "1")
        self.call(CALLER, *CALLBACK)
        self.text(RESIDENT, "logement", "ecouter")
        self.text(RESIDENT, "infos francais", "oui")
        self.call(None, "1", "1", "4", "4", TYPED.replace("+33", "0"), "1", "1", "1")
        self.speak(SPEAKER, *"13143")
        self.beep(BEEPER)
        self.text(OPTED_OUT, "rappel logement", "1", "2", "1", f"{WRITTEN} 0639989012")
        self.work()
        self.staff_call_back()
        self.text(OPTED_OUT, "stop")
        self.clock.forward(days=2, hours=1)
        self.work()

    def keep_and_export(self) -> None:
        """All that writes files of its own is asked to; what it prints, too, is kept in a file."""
        config = self.line.config
        backup(config, config.state / "saved.age", self.clock())
        engine = self.line.store.engine
        engine.copy(str(config.state / "copied.sqlite"))
        printed = [self.web.get(path).text for path in ("/metrics", "/health/ready")]
        visitor = Visitor(create_app(self.line).test_client())
        self.line.store.staff.add("all", "All", tuple(self.line.city.teams), ROLES, self.clock())
        (everything,) = (each for each in self.line.store.staff.everyone() if each.login == "all")
        self.line.store.staff.set_password(everything.id, PASSWORD)
        confirmed(self.line, everything.id)
        assert visitor.sign_in("all").location == "/console/login/code"
        visitor.post("/console/login/code", code=SECRETS["all"].pop())
        printed.append(visitor.text())
        (config.state / "printed").write_text("\n".join(printed))

    def forget(self, sender: str) -> None:
        """The person asks to be forgotten; then the hourly job has run."""
        self.text(sender, "oublie")
        self.line.forget_old()

    def _post(self, event: str, form: dict[str, str | None]) -> None:
        answer = self.web.post(f"/channels/simulator/{event}", json=form)
        assert answer.status_code == 200, answer.text


@pytest.fixture
def valkey(config: Config) -> Iterator[Valkey]:
    """A real queue, in the state folder as `up` starts it."""
    folder = config.state / "redis"
    folder.mkdir()
    server = Valkey(folder)
    yield server
    server.kill()


@pytest.fixture
def town(
    config: Config,
    valkey: Valkey,
    clock: Clock,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    tmp_path_factory: pytest.TempPathFactory,
) -> Town:
    caplog.set_level(logging.DEBUG)
    drawn = count(1)
    calls_back = beeping(config, tmp_path_factory.mktemp("pack"))
    line = Hotline(
        replace(calls_back, redis_url=valkey.url), clock, lambda below: next(drawn) % below
    )
    monkeypatch.setattr("jobs.deliver.line", lambda: line)
    return Town(line, valkey, clock)


def kept(config: Config) -> Iterator[Path]:
    """Every file of the state folder but the keys and the public directory."""
    for path in config.state.rglob("*"):
        if path.is_file() and path.parent.name != "keys" and path.name != "directory.sqlite":
            yield path


def rows(line: Hotline) -> dict[str, list[dict[str, object]]]:
    """Every row of every table."""
    engine = line.store.engine
    tables = engine.all("select name from sqlite_master where type = 'table'")
    return {each["name"]: engine.all(f"select * from {each['name']}") for each in tables}


def test_everything_happened(town: Town) -> None:
    town.a_week()
    arrived = [
        message["text"]
        for number in (RESIDENT, CALLER, OPTED_OUT)
        for message in simulator.read_since(number, 0, town.line.config)
    ]
    assert any(SAID[0] in text for text in arrived)
    assert sum(SAID[2] in text for text in arrived) == 1
    assert town.line.store.outbox.states() == {"sent": 3, "refused": 3, "waiting": 6}
    assert "note_sealed" in rows(town.line)["callback_event"][0]
    assert [len(rows(town.line)[table]) for table in STORIES] == [1, 2, 1]
    assert [row["state"] for row in rows(town.line)["voicemail"]] == ["kept"]


def test_nothing_is_kept_in_clear(town: Town, config: Config) -> None:
    town.a_week()
    Redis.from_url(town.valkey.url).save()
    town.valkey.kill()
    town.keep_and_export()
    files = [*kept(config)]
    assert {"live.sqlite", "live.sqlite-wal"} <= {file.name for file in files}
    assert {".aof", ".rdb", ".sealed"} <= {file.suffix for file in files}
    assert [file for file in files if CANARIES.search(file.read_bytes())] == []
    assert [file for file in files if CANARIES.search(str(file).encode())] == []


def test_nothing_is_logged_in_clear(town: Town, caplog: pytest.LogCaptureFixture) -> None:
    town.a_week()
    town.valkey.kill()
    town.call(CALLER, *CALLBACK)
    town.forget(RESIDENT)
    assert caplog.records
    assert not CANARIES.search(caplog.text.encode())


def test_the_canaries_sing(town: Town, config: Config) -> None:
    """If nothing were found because nothing is looked for, all this would prove nothing."""
    (config.state / "simulator").mkdir()
    numbers = ("06 39 98 12 34", "+33639985678", "0 6, 3 9, 9 8, 9 0, 1 2")
    for words in (*numbers, f"le {WRITTEN}", base64.b64encode(SOUND).decode()):
        leak = config.state / "simulator" / "leak"
        leak.write_text(words)
        assert [file for file in kept(config) if CANARIES.search(file.read_bytes())] == [leak]


@pytest.mark.parametrize("number", [RESIDENT, CALLER])
def test_of_the_forgotten_nothing_is_left(town: Town, config: Config, number: str) -> None:
    town.a_week()
    person = town.line.store.turns.person(number) or ""
    theirs = _ids_of(town.line, person) + (_stated(town.line) if number == CALLER else [])
    assert len(theirs) >= 5
    town.forget(number)
    held = b"".join(path.read_bytes() for path in kept(config) if "live" in path.name)
    assert [each for each in (person, *theirs) if each.encode() in held] == []


@pytest.mark.parametrize("fetched", [True, False])
def test_what_the_forgotten_said_is_gone(town: Town, config: Config, *, fetched: bool) -> None:
    town.speak(SPEAKER, *"13143")
    if fetched:
        town.work()
    (message,) = rows(town.line)["voicemail"]
    town.forget(SPEAKER)
    held = b"".join(path.read_bytes() for path in kept(config) if "live" in path.name)
    assert str(message["callback"]).encode() not in held
    assert fetched is (message["sound_sealed"] is not None)
    assert str(message["sound_sealed"] or "nothing")[:80].encode() not in held
    fetch_by(town.line)
    assert rows(town.line)["voicemail"] == []
    assert [path for path in kept(config) if path.suffix == ".sealed"] == []


def test_what_was_sent_is_forgotten_at_once(town: Town, config: Config) -> None:
    town.a_week()
    assert simulator.read_since(RESIDENT, 0, config)
    town.text(RESIDENT, "oublie")
    assert simulator.read_since(RESIDENT, 0, config) == []
    assert simulator.read_since(CALLER, 0, config)


def test_forgotten_is_forgotten_at_once(town: Town, config: Config) -> None:
    town.a_week()
    theirs = _ids_of(town.line, town.line.store.turns.person(RESIDENT) or "")
    town.text(RESIDENT, "oublie")
    held = b"".join(path.read_bytes() for path in kept(config) if "live" in path.name)
    assert [each for each in theirs if each.encode() in held] == []


def test_of_who_opted_out_only_that_is_left(town: Town) -> None:
    town.a_week()
    person = town.line.store.turns.person(OPTED_OUT) or ""
    town.forget(OPTED_OUT)
    left = [
        (table, row)
        for table, held in rows(town.line).items()
        for row in held
        if person in row.values()
    ]
    assert [table for table, _ in left] == ["person"]
    assert left[0][1]["language"] is None
    assert town.line.store.turns.opted_out(person)


def test_others_are_not_forgotten_with_them(town: Town) -> None:
    town.a_week()
    caller = town.line.store.turns.person(CALLER) or ""
    town.line.forget_old()
    before = _ids_of(town.line, caller)
    town.forget(RESIDENT)
    assert _ids_of(town.line, caller) == before


def test_a_forgotten_person_is_a_stranger(town: Town) -> None:
    town.a_week()
    town.forget(RESIDENT)
    town.text(RESIDENT, "suite")
    held = rows(town.line)
    person = town.line.store.turns.person(RESIDENT)
    assert len([row for row in held["inbound"] if row["person"] == person]) == 1


def _stated(line: Hotline) -> list[str]:
    """The sealed values of the one story that was written down: the caller's."""
    found = [row for table in STORIES for row in rows(line)[table]]
    sealed = [str(each) for row in found for name, each in row.items() if "_sealed" in name]
    assert len(sealed) == 3
    return sealed


def _ids_of(line: Hotline, person: str) -> list[str]:
    """What would betray this person's rows: their ids and their sealed values.

    But not the id of a callback request or of a record of facts: the audit trail keeps those, and
    they tell nothing.
    """
    return [
        str(value)
        for table, held in sorted(rows(line).items())
        for row in held
        if row.get("person") == person
        for name, value in row.items()
        if value and (name.endswith("_sealed") or (name in ("id", "key") and table not in AUDITED))
    ]
