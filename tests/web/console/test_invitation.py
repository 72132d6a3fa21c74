"""Does an invitation let in one person, once, for three days, and nobody else?"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from hotline.app import Hotline
from hotline.store import StaffMember
from tests.conftest import Clock
from tests.web.console.conftest import Visitor, signed_in

NEW = "trois petits cochons verts"


@pytest.fixture
def code(line: Hotline) -> str:
    return line.store.staff.add("new", "New", ["pad"], ["member"], line.now(), ["ar"]) or ""


def accept(visitor: Visitor, code: str, new: str = NEW, again: str = NEW) -> tuple[int, str | None]:
    answer = visitor.post("/console/invitation", code=code, new=new, again=again)
    return answer.status_code, answer.location


def test_who_was_invited_chooses_a_password_and_is_in(visitor: Visitor, code: str) -> None:
    assert accept(visitor, code) == (303, "/console/")
    assert "Votre identifiant est new." in visitor.text()
    visitor.post("/console/logout")
    assert visitor.sign_in("new", NEW).status_code == 303


@pytest.mark.parametrize(
    "typed", [str.lower, lambda code: code.replace("-", " "), lambda c: f" {c}"]
)
def test_a_code_is_typed_as_people_type(
    visitor: Visitor, code: str, typed: Callable[[str], str]
) -> None:
    assert accept(visitor, typed(code)) == (303, "/console/")


def test_it_opens_once(app: Flask, visitor: Visitor, code: str) -> None:
    accept(visitor, code)
    assert (
        accept(Visitor(app.test_client()), code, "un autre mot de passe", "un autre mot de passe")[
            0
        ]
        == 422
    )


def test_it_is_of_no_use_after_three_days(visitor: Visitor, code: str, clock: Clock) -> None:
    clock.forward(days=3)
    assert accept(visitor, code)[0] == 422


@pytest.mark.parametrize("wrong", ["", "AAAA-AAAA-AAAA-AAAA", "'; drop table invitation; --", "é"])
def test_any_other_code_opens_nothing(visitor: Visitor, code: str, wrong: str) -> None:
    answer = visitor.post("/console/invitation", code=wrong, new=NEW, again=NEW)
    assert answer.status_code == 422
    assert "Ce code ne sert pas ou plus" in answer.text


def test_an_unfit_password_does_not_use_it_up(visitor: Visitor, code: str) -> None:
    assert accept(visitor, code, "short", "short")[0] == 422
    assert accept(visitor, code) == (303, "/console/")


def test_nobody_signs_in_before_it_was_used(visitor: Visitor, code: str) -> None:
    for password in ("", code):
        assert visitor.sign_in("new", password).status_code == 401


def test_guessing_codes_is_slowed_down(visitor: Visitor, code: str) -> None:
    answers = [accept(visitor, f"AAAA-{nth}")[0] for nth in range(6)]
    assert answers == [422] * 5 + [429]


def test_a_reset_shuts_everything_but_the_new_code(
    app: Flask, line: Hotline, visitor: Visitor, awa: StaffMember
) -> None:
    elsewhere = signed_in(app, awa.login)
    fresh = line.store.staff.reset(awa.id, line.now())
    assert elsewhere.get("/console/").location == "/console/login"
    assert visitor.sign_in(awa.login).status_code == 401
    assert accept(visitor, fresh) == (303, "/console/")


def test_the_record_does_not_have_the_code(line: Hotline, code: str) -> None:
    line.store.engine.checkpoint()
    held = Path(line.config.database_path).read_bytes()
    assert code.encode() not in held
    assert code.replace("-", "").encode() not in held
