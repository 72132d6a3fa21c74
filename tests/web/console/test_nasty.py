"""Does what residents text, and staff type, stay text on every page and in every export?

Pages are found by going through the routes: one that is made later is looked at, too.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from html.parser import HTMLParser
from itertools import cycle, product

import pytest
from flask import Flask
from pypdf import PdfReader
from werkzeug.test import TestResponse

from hotline.app import Hotline
from hotline.content.reading import entries
from hotline.roles import ROLES
from tests.conftest import Clock
from tests.web.console.conftest import PASSWORD, SECRETS, Visitor, confirmed
from tests.web.nasty import BIDI, NASTY

ALONE = frozenset({"br", "hr", "img", "input", "link", "meta", "base", "source", "wbr"})
ISOLATING = frozenset({"bdi", "blockquote"})


class Page(HTMLParser):
    """A page as a browser reads it: whatever in it was meant as text and is not."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[tuple[str, dict[str, str | None]]] = []
        self.wrong: list[str] = []
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if "nasty" in tag or any("nasty" in name for name in given):
            self.wrong.append(f"<{tag} {given}>")
        if any(name.startswith("on") or name in ("style", "srcdoc") for name in given):
            self.wrong.append(f"<{tag} {given}> runs or paints inline")
        if tag == "script" and "src" not in given:
            self.wrong.append("a script in the page")
        for name in ("href", "src", "action", "formaction"):
            if not (given.get(name) or "/").startswith(("/", "#", "tel:", "?")):
                self.wrong.append(f"<{tag} {name}={given[name]}> leads away")
        if tag not in ALONE:
            self.open.append((tag, given))

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        self.text += data
        isolated = any(tag in ISOLATING or "dir" in given for tag, given in self.open[2:])
        if any(char in data for char in BIDI) and not isolated:
            self.wrong.append(f"turns the text around it: {data!r}")


@pytest.fixture
def everybody(line: Hotline, app: Flask, clock: Clock) -> Visitor:
    """Residents have texted all of it in every place there is, and staff have typed all of it."""
    for nth, words in enumerate(NASTY):
        resident_texts(app, nth, words, clock)
    visitor = Visitor(app.test_client())
    line.store.staff.add("all", NASTY[0], [*line.city.teams], ROLES, line.now(), ["fr", "ar"])
    made = line.store.staff.called("all")
    assert made
    line.store.staff.set_password(made.id, PASSWORD)
    confirmed(line, made.id)
    visitor.sign_in("all")
    visitor.post("/console/login/code", code=SECRETS["all"].pop())
    staff_type(visitor, line)
    return visitor


def resident_texts(app: Flask, nth: int, words: str, clock: Clock) -> None:
    number = f"+336399800{nth:02}"
    for text in (words, f"avocat {words}", "rappel", words, "1", "2", "1", f"{words} rappel"):
        clock.forward(seconds=20)
        form = {"from": number, "text": text[:400]}
        answer = app.test_client().post("/channels/simulator/sms", json=form)
        assert answer.status_code in (200, 400), (text, answer.text)
        assert answer.status_code == 200 or "\x00" in text


def staff_type(visitor: Visitor, line: Hotline) -> None:
    requests = line.store.callbacks.waiting([*line.city.teams])
    assert len(requests) >= 30
    for request, words in zip(cycle(requests), NASTY, strict=False):
        visitor.post(f"/console/requests/{request.id}/claim")
        assert visitor.post(f"/console/requests/{request.id}/note", note=words).status_code == 303
    for nth, words in enumerate(NASTY):
        form = {"login": f"nasty{nth}", "name": words, "roles": "editor"}
        visitor.post("/console/accounts", **form)
        visitor.post("/console/login", login=words, password=words)
        visitor.post("/console/duty", staff=words, team=words, day=words, **{"from": words})

    state_facts(visitor, line)
    plain = (each for each in entries(line.texts, "ar") if "{" not in each.french)
    for words, entry in zip(NASTY, plain, strict=False):
        visitor.post("/console/texts/ar/suggest", version=entry.version, wording=words)

    # These take their time: all of it at once, as far as there is room.
    for nth in range(0, len(NASTY), 8):
        visitor.post("/console/voices/fr/where.ask/refuse", reason=" ".join(NASTY[nth:]))


