"""Do reminders of an appointment reach the person, on another way where a text cannot?"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from xml.etree import ElementTree
from zoneinfo import ZoneInfo

import pytest

from drill.twilio import Fault
from hotline.model import Receipt
from hotline.store.callback import NewCallback
from tests.channels.twilio.verbs import unknown
from tests.jobs.conftest import PERSON, PUBLIC, World

AT = "2026-11-25 11:00"
LANDLINE = "+33199007654"
PARIS = ZoneInfo("Europe/Paris")


def appointed(world: World, number: str = PERSON, **other: object) -> str:
    """A request with an appointment; returns the id of the request."""
    line = world.line
    person = line.store.turns.person(number) or ""
    new = NewCallback("4821", person, number, "legal", "pad", "fr", "any", "yes")
    id_ = line.store.callbacks.request(replace(new, **other), world.clock())  # type: ignore[arg-type]
    callback = line.store.callbacks.get(["pad"], id_)
    assert callback
    line.reminding.appoint(callback, local(AT), "awa", world.clock(), remind=True)
    return id_


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=PARIS)


def at(world: World, text: str) -> None:
    world.clock.time = local(text)
    world.sweep()


def notices(world: World, request: str) -> list[tuple[str, str, str]]:
    found = world.line.store.appointments.of(request)
    assert found
    return [
        (each.medium, each.state, each.reason)
        for each in world.line.store.outbox.about(found.id)
        if each.reason != "appointment changed"
    ]


def test_by_sms_the_day_before_and_two_hours_before(world: World) -> None:
    appointed(world)
    at(world, "2026-11-24 10:59")
    assert world.sent == []
    at(world, "2026-11-24 11:00")
    at(world, "2026-11-25 09:00")
    assert [message.body for message in world.sent] == [
        "Bonjour. Votre rendez-vous a bien lieu : mercredi 25 novembre, 11:00."
        " Si vous ne venez pas, écrivez RDV NON."
    ] * 2


def test_a_landline_the_provider_refuses_is_called(world: World) -> None:
    world.twilio.script(Fault.refusal(21614))
    request = appointed(world)
    at(world, "2026-11-24 11:00")
    (call,) = world.sent
    assert call.direction == "outbound-call"
    assert (
        said(call.body)
        == [
            "Bonjour. Votre rendez-vous a bien lieu : mercredi 25 novembre, 11:00."
            " Je répète : mercredi 25 novembre, 11:00."
        ]
        * 2
    )
    assert [each[:2] for each in notices(world, request)] == [
        ("sms", "failed"),
        ("voice", "sent"),
        ("voice", "waiting"),
    ]
    at(world, "2026-11-25 09:00")
    assert [each.direction for each in world.sent] == ["outbound-call"] * 2


def test_a_landline_told_by_a_receipt_is_called(world: World) -> None:
    appointed(world)
    at(world, "2026-11-24 11:00")
    (message,) = world.sent
    world.line.take_receipt(Receipt("twilio", message.sid, "undelivered", "30006"))
    world.sweep()
    assert [each.direction for each in world.sent][1:] == ["outbound-call"]


def test_who_wants_no_message_left_is_not_called(world: World) -> None:
    world.twilio.script(Fault.refusal(21614))
    request = appointed(world, voicemail="no")
    at(world, "2026-11-24 11:00")
    at(world, "2026-11-25 09:00")
    assert world.sent == []
    assert notices(world, request) == [("sms", "failed", "21614")]


def test_a_known_landline_is_called_at_once_and_at_a_decent_hour(world: World) -> None:
    appointed(world, LANDLINE)
    at(world, "2026-11-24 11:00")
    (call,) = world.twilio.ledger.sent_to(LANDLINE)
    assert call.direction == "outbound-call"
    assert call.from_ == world.line.city.voice_line


def test_our_own_sounds_are_played_where_all_of_them_exist(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = type(world.line.library)
    monkeypatch.setattr(library, "find", lambda _, piece: f"{len(piece.text)}.wav")
    monkeypatch.setattr(library, "speaks", lambda _, piece: True)
    appointed(world, LANDLINE)
    at(world, "2026-11-24 11:00")
    (call,) = world.twilio.ledger.sent_to(LANDLINE)
    played = [each.text or "" for each in ElementTree.fromstring(call.body).iter("Play")]
    assert len(played) == 20  # two sentences, each with four pieces of the moment; all of it twice
    assert played[0].startswith(f"{PUBLIC}/audio/")
    assert said(call.body) == []


def test_a_reminder_that_could_not_leave_in_time_never_does(world: World) -> None:
    request = appointed(world)
    world.twilio.script(*[Fault.TOO_MANY] * 500)
    at(world, "2026-11-24 11:00")
    for _ in range(40):
        world.sweep(1, minutes=60)
    world.twilio.script()
    world.sweep(3, minutes=60)
    assert world.sent == []
    assert {state for _, state, _ in notices(world, request)} == {"failed"}


def said(twiml: str) -> list[str]:
    assert unknown(twiml) == []
    return [each.text or "" for each in ElementTree.fromstring(twiml).iter("Say")]
