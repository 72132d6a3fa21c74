"""Can staff do their one job: see who waits, take them, ring them, say how it went?"""

from __future__ import annotations

import logging
from collections.abc import Callable

import pytest
from flask import Flask

from hotline.app import Hotline
from hotline.store import Callback, StaffMember
from tests.conftest import Clock
from tests.web.console.conftest import NUMBER, Visitor, signed_in

SHOWN = "06 39 98 00 01"
HOSTILE = [
    "<script>alert(1)</script>",
    "\"'><img src=x onerror=alert(1)>",
    "{{ 7 * 7 }} %(name)s {0}",
    "\u202eemoh ta\u202c \u2066x",
    "&lt;b&gt; \x00 \ufffd",
]


def one(line: Hotline, id_: str) -> Callback:
    found = line.store.callbacks.get(["pad"], id_)
    assert found is not None
    return found


def did(visitor: Visitor, id_: str, what: str, **form: str) -> str:
    """The page after this action, and after its redirect."""
    answer = visitor.post(f"/console/requests/{id_}/{what}", **form)
    return visitor.text(answer.location) if answer.status_code == 303 else answer.text


def test_the_oldest_waits_on_top_and_a_day_is_conspicuous(
    at_work: Visitor, ask: Callable[..., str], clock: Clock
) -> None:
    old, clock.time = ask(), clock.time.replace(day=25)
    at_work.sign_in("awa")
    new = ask(topic="papers")
    page = at_work.text()
    assert page.index(f"open-{old}") < page.index(f"open-{new}")
    assert page.count("request late") == 1
    assert "2 à rappeler · la plus ancienne : depuis 2 jours" in page


@pytest.mark.parametrize(
    ("voicemail", "said"),
    [
        ("no", "Ne pas laisser de message"),
        ("yes", "Message possible<"),
        ("discreet", "Message possible, sans dire qui nous sommes"),
        ("what?", "Ne pas laisser de message"),
    ],
)
def test_what_a_voice_message_would_do_is_said_before_the_number(
    at_work: Visitor, ask: Callable[..., str], voicemail: str, said: str
) -> None:
    id_ = ask(voicemail=voicemail)
    assert said in at_work.text()
    did(at_work, id_, "claim")
    page = did(at_work, id_, "number")
    assert page.index(said) < page.index(SHOWN)


def test_a_row_says_the_language_the_time_and_the_reference(
    at_work: Visitor, ask: Callable[..., str]
) -> None:
    ask(language="ar", time_of_day="evening", reference="4821")
    page = at_work.text()
    for said in ("Interprète : arabe", "Appeler le soir", "réf. 4821"):
        assert said in page


def test_taking_a_request_makes_it_mine(
    at_work: Visitor, awa: StaffMember, line: Hotline, ask: Callable[..., str]
) -> None:
    id_ = ask()
    assert "Cette demande est à vous." in did(at_work, id_, "claim")
    assert (one(line, id_).state, one(line, id_).claimed_by) == ("claimed", awa.id)


def test_two_people_cannot_take_the_same_one(
    at_work: Visitor, bruno: Visitor, line: Hotline, ask: Callable[..., str]
) -> None:
    id_ = ask()
    did(at_work, id_, "claim")
    assert "Trop tard : Awa a pris cette demande." in did(bruno, id_, "claim")
    assert len([e for e in line.store.callbacks.history(id_) if e.what == "claimed"]) == 1
    assert "Prises par d’autres" in bruno.text()


def test_the_number_is_nowhere_until_it_is_asked_for(
    at_work: Visitor, ask: Callable[..., str]
) -> None:
    id_ = ask()
    did(at_work, id_, "claim")
    for path in ("/console/", f"/console/requests/{id_}", "/console/?reference=4821"):
        page = at_work.client.get(path, follow_redirects=True).text
        assert NUMBER not in page
        assert SHOWN not in page


def test_the_number_needs_a_post_and_leaves_a_trace(
    at_work: Visitor, awa: StaffMember, line: Hotline, ask: Callable[..., str]
) -> None:
    id_ = ask()
    did(at_work, id_, "claim")
    assert at_work.get(f"/console/requests/{id_}/number").location == f"/console/requests/{id_}"
    page = did(at_work, id_, "number")
    assert f'<a href="tel:{NUMBER}" dir="ltr">{SHOWN}</a>' in page
    assert ("number", awa.id) in [(what, who) for _, who, what in line.store.staff.audited(id_)]


