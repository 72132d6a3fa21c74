"""Do the file, the console and a switch of one's own say together who is rung?"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from hotline.app import Hotline
from hotline.config import ROOT, Config
from hotline.content.city import Closure
from hotline.conversation import World
from hotline.directory.rota import Rota, Shift
from hotline.directory.schedule import Schedule
from hotline.directory.search import Directory
from hotline.model import Window
from hotline.on_duty import reachable
from hotline.store import StaffMember
from hotline.store.duty import NewTurn
from tests.conftest import Clock

CITY = ROOT / "tests/cities/bourg-fictif"
NUMBERS = {"awa": "+33199001001", "bruno": "+33199001002", "dina": "+33199001004"}


@pytest.fixture
def line(tmp_path: Path, clock: Clock) -> Hotline:
    """It is ten on a Monday; the file has Awa and Bruno of the points of access on duty."""
    keys = {"secret_key": "5e" * 32, "data_key": "da" * 32}
    queue = f"unix://{tmp_path}/no-redis.sock"
    line = Hotline(Config(state=tmp_path, city=str(CITY), redis_url=queue, **keys), clock)
    for login, number in NUMBERS.items():
        line.store.staff.add(login, login.capitalize(), ["pad"], ["member"], clock(), ["ar", "en"])
        line.store.phones.keep(member(line, login).id, number)
    return line


def member(line: Hotline, login: str) -> StaffMember:
    found = line.store.staff.called(login)
    assert found
    return found


def there(line: Hotline, now: datetime) -> list[str]:
    names = {number: login for login, number in NUMBERS.items()}
    return [names[each.number] for each in reachable(world(line), line.store, now)]


def world(line: Hotline) -> World:
    """As far as it matters here: whose telephone rings hangs on no address."""
    nowhere = Directory((), {}, (), (), line.now(), "")
    return World(line.city, line.topics, nowhere, ("fr",), None, line.knowledge.rota)


def at(text: str, line: Hotline) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=line.city.timezone)


def puts_down(line: Hotline, login: str, hours: str | Window, **more: object) -> str:
    new = NewTurn(member(line, login).id, "pad", hours, **more)  # type: ignore[arg-type]
    return line.store.duty.add(new, line.now())


def test_a_turn_of_the_console_is_added_to_those_of_the_file(line: Hotline, clock: Clock) -> None:
    id_ = puts_down(line, "dina", "Mo,Tu 09:00-12:00")
    assert there(line, clock()) == ["awa", "bruno", "dina"]
    assert there(line, clock() + timedelta(days=2)) == ["awa", "bruno"]
    line.store.duty.end(id_)
    assert there(line, clock()) == ["awa", "bruno"]


@pytest.mark.parametrize(
    ("now", "on"),
    [
        ("2026-11-28 19:59", False),
        ("2026-11-28 20:00", True),
        ("2026-11-28 21:59", True),
        ("2026-11-28 22:00", False),
        ("2026-12-05 20:30", False),  # a week later
    ],
)
def test_a_turn_of_one_day_is_of_that_day(line: Hotline, now: str, on: bool) -> None:
    puts_down(line, "dina", Window(at("2026-11-28 20:00", line), at("2026-11-28 22:00", line)))
    assert there(line, at(now, line)) == ["dina"] * on


def test_on_a_day_of_rest_only_who_put_down_that_very_day(line: Hotline) -> None:
    puts_down(line, "dina", "Fr 09:00-12:00")
    christmas = at("2026-12-25 10:00", line)
    assert there(line, christmas) == []
    once = puts_down(line, "dina", Window(christmas, christmas + timedelta(hours=1)))
    assert there(line, christmas) == ["dina"]
    line.store.duty.end(once)
    closure = Closure(date(2027, 1, 11), date(2027, 1, 12), "works")
    line.city = replace(line.city, closures=(closure,))
    assert there(line, at("2027-01-12 10:00", line)) == []
    assert there(line, at("2027-01-13 10:00", line)) == ["awa", "bruno"]


def test_who_has_switched_off_is_not_rung_until_then(line: Hotline, clock: Clock) -> None:
    line.store.duty.rest(member(line, "awa").id, clock() + timedelta(hours=1))
    assert there(line, clock()) == ["bruno"]
    assert there(line, clock() + timedelta(hours=1)) == ["awa", "bruno"]
    line.store.duty.back(member(line, "awa").id)
    assert there(line, clock()) == ["awa", "bruno"]


def test_nobody_is_rung_without_a_telephone_or_an_open_account(line: Hotline, clock: Clock) -> None:
    puts_down(line, "dina", "Mo 09:00-12:00")
    line.store.phones.keep(member(line, "awa").id, "")
    line.store.staff.close(member(line, "dina").id, clock())
    assert there(line, clock()) == ["bruno"]
    assert line.store.duty.turns(clock()) == []


@pytest.mark.parametrize(
    ("teams", "roles", "rung"),
    [
        (["pad", "grdr"], ["member"], True),
        ([], ["coordinator"], True),
        (["grdr"], ["member"], False),
        (["pad"], ["editor"], False),
    ],
)
def test_by_the_file_too_only_who_calls_for_the_team_is_rung(
    line: Hotline, clock: Clock, teams: list[str], roles: list[str], rung: bool
) -> None:
    awa = member(line, "awa")
    line.store.staff.change(awa.id, "Awa", teams, roles, [], clock())
    line.store.phones.keep(awa.id, NUMBERS["awa"])
    assert ("awa" in there(line, clock())) is rung


def test_who_has_two_turns_at_once_is_one_person(line: Hotline, clock: Clock) -> None:
    puts_down(line, "dina", "Mo 09:00-12:00", gender="f", languages=("fr",))
    puts_down(line, "dina", Window(clock(), clock() + timedelta(hours=3)))
    (dina,) = reachable(world(line), line.store, clock())[2:]
    assert (dina.gender, dina.languages, dina.topics) == ("f", ("fr", "ar", "en"), ())


def test_turns_for_some_topics_meet_as_one_for_all_of_these(line: Hotline, clock: Clock) -> None:
    shifts = tuple(
        Shift("dina", "pad", Schedule.parse("24/7"), topics=(topic,), gender=gender)
        for topic, gender in (("legal", "m"), ("papers", ""))
    )
    line.knowledge.rota = Rota(shifts)
    (dina,) = reachable(world(line), line.store, clock())
    assert (dina.gender, dina.topics) == ("m", ("legal", "papers"))
    puts_down(line, "dina", "Mo 09:00-12:00", gender="f")
    (dina,) = reachable(world(line), line.store, clock())
    assert (dina.gender, dina.topics) == ("f", ())


@pytest.mark.parametrize(("said", "heard"), [((), ("ar", "en")), (("fr",), ("fr",))])
def test_the_languages_are_those_of_the_turn_or_of_the_account(
    line: Hotline, clock: Clock, said: tuple[str, ...], heard: tuple[str, ...]
) -> None:
    puts_down(line, "dina", "Mo 09:00-12:00", languages=said, gender="f")
    (dina,) = reachable(world(line), line.store, clock())[2:]
    assert (dina.languages, dina.gender) == (heard, "f")


def test_what_is_over_is_forgotten(line: Hotline, clock: Clock) -> None:
    puts_down(line, "dina", Window(clock(), clock() + timedelta(hours=1)))
    kept = puts_down(line, "dina", "Mo 09:00-12:00")
    line.store.duty.rest(member(line, "awa").id, clock() + timedelta(hours=1))
    clock.forward(days=3)
    assert line.forget_old()["duty"] == 2
    assert [each.id for each in line.store.duty.turns(clock())] == [kept]


@pytest.mark.parametrize(
    ("mine", "theirs", "meet"),
    [
        ("Mo 09:00-12:00", "Mo 11:59-13:00", True),
        ("Mo 09:00-12:00", "Mo 12:00-13:00", False),
        ("Mo 09:00-12:00", "Tu 09:00-12:00", False),
        ("Su 20:00-02:00", "Mo 01:00-03:00", True),  # over midnight, over the week's end
        ("2026-11-23 11:00/2026-11-23 12:30", "Mo-Fr 09:00-12:00; PH off", True),
        ("2026-11-24 00:30/2026-11-24 01:30", "Mo 22:00-01:00", True),
        ("2026-11-28 11:00/2026-11-28 12:30", "Mo-Fr 09:00-12:00", False),
        ("2026-11-23 11:00/2026-11-23 12:30", "2026-11-23 12:00/2026-11-23 13:00", True),
        ("2026-11-23 11:00/2026-11-23 12:30", "2026-11-30 12:00/2026-11-30 13:00", False),
    ],
)
def test_two_turns_meet_or_not(line: Hotline, mine: str, theirs: str, meet: bool) -> None:
    one, other = (shift(line, each) for each in (mine, theirs))
    assert one.meets(other) is meet
    assert other.meets(one) is meet


def shift(line: Hotline, written: str) -> Shift:
    start, _, end = written.partition("/")
    hours = Window(at(start, line), at(end, line)) if end else Schedule.parse(written)
    return Shift("dina", "pad", hours)
