"""Who may hear what a caller has said, and is it noted?"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from hotline.app import Hotline
from hotline.model import Recording
from hotline.store import StaffMember
from hotline.store.voicemails import State
from tests.sounds import spoken
from tests.web.console.conftest import Visitor

SOUND = spoken(3)


@pytest.fixture
def said(line: Hotline) -> Callable[..., str]:
    """A message about this request, as far as it has come; returns its address."""

    def left(request: str, state: State = "kept") -> str:
        store = line.store.voicemails
        store.expect(request, "simulator", Recording("RE1", 83), line.now())
        (message,) = store.of([request])[request]
        if state in ("kept", "silent"):
            store.keep(message.id, SOUND, silent=state == "silent")
        if state == "lost":
            store.lose(message.id)
        return f"/console/requests/{request}/voicemails/{message.id}"

    return left


def test_the_team_hears_it_and_it_is_noted(
    at_work: Visitor,
    awa: StaffMember,
    line: Hotline,
    ask: Callable[..., str],
    said: Callable[..., str],
) -> None:
    request = ask()
    address = said(request)
    assert f'src="{address}"' in at_work.text(f"/console/requests/{request}")
    answer = at_work.get(address)
    assert (answer.status_code, answer.mimetype, answer.data) == (200, "audio/wav", SOUND)
    assert answer.headers["Cache-Control"] == "no-store"
    assert ("voicemail", awa.id) in [(what, who) for _, who, what in audited(line, request)]


def test_a_browser_may_ask_for_a_part_and_each_part_is_noted(
    at_work: Visitor, line: Hotline, ask: Callable[..., str], said: Callable[..., str]
) -> None:
    request = ask()
    address = said(request)
    for asked, status, data in (
        ("bytes=0-", 206, SOUND),
        ("bytes=100-199", 206, SOUND[100:200]),
        ("bytes=999999-", 416, None),
    ):
        answer = at_work.get(address, Range=asked)
        assert answer.status_code == status
        assert data is None or answer.data == data
        assert answer.headers["Cache-Control"] == "no-store"
    assert [what for _, _, what in audited(line, request)].count("voicemail") == 3


def test_another_team_hears_nothing_and_nothing_is_noted(
    at_work: Visitor, line: Hotline, ask: Callable[..., str], said: Callable[..., str]
) -> None:
    foreign = ask(team="mrap93", topic="racism")
    assert at_work.get(said(foreign)).status_code == 404
    assert audited(line, foreign) == []


def test_a_message_is_not_played_as_another_request_s(
    at_work: Visitor, line: Hotline, ask: Callable[..., str], said: Callable[..., str]
) -> None:
    own, foreign = ask(), ask(team="mrap93", topic="racism")
    address = said(foreign).replace(foreign, own)
    assert at_work.get(address).status_code == 404
    assert audited(line, own) == []


def test_a_stranger_is_sent_to_the_login(
    app: Flask, visitor: Visitor, ask: Callable[..., str], said: Callable[..., str]
) -> None:
    assert visitor.get(said(ask())).status_code == 303


@pytest.mark.parametrize(
    ("state", "told", "player"),
    [
        ("expected", "Il arrive de l’opérateur", False),
        ("kept", "1:23", True),
        ("silent", "Il semble qu’on n’y entende rien", True),
        ("lost", "Demandez-le à la personne", False),
    ],
)
def test_staff_are_told_how_it_stands(
    at_work: Visitor,
    ask: Callable[..., str],
    said: Callable[..., str],
    state: State,
    told: str,
    *,
    player: bool,
) -> None:
    request = ask()
    address = said(request, state)
    page = at_work.text(f"/console/requests/{request}")
    assert told in page
    assert ("<audio" in page) is player
    assert at_work.get(address).status_code == (200 if player else 404)


def test_a_request_without_a_message_has_no_player(
    at_work: Visitor, ask: Callable[..., str]
) -> None:
    assert "À écouter" not in at_work.text(f"/console/requests/{ask()}")


def audited(line: Hotline, request: str) -> list[tuple[str, str | None, str]]:
    return line.store.staff.audited(request)
