from __future__ import annotations

from datetime import timedelta
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from hotline.errors import HotlineError
from hotline.model import Receipt
from hotline.store import Store
from hotline.store.callback import NewCallback
from hotline.store.outbox import LEASE, NewOutbound
from tests.conftest import MONDAY

LATER = MONDAY + timedelta(hours=1)


def new(**changes: object) -> NewOutbound:
    values = {
        "kind": "followup",
        "channel": "twilio",
        "person": "p",
        "recipient": "+33639980001",
        "body": "hello",
        "language": "fr",
        "due_at": MONDAY,
    }
    return NewOutbound(**{**values, **changes})  # type: ignore[arg-type]


def test_nothing_is_due_before_its_time(store: Store) -> None:
    id_ = store.outbox.add(new(due_at=LATER), MONDAY)
    assert store.outbox.due(MONDAY) == []
    assert store.outbox.claim(id_, MONDAY) is None
    assert store.outbox.due(LATER) == [id_]


def test_a_row_is_leased_to_one_sender(store: Store) -> None:
    id_ = store.outbox.add(new(), MONDAY)
    row = store.outbox.claim(id_, MONDAY)
    assert row is not None
    assert (row.recipient, row.body, row.maybe_sent) == ("+33639980001", "hello", False)
    assert store.outbox.claim(id_, MONDAY) is None
    assert store.outbox.due(MONDAY) == []


def test_when_its_sender_died_the_next_one_is_told(store: Store) -> None:
    id_ = store.outbox.add(new(), MONDAY)
    store.outbox.claim(id_, MONDAY)
    after = MONDAY + LEASE + timedelta(seconds=1)
    assert store.outbox.due(after) == [id_]
    row = store.outbox.claim(id_, after)
    assert row is not None
    assert row.maybe_sent


def test_what_has_ended_holds_no_number_and_no_words(store: Store) -> None:
    id_ = store.outbox.add(new(), MONDAY)
    store.outbox.claim(id_, MONDAY)
    store.outbox.sent(id_, "SM1", MONDAY)
    row = store.engine.one(
        "select recipient_sealed, body_sealed from outbox where id = :id", id=id_
    )
    assert row == {"recipient_sealed": None, "body_sealed": None}
    assert store.outbox.claim(id_, LATER) is None


@pytest.mark.parametrize(("unsure", "asked_first"), [(False, False), (True, True)])
def test_a_retry_waits_and_remembers_doubt(store: Store, unsure: bool, asked_first: bool) -> None:
    id_ = store.outbox.add(new(), MONDAY)
    store.outbox.claim(id_, MONDAY)
    store.outbox.hold(id_, LATER, "20429", unsure=unsure)
    assert store.outbox.due(MONDAY + timedelta(minutes=59)) == []
    row = store.outbox.claim(id_, LATER + timedelta(seconds=1))
    assert row is not None
    assert row.maybe_sent is asked_first


_ORDER = ["queued", "sent", "undelivered", "delivered"]


