"""What can still be said, and what is not lost, while the record, or the line itself, is away?"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlite_utils.utils import sqlite3

from drill.twilio import Fault, forms, signed
from hotline import app
from hotline.store import engine
from hotline.web.fallback import create_fallback
from jobs.reconcile import reconcile_by
from jobs.replay import replay_by
from tests.jobs.conftest import PERSON, PUBLIC, World

LINE = "+33639980000"


@contextmanager
def locked(world: World) -> Iterator[None]:
    """Another program holds the record: a backup, or somebody's shell."""
    connection = sqlite3.connect(world.line.config.database_path, isolation_level=None)
    connection.execute("begin exclusive")
    yield
    connection.execute("rollback")
    connection.close()
    world.line._away_until = 0.0


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch, world: World) -> None:
    monkeypatch.setattr(engine, "_PRAGMAS", (*engine._PRAGMAS[:3], "busy_timeout=100"))
    assert world.text("bonjour")
    world.line.store.engine.run("pragma busy_timeout=100")


def text(client: FlaskClient, words: str, sid: str = "") -> str:
    form = forms.sms(PERSON, LINE, words, sid=sid)
    url = f"{PUBLIC}/channels/twilio/sms"
    answer = client.post(url, data=form, headers=signed(url, form))
    assert answer.status_code == 200
    return answer.text


def test_an_address_needs_no_record(world: World) -> None:
    with locked(world):
        told = text(world.web, "avocat croix de chavaux")
        again = text(world.web, "SUITE")
    assert "Tel" in told
    assert again != told


@pytest.mark.parametrize(
    ("fault", "cure"),
    [
        ("pragma max_page_count=1", "pragma max_page_count=1000000"),  # the disk is full
        ("pragma query_only=1", "pragma query_only=0"),  # it was mounted read-only
    ],
)
def test_a_disk_that_takes_nothing_is_a_record_that_is_away(
    world: World, fault: str, cure: str
) -> None:
    world.line.store.engine.run(fault)
    # What fits into a free page is no test: the disk is full for good.
    told = [text(world.web, words) for words in ("avocat", "rappel avocat", "1", "2") * 5]
    world.line.store.engine.run(cure)
    assert "Tel" in told[0]
    assert "pas gard" in told[-3]
    assert world.line.spool.count()
    world.line._away_until = 0.0
    replay_by(world.line)
    assert world.line.spool.count() == 0


def test_a_request_nobody_can_keep_is_not_promised(world: World) -> None:
    with locked(world):
        told = text(world.web, "rappel avocat")
    assert "pas gard" in told
    assert "112" in told


def test_what_came_meanwhile_is_taken_in_once_in_order(world: World) -> None:
    with locked(world):
        text(world.web, "avocat", "SM" + "a" * 32)
        world.clock.forward(seconds=1)
        text(world.web, "STOP", "SM" + "b" * 32)
        assert replay_by(world.line) == 0
        assert world.line.spool.count() == 2
    assert replay_by(world.line) == 2
    assert replay_by(world.line) == 0
    assert world.line.store.turns.opted_out(world.line.store.turns.person(PERSON) or "")
    world.sweep()
    assert world.sent == [], "they had their answers"


def test_nothing_on_the_spool_can_be_read_by_others(world: World) -> None:
    with locked(world):
        text(world.web, "serin jaune")
    (path,) = world.line.config.spool_path.iterdir()
    assert b"serin" not in path.read_bytes()
    assert PERSON.encode() not in path.read_bytes()
    assert path.stat().st_mode & 0o77 == 0


def test_a_stop_that_nobody_can_keep_is_not_confirmed(world: World, tmp_path: Path) -> None:
    (tmp_path / "full").write_text("no folder")
    world.line.config = replace(world.line.config, spool=str(tmp_path / "full"))
    with locked(world):
        assert "ne marche pas" in text(world.web, "STOP")
        assert "Tel" in text(world.web, "avocat")


def test_the_record_is_not_asked_again_by_everybody(world: World) -> None:
    with locked(world):
        text(world.web, "avocat")
        assert world.line._away_until > 0
        text(world.web, "logement")
    assert app.AWAY_S < 15
    assert "Tel" in text(world.web, "avocat")


def test_metrics_say_that_the_record_is_away(world: World) -> None:
    with locked(world):
        text(world.web, "avocat")
        assert "hotline_spool 1" in world.web.get("/metrics").text
    said = world.web.get("/metrics").text
    assert 'hotline_turns_total{channel="twilio.sms"} 1' in said
    assert "hotline_languages_total{" not in said, "of so few nothing is told"
    assert "hotline_record_up 1" in said
    assert PERSON not in said


def test_the_fallback_keeps_and_answers_in_the_right_language(world: World) -> None:
    client = create_fallback(world.line).test_client()
    assert "112" in text(client, "avocat")
    world.clock.forward(seconds=1)
    assert "خطر" in text(client, "محامي")
    world.clock.forward(minutes=3)
    assert replay_by(world.line) == 2
    world.sweep()
    late = [message.body for message in world.sent]
    assert any("en retard" in body and "Tel" in body for body in late)


def test_a_forged_text_gets_nothing_from_the_fallback(world: World) -> None:
    client = create_fallback(world.line).test_client()
    answer = client.post("/channels/twilio/sms", data=forms.sms(PERSON, LINE, "avocat"))
    assert answer.status_code == 403
    assert world.line.spool.count() == 0


@pytest.mark.parametrize(("hours", "answers"), [(0.2, 1), (3, 0)])
def test_what_only_the_provider_has_is_fetched(world: World, hours: float, answers: int) -> None:
    """Its webhook found nobody at home; after two hours an answer would only puzzle."""
    ledger = world.twilio.ledger
    about = {"status": "received", "direction": "inbound", "sent": world.clock()}
    missed = ledger.take(to=LINE, from_=PERSON, body="avocat", **about)
    world.clock.forward(hours=hours)
    assert reconcile_by(world.line) == 1
    assert reconcile_by(world.line) == 0
    world.sweep()
    assert len(world.sent) == answers
    assert ledger.get(missed.sid) is None, "erased there, once it is here"


def test_an_echo_that_only_the_provider_has_is_fetched_once(world: World) -> None:
    """Its copy under another id was answered; the provider would not erase it at first."""
    ledger = world.twilio.ledger
    about = {"status": "received", "direction": "inbound", "sent": world.clock()}
    ledger.take(to=LINE, from_=PERSON, body="avocat", **about)
    text(world.web, "avocat")
    world.clock.forward(minutes=3)
    world.twilio.script(Fault(status=500, code=20500, method="DELETE"))
    assert [reconcile_by(world.line) for _ in range(2)] == [1, 0]


def test_what_is_not_ours_yet_is_not_erased(world: World) -> None:
    about = {"status": "received", "direction": "inbound", "sent": world.clock()}
    fresh = world.twilio.ledger.take(to=LINE, from_=PERSON, body="avocat", **about)
    world.clock.forward(minutes=1)
    assert reconcile_by(world.line) == 0
    assert world.twilio.ledger.get(fresh.sid)
