"""Who sits at the console in these tests, and what have residents asked for?"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from itertools import count

import pyotp
import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from hotline.app import Hotline
from hotline.store import StaffMember, staff
from hotline.store.callback import NewCallback

PASSWORD = "quatre chevaux bleus"
NUMBER = "+33639980001"


@dataclass
class Visitor:
    """A browser at the console."""

    client: FlaskClient

    def get(self, path: str, **headers: str) -> TestResponse:
        return self.client.get(path, headers=headers)

    def post(
        self, path: str, headers: dict[str, str] | None = None, /, **form: str
    ) -> TestResponse:
        form.setdefault("csrf_token", self.token())
        return self.client.post(path, data=form, headers=headers)

    def token(self) -> str:
        page = self.client.get("/console/password", follow_redirects=True).text
        found = re.search(r'name="csrf_token" value="([^"]+)"', page)
        return found[1] if found else ""

    def sign_in(self, login: str, password: str = PASSWORD) -> TestResponse:
        return self.post("/console/login", login=login, password=password)

    def text(self, path: str = "/console/") -> str:
        return self.client.get(path).text


@pytest.fixture
def visitor(app: Flask) -> Visitor:
    return Visitor(app.test_client())


@pytest.fixture
def hire(line: Hotline) -> Callable[..., StaffMember]:
    """A member of staff with a password of their own."""

    def hired(
        login: str,
        *teams: str,
        roles: Collection[str] = ("member",),
        languages: Collection[str] = (),
    ) -> StaffMember:
        name, teams = login.capitalize(), teams or ("pad",)
        line.store.staff.add(login, name, teams, roles, line.now(), languages)
        made = line.store.staff.called(login)
        assert made
        line.store.staff.set_password(made.id, PASSWORD)
        if "administrator" in roles:
            confirmed(line, made.id)
        return line.store.staff.called(login) or made

    return hired


@pytest.fixture
def awa(hire: Callable[..., StaffMember]) -> StaffMember:
    return hire("awa")


@pytest.fixture
def at_work(app: Flask, awa: StaffMember) -> Visitor:
    """Awa, of the points of access to rights, signed in."""
    return signed_in(app, awa.login)


@pytest.fixture
def bruno(app: Flask, hire: Callable[..., StaffMember]) -> Visitor:
    """Bruno, her colleague in the same team, signed in."""
    return signed_in(app, hire("bruno").login)


@pytest.fixture
def ask(line: Hotline) -> Callable[..., str]:
    """A resident asks to be called back; returns the request's id."""
    people = count(1)

    def asked(team: str = "pad", topic: str = "legal", **other: str) -> str:
        nth = next(people)
        new = {
            "reference": f"{4820 + nth}",
            "person": f"person-{nth}",
            "number": NUMBER,
            "topic": topic,
            "team": team,
            "language": "fr",
            "time_of_day": "morning",
            "voicemail": "no",
        }
        return line.store.callbacks.request(NewCallback(**{**new, **other}), line.now())

    return asked


@pytest.fixture(autouse=True)
def quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Argon2 with small parameters: it is as slow as it should be otherwise."""
    quick = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(staff, "HASHER", quick)
    monkeypatch.setattr(staff, "DECOY", quick.hash("nobody"))


def signed_in(app: Flask, login: str) -> Visitor:
    visitor = Visitor(app.test_client())
    answer = visitor.sign_in(login)
    if answer.location == "/console/login/code":
        answer = visitor.post("/console/login/code", code=SECRETS[login].pop())
    assert (answer.status_code, answer.location) == (303, "/console/")
    return visitor


SECRETS: dict[str, list[str]] = {}  # codes on paper, by login


def confirmed(line: Hotline, id_: str) -> None:
    """This account has a second factor."""
    code = pyotp.TOTP(line.store.factors.begin(id_)).at(line.now())
    member = line.store.staff.get(id_)
    assert member
    SECRETS[member.login] = line.store.factors.confirm(id_, code, line.now()) or []
