"""Who puts down a turn of duty, what is refused in which words, and does the line know?"""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date

import pytest
from flask import Flask

from hotline.app import Hotline
from hotline.content.city import Closure
from hotline.directory.rota import Rota, Shift
from hotline.directory.schedule import Schedule
from hotline.model import Window
from hotline.on_duty import reachable
from hotline.store import StaffMember
from tests.conftest import Clock, knows
from tests.web.console.conftest import Visitor, signed_in

PHONE = "+33199001001"
MONDAYS = {"team": "pad", "weekday": "Mo", "from": "09:00", "to": "12:00"}


@pytest.fixture
def lea(app: Flask, hire: Callable[..., StaffMember]) -> Visitor:
    """Who coordinates."""
    return signed_in(app, hire("lea", roles=["coordinator"]).login)


@pytest.fixture
def dina(line: Hotline, hire: Callable[..., StaffMember]) -> StaffMember:
    """Of the points of access, with a telephone. It is ten on Monday the 23rd."""
    made = hire("dina", languages=["ar"])
    line.store.phones.keep(made.id, PHONE)
    return made


def rung(line: Hotline) -> list[tuple[str, tuple[str, ...]]]:
    there = reachable(line.switchboard.world, line.store, line.now())
    return [(each.number, each.languages) for each in there]


def shown(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def test_a_turn_is_put_down_heard_by_the_line_and_ended(
    line: Hotline, lea: Visitor, dina: StaffMember
) -> None:
    assert rung(line) == []
    assert lea.post("/console/duty", staff=dina.id, **MONDAYS).status_code == 303
    assert rung(line) == [(PHONE, ("ar",))]
    page = shown(lea.text("/console/duty"))
    assert "lundi 23/11 09:00–12:00 Dina" in page
    assert "lundi 09:00–12:00 arabe" in page
    (turn,) = line.store.duty.turns(line.now())
    assert lea.post(f"/console/duty/{turn.id}/end").status_code == 303
    assert rung(line) == []
    deeds = [what for _, _, what in line.store.staff.audited(dina.id)]
    assert deeds[-2:] == ["duty_added", "duty_ended"]


def test_a_turn_of_one_day_with_languages_of_its_own(
    line: Hotline, lea: Visitor, dina: StaffMember, clock: Clock
) -> None:
    form = {**MONDAYS, "weekday": "", "day": "2026-11-24", "languages": "en", "gender": "f"}
    assert lea.post("/console/duty", staff=dina.id, **form).status_code == 303
    assert "mardi 24 novembre, 09:00–12:00 anglais une femme" in shown(lea.text("/console/duty"))
    assert rung(line) == []
    clock.forward(days=1)
    assert rung(line) == [(PHONE, ("en",))]


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"staff": "nobody"}, "Qui : choisissez"),
        ({"staff": "without"}, "Qui : Bo n’a pas de téléphone. Qu’il soit donné sous"),
        ({"team": "none"}, "Équipe : choisissez"),
        ({"team": "grdr"}, "Équipe : Dina n’en est pas. Un compte change"),
        ({"day": "2026-11-30"}, "Jours : cochez"),  # and a weekday
        ({"weekday": ""}, "Jours : cochez"),
        ({"weekday": "", "day": "30/11"}, "Date : ce n’en est pas une. Écrivez-la comme"),
        ({"weekday": "", "day": "2026-11-22"}, "Date : ce jour est passé. Donnez"),
        ({"weekday": "", "day": "2028-01-01"}, "Date : c’est dans plus d’un an. Vérifiez"),
        ({"from": "neuf"}, "De, à : écrivez deux heures"),
        ({"to": ""}, "De, à : écrivez deux heures"),
        ({"to": "08:00"}, "À : la fin (08:00) n’est pas après le début (09:00). Changez"),
        ({"to": "09:00"}, "À : la fin (09:00) n’est pas après le début (09:00)."),
        ({"from": "09:00:10", "to": "09:00:50"}, "n’est pas après le début (09:00)."),
        ({"weekday": "", "day": "2026-11-23", "to": "09:30"}, "cette heure est déjà passée"),
    ],
)
def test_what_is_wrong_is_said_with_field_and_cure(
    line: Hotline,
    lea: Visitor,
    dina: StaffMember,
    hire: Callable[..., StaffMember],
    wrong: dict[str, str],
    told: str,
) -> None:
    bare = hire("bo")
    form = {"staff": dina.id, **MONDAYS, **wrong}
    form["staff"] = bare.id if form["staff"] == "without" else form["staff"]
    answer = lea.post("/console/duty", **form)
    assert answer.status_code == 422
    assert told in shown(answer.text)
    assert line.store.duty.turns(line.now()) == []


