from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

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
        assert store.outbox.receipt(Receipt("twilio", "SM1", state), MONDAY)  # type: ignore[arg-type]
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