def state_facts(visitor: Visitor, line: Hotline) -> None:
    """A person states all of it, in every field; what staff write down of it is amended once."""
    every, form = cycle(NASTY), {"words": "\n".join(NASTY), "consent": "1"}
    for name in ("name", "moment", "place", "present", "other", "evidence", "wish"):
        form[name] = next(every)
    assert visitor.post("/console/facts", **form).status_code == 303
    (record,) = line.store.facts.all()
    form |= {name: f"{text} {next(every)}" for name, text in form.items() if name != "consent"}
    path = f"/console/facts/{record.id}"
    assert visitor.post(f"{path}/amend", seen="1", **form).status_code == 303
    for words in NASTY:
        step = {"kind": "other", "what": words, "day": "2026-11-24", "state": "due"}
        assert visitor.post(f"{path}/steps", **step).status_code == 303


def pages(app: Flask, line: Hotline) -> Iterator[tuple[str, str]]:
    """(endpoint, path) of everything that can be asked for; a part of a path nobody knows fails."""
    parts: dict[str, list[str]] = {
        "id_": [each.id for each in line.store.callbacks.waiting([*line.city.teams])],
        "staff": [each.id for each in line.store.staff.everyone()],
        "language": ["fr", "ar"],
        "key": ["where.ask"],
        "name": ["none"],
        "filename": ["console.css"],
        "event": ["sms"],
        "message": ["none"],
        "facts": [each.id for each in line.store.facts.all()],
        "step": ["none"],
        "location": ["mairie-altais"],
    }
    for rule in app.url_map.iter_rules():
        if "GET" in (rule.methods or ()) and not rule.endpoint.endswith("static"):
            names = sorted(rule.arguments)
            for values in product(*(parts[name] for name in names)):
                built = rule.build(dict(zip(names, values, strict=True)))
                assert built
                yield rule.endpoint, built[1]


def test_there_are_forty_and_more() -> None:
    assert len(set(NASTY)) >= 40
    assert all("nasty" in words or "@SUM" in words for words in NASTY)


def test_all_of_it_stays_text_on_every_page(app: Flask, line: Hotline, everybody: Visitor) -> None:
    seen, shown = set(), ""
    for endpoint, path in pages(app, line):
        answer = everybody.get(path, Accept="text/html")
        assert answer.status_code < 500, path
        shown += looked_at(answer, path)
        seen.add(endpoint)
    for nth in range(0, len(NASTY), 8):
        query = {"who": " ".join(NASTY[nth : nth + 8])}
        looked_at(everybody.client.get("/console/voices/fr", query_string=query), "voices")
    assert {"console.callbacks", "console.callback", "console.accounts", "console.audit"} <= seen
    assert {"console.records", "console.record_of_facts", "console.record_pdf"} <= seen
    assert len(line.store.text_marks.all()) > 20
    assert shown.count("nasty") > 2 * len(NASTY)


@pytest.mark.parametrize("words", NASTY)
def test_what_is_searched_for_or_named_in_an_address_stays_text(
    app: Flask, line: Hotline, at_work: Visitor, words: str
) -> None:
    for path in ("/console/", "/console/requests/x", "/console/login", "/health/live"):
        query = {"reference": words, "next": words, "all": words}
        answer = at_work.client.get(path, query_string=query)
        looked_at(answer, path)
        assert not (answer.location or "").startswith(("//", "http", "javascript:"))
    assert at_work.client.get(f"/console/{words}").status_code in (303, 308, 404)


def looked_at(answer: TestResponse, path: str) -> str:
    """What the page shows; it fails when something in it is not text that should be."""
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert "nasty" not in str(answer.headers)
    match answer.mimetype:
        case "text/html":
            page = Page(answer.text)
            assert page.wrong == [], path
            return page.text
        case "text/csv":
            for row in csv.reader(io.StringIO(answer.text.removeprefix("\ufeff"))):
                assert not [cell for cell in row if cell[:1] in tuple("=+-@\t\r\n＝＋－＠")], path
            return answer.text
        case "application/pdf":
            pages = PdfReader(io.BytesIO(answer.data)).pages
            assert not any("/Annots" in page for page in pages), path  # nothing to click on
            return " ".join(page.extract_text() for page in pages)
        case "application/json" | "text/plain" | "text/css" | "audio/wav":
            return ""
    raise AssertionError(f"{path}: nobody has said how {answer.mimetype} is looked at")


def test_the_eye_sees() -> None:
    """If nothing were found because nothing is looked for, all this would prove nothing."""
    for words in NASTY[:25]:
        if words.startswith("<") and "!" not in words and "]" not in words:
            assert Page(f"<html><body><p>{words}</p>").wrong, words
    assert Page("<html><body><p>\u202eabc</p>").wrong
    assert not Page("<html><body><p><bdi>\u202eabc</bdi></p>").wrong