def test_a_number_that_cannot_be_audited_is_not_shown(
    at_work: Visitor, line: Hotline, ask: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    id_ = ask()
    did(at_work, id_, "claim")
    monkeypatch.setattr(line.store.staff, "audit", _fails)
    answer = at_work.post(f"/console/requests/{id_}/number")
    assert answer.status_code == 500
    assert SHOWN not in answer.text
    assert "Un problème chez nous" in answer.text


def test_a_number_that_cannot_be_read_leaves_no_trace(
    at_work: Visitor, line: Hotline, ask: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    id_ = ask()
    did(at_work, id_, "claim")
    monkeypatch.setattr(line.store.callbacks, "number", _fails)
    assert at_work.post(f"/console/requests/{id_}/number").status_code == 500
    assert "number" not in [what for _, _, what in line.store.staff.audited(id_)]


def test_only_who_has_the_request_sees_its_number(
    at_work: Visitor, bruno: Visitor, ask: Callable[..., str]
) -> None:
    id_ = ask()
    assert "ne se montre qu’à qui a pris" in did(at_work, id_, "number")
    did(at_work, id_, "claim")
    assert SHOWN not in did(bruno, id_, "number")
    did(at_work, id_, "close")
    assert SHOWN not in did(at_work, id_, "number")


def test_no_answer_rests_and_comes_back_for_anybody(
    at_work: Visitor, bruno: Visitor, clock: Clock, ask: Callable[..., str]
) -> None:
    id_ = ask(time_of_day="any")
    did(at_work, id_, "claim")
    assert "à réessayer 12:00" in did(at_work, id_, "no-answer")  # it was tried in the morning
    assert "Repose jusqu’à 12:00" in bruno.text()
    clock.forward(hours=2, minutes=1)
    bruno.sign_in("bruno")
    page = bruno.text()
    assert "1 essai sans réponse" in page
    assert "Repose" not in page
    assert "Cette demande est à vous." in did(bruno, id_, "claim")


def test_reached_then_closed(at_work: Visitor, line: Hotline, ask: Callable[..., str]) -> None:
    id_ = ask()
    did(at_work, id_, "claim")
    assert "personne jointe" in did(at_work, id_, "reached", note="Rendez-vous mardi")
    assert one(line, id_).state == "reached"
    page = did(at_work, id_, "close")
    assert "La demande est terminée." in page
    assert page.index("Terminées") < page.index(f"open-{id_}")
    assert "Rendez-vous mardi" in at_work.text(f"/console/requests/{id_}")


def test_a_request_given_back_is_on_the_list_again(
    at_work: Visitor, line: Hotline, ask: Callable[..., str]
) -> None:
    id_ = ask()
    did(at_work, id_, "claim")
    assert "remise dans la liste" in did(at_work, id_, "release")
    assert (one(line, id_).state, one(line, id_).claimed_by) == ("requested", None)


@pytest.mark.parametrize("what", ["release", "reached", "no-answer", "close"])
def test_what_one_has_not_taken_one_cannot_finish(
    at_work: Visitor, bruno: Visitor, line: Hotline, ask: Callable[..., str], what: str
) -> None:
    id_ = ask()
    assert "Prenez d’abord cette demande." in did(bruno, id_, what)
    did(at_work, id_, "claim")
    assert "Trop tard : Awa a pris cette demande." in did(bruno, id_, what)
    assert one(line, id_).state == "claimed"


@pytest.fixture
def lea(app: Flask, hire: Callable[..., StaffMember]) -> Visitor:
    """Who coordinates."""
    return signed_in(app, hire("lea", roles=["coordinator"]).login)


@pytest.mark.parametrize("state", ["claimed", "reached"])
def test_who_coordinates_takes_over_what_a_colleague_has(
    at_work: Visitor, lea: Visitor, line: Hotline, ask: Callable[..., str], state: str
) -> None:
    id_ = ask()
    did(at_work, id_, "claim")
    if state == "reached":
        did(at_work, id_, "reached")
    assert "Reprendre cette demande" in lea.text(f"/console/requests/{id_}")
    page = did(lea, id_, "take-over")
    assert "Cette demande est à vous." in page
    assert "</bdi> a repris la demande d’un collègue" in page
    boss = line.store.staff.called("lea")
    assert boss
    assert (one(line, id_).state, one(line, id_).claimed_by) == (state, boss.id)
    assert (boss.id, "take_over") in [(who, what) for _, who, what in line.store.staff.audited(id_)]
    assert "Trop tard : Lea a pris cette demande." in did(at_work, id_, "close")


def test_what_was_taken_over_is_given_back_by_undo(
    at_work: Visitor, awa: StaffMember, lea: Visitor, line: Hotline, ask: Callable[..., str]
) -> None:
    id_ = ask()
    did(at_work, id_, "claim")
    did(lea, id_, "take-over")
    did(lea, id_, "undo")
    assert one(line, id_).claimed_by == awa.id


def test_nobody_else_takes_over_and_nothing_that_is_free_or_one_s_own(
    at_work: Visitor, bruno: Visitor, lea: Visitor, line: Hotline, ask: Callable[..., str]
) -> None:
    id_ = ask()
    assert "Prenez d’abord cette demande." in did(lea, id_, "take-over")
    did(at_work, id_, "claim")
    assert "Reprendre cette demande" not in bruno.text(f"/console/requests/{id_}")
    assert bruno.post(f"/console/requests/{id_}/take-over").status_code == 404
    did(lea, id_, "take-over")
    assert "déjà à vous" in did(lea, id_, "take-over")
    did(lea, id_, "close")
    assert "terminée" in did(lea, id_, "take-over")
    whats = [event.what for event in line.store.callbacks.history(id_)]
    assert whats.count("taken_over") == 1


def test_a_request_is_handed_to_nobody_who_could_not_see_it(
    at_work: Visitor, hire: Callable[..., StaffMember], ask: Callable[..., str]
) -> None:
    ed, id_ = hire("ed", roles=["editor"]), ask()
    did(at_work, id_, "claim")
    told = did(at_work, id_, "hand-over", to=ed.id, note="Elle attend")
    assert "Choisissez une personne" in told


def test_a_request_cancelled_meanwhile_is_said_to_have_ended(
    at_work: Visitor, line: Hotline, clock: Clock, ask: Callable[..., str]
) -> None:
    id_ = ask()
    line.store.callbacks.cancel("person-1", "4821", clock())
    assert "Trop tard : cette demande est terminée." in did(at_work, id_, "claim")


@pytest.mark.parametrize("what", ["claim", "release", "reached", "no-answer", "close", "note"])
def test_every_change_is_audited_with_who_did_it(
    at_work: Visitor, awa: StaffMember, line: Hotline, ask: Callable[..., str], what: str
) -> None:
    id_ = ask()
    if what != "claim":
        did(at_work, id_, "claim")
    did(at_work, id_, what, note="x")
    audited = [(who, done) for _, who, done in line.store.staff.audited(id_)]
    assert (awa.id, what.replace("-", "_")) in audited


@pytest.mark.parametrize("note", HOSTILE)
def test_a_hostile_note_is_shown_as_text(
    at_work: Visitor, ask: Callable[..., str], note: str
) -> None:
    id_ = ask()
    page = did(at_work, id_, "note", note=note)
    assert "<script>alert" not in page
    assert "<img" not in page
    assert "La note est gardée." in page


@pytest.mark.parametrize(("note", "kept"), [(" ", 0), ("x" * 5000, 2000), ("é" * 10, 10)])
def test_a_note_is_kept_up_to_its_limit(
    at_work: Visitor, line: Hotline, ask: Callable[..., str], note: str, kept: int
) -> None:
    id_ = ask()
    did(at_work, id_, "note", note=note)
    assert sum(len(event.note) for event in line.store.callbacks.history(id_)) == kept


def test_a_reference_leads_to_its_request(at_work: Visitor, ask: Callable[..., str]) -> None:
    id_ = ask(reference="4821")
    answer = at_work.get("/console/?reference=4821")
    assert answer.location == f"/console/requests/{id_}"


def test_a_reference_used_twice_shows_both(
    at_work: Visitor, line: Hotline, clock: Clock, ask: Callable[..., str]
) -> None:
    ask(reference="4821", topic="papers")
    line.store.callbacks.cancel("person-1", "4821", clock())
    ask(reference="4821")
    page = at_work.text("/console/?reference=4821")
    assert page.count("réf. 4821") == 2


@pytest.mark.parametrize("typed", ["0639980001", "<script>", "48 21 00", "ⅷⅷⅷⅷ"])
def test_a_search_for_anything_else_is_not_repeated(at_work: Visitor, typed: str) -> None:
    page = at_work.client.get("/console/", query_string={"reference": typed}).text
    assert "Une référence a 4 chiffres" in page
    assert typed not in page.replace("<script src", "")


def test_no_number_and_no_note_is_logged(
    at_work: Visitor, ask: Callable[..., str], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    id_ = ask()
    did(at_work, id_, "claim")
    did(at_work, id_, "number")
    did(at_work, id_, "close", note="canary")
    assert "39980001" not in caplog.text
    assert "canary" not in caplog.text


def _fails(*_: object) -> None:
    raise OSError("disk full")


def test_a_typed_number_and_open_questions_are_told(
    at_work: Visitor, ask: Callable[..., str]
) -> None:
    id_ = ask(typed=True, open=True, time_of_day="any", topic="unsaid")
    page = did(at_work, id_, "claim")
    for said in ("jamais de SMS à ce numéro", "à toute heure", "Besoin non dit", "sans répondre"):
        assert said in page
