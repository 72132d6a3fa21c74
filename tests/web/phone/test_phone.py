from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient

import hotline.web.phone as phone
from hotline.app import Hotline
from hotline.channels import simulator
from hotline.model import Outbound

ROOM = Path(phone.__file__).parent
OPTIONAL = {"beep"}  # only in a city whose line can be rung for free
SCRIPTS = sorted((ROOM / "static").glob("*.js"))
READER = "+33639980001"


def sent(line: Hotline, *texts: str) -> None:
    for number, text in enumerate(texts):
        message = Outbound(str(number), "simulator", READER, text, line.city.sms_line)
        simulator.send(message, line.config)


@pytest.mark.parametrize("path", ["/phone", "/phone/"])
def test_the_page_is_there_in_french(client: FlaskClient, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 200
    assert '<html lang="fr">' in response.text


def test_the_page_shows_the_line(client: FlaskClient, line: Hotline) -> None:
    page = client.get("/phone/").text
    assert line.city.line_name in page
    assert phone.grouped(line.city.voice_line) in page


def test_nothing_is_inline_and_everything_is_served(client: FlaskClient) -> None:
    page = client.get("/phone/").text
    assert not re.search(r"<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)", page)
    linked = re.findall(r'(?:href|src)="([^"#][^"]*)"', page)
    assert len(linked) == 3
    for address in linked:
        assert address.startswith("/phone/static/")
        with client.get(address) as response:
            assert response.status_code == 200


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
def test_scripts_only_reach_for_what_is_on_the_page(client: FlaskClient, script: Path) -> None:
    page, source = client.get("/phone/").text, script.read_text()
    for wanted in re.findall(r'\$\("([a-z]+)"\)', source):
        assert f'id="{wanted}"' in page or wanted in OPTIONAL
    for module in re.findall(r'from "\./([^"]+)"', source):
        assert (ROOM / "static" / module).is_file()


def test_every_key_has_a_name_that_can_be_spoken(client: FlaskClient) -> None:
    keys = re.findall(r'value="(.)" aria-label="([^"]+)"', client.get("/phone/").text)
    spoken = {"*": "Étoile", "#": "Dièse"}
    assert keys == [(key, spoken.get(key, key)) for key in "123456789*0#"]


def test_messages_that_left_later_arrive_with_their_cost(
    client: FlaskClient, line: Hotline
) -> None:
    sent(line, "Bonjour", "مرحبا")
    answer = client.post("/phone/inbox", json={"from": READER, "after": 0})
    shown = [
        (each["text"], each["encoding"], each["segments"], each["units"])
        for each in answer.get_json()["messages"]
    ]
    assert shown == [("Bonjour", "GSM-7", 1, 7), ("مرحبا", "UCS-2", 1, 5)]


@pytest.mark.parametrize(("after", "texts"), [(0, ["un", "deux"]), (1, ["deux"]), (2, []), (9, [])])
def test_only_newer_messages(
    client: FlaskClient, line: Hotline, after: int, texts: list[str]
) -> None:
    sent(line, "un", "deux")
    answer = client.post("/phone/inbox", json={"from": READER, "after": after})
    assert [each["text"] for each in answer.get_json()["messages"]] == texts


def test_another_number_sees_nothing(client: FlaskClient, line: Hotline) -> None:
    sent(line, "Bonjour")
    answer = client.post("/phone/inbox", json={"from": "+33639980002", "after": 0})
    assert answer.get_json() == {"messages": []}


def test_no_message_is_kept_by_a_cache(client: FlaskClient) -> None:
    answer = client.post("/phone/inbox", json={"from": READER, "after": 0})
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "body",
    [
        None,
        [],
        "text",
        {},
        {"from": READER},
        {"after": 0},
        {"from": "0639980001", "after": 0},
        {"from": "+33639980001\n", "after": 0},
        {"from": "../../live", "after": 0},
        {"from": 33639980001, "after": 0},
        {"from": READER, "after": -1},
        {"from": READER, "after": "0"},
        {"from": READER, "after": True},
        {"from": READER, "after": 10**30},
    ],
)
def test_a_malformed_question_is_refused(client: FlaskClient, body: object) -> None:
    assert client.post("/phone/inbox", json=body).status_code == 400


def test_a_number_is_not_taken_from_an_address(client: FlaskClient) -> None:
    assert client.get(f"/phone/inbox?from={READER[1:]}&after=0").status_code == 405


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("+33199000000", "01 99 00 00 00"),
        ("+33639980000", "06 39 98 00 00"),
        ("+3319900", "+3319900"),
        ("+44 20", "+44 20"),
        ("3949", "3949"),
        ("", ""),
    ],
)
def test_numbers_are_grouped(number: str, shown: str) -> None:
    assert phone.grouped(number) == shown
