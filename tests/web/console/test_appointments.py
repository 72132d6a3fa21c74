"""Can staff make an appointment, and see whether the person was reminded of it?"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from hotline.app import Hotline
from hotline.channels.twilio import codes
from hotline.store import StaffMember
from hotline.store.outgoing import NewOutbound
from tests.conftest import Clock
from tests.web.console.conftest import Visitor, signed_in

LANDLINE = "+33199007654"


def appoint(visitor: Visitor, id_: str, **form: str) -> str:
    """The page after the form was sent, and after its redirect."""
    answer = visitor.post(f"/console/requests/{id_}/appointment", **form)
    return visitor.text(answer.location) if answer.status_code == 303 else answer.text


def test_made_with_reminders_the_page_says_when_they_leave(
    at_work: Visitor, ask: Callable[..., str], line: Hotline
) -> None:
    id_ = ask(person="p", time_of_day="any")
    page = appoint(at_work, id_, day="2026-11-25", time="10:00", remind="1")
    assert "Rendez-vous : mercredi 25 novembre, 10:00." in page
    flat = " ".join(page.split())
    assert "Rappel par SMS, mardi 24 novembre, 10:00 : partira" in flat
    assert "Rappel par SMS, mercredi 25 novembre, 08:00 : partira" in flat
    assert "a fixé un rendez-vous" in page
    (consent,) = line.store.engine.all("select what from consent")
    assert consent["what"] == "reminder"
    assert "appointed" in [what for _, _, what in line.store.staff.audited(id_)]


def test_without_the_person_s_yes_nothing_leaves(
    at_work: Visitor, ask: Callable[..., str], line: Hotline
) -> None:
    page = appoint(at_work, ask(), day="2026-11-25", time="10:00")
    assert "Aucun rappel ne partira." in page
    assert line.store.outbox.states() == {}


@pytest.mark.parametrize(
    ("day", "time", "said"),
    [
        ("", "", "Donnez un jour et une heure."),
        ("hier", "10:00", "Donnez un jour et une heure."),
        ("2026-11-22", "10:00", "Ce moment est déjà passé."),
        ("2026-11-23", "10:00", "Ce moment est déjà passé."),
        ("2036-11-23", "10:00", "C’est dans plus d’un an : vérifiez l’année."),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(
    at_work: Visitor, ask: Callable[..., str], line: Hotline, day: str, time: str, said: str
) -> None:
    id_ = ask()
    answer = at_work.post(f"/console/requests/{id_}/appointment", day=day, time=time)
    assert answer.status_code == 422
    assert said in answer.text
    assert f'value="{time}"' in answer.text
    assert line.store.appointments.of(id_) is None


def test_moved_and_called_off(at_work: Visitor, ask: Callable[..., str], line: Hotline) -> None:
    id_ = ask()
    appoint(at_work, id_, day="2026-11-25", time="10:00", remind="1")
    page = appoint(at_work, id_, day="2026-11-27", time="15:00", remind="1")
    assert "vendredi 27 novembre, 15:00" in page
    assert "a déplacé le rendez-vous" in page
    assert "appointment changed" not in page
    page = at_work.text(at_work.post(f"/console/requests/{id_}/appointment/cancel").location)
    assert "· annulé" in page
    assert "Fixer un rendez-vous" in page
    assert "waiting" not in line.store.outbox.states()


def test_the_audit_tells_what_was_done_with_an_appointment(
    app: Flask, hire: Callable[..., StaffMember], at_work: Visitor, ask: Callable[..., str]
) -> None:
    id_ = ask()
    appoint(at_work, id_, day="2026-11-25", time="10:00")
    appoint(at_work, id_, day="2026-11-27", time="15:00")
    for _ in range(2):  # the second time there is none
        at_work.post(f"/console/requests/{id_}/appointment/cancel")
    hire("boss", roles=["administrator"])
    page = signed_in(app, "boss").text("/console/audit")
    for told in ("a fixé un rendez-vous", "a déplacé le rendez-vous", "a annulé le rendez-vous"):
        assert page.count(told) == 1


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"number": LANDLINE, "voicemail": "no"}, "C’est un fixe, et la personne ne veut pas"),
        ({"typed": True}, "Ce numéro a été tapé au clavier"),
    ],
)
def test_where_no_reminder_can_reach_it_is_said_before(
    at_work: Visitor, ask: Callable[..., str], asked: dict[str, str], said: str
) -> None:
    page = at_work.text(f"/console/requests/{ask(**asked)}/appointment")
    assert said in page
    assert 'name="remind"' not in page


@pytest.mark.parametrize(
    ("state", "reason", "said"),
    [
        ("failed", "21614", "pas arrivé : appelez la personne (c’est un fixe"),
        ("failed", "30005", "pas arrivé : appelez la personne (ce numéro n’est plus attribué)"),
        ("failed", "99999", "pas arrivé : appelez la personne<"),
        ("refused", "opted out", "pas arrivé : appelez la personne (la personne a écrit STOP)"),
        ("delivered", "", ": arrivé<"),
        ("sent", "", ": parti<"),
        ("doubtful", "", ": peut-être parti<"),
    ],
)
def test_what_became_of_a_reminder_is_said(
    at_work: Visitor,
    ask: Callable[..., str],
    line: Hotline,
    clock: Clock,
    monkeypatch: pytest.MonkeyPatch,
    state: str,
    reason: str,
    said: str,
) -> None:
    monkeypatch.setattr("hotline.channels.simulator.trouble", codes.trouble)
    id_ = ask()
    appoint(at_work, id_, day="2026-11-25", time="10:00")
    found = line.store.appointments.of(id_)
    assert found
    new = NewOutbound(
        "reminder", "simulator", "p", "+33639980001", "x", "fr", clock(), appointment=found.id
    )
    row = line.store.outbox.add(new, clock())
    line.store.outbox._end(row, state, reason, clock())
    assert said in " ".join(at_work.text(f"/console/requests/{id_}").split()).replace(" <", "<")


def test_staff_see_who_will_not_come(
    at_work: Visitor, ask: Callable[..., str], line: Hotline
) -> None:
    id_ = ask(person="p")
    appoint(at_work, id_, day="2026-11-25", time="10:00")
    found = line.store.appointments.of(id_)
    assert found
    assert line.store.appointments.decline("p", found.id)
    assert "la personne ne viendra pas" in at_work.text(f"/console/requests/{id_}")
