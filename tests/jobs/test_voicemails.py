"""What a caller says: fetched, kept sealed, then erased at the provider; whatever goes wrong."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from email.utils import format_datetime

import pytest

from drill.twilio import Fault
from hotline.model import Inbound, Recording
from hotline.store.voicemails import Voicemail
from jobs.replay import replay_by
from jobs.voicemails import AT_ONCE, fetch_by, find_by
from tests.jobs.conftest import PERSON, World
from tests.sounds import spoken

SOUND = spoken(9)
DOWN = Fault(method="GET", status=503)


@pytest.fixture
def leave(world: World) -> Callable[..., str]:
    """The person asks to be called about housing, and leaves a message; returns its sid."""

    def left(sound: bytes | None = SOUND, seconds: int = 9, keys: str = "13143") -> str:
        world.texts += 1
        call, sid = f"CA{world.texts:032x}", f"RE{world.texts:032x}"
        for step, digits in enumerate(("", *keys)):
            world.line.answer(leg(world, call, step, digits))
        said = replace(leg(world, call, len(keys) + 1, ""), event="recorded")
        world.line.answer(replace(said, recording=Recording(sid, seconds)))
        world.line.answer(replace(said, recording=Recording(sid, seconds)))  # providers repeat
        if sound is not None:
            world.twilio.api.recordings[sid] = sound
        return sid

    return left


def leg(world: World, call: str, step: int, digits: str) -> Inbound:
    event = "digits" if step else "call"
    id_, at = f"{call}:{step}", world.clock()
    return Inbound("twilio", "voice", event, id_, PERSON, "", digits, at, call)


def messages(world: World) -> list[Voicemail]:
    """What staff see of the only request."""
    (request,) = world.line.store.callbacks.waiting([*world.line.city.teams])
    return world.line.store.voicemails.of([request.id])[request.id]


def heard(world: World) -> bytes | None:
    (message,) = messages(world)
    return world.line.store.voicemails.sound(message.callback, message.id)


def rows(world: World) -> list[dict[str, object]]:
    return world.line.store.engine.all("select * from voicemail")


def test_it_is_ours_then_erased_there(world: World, leave: Callable[..., str]) -> None:
    leave()
    assert [each.state for each in messages(world)] == ["expected"]
    assert fetch_by(world.line) == 1
    assert world.twilio.api.recordings == {}
    assert heard(world) == SOUND
    assert [(each.state, each.seconds) for each in messages(world)] == [("kept", 9)]
    assert fetch_by(world.line) == 0


def test_ours_is_on_the_disk_before_theirs_is_erased(
    world: World, leave: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    leave()
    seen = []

    def erase(_id: str, _config: object) -> None:
        assert not world.line.store.engine.database.conn.in_transaction
        seen.append(heard(world))

    monkeypatch.setattr("hotline.channels.twilio.erase_recording", erase)
    fetch_by(world.line)
    assert seen == [SOUND]


@pytest.mark.parametrize(
    "fault", [DOWN, *(Fault(then, status=401, method="GET") for then in ("hang", "error", "cut"))]
)
def test_the_provider_is_away(world: World, leave: Callable[..., str], fault: Fault) -> None:
    sid = leave()
    world.twilio.script(fault)
    assert fetch_by(world.line) == 0
    assert fetch_by(world.line) == 0, "it is not asked again at once"
    assert sid in world.twilio.api.recordings
    world.clock.forward(seconds=6)
    assert fetch_by(world.line) == 1
    assert heard(world) == SOUND


def test_it_is_fetched_once_though_erasing_fails(world: World, leave: Callable[..., str]) -> None:
    leave()
    world.twilio.script(Fault(method="DELETE", status=500))
    assert fetch_by(world.line) == 0
    assert heard(world) == SOUND
    world.clock.forward(seconds=6)
    before = len(world.twilio.asked)
    assert fetch_by(world.line) == 1
    assert [asked.split()[0] for asked in world.twilio.asked[before:]] == ["DELETE"]
    assert world.twilio.api.recordings == {}


def test_it_may_come_late(world: World, leave: Callable[..., str]) -> None:
    sid = leave(sound=None)
    for _ in range(4):
        assert fetch_by(world.line) == 0
        world.clock.forward(minutes=5)
    world.twilio.api.recordings[sid] = SOUND
    assert fetch_by(world.line) == 1
    assert heard(world) == SOUND


@pytest.mark.parametrize("sound", [None, b"<html>", b""])
def test_what_cannot_be_had_is_lost_after_a_day_and_staff_see_it(
    world: World, leave: Callable[..., str], sound: bytes | None
) -> None:
    leave(sound)
    fetch_by(world.line)
    world.clock.forward(hours=23)
    fetch_by(world.line)
    assert [each.state for each in messages(world)] == ["expected"]
    world.clock.forward(hours=2)
    assert fetch_by(world.line) == 1
    assert [each.state for each in messages(world)] == ["lost"]
    assert world.twilio.api.recordings == {}


def test_silence_is_told_from_a_voice(world: World, leave: Callable[..., str]) -> None:
    leave(spoken(9, amplitude=0))
    fetch_by(world.line)
    assert [each.state for each in messages(world)] == ["silent"]


def test_too_short_is_kept_nowhere(world: World, leave: Callable[..., str]) -> None:
    leave(spoken(1), seconds=1)
    assert fetch_by(world.line) == 1
    assert (rows(world), world.twilio.api.recordings) == ([], {})


@pytest.mark.parametrize("words", ["oublie", "annuler", "stop"])
@pytest.mark.parametrize("fetched", [True, False])
def test_who_takes_it_back_is_heard_by_nobody(
    world: World, leave: Callable[..., str], words: str, *, fetched: bool
) -> None:
    leave()
    if fetched:
        fetch_by(world.line)
    world.text(words)
    assert [row["sound_sealed"] for row in rows(world)] in ([], [None])
    fetch_by(world.line)
    world.line.forget_old()
    assert (rows(world), world.twilio.api.recordings) == ([], {})


def test_taken_back_while_it_is_being_fetched(
    world: World, leave: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    leave()

    def slow(*_: object) -> bytes:
        world.text("oublie")
        return SOUND

    monkeypatch.setattr("hotline.channels.twilio.recording", slow)
    fetch_by(world.line)
    assert (rows(world), world.twilio.api.recordings) == ([], {})


def test_it_goes_with_its_request(world: World, leave: Callable[..., str]) -> None:
    leave()
    fetch_by(world.line)
    (request,) = world.line.store.callbacks.waiting([*world.line.city.teams])
    world.line.store.callbacks.claim(request.id, "awa", world.clock())
    world.line.close_callback(request.id, "awa", "")
    days = world.line.city.retention["closed_callback_days"]
    world.clock.forward(days=days - 1)
    world.line.forget_old()
    assert len(rows(world)) == 1
    world.clock.forward(days=1, hours=1)
    world.line.forget_old()
    assert rows(world) == []


def test_a_provider_that_never_comes_back_keeps_no_row_of_nobody_s(
    world: World, leave: Callable[..., str]
) -> None:
    leave()
    world.text("oublie")
    world.clock.forward(days=31)
    assert rows(world)
    world.line.forget_old()
    assert rows(world) == []


def test_a_few_at_a_time(world: World, leave: Callable[..., str]) -> None:
    for _ in range(AT_ONCE + 1):
        leave(seconds=1)
    assert fetch_by(world.line) == AT_ONCE
    assert fetch_by(world.line) == 1


def test_three_messages_for_one_request_are_enough(world: World, leave: Callable[..., str]) -> None:
    leave()
    for _ in range(4):
        leave(keys="3141")  # a caller who is known, about the request that there is
    fetch_by(world.line)
    assert [each.state for each in messages(world)] == ["kept"] * 3


def test_what_is_said_while_the_record_is_away_is_not_lost(
    world: World, leave: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object) -> None:
        raise OSError

    sound, answer = SOUND, world.line.answer
    with monkeypatch.context() as patch:

        def answered(inbound: Inbound) -> object:
            if inbound.event == "recorded":
                patch.setattr(world.line.store, "together", away)
            return answer(inbound)

        patch.setattr(world.line, "answer", answered)
        leave(sound)
    world.line._away_until = 0.0
    assert messages(world) == []
    replay_by(world.line)
    fetch_by(world.line)
    assert heard(world) == SOUND


def test_waits_grow_up_to_an_hour(world: World, leave: Callable[..., str]) -> None:
    leave(sound=None)
    waits = []
    for _ in range(12):
        before = world.clock()
        fetch_by(world.line)
        until = datetime.fromisoformat(str(rows(world)[0]["due_at"]))
        waits.append((until - before).total_seconds())
        world.clock.time = until
    assert waits == [5, 10, 20, 40, 80, 160, 320, 640, 1280, 2560, 3600, 3600]


@pytest.fixture
def hold(world: World) -> Callable[..., str]:
    """The provider has a recording of a call whose webhook never reached us; returns its sid."""

    def held(keys: str, seconds: int = 9) -> str:
        world.texts += 1
        call, sid = f"CA{world.texts:032x}", f"RE{world.texts:032x}"
        for step, digits in enumerate(("", *keys)):
            world.line.answer(leg(world, call, step, digits))
        world.twilio.api.recordings[sid] = SOUND
        since = format_datetime(world.clock())
        about = {"call_sid": call, "duration": str(seconds), "date_created": since}
        world.twilio.api.calls_recorded[sid] = about
        return sid

    return held


def test_what_we_were_never_told_of_is_found(world: World, hold: Callable[..., str]) -> None:
    hold("13143")
    assert find_by(world.line) == 0, "its webhook may still come"
    world.clock.forward(minutes=11)
    assert (find_by(world.line), find_by(world.line)) == (1, 0)
    fetch_by(world.line)
    assert heard(world) == SOUND
    assert (find_by(world.line), world.twilio.api.recordings) == (0, {})


@pytest.mark.parametrize(("keys", "seconds"), [("1", 9), ("13143", 1)])
def test_what_nobody_asked_for_is_erased_there(
    world: World, hold: Callable[..., str], keys: str, seconds: int
) -> None:
    hold(keys, seconds)
    world.clock.forward(minutes=11)
    find_by(world.line)
    fetch_by(world.line)
    assert (rows(world), world.twilio.api.recordings) == ([], {})


def test_what_we_were_told_of_is_no_news(
    world: World, leave: Callable[..., str], hold: Callable[..., str]
) -> None:
    sid = leave()
    world.twilio.api.calls_recorded[sid] = {
        "call_sid": "CAx", "duration": "9", "date_created": format_datetime(world.clock()),
    }  # fmt: skip
    world.clock.forward(minutes=11)
    assert find_by(world.line) == 0


def test_a_provider_that_does_not_answer_is_asked_later(
    world: World, hold: Callable[..., str]
) -> None:
    hold("13143")
    world.clock.forward(minutes=11)
    world.twilio.script(DOWN)
    assert (find_by(world.line), find_by(world.line)) == (0, 1)
