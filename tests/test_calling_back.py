"""What the line does itself around a call back: returns, apologies, a discreet SMS, undo."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import count

import pytest

from hotline import calling_back
from hotline.announcing import announce
from hotline.app import Hotline
from hotline.channels import simulator
from hotline.model import Inbound
from hotline.store import Callback
from hotline.store.callback import NewCallback
from hotline.store.statement import Statement
from hotline.understand import understand
from hotline.understand.learned import NOTHING_LEARNT
from jobs.sweep import sweep_by
from tests.conftest import Clock
from tests.test_texts import SENSITIVE

PERSON, STAFF = "+33639981234", "staff-1"
_ids = count(1)


class Town:
    """A person who texts, staff who call, and time that passes."""

    def __init__(self, line: Hotline, clock: Clock) -> None:
        self.line, self.clock = line, clock

    def text(self, *words: str) -> str:
        for each in words:
            self.clock.forward(seconds=5)
            id_ = f"t{next(_ids)}"
            now, to = self.clock(), self.line.city.sms_line
            inbound = Inbound("simulator", "sms", "text", id_, PERSON, to, each, now)
            said = self.line.answer(inbound).reply.texts
        return " ".join(said)

    def request(self) -> Callback:
        (found,) = self.line.store.callbacks.waiting(["pad"])
        return found

    def try_in_vain(self, busy: bool = False) -> None:
        id_, now = self.request().id, self.clock()
        assert self.line.store.callbacks.claim(id_, STAFF, now)
        assert calling_back.in_vain(self.line, id_, STAFF, "", busy=busy)

    def arrived(self) -> list[str]:
        self.clock.forward(seconds=30)
        sweep_by(self.line)
        sent = simulator.read_since(PERSON, 0, self.line.config)
        return [message["text"] for message in sent]


@pytest.fixture
def town(line: Hotline, clock: Clock) -> Town:
    made = Town(line, clock)
    made.text("rappel avocat", "1", "1")
    return made


def local(town: Town, request: Callback) -> str:
    assert request.not_before is not None
    return f"{request.not_before.astimezone(town.line.city.timezone):%a %H:%M}"


def test_it_comes_back_at_another_time_of_day(town: Town) -> None:
    town.try_in_vain()  # at ten, of somebody who is to be called in the morning
    assert local(town, town.request()) == "Tue 09:00"
    town.clock.forward(days=1)
    town.try_in_vain()
    assert local(town, town.request()) == "Wed 09:00"


def test_an_engaged_line_comes_back_soon(town: Town) -> None:
    town.try_in_vain(busy=True)
    assert local(town, town.request()) == "Mon 10:20"


def test_after_three_times_it_does_not_come_back_by_itself(town: Town) -> None:
    for _ in range(3):
        town.try_in_vain()
    request = town.request()
    assert (request.attempts, request.not_before) == (3, None)


@pytest.mark.parametrize("agreed", [True, False])
def test_who_agreed_is_written_to_and_nobody_else(town: Town, agreed: bool) -> None:
    if agreed:
        town.text("1")
    for _ in range(3):
        town.try_in_vain()
    told = "Bonjour. On a essayé de vous appeler. On réessaie ? 1 oui, 2 non."
    assert town.arrived() == ([told] if agreed else [])


def test_the_person_answers_that_they_want_it_still(town: Town) -> None:
    town.text("1")
    for _ in range(3):
        town.try_in_vain()
    town.arrived()
    assert "Demande 1001. On vous appelle :" in town.text("1")
    request = town.request()
    assert (request.state, request.attempts) == ("requested", 0)


def test_or_that_they_do_not(town: Town) -> None:
    town.text("1")
    for _ in range(3):
        town.try_in_vain()
    town.arrived()
    assert town.text("2") == "La demande 1001 est annulée."


def test_what_is_undone_sends_nothing(town: Town) -> None:
    town.text("1")
    for _ in range(3):
        town.try_in_vain()
    id_ = town.request().id
    assert calling_back.undo(town.line, id_, STAFF) == "no_answer"
    assert town.arrived() == []
    assert (town.request().state, town.request().attempts) == ("claimed", 2)


def test_who_will_be_called_later_is_told_before(town: Town) -> None:
    window = town.request().window
    assert window is not None
    town.clock.time = window.end.astimezone(town.clock.time.tzinfo)
    town.clock.forward(minutes=-16)
    assert calling_back.keep_promises(town.line) == 0
    town.clock.forward(minutes=2)
    assert calling_back.keep_promises(town.line) == 1
    assert calling_back.keep_promises(town.line) == 0
    assert town.arrived() == ["Désolé, ce sera plus long. On vous appelle : mardi 24/11, 9h-12h."]
    assert town.clock() < window.end
    assert "mardi 24/11, 9h-12h" in town.text("1001")


def test_who_is_being_called_is_told_nothing(town: Town) -> None:
    town.line.store.callbacks.claim(town.request().id, STAFF, town.clock())
    town.clock.forward(hours=3)
    assert calling_back.keep_promises(town.line) == 0


def test_twice_is_enough(town: Town) -> None:
    told = 0
    for _ in range(10):
        town.clock.forward(hours=12)
        told += calling_back.keep_promises(town.line)
    assert told == 2


def test_stop_withdraws_it_all(town: Town) -> None:
    town.text("stop")
    town.clock.forward(hours=2)
    assert calling_back.keep_promises(town.line) == 0
    assert town.arrived() == []


def test_a_closed_request_undone_asks_nothing_later(town: Town) -> None:
    town.text("1")
    id_ = town.request().id
    assert town.line.store.callbacks.claim(id_, STAFF, town.clock())
    assert town.line.close_callback(id_, STAFF, "")
    assert calling_back.undo(town.line, id_, STAFF) == "closed"
    town.clock.forward(days=3)
    assert town.arrived() == []


@pytest.fixture
def expected(town: Town) -> Town:
    """Somebody who is to be asked, reminded and told news; and whose number turns out wrong."""
    town.text("1", "infos francais", "1")
    request, line = town.request(), town.line
    at = town.clock() + timedelta(days=2)
    assert line.reminding.appoint(request, at, STAFF, town.clock(), remind=True)
    announce(line, "lundi", "french", {"fr": "Nouveau cours."}, town.clock())
    assert line.store.callbacks.claim(request.id, STAFF, town.clock())
    assert calling_back.wrong_number(line, request.id, STAFF, "")
    return town


def left(line: Hotline) -> set[tuple[str, str, str]]:
    rows = line.store.engine.all("select kind, state, reason from outbox where asked = 0")
    return {(row["kind"], row["state"], row["reason"]) for row in rows}


def test_nothing_leaves_for_a_wrong_number(expected: Town) -> None:
    line = expected.line
    assert calling_back.forget_wrong_numbers(line) == 0  # it can still be undone
    expected.clock.forward(minutes=1)
    assert calling_back.forget_wrong_numbers(line) == 1
    assert left(line) == {(kind, "refused", calling_back.WRONG) for kind in ("reminder", "news")}
    assert not line.store.engine.all("select 1 from outbox where recipient_sealed is not null")
    assert not line.store.engine.all("select 1 from consent where withdrawn_at is null")
    assert not line.store.engine.all("select 1 from subscriber")
    assert calling_back.forget_wrong_numbers(line) == 0
    expected.clock.forward(days=3)
    assert expected.arrived() == []


def test_who_has_a_wrong_number_erases_no_record_of_facts(town: Town) -> None:
    line, person = town.line, town.line.store.turns.person(PERSON) or ""
    request = town.request()
    facts = line.store.facts.open(Statement(words="tourterelle"), request.id, STAFF, town.clock())
    assert line.store.callbacks.claim(request.id, STAFF, town.clock())
    assert calling_back.wrong_number(line, request.id, STAFF, "")
    assert owned(line, facts)  # it can still be undone
    town.clock.forward(minutes=1)
    calling_back.forget_wrong_numbers(line)
    line.store.facts.amend(facts, 1, Statement(words="blanche"), STAFF, town.clock())
    assert not owned(line, facts)
    line.store.turns.forget(person)
    assert line.store.facts.get(facts)


def owned(line: Hotline, facts: str) -> bool:
    found = line.store.facts.get(facts)
    return found is not None and found.owned


def test_nor_while_it_can_be_undone(expected: Town) -> None:
    assert expected.arrived() == []


def test_a_wrong_number_undone_changes_nothing(expected: Town) -> None:
    line = expected.line
    (found,) = line.store.engine.all("select id from callback_request")
    assert calling_back.undo(line, found["id"], STAFF) == "wrong_number"
    expected.clock.forward(minutes=1)
    assert calling_back.forget_wrong_numbers(line) == 0
    assert {(kind, state) for kind, state, _ in left(line)} == {
        ("reminder", "waiting"),
        ("news", "waiting"),
    }
    assert expected.request().follow_up


def test_whoever_types_a_number_takes_nothing_from_its_owner(town: Town) -> None:
    town.text("infos francais", "1")
    line, person = town.line, town.line.store.turns.person(PERSON) or ""
    new = NewCallback("4821", person, PERSON, "legal", "pad", "fr", "any", "no", typed=True)
    id_ = line.store.callbacks.request(new, town.clock())
    assert line.store.callbacks.claim(id_, STAFF, town.clock())
    assert calling_back.wrong_number(line, id_, STAFF, "")
    town.clock.forward(minutes=1)
    assert calling_back.forget_wrong_numbers(line) == 0
    assert [each.number for each in line.store.subscribers.to("french")] == [PERSON]


def test_what_leaves_by_itself_names_nothing(line: Hotline) -> None:
    words = replace(line.switchboard.lexicon, learned=NOTHING_LEARNT)  # a guess names nothing
    for language in line.city.languages:
        for key in ("callback.delay", "callback.unreached"):
            text = line.texts.get(key, language).text
            assert not {*understand(text, words).topics} & {*SENSITIVE}
