"""Does the list say what must be known before a call, and keep every word of the promise?"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask

from hotline.app import Hotline
from hotline.model import Window
from hotline.store import StaffMember
from tests.conftest import MONDAY, Clock
from tests.web.console.conftest import NUMBER, Visitor, signed_in
from tests.web.console.test_requests import did, one

WINDOW = Window(MONDAY, MONDAY + timedelta(hours=2, minutes=30))
PHONE = "+33199007654"


def test_the_promise_and_what_is_left_of_it(
    at_work: Visitor, ask: Callable[..., str], clock: Clock
) -> None:
    id_ = ask(window=WINDOW)
    page = at_work.text()
    assert "Promis : lundi 23/11, 10:00–12:30" in page
    assert "reste 2 h" in page
    clock.forward(hours=2)
    at_work.sign_in("awa")
    assert "reste 30 min" in at_work.text()
    clock.forward(minutes=40)
    at_work.sign_in("awa")
    page = at_work.text()
    assert "manquée depuis 10 min" in page
    assert "promesses manquées : 1" in page
    assert "request late" in page
    assert "manquée depuis" in at_work.text(f"/console/requests/{id_}")


@pytest.mark.parametrize(
    ("mine", "colleague", "said"),
    [
        (["ar"], [], "vous la parlez"),
        ([], ["ar"], "parlée par"),
        ([], [], "Interprète : arabe"),
        (["fr", "en"], ["es"], "Interprète : arabe"),
    ],
)
def test_who_speaks_the_person_s_language(
    app: Flask,
    hire: Callable[..., StaffMember],
    ask: Callable[..., str],
    mine: list[str],
    colleague: list[str],
    said: str,
) -> None:
    hire("awa", languages=mine)
    hire("bruno", languages=colleague)
    hire("chen", "mrap93", languages=["ar"])  # of another team: no help
    ask(language="ar")
    page = signed_in(app, "awa").text()
    assert said in page
    assert ("Bruno" in page) == ("parlée par" in said)
    assert "Chen" not in page


def test_who_is_to_be_spoken_to_in_french_needs_nobody(
    at_work: Visitor, ask: Callable[..., str]
) -> None:
    ask(language="fr")
    assert "Langue : français" in at_work.text()


def test_a_shared_telephone_is_told_before_the_number(
    at_work: Visitor, ask: Callable[..., str]
) -> None:
    id_ = ask(slot="27")
    assert "Téléphone partagé : personne 27" in at_work.text()
    did(at_work, id_, "claim")
    page = did(at_work, id_, "number")
    assert page.index("ses deux chiffres à la personne : 27") < page.index(NUMBER)


def test_a_call_at_another_time_than_chosen_is_warned_of(
    at_work: Visitor, ask: Callable[..., str]
) -> None:
    evening, morning = ask(time_of_day="evening"), ask(time_of_day="morning")
    for id_, warned in ((evening, True), (morning, False)):
        assert ("Pas maintenant" in did(at_work, id_, "claim")) is warned


def test_a_call_at_the_time_they_asked_for_is_not(
    at_work: Visitor, ask: Callable[..., str], clock: Clock
) -> None:
    id_ = ask(time_of_day="evening")
    did(at_work, id_, "claim")
    did(at_work, id_, "later", at="2026-11-23T10:20")
    clock.forward(minutes=25)
    assert "Pas maintenant" not in did(at_work, id_, "claim")


def test_a_request_is_handed_over_with_a_note(
    at_work: Visitor, bruno: Visitor, line: Hotline, ask: Callable[..., str]
) -> None:
    id_ = ask()
    did(at_work, id_, "claim")
    to = next(each.id for each in line.store.staff.everyone() if each.login == "bruno")
    assert "écrivez ce qu’elle doit savoir" in did(at_work, id_, "hand-over", to=to)
    assert "Choisissez une personne" in did(at_work, id_, "hand-over", note="x")
    assert "Bruno a maintenant cette demande." in did(
        at_work, id_, "hand-over", to=to, note="Parle soninké"
    )
    assert one(line, id_).claimed_by == to
    page = bruno.text(f"/console/requests/{id_}")
    assert "Parle soninké" in page
    assert "a passé la demande à un collègue" in page


def test_not_to_somebody_of_another_team(
    at_work: Visitor, hire: Callable[..., StaffMember], line: Hotline, ask: Callable[..., str]
) -> None:
    stranger, id_ = hire("chen", "mrap93"), ask()
    assert "Chen" not in did(at_work, id_, "claim")
    did(at_work, id_, "hand-over", to=stranger.id, note="x")
    assert one(line, id_).claimed_by != stranger.id


@pytest.mark.parametrize(
    ("at", "kept"),
    [
        ("2026-11-23T15:30", True),
        ("2026-11-23T09:00", False),
        ("2027-11-23T15:30", False),
        ("", False),
        ("demain", False),
    ],
)
def test_a_time_the_person_asked_for(
    at_work: Visitor, line: Hotline, ask: Callable[..., str], at: str, kept: bool
) -> None:
    id_ = ask()
    did(at_work, id_, "claim")
    page = did(at_work, id_, "later", at=at)
    assert ("à rappeler lundi 23 novembre, 15:30" in page) is kept
    assert (one(line, id_).state == "requested") is kept
    if kept:
        assert "Promis : lundi 23/11, 15:30–16:30" in page
        assert page.index("À réessayer") < page.index(f"open-{id_}")


def test_an_engaged_line_and_a_wrong_number(
    at_work: Visitor, line: Hotline, ask: Callable[..., str]
) -> None:
    engaged, wrong = ask(), ask(topic="papers")
    did(at_work, engaged, "claim")
    assert "à réessayer 10:20" in did(at_work, engaged, "busy")
    did(at_work, wrong, "claim")
    assert "On n’y appelle plus" in did(at_work, wrong, "wrong-number")
    assert one(line, wrong).state == "closed"


def test_after_the_last_try_staff_are_told_so(
    at_work: Visitor, line: Hotline, ask: Callable[..., str]
) -> None:
    id_ = ask(time_of_day="any")
    for _ in range(line.city.calling["pad"].attempts):
        did(at_work, id_, "claim")
        page = did(at_work, id_, "no-answer")
    assert "La ligne ne réessaie plus toute seule." in page
    assert "3 essais sans réponse" in page


UNDO = re.compile(r'action="(/console/requests/\w+/undo)"')


@pytest.mark.parametrize("what", ["claim", "release", "reached", "no-answer", "busy", "close"])
def test_every_act_offers_to_be_undone(
    at_work: Visitor, line: Hotline, ask: Callable[..., str], what: str
) -> None:
    id_ = ask()
    if what != "claim":
        did(at_work, id_, "claim")
    before = one(line, id_)
    page = did(at_work, id_, what)
    assert UNDO.findall(page) == [f"/console/requests/{id_}/undo"]
    assert "C’est annulé." in did(at_work, id_, "undo")
    assert one(line, id_) == before


def test_after_ten_seconds_it_is_too_late(
    at_work: Visitor, clock: Clock, line: Hotline, ask: Callable[..., str]
) -> None:
    id_ = ask()
    did(at_work, id_, "claim")
    clock.forward(seconds=15)
    assert "Trop tard pour annuler." in did(at_work, id_, "undo")
    assert one(line, id_).state == "claimed"


def test_what_was_asked_before_is_on_the_page(
    at_work: Visitor, line: Hotline, ask: Callable[..., str], clock: Clock
) -> None:
    first = ask(person="same", reference="7001")
    did(at_work, first, "claim")
    did(at_work, first, "close")
    clock.forward(minutes=1)
    again = ask(person="same", reference="7002")
    page = at_work.text(f"/console/requests/{again}")
    assert "La même personne, avant" in page
    assert f"/console/requests/{first}" in page


def test_one_team_or_all(
    app: Flask, hire: Callable[..., StaffMember], ask: Callable[..., str]
) -> None:
    hire("dora", "pad", "grdr")
    ask(team="pad", reference="7001")
    ask(team="grdr", topic="work", reference="7002")
    dora = signed_in(app, "dora")
    everything, pad = dora.text(), dora.text("/console/?team=pad")
    assert "7001" in everything
    assert "7002" in everything
    assert "7001" in pad
    assert "7002" not in pad
    assert "7002" in dora.text("/console/?team=mrap93")  # not theirs: as if nothing was chosen


def test_the_list_alone_is_sent_only_when_it_would_look_different(
    at_work: Visitor, bruno: Visitor, ask: Callable[..., str]
) -> None:
    id_ = ask()
    first = at_work.get("/console/board")
    assert first.status_code == 200
    assert "<html" not in first.text
    tag = first.headers["ETag"]
    assert at_work.get("/console/board", **{"If-None-Match": tag}).status_code == 304
    did(bruno, id_, "claim")
    after = at_work.get("/console/board", **{"If-None-Match": tag})
    assert after.status_code == 200
    assert "Prises par d’autres" in after.text
    assert NUMBER not in after.text


def test_a_telephone_is_kept_sealed_and_shown_to_nobody(
    at_work: Visitor, awa: StaffMember, line: Hotline
) -> None:
    assert "Votre numéro est gardé." in told(at_work, "01 99 00 76 54")
    assert line.store.phones.of(awa.id) == PHONE
    page = at_work.text("/console/telephone")
    assert "Un numéro est gardé." in page
    for shown in (PHONE, "01 99 00 76 54", "7654", "76 54"):
        assert shown not in page
    assert "Votre numéro est effacé." in told(at_work, "")
    assert line.store.phones.of(awa.id) is None


@pytest.mark.parametrize("written", ["112", "08 99 12 34 56", "x", "+1 212 555 0100", "0639980000"])
def test_a_number_that_is_not_rung_is_not_kept(
    at_work: Visitor, awa: StaffMember, line: Hotline, written: str
) -> None:
    answer = at_work.post("/console/telephone", phone=written)
    assert answer.status_code == 422
    assert "pas un numéro que la ligne peut appeler" in answer.text
    assert line.store.phones.of(awa.id) is None


def test_who_has_a_telephone_is_offered_to_be_put_through(
    at_work: Visitor, line: Hotline, ask: Callable[..., str]
) -> None:
    id_ = ask()
    assert "Donner mon téléphone" in did(at_work, id_, "claim")
    told(at_work, PHONE)
    assert "me mettre en relation" in at_work.text(f"/console/requests/{id_}")
    assert "composez le numéro vous-même" in did(at_work, id_, "ring")  # a rehearsal rings nobody
    assert "ring" in [what for _, _, what in line.store.staff.audited(id_)]


def test_nobody_rings_for_a_colleague(
    at_work: Visitor, bruno: Visitor, ask: Callable[..., str]
) -> None:
    id_ = ask()
    did(at_work, id_, "claim")
    told(bruno, PHONE)
    assert "Trop tard : Awa a pris cette demande." in did(bruno, id_, "ring")


def test_a_team_has_hours_and_a_pace_of_its_own(line: Hotline) -> None:
    usual = line.city.calling["pad"]
    assert replace(usual) == line.city.calling["mrap93"]
    assert (usual.calls_an_hour, usual.attempts) == (4, 3)


def told(visitor: Visitor, phone: str) -> str:
    answer = visitor.post("/console/telephone", phone=phone)
    return visitor.text(answer.location)
