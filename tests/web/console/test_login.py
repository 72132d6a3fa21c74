"""Who gets into the console, and for how long?"""

from __future__ import annotations

import pytest
from flask import Flask

from hotline.app import Hotline
from hotline.store import StaffMember
from tests.conftest import Clock
from tests.web.console.conftest import PASSWORD, Visitor, signed_in

NEW = "trois petits cochons verts"


def test_a_member_of_staff_gets_to_the_list(visitor: Visitor, awa: StaffMember) -> None:
    answer = visitor.sign_in(awa.login)
    assert (answer.status_code, answer.location) == (303, "/console/")
    assert "Awa" in visitor.text()


@pytest.mark.parametrize(
    ("login", "password"),
    [("awa", "wrong"), ("nobody", PASSWORD), ("", ""), ("awa\x00", PASSWORD), ("AWA", PASSWORD)],
)
def test_anything_else_gets_one_and_the_same_sentence(
    visitor: Visitor, awa: StaffMember, login: str, password: str
) -> None:
    answer = visitor.sign_in(login, password)
    assert answer.status_code == 401
    assert "Identifiant ou mot de passe incorrect." in answer.text


def test_the_cookie_is_bound_to_this_host_and_hidden_from_scripts(
    visitor: Visitor, awa: StaffMember
) -> None:
    cookie = visitor.sign_in(awa.login).headers["Set-Cookie"]
    assert cookie.startswith("__Host-hotline=")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Strict"} <= set(cookie.split("; "))


def test_login_gives_a_new_session(visitor: Visitor, awa: StaffMember) -> None:
    with visitor.client.session_transaction() as before:
        before["sid"] = planted = "planted-by-somebody-else"
    visitor.sign_in(awa.login)
    with visitor.client.session_transaction() as after:
        assert after["sid"] != planted


def test_logout_ends_the_session_even_for_a_copied_cookie(app: Flask, awa: StaffMember) -> None:
    here, thief = signed_in(app, awa.login), Visitor(app.test_client())
    with here.client.session_transaction() as session:
        copied = dict(session)
    assert here.post("/console/logout").location == "/console/login"
    with thief.client.session_transaction() as session:
        session.update(copied)
    assert thief.get("/console/").location == "/console/login"


@pytest.mark.parametrize(("minutes", "status"), [(29, 200), (31, 303)])
def test_a_session_ends_when_nobody_is_there(
    at_work: Visitor, clock: Clock, minutes: int, status: int
) -> None:
    clock.forward(minutes=minutes)
    assert at_work.get("/console/").status_code == status


def test_a_list_that_refreshes_itself_keeps_no_session_alive(
    at_work: Visitor, clock: Clock
) -> None:
    clock.forward(minutes=20)
    assert at_work.get("/console/", **{"X-Unattended": "1"}).status_code == 200
    clock.forward(minutes=20)
    assert at_work.get("/console/").location == "/console/login"
    assert "Votre session a pris fin" in at_work.text("/console/login")


def test_after_five_failures_each_further_one_costs_twice_as_long(
    visitor: Visitor, awa: StaffMember, clock: Clock
) -> None:
    for _ in range(5):
        visitor.sign_in(awa.login, "wrong")
    locked = visitor.sign_in(awa.login)
    assert (locked.status_code, locked.headers["Retry-After"]) == (429, "61")
    assert "Réessayez à 10:02" in locked.text
    waits = []
    for _ in range(8):
        clock.forward(seconds=int(visitor.sign_in(awa.login, "x").headers["Retry-After"]))
        assert visitor.sign_in(awa.login, "wrong").status_code == 401
        waits.append(int(visitor.sign_in(awa.login).headers["Retry-After"]) // 60)
    assert waits == [2, 4, 8, 16, 32, 60, 60, 60]


def test_who_gets_in_at_last_is_forgiven(visitor: Visitor, awa: StaffMember, clock: Clock) -> None:
    for _ in range(2):
        for _ in range(5):
            assert visitor.sign_in(awa.login, "wrong").status_code == 401
        clock.forward(minutes=2)
        assert visitor.sign_in(awa.login).status_code == 303
        visitor.post("/console/logout")


def test_a_lock_does_not_tell_which_logins_exist(visitor: Visitor) -> None:
    answers = [visitor.sign_in("nobody", "wrong").status_code for _ in range(6)]
    assert answers == [401] * 5 + [429]


def test_one_address_cannot_try_many_logins(visitor: Visitor, awa: StaffMember) -> None:
    for nth in range(20):
        visitor.sign_in(f"guess{nth}")
    assert visitor.sign_in(awa.login).status_code == 429


@pytest.mark.parametrize(
    ("forwarded", "status"),
    [("198.51.100.7", 303), ("192.0.2.1, 198.51.100.7", 303), ("192.0.2.1", 429)],
)
def test_behind_a_proxy_each_visitor_has_their_own_address(
    visitor: Visitor, awa: StaffMember, forwarded: str, status: int
) -> None:
    for nth in range(20):
        form = {"login": f"guess{nth}", "password": "x"}
        visitor.post("/console/login", {"X-Forwarded-For": "192.0.2.1"}, **form)
    form = {"login": awa.login, "password": PASSWORD}
    answer = visitor.post("/console/login", {"X-Forwarded-For": forwarded}, **form)
    assert answer.status_code == status


def test_success_and_failure_are_audited_by_id(
    visitor: Visitor, awa: StaffMember, line: Hotline
) -> None:
    visitor.sign_in(awa.login, "wrong")
    visitor.sign_in("a password typed in the wrong box", "wrong")
    visitor.sign_in(awa.login)
    assert {what for _, _, what in line.store.staff.audited(awa.id)} == {"login_failed", "login"}
    assert len(line.store.staff.audited("unknown")) == 1


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"new": "short", "again": "short"}, "Il faut au moins 12 caractères."),
        ({"new": "a" * 20, "again": "a" * 20}, "se devine trop facilement"),
        ({"new": NEW, "again": NEW + "!"}, "ne sont pas les mêmes"),
        ({"new": PASSWORD, "again": PASSWORD}, "C’est le mot de passe actuel"),
        ({"new": NEW, "again": NEW, "current": "wrong"}, "Le mot de passe actuel est incorrect."),
        ({}, "Il faut au moins 12 caractères."),
    ],
)
def test_a_password_that_will_not_do_is_refused_in_words(
    at_work: Visitor, form: dict[str, str], said: str
) -> None:
    answer = at_work.post("/console/password", **{"current": PASSWORD, **form})
    assert answer.status_code == 422
    assert said in answer.text


def test_a_new_password_ends_every_other_session(app: Flask, awa: StaffMember) -> None:
    here, elsewhere = signed_in(app, awa.login), signed_in(app, awa.login)
    here.post("/console/password", current=PASSWORD, new=NEW, again=NEW)
    assert here.get("/console/").status_code == 200
    assert elsewhere.get("/console/").location == "/console/login"


def test_guessing_the_current_password_is_limited_too(at_work: Visitor) -> None:
    form = {"current": "wrong", "new": NEW, "again": NEW}
    answers = [at_work.post("/console/password", **form).status_code for _ in range(6)]
    assert answers == [422] * 5 + [429]
