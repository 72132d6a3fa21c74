"""Does a person's work lie in the right order?"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from hotline.store import Callback
from hotline.web.console.board import Board, lay_out

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
ME, OTHER = "me", "other"


def request(state: str, hours: int, by: str | None = None, rest: int | None = None) -> Callback:
    return Callback(
        id=f"{state}-{hours}",
        reference="4821",
        topic="legal",
        team="pad",
        language="fr",
        time_of_day="morning",
        voicemail="no",
        state=state,
        claimed_by=by,
        attempts=0,
        not_before=None if rest is None else NOW + timedelta(hours=rest),
        follow_up=False,
        created_at=NOW - timedelta(hours=hours),
        closed_at=None,
    )


BOARD = lay_out(
    [
        request("no_answer", 9, rest=1),
        request("claimed", 8, OTHER),
        request("no_answer", 7, rest=-1),
        request("requested", 6),
        request("reached", 5, ME),
        request("claimed", 4, ME),
        request("requested", 3),
        request("no_answer", 2, rest=0),
    ],
    ME,
    NOW,
)


@pytest.mark.parametrize(
    ("part", "ids"),
    [
        ("mine", ["reached-5", "claimed-4"]),
        ("to_take", ["requested-6", "requested-3"]),
        ("to_retry", ["no_answer-7", "no_answer-2", "no_answer-9"]),
        ("taken", ["claimed-8"]),
    ],
)
def test_each_part_has_its_own_oldest_first(part: str, ids: list[str]) -> None:
    assert [one.id for one in getattr(BOARD, part)] == ids


def test_what_anybody_may_take_is_counted_and_its_oldest_known() -> None:
    assert BOARD.free == 5
    assert BOARD.oldest is not None
    assert BOARD.oldest.id == "no_answer-9"


def test_an_empty_board_has_no_oldest() -> None:
    empty: Board = lay_out([], ME, NOW)
    assert (empty.free, empty.oldest) == (0, None)
