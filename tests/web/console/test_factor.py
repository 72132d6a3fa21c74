"""Is a stolen password too little, and a lost telephone no end?"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pyotp
import pytest
from flask import Flask

from hotline.app import Hotline
from hotline.store import StaffMember
from tests.conftest import Clock
from tests.web.console.conftest import PASSWORD, SECRETS, Visitor, confirmed, signed_in


def code_of(line: Hotline, secret: str, steps: int = 0) -> str:
    return pyotp.TOTP(secret).at(int(line.now().timestamp()) + steps * 30)


@pytest.fixture
def secret(line: Hotline, awa: StaffMember, clock: Clock) -> str:
    """Awa has added her telephone, a while ago."""
    found = line.store.factors.begin(awa.id)
    confirmed(line, awa.id)
    clock.forward(minutes=5)
    return found


def test_the_password_alone_opens_nothing(visitor: Visitor, awa: StaffMember, secret: str) -> None:
    assert visitor.sign_in(awa.login).location == "/console/login/code"
    assert visitor.get("/console/").location == "/console/login"
    assert "Code à 6 chiffres" in visitor.text("/console/login/code")


@pytest.mark.parametrize(("steps", "status"), [(-2, 401), (-1, 303), (0, 303), (1, 303), (2, 401)])
def test_the_code_of_now_opens(
    visitor: Visitor, line: Hotline, awa: StaffMember, secret: str, steps: int, status: int
) -> None:
    visitor.sign_in(awa.login)
    answer = visitor.post("/console/login/code", code=code_of(line, secret, steps))
    assert answer.status_code == status
    assert (visitor.get("/console/").status_code == 200) is (status == 303)


def test_a_code_opens_once(app: Flask, line: Hotline, awa: StaffMember, secret: str) -> None:
    """Somebody looks over a shoulder."""
    first, second = Visitor(app.test_client()), Visitor(app.test_client())
    code = code_of(line, secret)
    for visitor in (first, second):
        visitor.sign_in(awa.login)
    assert first.post("/console/login/code", code=code).status_code == 303
    assert second.post("/console/login/code", code=code).status_code == 401


def test_a_code_on_paper_opens_once(app: Flask, awa: StaffMember, secret: str) -> None:
    paper = SECRETS[awa.login][0]
    for status in (303, 401):
        visitor = Visitor(app.test_client())
        visitor.sign_in(awa.login)
        assert visitor.post("/console/login/code", code=paper.upper()).status_code == status


def test_guessing_codes_is_slowed_down_whoever_knows_the_password(
    visitor: Visitor, awa: StaffMember, secret: str
) -> None:
    answers = []
    for _ in range(6):
        visitor.sign_in(awa.login)
        answers.append(visitor.post("/console/login/code", code="000000").status_code)
    assert answers == [401] * 5 + [429]


def test_between_password_and_code_there_are_ten_minutes(
    visitor: Visitor, line: Hotline, awa: StaffMember, secret: str, clock: Clock
) -> None:
    visitor.sign_in(awa.login)
    clock.forward(minutes=11)
    answer = visitor.post("/console/login/code", code=code_of(line, secret))
    assert answer.location == "/console/login"


def test_half_a_session_is_no_session(visitor: Visitor, awa: StaffMember, secret: str) -> None:
    visitor.sign_in(awa.login)
    with visitor.client.session_transaction() as session:
        session["sid"] = session["half"]
    assert visitor.get("/console/").location == "/console/login"


def test_who_keeps_accounts_needs_one_first(
    visitor: Visitor, line: Hotline, hire: Callable[..., StaffMember]
) -> None:
    boss = hire("boss", roles=["administrator"])
    line.store.factors.drop(boss.id)
    visitor.sign_in("boss")
    for path in ("/console/accounts", "/console/audit", "/console/"):
        assert visitor.get(path).location == "/console/second-factor"
    page = visitor.text("/console/second-factor")
    assert "<svg" in page
    secret = re.search(r'<code dir="ltr">([A-Z2-7 ]+)</code>', page)
    assert secret
    code = code_of(line, secret[1].replace(" ", ""))
    assert visitor.post("/console/second-factor", code="123").status_code == 422
    codes = visitor.post("/console/second-factor", code=code).text
    assert len(re.findall(r"<li><code>[0-9a-z]{5}-[0-9a-z]{5}</code>", codes)) == 10
    assert visitor.get("/console/accounts").status_code == 200


def test_everybody_may_add_one_and_take_it_away(
    at_work: Visitor, line: Hotline, awa: StaffMember
) -> None:
    secret = line.store.factors.begin(awa.id)
    at_work.post("/console/second-factor", code=code_of(line, secret))
    assert "qui restent : 10" in at_work.text("/console/second-factor")
    at_work.post("/console/second-factor/drop", current="wrong")
    assert "qui restent : 10" in at_work.text("/console/second-factor")
    at_work.post("/console/second-factor/drop", current=PASSWORD)
    assert "<svg" in at_work.text("/console/second-factor")
    assert line.store.factors.begin(awa.id) != secret


def test_one_not_yet_confirmed_is_not_asked_for(
    visitor: Visitor, line: Hotline, awa: StaffMember
) -> None:
    line.store.factors.begin(awa.id)
    assert visitor.sign_in(awa.login).location == "/console/"


def test_the_secret_and_the_codes_are_not_in_the_record(
    line: Hotline, awa: StaffMember, secret: str
) -> None:
    line.store.engine.checkpoint()
    held = Path(line.config.database_path).read_bytes()
    assert secret.encode() not in held
    for code in SECRETS[awa.login]:
        assert code.encode() not in held
        assert code.replace("-", "").encode() not in held


def test_what_happened_is_audited(app: Flask, line: Hotline, awa: StaffMember, secret: str) -> None:
    signed_in(app, awa.login)
    visitor = Visitor(app.test_client())
    visitor.sign_in(awa.login)
    visitor.post("/console/login/code", code="000000")
    assert {"login", "code_failed"} <= {what for _, _, what in line.store.staff.audited(awa.id)}
