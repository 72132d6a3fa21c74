"""Is every route of the console closed to whom it should be?"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from werkzeug.routing import Rule

from hotline.app import Hotline
from tests.web.console.conftest import Visitor

OPEN = {"static", "login", "log_in", "speak"}
OF_A_REQUEST = {
    *(
        "callback",
        "number",
        "number_again",
        "claim",
        "release",
        "reached",
        "no_answer",
        "close",
        "note",
        "voicemail",
    ),
}
OF_THE_VOICES = {"voices", "voice", "record", "refuse"}
OF_THE_DESK = {"callbacks", "log_out", "password", "change_password"} | OF_THE_VOICES


def rules(app: Flask) -> Iterator[tuple[str, str, Rule]]:
    """(endpoint, method, rule) of everything the console answers to."""
    for rule in app.url_map.iter_rules():
        blueprint, _, endpoint = rule.endpoint.rpartition(".")
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:
            if blueprint == "console":
                yield endpoint, method, rule


def test_every_route_is_declared_here(app: Flask) -> None:
    assert {endpoint for endpoint, _, _ in rules(app)} == OPEN | OF_A_REQUEST | OF_THE_DESK


@pytest.mark.parametrize("endpoint", sorted(OF_A_REQUEST | OF_THE_DESK))
def test_a_stranger_is_sent_to_the_login(
    app: Flask, visitor: Visitor, ask: Callable[..., str], endpoint: str
) -> None:
    ((method, path),) = paths(app, endpoint, ask())
    answer = visitor.client.open(path, method=method)
    assert (answer.status_code, answer.location) == (303, "/console/login")


@pytest.mark.parametrize("endpoint", sorted(OF_A_REQUEST))
def test_the_request_of_another_team_does_not_exist(
    app: Flask, at_work: Visitor, line: Hotline, ask: Callable[..., str], endpoint: str
) -> None:
    foreign = ask(team="mrap93", topic="racism")
    ((method, path),) = paths(app, endpoint, foreign)
    form = {"csrf_token": at_work.token(), "note": "x"}
    answer = at_work.client.open(path, method=method, data=form if method == "POST" else None)
    assert answer.status_code == 404
    assert line.store.staff.audited(foreign) == []
    assert len(line.store.callbacks.history(foreign)) == 1


def test_the_list_and_the_search_show_the_own_teams_only(
    at_work: Visitor, ask: Callable[..., str]
) -> None:
    ask(team="mrap93", topic="racism", reference="7777")
    assert "7777" not in at_work.text()
    assert "Aucune demande de vos équipes" in at_work.text("/console/?reference=7777")


@pytest.mark.parametrize("token", [None, "", "forged"])
def test_a_form_without_this_session_s_token_changes_nothing(
    at_work: Visitor, line: Hotline, ask: Callable[..., str], token: str | None
) -> None:
    id_ = ask()
    form = {} if token is None else {"csrf_token": token}
    answer = at_work.client.post(f"/console/requests/{id_}/claim", data=form)
    assert answer.status_code == 400
    assert "Rien n’a été changé" in answer.text
    assert line.store.callbacks.waiting(["pad"])[0].state == "requested"


def test_the_login_form_needs_its_token_too(visitor: Visitor) -> None:
    assert visitor.client.post("/console/login", data={"login": "a"}).status_code == 400


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_what_the_browser_says_another_site_sent_is_refused(
    at_work: Visitor, ask: Callable[..., str], site: str
) -> None:
    answer = at_work.post(f"/console/requests/{ask()}/claim", {"Sec-Fetch-Site": site})
    assert answer.status_code == 400


def test_behind_a_proxy_that_rewrites_the_host_forms_still_work(
    at_work: Visitor, ask: Callable[..., str]
) -> None:
    answer = at_work.client.post(
        f"/console/requests/{ask()}/claim",
        data={"csrf_token": at_work.token()},
        base_url="https://10.0.0.5:8000",
        headers={"Referer": "https://rappels.example/console/", "Cookie": cookie(at_work)},
    )
    assert answer.status_code == 303


@pytest.mark.parametrize("path", ["/console/", "/console/password", "/console/requests/none"])
def test_no_page_is_kept_by_the_browser(at_work: Visitor, path: str) -> None:
    assert at_work.get(path).headers["Cache-Control"] == "no-store"


def test_a_page_turned_away_is_not_kept_either(visitor: Visitor) -> None:
    assert visitor.get("/console/").headers["Cache-Control"] == "no-store"
    assert visitor.get("/console/login").headers["Cache-Control"] == "no-store"


def paths(app: Flask, endpoint: str, id_: str) -> list[tuple[str, str]]:
    return [
        (method, rule.rule.replace("<id_>", id_).replace("<message>", "none"))
        for name, method, rule in rules(app)
        if name == endpoint
    ]


def cookie(visitor: Visitor) -> str:
    kept = visitor.client.get_cookie("__Host-hotline")
    return f"{kept.key}={kept.value}" if kept else ""
