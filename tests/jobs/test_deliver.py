"""Does what was promised leave, once and only once, whatever the provider does?"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from drill.twilio import Fault
from hotline import channels
from hotline.leaving import leaving
from hotline.model import Outbound
from hotline.store.outbox import LEASE, NewOutbound
from jobs import deliver
from jobs.deliver import deliver_by
from jobs.sweep import sweep_by
from tests.jobs.conftest import PERSON, World

ADDRESS_BY_SMS = ("1", "1", "3", "3")  # French, rights, legal help, "by SMS"
CALLBACK = ("1", "3", "1", "4", "1", "3")  # …, "call me", in the morning, discreetly
LANDLINE = "+33199001234"
STAFF = "staff-1"


def closed_callback(world: World) -> None:
    """A person asks by text, agrees to a follow-up, and is helped by staff."""
    for words in ("rappel avocat", "1", "2", "1"):
        world.text(words)
    (asked,) = world.line.store.callbacks.waiting(["pad"])
    world.line.store.callbacks.claim(asked.id, STAFF, world.clock())
    assert world.line.close_callback(asked.id, STAFF, "")


def assert_ended(world: World, state: str) -> None:
    """The row has ended so, and holds neither number nor words."""
    row = world.row()
    assert row["state"] == state
    assert (row["recipient_sealed"], row["body_sealed"]) == (None, None)
    assert row["ended_at"]


def test_what_a_caller_asked_for_leaves_once(world: World) -> None:
    world.call(*ADDRESS_BY_SMS)
    world.sweep(3, minutes=10)
    (message,) = world.sent
    assert "PAD centre-ville" in message.body
    assert_ended(world, "sent")


def test_the_reference_of_a_callback_leaves_once(world: World) -> None:
    world.call(*CALLBACK, "1")
    world.sweep(2)
    (message,) = world.sent
    assert "1001" in message.body
    assert "MRAP" not in message.body
    assert_ended(world, "sent")


def test_the_follow_up_leaves_once_two_days_later(world: World) -> None:
    closed_callback(world)
    world.sweep(4, minutes=11 * 60)
    assert world.sent == []
    world.sweep(2, minutes=5 * 60)
    (message,) = world.sent
    assert "1 oui, 2 non" in message.body
    assert world.text("2") == ("Désolé. Voulez-vous qu'on vous rappelle ? Répondez 1 : oui.",)
    assert_ended(world, "sent")


@pytest.mark.parametrize(
    "faults",
    [
        pytest.param([Fault.BROKEN], id="500"),
        pytest.param([Fault.BROKEN_BUT_TAKEN], id="500 but accepted"),
        pytest.param([Fault.TOO_MANY], id="429"),
        pytest.param([Fault.TOO_MANY, Fault.TOO_MANY, Fault.BROKEN_BUT_TAKEN], id="429 429 500"),
        pytest.param([Fault.HANGS], id="accepted, then silence"),
        pytest.param([Fault.CUT_AFTER], id="accepted, then cut"),
        pytest.param([Fault.CUT_BEFORE, Fault.CUT_AFTER], id="cut, then accepted and cut"),
        pytest.param([Fault.BROKEN, Fault(status=500, method="GET")], id="cannot be asked"),
        pytest.param([Fault.refusal(20003, 401)], id="our token is refused for a while"),
        pytest.param([Fault.refusal(30001)], id="the provider's queue is full"),
    ],
)
def test_a_bad_day_ends_with_one_message(world: World, faults: list[Fault]) -> None:
    world.twilio.script(*faults)
    world.call(*ADDRESS_BY_SMS)
    world.sweep(8, minutes=3)
    assert len(world.sent) == 1
    assert_ended(world, "sent")


@pytest.mark.parametrize("code", [21614, 21610, 21211, 30006])
def test_what_can_never_arrive_is_tried_once(world: World, code: int) -> None:
    world.twilio.script(Fault.refusal(code))
    world.call(*ADDRESS_BY_SMS)
    world.sweep(5, minutes=20)
    assert world.twilio.asked == [f"POST /2010-04-01/Accounts/{world.twilio.account}/Messages.json"]
    assert world.row()["reason"] == str(code)
    assert_ended(world, "failed")


def test_four_hours_without_the_provider_end_it(world: World) -> None:
    world.twilio.script(*[Fault.TOO_MANY] * 100)
    world.call(*ADDRESS_BY_SMS)
    world.sweep(7, minutes=15)
    assert world.row()["state"] == "waiting"
    world.sweep(8, minutes=61)
    assert_ended(world, "failed")


def test_tries_grow_rarer(world: World) -> None:
    world.twilio.script(*[Fault.TOO_MANY] * 100)
    world.call(*ADDRESS_BY_SMS)
    world.sweep(60, minutes=1)
    assert 5 <= len(world.twilio.asked) <= 9


def test_nothing_unasked_leaves_for_who_opted_out(world: World) -> None:
    closed_callback(world)
    world.text("STOP")
    world.sweep(2, minutes=50 * 60)
    assert world.sent == []
    assert_ended(world, "refused")


def test_who_opted_out_still_gets_what_they_ask_for(world: World) -> None:
    world.text("STOP")
    world.call(*ADDRESS_BY_SMS)
    world.sweep()
    assert len(world.sent) == 1


@pytest.mark.parametrize(
    ("closed", "leaves"),
    [
        (datetime(2026, 11, 23, 22, 30, tzinfo=UTC), datetime(2026, 11, 26, 7, 0, tzinfo=UTC)),
        (datetime(2026, 11, 24, 4, 0, tzinfo=UTC), datetime(2026, 11, 26, 7, 0, tzinfo=UTC)),
        (datetime(2026, 11, 27, 11, 0, tzinfo=UTC), datetime(2026, 11, 30, 7, 0, tzinfo=UTC)),
        (datetime(2026, 12, 23, 11, 0, tzinfo=UTC), datetime(2026, 12, 26, 7, 0, tzinfo=UTC)),
    ],
    ids=["late at night", "before dawn", "Sunday", "Christmas"],
)
def test_quiet_hours_hold_it_until_eight(world: World, closed: datetime, leaves: datetime) -> None:
    world.clock.time = closed - timedelta(minutes=1)
    closed_callback(world)
    world.clock.time = leaves - timedelta(seconds=1)
    world.sweep()
    assert world.sent == []
    world.sweep(minutes=1)
    assert len(world.sent) == 1


@pytest.mark.parametrize(
    ("states", "kept"),
    [
        (["queued", "sent", "delivered"], "delivered"),
        (["delivered", "sent", "queued"], "delivered"),
        (["sent", "delivered", "delivered", "queued"], "delivered"),
        (["undelivered", "sent"], "undelivered"),
        (["failed", "delivered"], "delivered"),
        (["sending"], "sent"),
    ],
)
def test_receipts_in_any_order(world: World, states: list[str], kept: str) -> None:
    world.call(*ADDRESS_BY_SMS)
    world.sweep()
    world.report(world.sent[0], *states)
    assert_ended(world, kept)


def claim_and_send(world: World) -> None:
    """What a worker has done when it is killed before it could write that down."""
    (id_,) = world.line.store.outbox.due(world.clock())
    row = world.line.store.outbox.claim(id_, world.clock())
    assert row is not None
    out = Outbound(row.id, row.channel, row.recipient, row.body, world.line.city.sms_line)
    channels.load("twilio").send(out, world.line.config)


def test_a_worker_killed_after_sending(world: World) -> None:
    world.call(*ADDRESS_BY_SMS)
    claim_and_send(world)
    world.sweep()
    assert world.row()["state"] == "sending"
    world.sweep(2, minutes=LEASE.total_seconds() / 60 + 0.1)
    assert len(world.sent) == 1
    assert_ended(world, "sent")


def test_a_worker_killed_before_sending(world: World) -> None:
    world.call(*ADDRESS_BY_SMS)
    (id_,) = world.line.store.outbox.due(world.clock())
    world.line.store.outbox.claim(id_, world.clock())
    world.sweep(2, minutes=2)
    assert len(world.sent) == 1


@pytest.mark.parametrize("words", ["", "STOP"])
def test_what_has_left_is_never_said_to_be_refused(world: World, words: str) -> None:
    """Taken, and the answer lost; before anybody asks it is too late, or the person says STOP."""
    closed_callback(world)
    world.twilio.script(Fault.CUT_AFTER)
    world.sweep(1, minutes=71 * 60)
    if words:
        world.text(words)
    world.sweep(2, minutes=1 if words else 80 * 60)
    assert len(world.sent) == 1
    assert_ended(world, "sent")


def test_what_left_before_it_was_too_late_may_stay_in_doubt(world: World) -> None:
    world.call(*ADDRESS_BY_SMS)
    world.twilio.script(Fault.CUT_AFTER, Fault(status=500, method="GET"))
    world.sweep()
    world.sweep(3, minutes=5 * 60)
    assert len(world.sent) == 1
    assert_ended(world, "doubtful")


def test_a_sender_who_slept_too_long_sends_nothing(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A closed lid, a clock set right: its lease is over, and another has sent meanwhile."""

    def sleeps(*given: object) -> object:
        monkeypatch.undo()
        world.sweep(1, minutes=LEASE.total_seconds() / 60 + 0.1)
        return leaving(*given)  # type: ignore[arg-type]

    world.call(*ADDRESS_BY_SMS)
    (id_,) = world.line.store.outbox.due(world.clock())
    monkeypatch.setattr(deliver, "leaving", sleeps)
    deliver_by(world.line, id_)
    assert len(world.sent) == 1
    assert_ended(world, "sent")


