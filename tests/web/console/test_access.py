"""Is every route of the console closed to whom it should be?"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from werkzeug.routing import Rule

from hotline.app import Hotline
from hotline.roles import COUNSEL, ROLES
from hotline.store import StaffMember
from hotline.web import UNSTAFFED, create_app
from tests.web.console.conftest import Visitor, signed_in

FILLED = {  # what stands in a path for each of its parts; a new one is added here
    "id_": "none",
    "filename": "console.css",
    "language": "fr",
    "key": "where.ask",
    "name": "none",
    "staff": "none",
    "event": "none",
    "message": "none",
    "facts": "none",
    "step": "none",
    "location": "mairie-altais",
    "edit": "none",
    "turn": "none",
}

# Every route of the console, and who may have it. Written by hand, and not read from the code: what
# is opened to somebody by mistake does not open this too.
M, C, E, A = ROLES
EVERYBODY, CALLS, EDITS, KEEPS, LEADS = {M, C, E, A}, {M, C}, {E}, {A}, {C}
MATRIX = {
    "log_out": EVERYBODY,
    "password": EVERYBODY,
    "change_password": EVERYBODY,
    "second_factor": EVERYBODY,
    "confirm_factor": EVERYBODY,
    "drop_factor": EVERYBODY,
    "accounts": KEEPS,
    "invite": KEEPS,
    "account": KEEPS,
    "change_account": KEEPS,
    "reset_account": KEEPS,
    "close_account": KEEPS,
    "audit": KEEPS,
    "audit_csv": KEEPS,
    "telephone": CALLS,
    "keep_telephone": CALLS,
    "duty": CALLS,
    "add_duty": LEADS,
    "end_duty": LEADS,
    "go_on_duty": CALLS,
    "go_off_duty": CALLS,
    "callbacks": CALLS,
    "board": CALLS,
    "callback": CALLS,
    "number": CALLS,
    "number_again": CALLS,
    "claim": CALLS,
    "release": CALLS,
    "take_over": LEADS,
    "reached": CALLS,
    "no_answer": CALLS,
    "busy": CALLS,
    "later": CALLS,
    "wrong_number": CALLS,
    "hand_over": CALLS,
    "ring": CALLS,
    "undo": CALLS,
    "close": CALLS,
    "note": CALLS,
    "appointment": CALLS,
    "appoint": CALLS,
    "call_off": CALLS,
    "voicemail": CALLS,
    "directory": EDITS,
    "directory_csv": EDITS,
    "entry": EDITS,
    "save_entry": EDITS,
    "verify_entry": EDITS,
    "undo_edit": EDITS,
    "statistics": LEADS,
    "statistics_csv": LEADS,
    "texts": EDITS,
    "text": EDITS,
    "mark_read": EDITS,
    "suggest": EDITS,
    "unmark": EDITS,
    "voices": EDITS,
    "voice": EDITS,
    "record": EDITS,
    "refuse": EDITS,
}
# Besides one of these roles it takes the team that keeps records of facts.
OF_RECORDS = dict.fromkeys(
    (
        *("records", "new_record", "open_record", "record_of_facts", "amending", "amend_record"),
        *("record_changes", "record_pdf", "add_step", "do_step", "drop_step"),
        *("erasing", "erase_record"),
    ),
    CALLS,
)
OPEN = {"static", "login", "log_in", "code", "check_code", "invitation", "accept", "speak"}
OF_NO_REQUEST = {"callbacks", "board", "telephone", "keep_telephone"}
OF_NO_REQUEST |= {"duty", "go_on_duty", "go_off_duty"}
OF_A_REQUEST = {endpoint for endpoint, roles in MATRIX.items() if roles is CALLS} - OF_NO_REQUEST


def rules(app: Flask, of: str = "console") -> Iterator[tuple[str, str, Rule]]:
    """(endpoint, method, rule) of everything this part of the application answers to."""
    for rule in app.url_map.iter_rules():
        blueprint, _, endpoint = rule.endpoint.rpartition(".")
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:
            if blueprint == of:
                yield endpoint, method, rule


def test_every_route_of_the_console_is_in_the_matrix(app: Flask) -> None:
    assert {endpoint for endpoint, _, _ in rules(app)} == OPEN | {*MATRIX} | {*OF_RECORDS}


def test_every_other_route_is_declared_as_open(app: Flask) -> None:
    others = {each.endpoint for each in app.url_map.iter_rules() if "console." not in each.endpoint}
    assert others == UNSTAFFED


@pytest.mark.parametrize("prefix", ["/console", ""])
def test_a_route_that_is_not_declared_answers_to_nobody(
    line: Hotline, hire: Callable[..., StaffMember], prefix: str
) -> None:
    app = create_app(line)
    stray = "console.stray" if prefix else "stray"
    app.add_url_rule(f"{prefix}/stray", stray, lambda: "seen")
    hire("all", roles=ROLES)
    visitor = signed_in(app, "all")
    assert visitor.get(f"{prefix}/stray").status_code == 404


@pytest.mark.parametrize("team", ["pad", "mrap93"])
@pytest.mark.parametrize("role", ROLES)
def test_each_role_has_its_pages_and_no_other(
    app: Flask, hire: Callable[..., StaffMember], role: str, team: str
) -> None:
    hire("kim", team, roles=[role])
    visitor = signed_in(app, "kim")
    token = visitor.token()
    only_the_gate(app)
    had = {
        endpoint
        for endpoint, method, rule in rules(app)
        if visitor.client.open(
            path_of(rule), method=method, data={"csrf_token": token} if method == "POST" else None
        ).text
        == "had"
    }
    theirs = {**MATRIX, **OF_RECORDS} if team == "mrap93" else MATRIX
    assert had == OPEN | {endpoint for endpoint, roles in theirs.items() if role in roles}


def test_a_stranger_is_sent_to_the_login(app: Flask, visitor: Visitor) -> None:
    only_the_gate(app)
    for endpoint, method, rule in rules(app):
        if endpoint in {**MATRIX, **OF_RECORDS}:
            answer = visitor.client.open(path_of(rule), method=method)
            assert (answer.status_code, answer.location) == (303, "/console/login"), endpoint


def test_what_is_not_for_somebody_does_not_exist_for_them(
    app: Flask, hire: Callable[..., StaffMember]
) -> None:
    hire("ed", roles=["editor"])
    visitor = signed_in(app, "ed")
    assert visitor.get("/console/requests/none").status_code == 404
    assert visitor.get("/console/").location == "/console/voices"
    assert "Référence" not in visitor.text("/console/voices")


@pytest.mark.parametrize(
    ("roles", "teams", "admitted"),
    [
        ("member", "mrap93", True),
        ("member", "pad", False),
        ("coordinator", "mrap93", True),
        ("coordinator", "pad", False),
        ("administrator", "mrap93", False),
        ("editor", "mrap93", False),
    ],
)
def test_the_record_is_for_its_own_team_only(
    app: Flask, hire: Callable[..., StaffMember], roles: str, teams: str, admitted: bool
) -> None:
    member = hire("kim", *teams.split(), roles=roles.split())
    assert COUNSEL.admits(member.roles, member.teams, "mrap93") is admitted
    assert not COUNSEL.admits(member.roles, member.teams, "")


def test_a_coordinator_sees_every_team(
    app: Flask, hire: Callable[..., StaffMember], ask: Callable[..., str]
) -> None:
    hire("co", roles=["coordinator"])
    visitor = signed_in(app, "co")
    foreign = ask(team="grdr", topic="french", reference="7777")
    assert "7777" in visitor.text()
    assert visitor.get(f"/console/requests/{foreign}").status_code == 200


@pytest.mark.parametrize(
    "headers", [{}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}]
)
def test_no_form_is_taken_without_its_token(
    app: Flask, hire: Callable[..., StaffMember], headers: dict[str, str]
) -> None:
    hire("all", "pad", "mrap93", roles=ROLES)
    visitor = signed_in(app, "all")
    only_the_gate(app)
    posts = [rule for _, method, rule in rules(app) if method == "POST"]
    assert len(posts) > 15
    for rule in posts:
        answer = visitor.client.post(path_of(rule), data={"csrf_token": "x"}, headers=headers)
        assert answer.status_code == 400, rule.rule


def test_no_route_leads_away(app: Flask, hire: Callable[..., StaffMember]) -> None:
    hire("all", "pad", "mrap93", roles=ROLES)
    evil = {"Referer": "https://evil.example//evil.example", "X-Forwarded-Host": "evil.example"}
    query = {"next": "https://evil.example", "url": "//evil.example", "reference": "//evil.example"}
    visitor = signed_in(app, "all")
    for endpoint, method, rule in rules(app):
        if endpoint == "static":
            continue
        if visitor.get("/console/").status_code != 200:  # it was the way out
            visitor = signed_in(app, "all")
        form = {"csrf_token": visitor.token(), **query} if method == "POST" else None
        answer = visitor.client.open(
            path_of(rule), method=method, data=form, headers=evil, query_string=query
        )
        assert answer.status_code < 500, rule.rule
        assert "evil" not in (answer.location or ""), rule.rule
        assert (answer.location or "/").startswith("/"), rule.rule


def only_the_gate(app: Flask) -> None:
    """Every view says only that it was reached: what is tested is who gets that far."""
    for endpoint in app.view_functions:
        app.view_functions[endpoint] = lambda **_: "had"


def path_of(rule: Rule) -> str:
    """A path of this rule; a part that FILLED does not name fails."""
    parts = {name: FILLED[name] for name in rule.arguments}
    built = rule.build(parts)
    assert built
    return built[1]


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
