"""Who gets in to record by telephone, and what becomes of what they say when things go wrong?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import pytest
from argon2 import PasswordHasher
from click.testing import CliRunner

from drill.twilio import ACCOUNT, TOKEN, FakeTwilio
from drill.twilio.forms import new_sid
from hotline.app import Hotline
from hotline.channels.twilio import client
from hotline.cli import accounts, commands
from hotline.config import Config
from hotline.model import Event, Inbound, Recording
from hotline.plan import HangUp, Record, Script
from hotline.roles import EDITOR
from hotline.store import StaffMember, Take, pins, staff
from hotline.studio import A_CALLER, EVERYBODY
from hotline.web import create_app
from jobs.takes import take_by, takes_by
from tests.conftest import Clock
from tests.speech.test_take import as_wav, speech

CALLER = "+33639980001"
WRONG = "Ce code n'ouvre rien."
SOUND = as_wav(speech(2, rate=8000), 8000)


@dataclass
class Caller:
    """Somebody on the telephone, and what they were told last."""

    line: Hotline
    clock: Clock
    number: str | None = CALLER
    call: str = ""
    step: int = 0
    script: Script = field(default_factory=lambda: Script(()))

    def begins(self) -> Caller:
        self.call, self.step = new_sid("CA"), -1
        return self._does("call", "")

    def keys(self, *keyed: str) -> Caller:
        for digits in keyed:
            self._does("digits" if digits else "silence", digits)
        return self

    def speaks(self, recording: str) -> Caller:
        return self._does("recorded", "", Recording(recording, 2))

    def hangs_up(self) -> None:
        self._does("hangup", "")

    @property
    def told(self) -> str:
        return " ".join(piece.text for piece in self.script.utterances)

    def _does(self, event: Event, digits: str, recording: Recording | None = None) -> Caller:
        self.step += 1
        self.clock.forward(seconds=5)
        number, at, id_ = self.number, self.clock(), f"{self.call}:{self.step}"
        inbound = Inbound("twilio", "voice", event, id_, number, "", digits, at, self.call)
        reply = self.line.answer(replace(inbound, recording=recording)).reply
        self.script = reply.script or Script(())
        return self


@pytest.fixture
def fake(clock: Clock) -> Iterator[FakeTwilio]:
    with FakeTwilio(now=clock) as server:
        yield server


@pytest.fixture
def line(
    config: Config, clock: Clock, fake: FakeTwilio, monkeypatch: pytest.MonkeyPatch
) -> Hotline:
    quick = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    for module in (pins, staff):
        monkeypatch.setattr(module, "HASHER", quick)
    monkeypatch.setattr(pins, "DECOY", quick.hash("nobody"))
    monkeypatch.setattr(client, "TIMEOUT", 0.5)
    account = {"twilio_account_sid": ACCOUNT, "twilio_auth_token": TOKEN}
    public = "https://line.example"
    return Hotline(replace(config, public_url=public, twilio_api_base=fake.url, **account), clock)


@pytest.fixture
def caller(line: Hotline, clock: Clock) -> Caller:
    return Caller(line, clock)


@pytest.fixture
def awa(line: Hotline) -> StaffMember:
    line.store.staff.add("awa", "Awa", (), (EDITOR,), line.now())
    line.store.staff.set_password(line.store.staff.everyone()[0].id, "quatre chevaux bleus")
    return line.store.staff.everyone()[0]


@pytest.fixture
def code(line: Hotline, awa: StaffMember) -> str:
    return line.store.pins.renew(awa.id, line.now()) or ""


@pytest.fixture
def at_work(caller: Caller, code: str) -> Caller:
    """Awa, asked for the first French sentence."""
    return caller.begins().keys("#", code, "1")


def only(line: Hotline) -> Take:
    (row,) = line.store.engine.all("select id from take")
    found = line.store.takes.get(row["id"])
    assert found
    return found


def left_of(line: Hotline, fake: FakeTwilio) -> int:
    """How many copies of a recording there are that callers do not hear."""
    return len(fake.api.recordings) + len([*(line.config.state / "fresh").glob("*")])


# --- who gets in -------------------------------------------------------------------------------


def wrong(code: str) -> str:
    return code[:2] + f"{(int(code[2:]) + 1) % 1_000_000:06}"


def test_after_five_wrong_codes_the_right_one_sounds_as_wrong(
    line: Hotline, caller: Caller, code: str
) -> None:
    for _ in range(A_CALLER.free):
        assert caller.begins().keys("#", wrong(code)).told.startswith(WRONG)
    assert caller.begins().keys("#", code).told.startswith(WRONG)
    other = Caller(line, caller.clock, "+33639980002")
    assert "Quelle langue" in other.begins().keys("#", code).told
    caller.clock.forward(minutes=1)
    assert "Quelle langue" in caller.begins().keys("#", code).told


def test_whoever_calls_from_everywhere_is_locked_out_too(
    line: Hotline, caller: Caller, code: str
) -> None:
    for n in range(EVERYBODY.free + 1):
        caller.number = f"+336399810{n:02}"
        caller.begins().keys("#", wrong(code))
    caller.number = "+33639980777"
    assert caller.begins().keys("#", code).told.startswith(WRONG)


def test_hidden_numbers_are_one_caller(caller: Caller, code: str) -> None:
    caller.number = None
    for _ in range(A_CALLER.free):
        caller.begins().keys("#", wrong(code))
    assert caller.begins().keys("#", code).told.startswith(WRONG)


def test_the_same_leg_told_twice_counts_once(line: Hotline, caller: Caller, code: str) -> None:
    caller.begins().keys("#")
    for _ in range(A_CALLER.free + 1):
        caller.step = 1
        caller.keys(wrong(code))
    assert "Quelle langue" in caller.begins().keys("#", code).told


def test_only_who_may_record_gets_in(line: Hotline, caller: Caller, code: str) -> None:
    line.store.engine.run("update staff set roles = 'member'")
    assert caller.begins().keys("#", code).told.startswith(WRONG)


def test_whose_right_is_taken_away_in_the_call_is_told_goodbye(
    line: Hotline, at_work: Caller
) -> None:
    line.store.engine.run("update staff set roles = 'member'")
    assert isinstance(at_work.speaks(new_sid("RE")).script.then, HangUp)
    assert line.store.takes.unfinished() == []


def test_a_code_is_nothing_elsewhere_in_a_call(caller: Caller, code: str) -> None:
    assert "besoin" in caller.begins().keys("1", "#").told
    assert "Quelle langue" not in caller.keys(code).told


def test_who_was_let_in_is_in_the_audit(line: Hotline, at_work: Caller, awa: StaffMember) -> None:
    assert [what for _, _, what in line.store.staff.audited(awa.id)][-1] == "pin_used"
    assert not re.search(CALLER[3:], str(line.store.engine.all("select * from trail")))


def test_a_code_is_printed_once(
    line: Hotline, awa: StaffMember, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(accounts, "open_line", lambda _: line)
    run = CliRunner().invoke
    told = run(commands, ["staff", "pin", "awa"]).output
    (code,) = re.findall(r"code (\d{8})\.", told)
    assert line.store.pins.holder(code) == awa.id
    assert "no account called bo" in run(commands, ["staff", "pin", "bo"]).output
    assert run(commands, ["staff", "pin", "awa", "--none"]).exit_code == 0
    assert line.store.pins.holder(code) is None
    line.store.engine.run("update staff set roles = 'member'")
    assert "may not put voices" in run(commands, ["staff", "pin", "awa"]).output


# --- what becomes of what they say ---------------------------------------------------------------


def test_a_recording_that_is_late_is_waited_for(
    line: Hotline, fake: FakeTwilio, at_work: Caller
) -> None:
    """Twilio tells of a recording before it can be had."""
    sid = new_sid("RE")
    at_work.speaks(sid)
    assert takes_by(line) == 1
    assert at_work.keys("").told == "Un instant."
    fake.api.recordings[sid] = SOUND
    takes_by(line)
    assert at_work.keys("").told.startswith("Voici :")
    assert fake.api.recordings == {}, "it is here: nobody else keeps it"


def test_what_is_heard_again_has_a_name_nobody_guesses_and_then_none(
    line: Hotline, fake: FakeTwilio, at_work: Caller
) -> None:
    sid, web = new_sid("RE"), create_app(line).test_client()
    fake.api.recordings[sid] = SOUND
    at_work.speaks(sid)
    takes_by(line)
    at_work.keys("")
    (name,) = [each.file for each in at_work.script.utterances if each.file]
    assert re.fullmatch(r"fresh/[0-9a-f]{32}\.wav", name)
    with web.get(f"/audio/{name}") as served:
        assert served.status_code == 200
        assert served.data.startswith(b"RIFF")
        assert served.cache_control.no_store
    assert web.get("/audio/fresh/").status_code == 404
    assert web.get("/audio/fresh/..%2flive.sqlite").status_code == 404
    at_work.keys("1")
    take_by(line, only(line).id)
    assert web.get(f"/audio/{name}").status_code == 404
    assert left_of(line, fake) == 0
    with web.get("/audio/recorded/fr/greeting.1.wav") as kept:
        assert kept.status_code == 200
    assert [what for _, _, what in line.store.staff.audited("fr:greeting.1")] == ["recorded"]


@pytest.mark.parametrize("worked", [True, False])
@pytest.mark.parametrize("how", ["2", "3", "*", "hangs up", "is cut off"])
def test_nothing_stays_of_what_is_not_kept(
    line: Hotline, fake: FakeTwilio, at_work: Caller, how: str, worked: bool
) -> None:
    sid = new_sid("RE")
    fake.api.recordings[sid] = SOUND
    at_work.speaks(sid)
    if worked:
        takes_by(line)
        at_work.keys("")
    match how:
        case "hangs up":
            at_work.hangs_up()
        case "is cut off":  # and nobody tells
            at_work.clock.forward(hours=2)
            line.forget_old()
        case key:
            at_work.keys(key)
            at_work.clock.forward(hours=2)
            line.forget_old()
    takes_by(line)
    assert left_of(line, fake) == 0
    assert line.store.takes.unfinished() == []
    assert not [*(line.config.state / "recorded").rglob("*.wav")]
    at_work.clock.forward(days=2)
    line.forget_old()
    assert line.store.engine.all("select * from take") == []


def test_what_the_provider_does_not_erase_is_erased_later(
    line: Hotline, fake: FakeTwilio, at_work: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    sid = new_sid("RE")
    fake.api.recordings[sid] = SOUND
    at_work.speaks(sid)
    base = line.config.twilio_api_base
    takes_by(line)
    line.store.engine.run("update take set held = 1")
    fake.api.recordings[sid] = SOUND
    at_work.keys("", "1")
    line.config = replace(line.config, twilio_api_base="http://127.0.0.1:9")
    takes_by(line)
    assert only(line).state == "kept", "on the air all the same"
    assert sid in fake.api.recordings
    line.config = replace(line.config, twilio_api_base=base)
    takes_by(line)
    assert left_of(line, fake) == 0
    assert only(line).state == "over"


def test_a_job_may_run_twice(line: Hotline, fake: FakeTwilio, at_work: Caller) -> None:
    sid = new_sid("RE")
    fake.api.recordings[sid] = SOUND
    at_work.speaks(sid)
    for keyed in ("", "1"):
        for _ in range(2):
            take_by(line, only(line).id)
        at_work.keys(keyed)
    for _ in range(2):
        take_by(line, only(line).id)
    recording = line.library.recordings.get("fr", "greeting.1")
    assert recording
    assert recording.who == "Awa"
    take_by(line, "nothing")


def test_silence_ends_in_a_goodbye(at_work: Caller) -> None:
    at_work._does("recorded", "")
    assert "entendu" in at_work.told
    at_work.keys(*[""] * 5)
    assert isinstance(at_work.script.then, HangUp)


def test_what_was_said_too_loud_is_told(line: Hotline, fake: FakeTwilio, at_work: Caller) -> None:
    sid = new_sid("RE")
    loud = speech(2, loud=4, rate=8000).clip(-1, 1)
    fake.api.recordings[sid] = as_wav(loud, 8000)
    at_work.speaks(sid)
    takes_by(line)
    assert at_work.keys("").told.startswith("C'est trop fort")
    assert left_of(line, fake) == 0
    assert isinstance(at_work.keys("2").script.then, Record)
