"""Are the telephones of staff sealed, and rung no more often than they can bear?"""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from hotline.app import Hotline
from hotline.cli import commands
from hotline.config import ROOT, Config
from hotline.model import Inbound
from hotline.plan import Dial
from hotline.store.duty import NewTurn
from hotline.switchboard import MOST_RUNG
from tests.conftest import Clock
from tests.conversations.player import on_the_rota

CITY = ROOT / "tests/cities/bourg-fictif"
NUMBER = "+33199001002"


@pytest.fixture
def line(tmp_path: Path, clock: Clock) -> Hotline:
    keys = {"secret_key": "5e" * 32, "data_key": "da" * 32}
    queue = f"unix://{tmp_path}/no-redis.sock"
    line = Hotline(Config(state=tmp_path, city=str(CITY), redis_url=queue, **keys), clock)
    on_the_rota(line, "awa", "")
    on_the_rota(line, "bruno", NUMBER)
    return line


def rings(line: Hotline, call: str, sender: str | None = None) -> bool:
    for step, key in enumerate(("", "1", "1", "3", "1")):
        event = "digits" if key else "call"
        inbound = Inbound(
            "test", "voice", event, f"{call}:{step}", sender, "", key, line.now(), call
        )  # type: ignore[arg-type]
        plan = line.answer(inbound).plan
    return isinstance(plan.then, Dial)


def test_who_plays_with_the_telephones_of_staff_is_stopped_for_the_hour(line: Hotline) -> None:
    assert all(rings(line, f"c{n}") for n in range(MOST_RUNG))
    assert not rings(line, "one-more")
    line.now.forward(hours=1)  # type: ignore[attr-defined]
    assert rings(line, "later")


def test_a_turn_put_down_is_heard_at_the_next_key(line: Hotline) -> None:
    on_the_rota(line, "bruno", "")
    on_the_rota(line, "dina", "+33199001004")
    dina = line.store.staff.called("dina")
    assert dina
    assert not rings(line, "before")
    id_ = line.store.duty.add(NewTurn(dina.id, "pad", "Mo 09:00-12:00"), line.now())
    assert rings(line, "while")
    line.store.duty.end(id_)
    assert not rings(line, "after")


def test_no_session_and_no_plain_row_holds_the_number(line: Hotline) -> None:
    assert rings(line, "c1", "+33639981234")
    held = (line.config.state / "live.sqlite").read_bytes()
    held += (line.config.state / "live.sqlite-wal").read_bytes()
    assert b"199001002" not in held


@pytest.mark.parametrize(
    ("args", "typed", "told", "code"),
    [
        (["bruno"], "01 99 00 10 03", "the number is kept", 0),
        (["bruno"], "+33199001003", "the number is kept", 0),
        (["bruno"], "0899 00 10 03", "no telephone of a person", 2),
        (["bruno"], "01 99 00 00 09", "no telephone of a person", 2),  # the line itself
        (["zoe"], "", "no account called zoe: there is awa, bruno", 2),
        (["bruno", "--forget"], "", "is erased", 0),
        (["awa", "--forget"], "", "no number was held", 0),
    ],
)
def test_the_number_is_asked_for_and_not_shown(
    line: Hotline,
    monkeypatch: pytest.MonkeyPatch,
    args: list[str],
    typed: str,
    told: str,
    code: int,
) -> None:
    monkeypatch.setenv("HOTLINE_STATE", str(line.config.state))
    monkeypatch.setenv("HOTLINE_CITY", str(CITY))
    monkeypatch.setenv("HOTLINE_DATA_KEY", line.config.data_key)
    done = CliRunner().invoke(commands, ["staff", "phone", *args], input=f"{typed}\n")
    assert told in done.output
    assert done.exit_code == code
    assert not typed or typed not in done.output