def test_every_fault_is_told_at_once_and_the_form_is_kept(lea: Visitor) -> None:
    answer = lea.post("/console/duty", staff="", team="", weekday="Tu", **{"from": "11:11"})
    page = shown(answer.text)
    assert all(told in page for told in ("Qui :", "Équipe : choisissez", "De, à :"))
    assert 'value="11:11"' in answer.text
    assert 'value="Tu" checked' in answer.text


@pytest.mark.parametrize(
    ("second", "told"),
    [
        ({"from": "11:00", "to": "13:00"}, "déjà de garde à ce moment (lundi 09:00–12:00)"),
        ({"from": "12:00", "to": "13:00"}, ""),
        ({"weekday": "", "day": "2026-11-30"}, "(lundi 09:00–12:00). Terminez d’abord"),
        ({"weekday": "Tu"}, "d’après rota.toml, Dina est déjà de garde"),
    ],
)
def test_a_turn_that_overlaps_is_refused(
    line: Hotline, lea: Visitor, dina: StaffMember, second: dict[str, str], told: str
) -> None:
    knows(line, rota=Rota((Shift("dina", "pad", Schedule.parse("Tu 08:00-10:00")),)))
    lea.post("/console/duty", staff=dina.id, **MONDAYS)
    answer = lea.post("/console/duty", staff=dina.id, **{**MONDAYS, **second})
    assert answer.status_code == (422 if told else 303)
    assert told in shown(answer.text)


def test_the_same_turn_put_down_by_two_at_once_is_kept_once(
    app: Flask, line: Hotline, lea: Visitor, dina: StaffMember, hire: Callable[..., StaffMember]
) -> None:
    max_ = signed_in(app, hire("max", roles=["coordinator"]).login)
    form = {"staff": dina.id, **MONDAYS}
    forms = [(each, {**form, "csrf_token": each.token()}) for each in (lea, max_)]
    with ThreadPoolExecutor() as both:
        with line.store.transaction():
            sent = [both.submit(each.post, "/console/duty", **form) for each, form in forms]
            time.sleep(0.5)  # both have read what there is, and wait to write
        assert sorted(each.result().status_code for each in sent) == [303, 422]
    assert len(line.store.duty.turns(line.now())) == 1


def test_of_two_clicks_to_be_on_duty_the_last_one_holds(
    app: Flask, line: Hotline, dina: StaffMember, clock: Clock
) -> None:
    visitor, later = signed_in(app, "dina"), signed_in(app, "dina")
    form = {"team": "pad", "csrf_token": visitor.token()}
    with ThreadPoolExecutor() as other:
        with line.store.transaction():
            sent = other.submit(visitor.post, "/console/duty/now", **form, until="11:00")
            time.sleep(0.5)  # it waits for this one, which was clicked after it
            clock.forward(seconds=1)
            later.post("/console/duty/now", team="pad", until="12:00")
        assert sent.result().status_code == 303
    (turn,) = line.store.duty.turns(line.now())
    assert isinstance(turn.hours, Window)
    assert turn.hours.end.astimezone(line.city.timezone).hour == 11


def test_who_is_on_duty_by_the_file_is_shown_as_what_the_file_says(
    line: Hotline, lea: Visitor, dina: StaffMember
) -> None:
    shifts = (
        Shift("dina", "pad", Schedule.parse("Mo,We 09:00-12:00; PH off"), ("fr",), "f"),
        Shift("gone", "pad", Schedule.parse("Fr 14:00-15:00")),
    )
    knows(line, rota=Rota(shifts))
    closure = Closure(date(2026, 11, 25), date(2026, 11, 25), "works")
    knows(line, city=replace(line.city, closures=(closure,)))
    page = shown(lea.text("/console/duty"))
    assert "lundi 23/11 09:00–12:00 Dina mardi 24/11 – mercredi 25/11 fermé – " in page
    assert "lundi, mercredi 09:00–12:00 français une femme dit le fichier rota.toml" in page
    assert "gone vendredi 14:00–15:00 aucun compte de ce nom : personne n’est appelé" in page
    assert "Terminer ce tour" not in page


