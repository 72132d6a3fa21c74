"""Is a city really one folder? A fictional one serves every conversation, code untouched."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import count
from pathlib import Path

import pytest

from hotline.app import Hotline
from hotline.config import ROOT, Config
from hotline.content.city import Price, load_city
from hotline.errors import FaultyFiles
from tests.conftest import Clock
from tests.conversations.player import Player

FICTIONAL = ROOT / "tests/cities/bourg-fictif"
# Its numbers are all from the range reserved for fiction: a real one would be Montreuil's.
OF_MONTREUIL = re.compile(r"Montreuil|Chavaux|01 4[0-9]|(?<!\d)(?<!\d )(17|112|114|3919)(?!\d)")


@pytest.fixture
def line(config: Config, clock: Clock) -> Hotline:
    """The line of Bourg-Fictif, its directory built on first use."""
    (config.state / "directory.sqlite").unlink()
    drawn = count(1)
    elsewhere = replace(config, city=str(FICTIONAL))
    return Hotline(elsewhere, clock, lambda _below: next(drawn))


@pytest.fixture
def player(line: Hotline, clock: Clock) -> Player:
    return Player(line, clock)


def answers(player: Player, *acts: str) -> list[str]:
    """What the line says to each of these, nothing of it from another city."""
    played = player.play("\n".join(acts)).splitlines()
    told = [row for row in played if row.startswith("<")]
    assert not [row for row in told if OF_MONTREUIL.search(row)]
    return told


def test_by_text(player: Player) -> None:
    found, nearer, more = answers(player, "> avocat", "> gare de bourg-fictif", "> suite")
    assert "Permanence des droits" in found
    assert "01 99 00 10 01 (Maison des habitants)" in nearer
    assert more != nearer


def test_danger_gets_the_numbers_of_this_city(player: Player) -> None:
    (told,) = answers(player, "> il veut me tuer")
    assert "01 99 00 01 14" in told


def test_its_second_language(player: Player) -> None:
    hello, found = answers(player, "> hello", "> lawyer")
    assert "Bourg-Fictif" in hello
    assert "Phone 01 99 00 10 01" in found or "Tel 01 99 00 10 01" in found


def test_a_language_it_does_not_have(player: Player) -> None:
    (told,) = answers(player, "> юрист")
    assert told.isascii() or "é" in told


def test_by_voice(player: Player) -> None:
    hello, _, menu, found = answers(player, "@ call", "# 1", "# 1", "# 3")
    assert "Info Bourg-Fictif" in hello
    assert "Droits, avocat" in menu
    assert "0 1, 9 9, 0 0, 1 0, 0 1" in found


def test_a_callback_and_its_follow_up(player: Player, line: Hotline) -> None:
    asked = ("> rappel avocat", "> 1", "> 2", "> 1")
    assert "1001" in answers(player, *asked)[2]
    (request,) = line.store.callbacks.waiting([*line.city.teams])
    assert request.team == "pad"
    later = ("@ staff claim", "@ staff close", "@ wait days=2", "@ deliver", "> 1")
    question, thanks = answers(player, *later)
    assert question.startswith("<<")
    assert "Merci" in thanks


def test_what_no_team_owns_goes_to_its_default_team(player: Player, line: Hotline) -> None:
    answers(player, "> rappel logement", "> 1", "> 1")
    (request,) = line.store.callbacks.waiting([*line.city.teams])
    assert request.team == "integration"


def test_nothing_was_written_into_the_pack(line: Hotline) -> None:
    before = sorted(Path(FICTIONAL).rglob("*"))
    line.check()
    assert sorted(Path(FICTIONAL).rglob("*")) == before


def test_its_hours_are_told(player: Player) -> None:
    (day,) = answers(player, "@ call", "# 1")[1:]
    assert "fermés" not in day
    night = answers(player, "@ hangup", "@ wait hours=3", "@ call")[0]  # one in the afternoon
    assert "Nos bureaux sont fermés à cette heure." in night
    assert "0 1, 9 9, 0 0, 0 1, 1 2" in night
    works = answers(player, "@ hangup", "@ wait days=77", "@ call")[0]
    assert "Nous sommes fermés pour des travaux." in works


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('hours = "9 to 5"', "line.hours: '9 to 5' is not understood"),
        ("closures = [{ from = 2026-12-24, reason = 'snow' }]", "line.closures: has an entry"),
        ("closures = [{ from = 2026-12-24, to = 2026-12-01 }]", "line.closures: has an entry"),
        ("closures = [{ to = 2026-12-01 }]", "line.closures: has an entry"),
        ("closures = ['2026-12-24']", "line.closures: has an entry"),
        ("closures = [{ from = '2026-12-24' }]", "line.closures: has an entry"),
    ],
)
def test_hours_that_cannot_be_read_are_named(tmp_path: Path, line: str, told: str) -> None:
    written = (FICTIONAL / "city.toml").read_text(encoding="utf-8")
    without = re.sub(r"^hours = .*?^\]\n", f"{line}\n", written, flags=re.DOTALL | re.MULTILINE)
    (tmp_path / "city.toml").write_text(without, encoding="utf-8")
    with pytest.raises(FaultyFiles) as faulty:
        Hotline(Config(state=tmp_path, city=str(tmp_path)))
    assert told in str(faulty.value.faults[0])


@pytest.mark.parametrize("price", ['"0.05"', '"free EUR"', '"-1 EUR"', '"0.05 XYZZY"', "3"])
def test_a_price_that_is_none_is_named(tmp_path: Path, price: str) -> None:
    text = (FICTIONAL / "city.toml").read_text(encoding="utf-8")
    file = tmp_path / "city.toml"
    file.write_text(f"{text}\n[costs]\nsegment = {price}\n", encoding="utf-8")
    with pytest.raises(FaultyFiles, match=r"costs\.segment.*0\.05 EUR"):
        load_city(tmp_path)
    file.write_text(f'{text}\n[costs]\nsegment = "0.05 EUR"\n', encoding="utf-8")
    assert load_city(tmp_path).segment_price == Price(0.05, "EUR")