@given(states=st.lists(st.sampled_from([*_ORDER, "failed"]), max_size=8))
def test_receipts_in_any_order_never_step_back(
    states: list[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    store = Store(str(tmp_path_factory.mktemp("r") / "live.sqlite"), b"k" * 32)
    id_ = store.outbox.add(new(), MONDAY)
    store.outbox.claim(id_, MONDAY)
    store.outbox.sent(id_, "SM1", MONDAY)
    for state in states:
        store.outbox.receipt(Receipt("twilio", "SM1", state), MONDAY)  # type: ignore[arg-type]
    ended = "delivered" if "delivered" in states else None
    first_bad = next((state for state in states if state in ("undelivered", "failed")), "sent")
    assert store.outbox.states() == {ended or first_bad: 1}


def test_a_receipt_for_somebody_elses_message(store: Store) -> None:
    assert not store.outbox.receipt(Receipt("twilio", "SM9", "sent"), MONDAY)


def test_no_sms_leaves_for_a_number_somebody_typed(store: Store) -> None:
    told = ("person", "+33199000012", "legal", "pad", "fr", "any", "no")
    own = store.callbacks.request(NewCallback("1234", *told), MONDAY)
    typed = store.callbacks.request(NewCallback("5678", *told, typed=True), MONDAY)
    assert store.outbox.add(new(callback=own), MONDAY)
    with pytest.raises(HotlineError, match="typed"):
        store.outbox.add(new(callback=typed), MONDAY)


def test_a_receipt_that_overtakes_our_own_note_counts(store: Store) -> None:
    id_ = store.outbox.add(new(), MONDAY)
    store.outbox.claim(id_, MONDAY)
    assert store.outbox.receipt(Receipt("twilio", "SM1", "delivered"), MONDAY) is None
    assert store.outbox.receipt(Receipt("other", "SM1", "failed"), MONDAY) is None
    store.outbox.sent(id_, "SM1", MONDAY)
    assert store.outbox.states() == {"delivered": 1}


def test_an_answer_overtakes_a_campaign(store: Store) -> None:
    news = [new(kind="news", body=str(number)) for number in range(50)]
    assert store.outbox.add_many(news, MONDAY, chunk=20) == 50
    asked = store.outbox.add(new(kind="asked", asked=True, due_at=LATER), MONDAY)
    assert store.outbox.due(LATER, limit=5)[0] == asked


def test_a_channel_keeps_its_pace_but_not_for_who_waits(store: Store) -> None:
    news = [store.outbox.add(new(kind="news", segments=2), MONDAY) for _ in range(5)]
    asked = store.outbox.add(new(kind="asked"), MONDAY)
    left = [store.outbox.claim(id_, MONDAY, rate=1.0) is not None for id_ in (*news, asked)]
    assert left == [True, False, False, False, False, True]
    later = MONDAY + timedelta(seconds=4)  # two messages of two segments have left by then
    assert store.outbox.claim(news[1], later, rate=1.0)


def test_a_throttled_channel_rests_longer_each_time(store: Store) -> None:
    id_ = store.outbox.add(new(), MONDAY)
    rests = [store.pace.slow("twilio", MONDAY) - MONDAY for _ in range(3)]
    assert [rest.total_seconds() for rest in rests] == [5, 10, 20]
    assert store.outbox.claim(id_, MONDAY + timedelta(seconds=19)) is None
    assert store.outbox.claim(id_, MONDAY + timedelta(seconds=20))
    store.pace.well("twilio")
    assert store.pace.slow("twilio", LATER) - LATER == timedelta(seconds=5)


def test_a_campaign_is_paused_resumed_and_stopped_at_once(store: Store) -> None:
    campaign = store.campaigns.begin("cafe", MONDAY)
    ids = [store.outbox.add(new(kind="news", campaign=campaign), MONDAY) for _ in range(3)]
    assert store.campaigns.begin("cafe", MONDAY) is None
    assert store.campaigns.pause("cafe")
    assert store.outbox.due(MONDAY) == []
    assert store.outbox.claim(ids[0], MONDAY) is None
    assert not store.campaigns.pause("cafe")
    assert store.campaigns.resume("cafe")
    assert store.outbox.claim(ids[0], MONDAY)
    assert store.campaigns.stop("cafe", MONDAY)
    assert store.outbox.states() == {"refused": 2, "sending": 1}
    assert store.campaigns.all() == [("cafe", "stopped", {"refused": 2, "sending": 1})]
    kept = store.engine.all("select 1 from outbox where body_sealed is not null")
    assert len(kept) == 1


def test_decisions_are_kept_once_each(store: Store) -> None:
    id_ = store.outbox.add(new(), MONDAY)
    for minute in range(3):
        now = MONDAY + timedelta(minutes=minute)
        store.outbox.decided(id_, "hold", "quiet hours", LATER, now)
    store.outbox.decided(id_, "send", "allowed hours", None, LATER)
    assert store.outbox.decisions(id_) == [("hold", "quiet hours"), ("send", "allowed hours")]


class Life(RuleBasedStateMachine):
    """One message, and everything that may happen to it in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = TemporaryDirectory()
        self.store = Store(f"{self.folder.name}/live.sqlite", b"k" * 32)
        self.id = self.store.outbox.add(new(), MONDAY)
        self.now, self.ranks, self.claimed = MONDAY, [0], False

    def teardown(self) -> None:
        self.folder.cleanup()

    @rule(seconds=st.sampled_from([0, 1, 59, 61, 3600]))
    def time_passes(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)

    @rule()
    def claim(self) -> None:
        self.claimed = self.store.outbox.claim(self.id, self.now) is not None or self.claimed

    @rule(unsure=st.booleans())
    def hold(self, unsure: bool) -> None:
        if self.claimed:
            self.store.outbox.hold(self.id, self.now, "20429", unsure=unsure)

    @rule()
    def sent(self) -> None:
        if self.claimed:
            self.store.outbox.sent(self.id, "SM1", self.now)
            self.claimed = False

    @rule(state=st.sampled_from([*_ORDER, "failed"]))
    def receipt(self, state: str) -> None:
        self.store.outbox.receipt(Receipt("twilio", "SM1", state), self.now)  # type: ignore[arg-type]

    @invariant()
    def what_has_left_never_leaves_again(self) -> None:
        ((state, _),) = self.store.outbox.states().items()
        row = self.store.engine.one("select sent_at, body_sealed from outbox")
        assert row is not None
        if row["sent_at"]:
            assert row["body_sealed"] is None
            assert state in ("sent", "delivered", "undelivered", "failed")
            assert self.store.outbox.claim(self.id, self.now + LEASE * 2) is None


Life.TestCase.settings = settings(max_examples=25, stateful_step_count=12, deadline=None)
TestLife = Life.TestCase