def test_somebody_switches_themselves_on_and_off(
    app: Flask, line: Hotline, dina: StaffMember, clock: Clock
) -> None:
    visitor = signed_in(app, "dina")
    assert "Vous n’êtes pas de garde" in visitor.text("/console/duty")
    for until in ("11:00", "12:00"):  # the second one holds
        assert visitor.post("/console/duty/now", team="pad", until=until).status_code == 303
    assert len(line.store.duty.turns(clock())) == 1
    assert "Vous êtes de garde." in visitor.text("/console/duty")
    clock.forward(minutes=25)
    visitor.text("/console/duty")
    clock.forward(minutes=25)
    assert rung(line) == [(PHONE, ("ar",))]
    assert visitor.post("/console/duty/off").status_code == 303
    assert rung(line) == []
    deeds = [what for _, _, what in line.store.staff.audited(dina.id)]
    assert deeds[-3:] == ["duty_on", "duty_on", "duty_off"]


def test_who_switches_off_is_not_rung_today_and_is_again_tomorrow(
    app: Flask, line: Hotline, dina: StaffMember, clock: Clock
) -> None:
    knows(line, rota=Rota((Shift("dina", "pad", Schedule.parse("Mo-Fr 09:00-17:00")),)))
    visitor = signed_in(app, "dina")
    visitor.post("/console/duty/off")
    assert rung(line) == []
    page = shown(visitor.text("/console/duty"))
    assert "on ne vous appelle pas avant mardi 24 novembre, 00:00" in page
    visitor.post("/console/duty/now", team="pad", until="10:30")
    assert {number for number, _ in rung(line)} == {PHONE}
    visitor.post("/console/duty/off")
    clock.forward(days=1)
    assert rung(line) == [(PHONE, ("ar",))]


@pytest.mark.parametrize(
    ("form", "told"),
    [
        ({"team": "pad", "until": "09:30"}, "cette heure est déjà passée"),
        ({"team": "pad", "until": ""}, "Jusqu’à : écrivez une heure"),
        ({"team": "mrap93", "until": "12:00"}, "Équipe : choisissez"),
    ],
)
def test_a_switch_that_cannot_be_is_refused(
    app: Flask, line: Hotline, dina: StaffMember, form: dict[str, str], told: str
) -> None:
    answer = signed_in(app, "dina").post("/console/duty/now", **form)
    assert answer.status_code == 422
    assert told in shown(answer.text)
    assert line.store.duty.turns(line.now()) == []


def test_who_gave_no_telephone_is_told_where(at_work: Visitor) -> None:
    answer = at_work.post("/console/duty/now", team="pad", until="12:00")
    assert "Qui : Awa n’a pas de téléphone." in shown(answer.text)
    assert 'href="/console/telephone"' in answer.text


def test_a_member_sees_their_own_team_and_ends_no_turn(
    line: Hotline, lea: Visitor, at_work: Visitor, dina: StaffMember
) -> None:
    lea.post("/console/duty", staff=dina.id, **MONDAYS)
    page = at_work.text("/console/duty")
    assert "Points d" in page
    assert "Grdr" not in page
    assert "Terminer ce tour" not in page
    (turn,) = line.store.duty.turns(line.now())
    assert at_work.post(f"/console/duty/{turn.id}/end").status_code == 404
    assert at_work.post("/console/duty", staff=dina.id, **MONDAYS).status_code == 404
    assert lea.post("/console/duty/none/end").status_code == 404


def test_who_was_moved_is_rung_no_more_for_that_team(
    app: Flask, line: Hotline, lea: Visitor, dina: StaffMember, hire: Callable[..., StaffMember]
) -> None:
    hire("root", roles=["administrator"])
    knows(line, rota=Rota((Shift("dina", "pad", Schedule.parse("Mo 09:00-11:00")),)))
    visitor = signed_in(app, "dina")
    lea.post("/console/duty", staff=dina.id, **{**MONDAYS, "from": "11:00"})
    assert rung(line) == [(PHONE, ("ar",))]
    form = {"name": "Dina", "teams": "grdr", "roles": "member"}
    signed_in(app, "root").post(f"/console/accounts/{dina.id}", **form)
    assert rung(line) == []
    assert line.store.duty.turns(line.now()) == []
    assert "Vous n’êtes pas de garde." in visitor.text("/console/duty")
    told = "Dina lundi 09:00–11:00 pas de cette équipe : personne n’est appelé"
    assert told in shown(lea.text("/console/duty"))


def test_beside_a_weekly_turn_somebody_on_duty_until_later_is_one_person(
    app: Flask, line: Hotline, lea: Visitor, dina: StaffMember
) -> None:
    lea.post("/console/duty", staff=dina.id, gender="f", **MONDAYS)
    signed_in(app, "dina").post("/console/duty/now", team="pad", until="17:00")
    (there,) = reachable(line.switchboard.world, line.store, line.now())
    assert (there.number, there.gender) == (PHONE, "f")
