"""Can whoever keeps accounts do all of it in the console, and nothing that would shut all out?"""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask import Flask

from hotline.app import Hotline
from hotline.store import StaffMember
from hotline.store.duty import NewTurn
from tests.web.console.conftest import Visitor, signed_in


@pytest.fixture
def boss(app: Flask, hire: Callable[..., StaffMember]) -> Visitor:
    hire("boss", roles=["administrator"])
    return signed_in(app, "boss")


def invite(boss: Visitor, **form: object) -> str:
    data = {
        "csrf_token": boss.token(),
        "login": "lea",
        "name": "Léa",
        "roles": ["member"],
        "teams": ["pad"],
        "languages": ["fr", "ar"],
    }
    return boss.client.post("/console/accounts", data={**data, **form}).text


def test_somebody_is_invited_and_comes_in(boss: Visitor, line: Hotline, visitor: Visitor) -> None:
    found = re.search(r"/console/invitation#([A-Z0-9-]+)", invite(boss))
    assert found
    assert found[1] not in boss.text("/console/accounts")
    new = "trois petits cochons verts"
    visitor.post("/console/invitation", code=found[1], new=new, again=new)
    assert "Léa" in visitor.text()
    lea = line.store.staff.called("lea")
    assert lea
    assert (lea.teams, lea.roles, lea.languages) == (("pad",), ("member",), ("fr", "ar"))
    assert {"invited", "accepted"} == {what for _, _, what in line.store.staff.audited(lea.id)}


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"login": "boss"}, "déjà pris"),
        ({"login": "<b>"}, "Identifiant : de 2 à 40"),
        ({"login": ""}, "Identifiant : de 2 à 40"),
        ({"roles": []}, "au moins un rôle"),
        ({"roles": ["root"]}, "au moins un rôle"),
        ({"teams": []}, "a besoin d’une équipe"),
        ({"teams": ["nowhere"]}, "a besoin d’une équipe"),
    ],
)
def test_what_will_not_do_is_said(boss: Visitor, form: dict[str, object], said: str) -> None:
    assert said in invite(boss, **form)


def test_new_roles_hold_from_the_next_page_on(
    app: Flask, boss: Visitor, hire: Callable[..., StaffMember]
) -> None:
    kim = hire("kim")
    visitor = signed_in(app, "kim")
    assert visitor.get("/console/").status_code == 200
    boss.post(f"/console/accounts/{kim.id}", name="Kim", roles="editor")
    assert visitor.get("/console/").location == "/console/voices"


def test_a_closed_account_opens_nothing_and_gives_back_what_it_had(
    app: Flask,
    boss: Visitor,
    hire: Callable[..., StaffMember],
    line: Hotline,
    ask: Callable[..., str],
) -> None:
    kim, id_ = hire("kim"), ask()
    visitor = signed_in(app, "kim")
    visitor.post(f"/console/requests/{id_}/claim")
    boss.post(f"/console/accounts/{kim.id}/close")
    assert visitor.get("/console/").location == "/console/login"
    assert visitor.sign_in("kim").status_code == 401
    assert line.store.callbacks.waiting(["pad"])[0].state == "requested"


@pytest.mark.parametrize(
    ("form", "turns", "telephone"),
    [
        ({"teams": ["pad", "grdr"], "roles": ["member"]}, ["pad", "grdr"], True),
        ({"teams": ["grdr"], "roles": ["member"]}, ["grdr"], True),
        ({"teams": [], "roles": ["coordinator"]}, ["pad", "grdr"], True),
        ({"teams": ["pad"], "roles": ["editor"]}, [], False),
        ({"teams": ["pad"], "roles": ["administrator"]}, [], False),
    ],
)
def test_who_is_moved_keeps_what_goes_with_the_new_teams_and_roles(
    boss: Visitor,
    line: Hotline,
    hire: Callable[..., StaffMember],
    ask: Callable[..., str],
    form: dict[str, object],
    turns: list[str],
    telephone: bool,
) -> None:
    kim = hire("kim", "pad", "grdr")
    line.store.phones.keep(kim.id, "+33199001001")
    for team in ("pad", "grdr"):
        line.store.duty.add(NewTurn(kim.id, team, "Mo 09:00-12:00"), line.now())
        assert line.store.callbacks.claim(ask(team=team), kim.id, line.now())
    data = {"csrf_token": boss.token(), "name": "Kim", **form}
    boss.client.post(f"/console/accounts/{kim.id}", data=data)
    assert [each.team for each in line.store.duty.turns(line.now())] == turns
    waiting = line.store.callbacks.waiting(["pad", "grdr"])
    assert [each.team for each in waiting if each.claimed_by == kim.id] == turns
    assert all(each.state == "requested" for each in waiting if each.claimed_by is None)
    assert (line.store.phones.of(kim.id) is not None) is telephone


def test_a_reset_account_gives_back_what_it_had(
    boss: Visitor, line: Hotline, awa: StaffMember, ask: Callable[..., str]
) -> None:
    id_ = ask()
    line.store.callbacks.claim(id_, awa.id, line.now())
    line.store.callbacks.reached(id_, awa.id, "", line.now())
    boss.post(f"/console/accounts/{awa.id}/reset")
    (found,) = line.store.callbacks.waiting(["pad"])
    assert (found.state, found.claimed_by) == ("requested", None)


def test_the_last_who_keeps_accounts_stays(
    boss: Visitor, line: Hotline, hire: Callable[..., StaffMember]
) -> None:
    me = line.store.staff.called("boss")
    assert me
    boss.post(f"/console/accounts/{me.id}/close")
    boss.post(f"/console/accounts/{me.id}", name="Boss", roles="editor")
    assert line.store.staff.called("boss") == me
    hire("other", roles=["administrator"])
    boss.post(f"/console/accounts/{me.id}", name="Boss", roles="editor")
    assert (line.store.staff.called("boss") or me).roles == ("editor",)


def test_a_lost_telephone_is_no_end(boss: Visitor, line: Hotline, awa: StaffMember) -> None:
    page = boss.post(f"/console/accounts/{awa.id}/reset").text
    assert "/console/invitation#" in page
    assert not (line.store.staff.called("awa") or awa).active


def test_the_trail_is_shown_and_whether_it_holds(boss: Visitor, line: Hotline) -> None:
    page = boss.text("/console/audit")
    assert "Rien n’y a été changé" in page
    assert "s’est connecté" in page
    line.store.engine.run("update trail set what = 'nothing'")
    assert "Ce journal a été modifié" in boss.text("/console/audit")
