"""Who beeps is called back: how soon, with what, how often, and never a second time."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from drill.twilio import Fault, Message, forms, signed
from hotline.app import Hotline
from hotline.config import Config
from hotline.content.city import load_city
from hotline.errors import DeliveryError, FaultyFiles
from hotline.model import Inbound
from hotline.plan import Refuse
from hotline.web.fallback import create_fallback
from jobs.replay import replay_by
from tests.conftest import Clock
from tests.conversations.town import BEEP, beeping
from tests.jobs.conftest import PERSON, PUBLIC, World


@pytest.fixture
def config(config: Config, tmp_path: Path) -> Config:
    return beeping(config, tmp_path)


def beep(world: World, sender: str | None = PERSON, line: str = BEEP) -> None:
    """Let it ring once; the provider tells it twice."""
    world.texts += 1
    id_, at = f"CA{world.texts:032x}", world.clock()
    rung = Inbound("twilio", "voice", "call", f"{id_}:0", sender, line, "", at, id_)
    for _ in range(2):
        script = world.line.answer(rung).reply.script
        assert script
        assert (script.utterances, script.then) == ((), Refuse())


def calls(world: World) -> list[Message]:
    return [each for each in world.twilio.ledger if each.direction == "outbound-call"]


def reasons(world: World) -> list[tuple[str, str]]:
    return [
        (row["state"], row["reason"]) for row in world.line.store.engine.all("select * from outbox")
    ]


def test_within_a_minute_and_with_what(world: World) -> None:
    beep(world)
    rung_at = world.clock()
    while not calls(world):
        assert world.clock() - rung_at < timedelta(minutes=1)
        world.sweep(minutes=2 / 60)  # as often as the scheduler does
    assert world.clock() - rung_at == timedelta(seconds=8)
    assert world.twilio.api.rung == [
        {
            "To": PERSON,
            "From": BEEP,
            "Url": f"{PUBLIC}/channels/twilio/voice",
            "MachineDetection": "Enable",
            "Timeout": "25",
            "TimeLimit": "1800",
        }
    ]


def test_nobody_picks_up_and_it_is_not_tried_again(world: World) -> None:
    beep(world)
    world.sweep(minutes=1)
    world.twilio.ledger.change(calls(world)[0].sid, status="no-answer")
    world.sweep(times=30, minutes=1)
    assert len(calls(world)) == 1


def test_rung_again_and_again_it_calls_once(world: World) -> None:
    for _ in range(5):
        beep(world)
        world.clock.forward(seconds=10)
    world.sweep(times=3, minutes=1)
    assert len(calls(world)) == 1


def test_three_times_a_day(world: World) -> None:
    for _ in range(6):
        beep(world)
        world.sweep(minutes=5)
    assert len(calls(world)) == 3
    world.clock.forward(days=1)
    beep(world)
    world.sweep(minutes=1)
    assert len(calls(world)) == 4


def test_a_flood_of_shown_numbers_rings_sixty_people_an_hour_at_most(world: World) -> None:
    for nth in range(70):
        beep(world, f"+33639980{nth:03}")
        world.sweep(minutes=1 / 3)
    assert len(calls(world)) == 60


@pytest.mark.parametrize("fault", [Fault.BROKEN, Fault.TOO_MANY, Fault.CUT_BEFORE])
def test_the_provider_is_back_soon(world: World, fault: Fault) -> None:
    beep(world)
    world.twilio.script(fault)
    world.sweep(times=4, minutes=1)
    assert len(calls(world)) == 1


def test_the_provider_is_back_too_late(world: World) -> None:
    beep(world)
    world.twilio.script(*[Fault.BROKEN] * 40)
    world.sweep(times=12, minutes=1)
    world.twilio._scripted.clear()
    world.sweep(times=3, minutes=1)
    assert calls(world) == []
    assert [state for state, _ in reasons(world)] == ["doubtful"]


@pytest.mark.parametrize("fault", [Fault.BROKEN_BUT_TAKEN, Fault.HANGS, Fault.CUT_AFTER])
def test_made_without_our_knowing_it_is_found_again(world: World, fault: Fault) -> None:
    beep(world)
    world.twilio.script(fault)
    world.sweep(times=5, minutes=1)
    assert len(calls(world)) == 1
    assert [state for state, _ in reasons(world)] == ["sent"]


def test_in_doubt_for_good_nobody_is_rung_twice(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unsaid(*_: object) -> str:
        raise DeliveryError("cannot say", code="20500", maybe_sent=True)

    monkeypatch.setattr("hotline.channels.twilio.was_called", unsaid)
    beep(world)
    world.twilio.script(Fault.BROKEN_BUT_TAKEN)
    world.sweep(times=12, minutes=1)
    assert len(calls(world)) == 1
    assert [state for state, _ in reasons(world)] == ["doubtful"]


@pytest.mark.parametrize("words", ["stop", "oublie"])
def test_who_takes_it_back_is_not_called(world: World, words: str) -> None:
    beep(world)
    world.text(words)
    world.sweep(minutes=1)
    assert calls(world) == []


@pytest.mark.parametrize("sender", [None, "+447700900123", "+33899123456", "+882161234567"])
def test_whom_it_does_not_call(world: World, sender: str | None) -> None:
    beep(world, sender)
    world.sweep(times=2, minutes=1)
    assert reasons(world) == []


def test_at_night_the_phone_does_not_ring_nor_in_the_morning(world: World) -> None:
    world.clock.forward(hours=14)
    beep(world)
    world.sweep(times=12, minutes=60)
    assert calls(world) == []


def test_the_line_s_own_number_is_answered(world: World) -> None:
    for line in (world.line.city.voice_line, "", "simulator"):
        world.texts += 1
        id_ = f"CB{world.texts:032x}"
        rung = Inbound("twilio", "voice", "call", f"{id_}:0", PERSON, line, "", world.clock(), id_)
        script = world.line.answer(rung).reply.script
        assert script
        assert script.utterances


@pytest.mark.parametrize(("minutes", "rung"), [(2, 1), (15, 0)])
def test_while_the_record_is_away_it_is_refused_and_only_called_if_that_was_short(
    world: World, monkeypatch: pytest.MonkeyPatch, minutes: int, rung: int
) -> None:
    def away(*_: object) -> None:
        raise OSError

    with monkeypatch.context() as patch:
        patch.setattr(world.line.store, "together", away)
        beep(world)
    world.line._away_until = 0.0
    world.clock.forward(minutes=minutes)
    replay_by(world.line)
    world.sweep(times=2, minutes=1)
    assert len(calls(world)) == rung


@pytest.fixture
def without(config: Config, tmp_path: Path, clock: Clock) -> Hotline:
    """The line where only a text asks for a call back, or nothing does."""
    return Hotline(beeping(replace(config, city="montreuil"), tmp_path / "other", "sms"), clock)


def test_only_by_text(without: Hotline, world: World) -> None:
    world.line = without
    assert world.text("bip")[0].startswith("La machine vous appelle")
    world.sweep(minutes=1)
    (made,) = calls(world)
    assert made.from_ == without.city.voice_line
    assert world.line.answer(
        Inbound("twilio", "voice", "call", "CAx:0", PERSON, BEEP, "", world.clock(), "CAx")
    ).reply.script.utterances  # type: ignore[union-attr]


def test_off_a_person_is_offered_instead(config: Config, world: World, clock: Clock) -> None:
    world.line = Hotline(replace(config, city="montreuil"), clock)
    assert world.line.city.beep == ""
    assert "C'est pour quoi" in world.text("bip")[0]


@pytest.mark.parametrize("number", ["0199000008", "yes", "+33199000000", "+33639980000"])
def test_what_is_no_number_for_it(config: Config, tmp_path: Path, number: str) -> None:
    city = beeping(replace(config, city="montreuil"), tmp_path / "wrong", number).city_path
    with pytest.raises(FaultyFiles, match=r"line\.beep"):
        load_city(city)


def test_the_fallback_refuses_a_beep_and_the_line_calls_when_it_is_back(world: World) -> None:
    client = create_fallback(world.line).test_client()
    form = forms.voice(PERSON, BEEP, status="ringing")
    url = f"{PUBLIC}/channels/twilio/voice"
    answer = client.post(url, data=form, headers=signed(url, form))
    assert "<Reject" in answer.text
    assert "<Play" not in answer.text
    replay_by(world.line)
    world.sweep(minutes=1)
    assert len(calls(world)) == 1
