"""What follows when a message does not leave, and when somebody floods the line?"""

from __future__ import annotations

from dataclasses import replace

import pytest

from drill.twilio import Fault
from hotline.store.outgoing import NewOutbound
from tests.jobs.conftest import PERSON, World
from tests.jobs.test_deliver import ADDRESS_BY_SMS, assert_ended, closed_callback


def limited(world: World, **limits: int) -> None:
    """The same line with other limits."""
    city = replace(world.line.city, limits={**world.line.city.limits, **limits})
    board = world.line.switchboard
    world.line.city = city
    world.line._switchboard = replace(board, world=replace(board.world, city=city))


def add(world: World, kind: str, **more: object) -> str:
    values = {"channel": "twilio", "body": "STOP", "language": "fr", "due_at": world.clock()}
    person = world.line.store.turns.person(PERSON) or ""
    new = NewOutbound(kind=kind, person=person, recipient=PERSON, **{**values, **more})  # type: ignore[arg-type]
    return world.line.store.outbox.add(new, world.clock())


def test_why_it_left_is_kept(world: World) -> None:
    closed_callback(world)
    world.sweep(4, minutes=11 * 60)
    world.sweep(2, minutes=5 * 60)
    (row,) = world.line.store.engine.all("select id from outbox")
    assert world.line.store.outbox.decisions(row["id"]) == [
        ("send", "allowed hours, agreed on 2026-11-23")
    ]
    consent = world.line.store.engine.one("select what, by from consent")
    assert consent == {"what": "followup", "by": f"twilio:SM{4:032x}"}


def test_a_stop_said_to_the_provider_is_kept_as_said_to_us(world: World) -> None:
    world.twilio.script(Fault.refusal(21610))
    world.call(*ADDRESS_BY_SMS)
    world.sweep()
    person = world.line.store.turns.person(PERSON) or ""
    assert world.line.store.turns.opted_out(person)


def test_staff_see_what_will_not_arrive(world: World) -> None:
    world.twilio.script(Fault.refusal(21614))
    world.call(*ADDRESS_BY_SMS)
    world.sweep()
    (problem,) = world.line.store.outbox.problems()
    assert (problem.kind, problem.state, problem.reason) == ("asked", "failed", "21614")


@pytest.mark.parametrize(
    ("kind", "copies", "state"), [("confirmation", 2, "sent"), ("news", 1, "doubtful")]
)
def test_in_doubt(world: World, kind: str, copies: int, state: str) -> None:
    """The provider took it, the answer was lost, and it can't be asked for an hour."""
    person = world.line.store.turns.person(PERSON) or ""
    world.line.store.consents.give(person, "news", "x", world.clock())
    add(world, kind)
    world.twilio.script(Fault.CUT_AFTER, *[Fault(status=500, method="GET")] * 5)
    world.sweep(20, minutes=3)
    assert len(world.sent) == copies
    assert_ended(world, state)
    assert world.line.store.tally.of("doubts", kind) == 1


def test_tries_that_failed_otherwise_are_no_reason_to_ask_less(world: World) -> None:
    """It was refused five times for haste, then taken; the provider can say so a minute later."""
    add(world, "confirmation")
    slow = [Fault.TOO_MANY] * 5
    world.twilio.script(*slow, Fault.CUT_AFTER, Fault(status=500, method="GET"))
    world.sweep(20, minutes=30)
    assert len(world.sent) == 1
    assert_ended(world, "sent")
    assert world.line.store.tally.of("doubts", "confirmation") == 0


def test_a_throttled_channel_rests_as_a_whole(world: World) -> None:
    for _ in range(3):
        add(world, "confirmation")
    world.twilio.script(Fault.TOO_MANY)
    world.sweep(1)
    taken = len(world.sent)
    world.sweep(3)
    assert len(world.sent) == taken < 3
    world.sweep(20, minutes=1)
    assert len(world.sent) == 3


def test_the_day_s_money_is_kept_together(world: World, caplog: pytest.LogCaptureFixture) -> None:
    limited(world, segments_a_day=3)
    ids = [add(world, "confirmation") for _ in range(4)]
    world.sweep(2)
    assert len(world.sent) == 3
    assert caplog.text.count("segments sent today") == 1
    held = [each for id_ in ids for each in world.line.store.outbox.decisions(id_)]
    assert ("hold", "daily spending cap") in held
    world.sweep(2, minutes=24 * 60)
    assert len(world.sent) == 4


def test_a_person_gets_only_so_much_unasked_a_day(world: World) -> None:
    limited(world, messages_a_person_a_day=2)
    for _ in range(3):
        add(world, "confirmation")
    world.sweep(3)
    assert len(world.sent) == 2
    world.sweep(1, minutes=23 * 60)
    assert len(world.sent) == 3


def test_a_robot_is_met_with_silence_then_told_once(world: World) -> None:
    told = [bool(world.text("serin jaune")) for _ in range(12)]
    assert told == [True] * 6 + [False, True] + [False] * 4
    assert world.text("AU SECOURS il me frappe"), "danger is always heard"
    assert world.text("STOP"), "and so is STOP"


def test_many_texts_in_five_minutes_are_a_robot(world: World) -> None:
    told = [bool(world.text(f"serin {number}")) for number in range(24)]
    assert told[:20] == [True] * 20
    assert told[20:] == [False, True, False, False]
    world.clock.forward(minutes=6)
    assert world.text("avocat")


def test_a_flood_of_new_numbers_is_answered_slowly(world: World) -> None:
    limited(world, newcomers_an_hour=3)

    def new(number: int) -> tuple[str, ...]:
        sender = f"+336399812{number:02d}"
        return world.say("sms", "text", sender, "avocat", f"SM{number:032x}", "")

    assert [bool(new(number)) for number in range(5)] == [True, True, True, False, False]
    world.sweep()
    assert len(world.twilio.ledger) == 0
    world.clock.forward(seconds=20)
    world.sweep()
    assert len(world.twilio.ledger) == 2


def test_one_number_has_only_so_many_requests_open(world: World) -> None:
    for topic in ("avocat", "logement", "travail"):
        for words in (f"rappel {topic}", "1", "2"):
            world.text(words)
    assert len(world.line.store.callbacks.waiting([*world.line.city.teams])) == 3
    (told,) = world.text("rappel sante")
    assert "plusieurs demandes" in told
    assert len(world.line.store.callbacks.waiting([*world.line.city.teams])) == 3


def test_retries_of_many_do_not_come_back_together(world: World) -> None:
    for _ in range(6):
        add(world, "confirmation")
    world.twilio.script(*[Fault.BROKEN] * 6)
    world.sweep()
    times = {row["due_at"] for row in world.line.store.engine.all("select due_at from outbox")}
    assert len(times) == 6