def test_rung_twice_it_leaves_once(world: World) -> None:
    world.call(*ADDRESS_BY_SMS)
    (id_,) = world.line.store.outbox.due(world.clock())
    for _ in range(3):
        deliver_by(world.line, id_)
    assert len(world.sent) == 1


def test_without_a_queue_the_sweep_sends(world: World) -> None:
    world.call(*ADDRESS_BY_SMS)
    assert world.line.doorbell.ring("jobs.deliver.deliver", "a") is False
    assert [sweep_by(world.line), sweep_by(world.line)] == [1, 0]
    assert len(world.sent) == 1


def test_a_landline_is_sent_nothing(world: World) -> None:
    world.call(*ADDRESS_BY_SMS, caller=LANDLINE)
    world.sweep()
    assert world.line.store.outbox.states() == {}


def test_a_message_forgotten_in_time_never_leaves(world: World) -> None:
    closed_callback(world)
    world.text("OUBLIE")
    world.sweep(2, minutes=50 * 60)
    assert world.sent == []
    assert PERSON not in str(world.line.store.engine.all("select * from outbox"))


def test_one_message_at_the_provider_is_no_proof_for_two(world: World) -> None:
    """The same words twice, both in doubt, and two senders find the same one."""
    closed_callback(world)
    world.clock.forward(hours=50)
    (id_,) = world.line.store.outbox.due(world.clock())
    row = world.line.store.outbox.claim(id_, world.clock())
    assert row is not None
    other = world.line.store.outbox.add(
        NewOutbound("asked", "twilio", row.person, PERSON, "x", "fr", world.clock(), asked=True),
        world.clock(),
    )
    world.line.store.outbox.claim(other, world.clock())
    world.line.store.outbox.sent(other, "SM1", world.clock())
    deliver._keep_sent(world.line, row, "SM1", world.clock())
    states = world.line.store.outbox.states()
    assert states == {"sent": 1, "waiting": 1}
