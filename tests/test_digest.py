"""Are staff told in time, by numbers of requests only, and once?"""

from __future__ import annotations

import email
import socket
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from email import policy
from email.message import Message
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from hotline.app import Hotline
from hotline.channels import simulator
from hotline.config import ROOT
from hotline.content.city import Digest, Mail, load_city
from hotline.digest import tell_of_steps, tell_staff
from hotline.errors import FaultyFiles
from hotline.store.callback import NewCallback
from jobs.sweep import sweep_by
from tests.conftest import Clock

STAFF, PERSON = "+33639980777", "+33639981234"


class Box:
    """A mailbox behind a real SMTP server on loopback."""

    def __init__(self) -> None:
        self.letters: list[Message] = []
        self.refuses = False

    async def handle_DATA(self, _: SMTP, __: Session, envelope: Envelope) -> str:  # noqa: N802
        if self.refuses:
            return "451 try again"
        content = envelope.content or b""
        assert isinstance(content, bytes)
        self.letters.append(email.message_from_bytes(content, policy=policy.default))
        return "250 taken"


@pytest.fixture
def box() -> Box:
    return Box()


@pytest.fixture
def mail(box: Box) -> Iterator[Mail]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = Controller(box, hostname="127.0.0.1", port=port)
    server.start()
    try:
        yield Mail("127.0.0.1", port, "ligne@example.org", encrypted=False)
    finally:
        server.stop()


def telling(line: Hotline, **digest: object) -> None:
    line.city = replace(line.city, digest=Digest(**digest))  # type: ignore[arg-type]


def ask(line: Hotline, reference: str = "4821", topic: str = "legal") -> str:
    new = NewCallback(reference, reference, PERSON, topic, "pad", "fr", "any", "no")
    return line.store.callbacks.request(new, line.now())


def told(line: Hotline, clock: Clock) -> int:
    return tell_staff(line, clock())


def test_by_e_mail_before_the_promise_is_missed(
    line: Hotline, clock: Clock, box: Box, mail: Mail
) -> None:
    telling(line, addresses=("accueil@example.org",), mail=mail)
    ask(line)
    clock.forward(hours=1)
    ask(line, "3912", "racism")
    clock.forward(hours=21, minutes=59)  # Tuesday, 09:59
    assert told(line, clock) == 2
    (letter,) = box.letters
    assert (letter["To"], letter["From"]) == ("accueil@example.org", "ligne@example.org")
    text = letter.get_content()  # type: ignore[attr-defined]
    assert "À rappeler avant mardi 24 novembre, 10:00 : 4821, 3912." in text
    for private in ("39981234", "06 39", "racis", "avocat", "legal"):
        assert private not in letter.as_string().lower()
    assert told(line, clock) == 0


def test_by_sms_at_a_decent_hour(line: Hotline, clock: Clock) -> None:
    telling(line, sms=(STAFF,))
    ask(line)
    clock.forward(hours=20)  # six in the morning
    assert told(line, clock) == 0
    clock.forward(hours=2)
    assert told(line, clock) == 1
    sweep_by(line)
    (message,) = simulator.read_since(STAFF, 0, line.config)
    assert message["text"] == "À rappeler avant mardi 24 novembre, 10:00 : 4821."


@pytest.mark.parametrize("done", ["reached", "closed"])
def test_of_who_was_spoken_to_nothing_is_said(line: Hotline, clock: Clock, done: str) -> None:
    telling(line, sms=(STAFF,))
    id_ = ask(line)
    line.store.callbacks.claim(id_, "awa", clock())
    line.store.callbacks.reached(id_, "awa", "", clock())
    if done == "closed":
        line.store.callbacks.close(id_, "awa", "", clock())
    clock.forward(hours=24)
    assert told(line, clock) == 0


def test_too_early_nothing_is_said(line: Hotline, clock: Clock) -> None:
    telling(line, sms=(STAFF,))
    ask(line)
    clock.forward(hours=10)
    assert told(line, clock) == 0


def test_nobody_is_named_nothing_is_sent(line: Hotline, clock: Clock) -> None:
    ask(line)
    clock.forward(hours=23)
    assert told(line, clock) == 0
    assert line.store.outbox.states() == {}


def test_a_mail_server_that_is_away_is_tried_again(
    line: Hotline, clock: Clock, box: Box, mail: Mail
) -> None:
    telling(line, addresses=("accueil@example.org",), mail=replace(mail, port=9))
    ask(line)
    clock.forward(hours=23)
    assert told(line, clock) == 0
    telling(line, addresses=("accueil@example.org",), mail=mail)
    box.refuses = True
    assert told(line, clock) == 0
    box.refuses = False
    assert told(line, clock) == 1


def test_many_are_told_of_in_several_messages(line: Hotline, clock: Clock) -> None:
    telling(line, sms=(STAFF,))
    for n in range(20):
        ask(line, str(2000 + n))
    clock.forward(hours=23)
    assert (told(line, clock), told(line, clock), told(line, clock)) == (12, 8, 0)
    clock.forward(seconds=timedelta(minutes=10).total_seconds())
    assert told(line, clock) == 0


def test_of_steps_only_their_number_is_told_on_their_day_and_once(
    line: Hotline, clock: Clock
) -> None:
    telling(line, sms=(STAFF,))
    add, monday = line.store.steps.add, clock().date()
    for nth, done in ((0, False), (0, True), (0, False), (1, False)):
        add("f", "complaint", "commissariat", monday + timedelta(days=nth), "awa", done=done)
    assert (tell_of_steps(line, clock()), tell_of_steps(line, clock())) == (2, 0)
    sweep_by(line)
    clock.forward(hours=20)  # Tuesday, six in the morning
    assert tell_of_steps(line, clock()) == 0
    clock.forward(hours=3)
    assert tell_of_steps(line, clock()) == 1
    sweep_by(line)
    sent = [each["text"] for each in simulator.read_since(STAFF, 0, line.config)]
    assert sorted(sent) == ["Étapes à faire : 1.", "Étapes à faire : 2."]


def test_where_nobody_is_to_be_told_the_steps_wait(line: Hotline, clock: Clock) -> None:
    line.store.steps.add("f", "hearing", "", clock().date(), "awa", done=False)
    assert tell_of_steps(line, clock()) == 0
    telling(line, sms=(STAFF,))
    assert tell_of_steps(line, clock()) == 1


WRONG = [
    ('[digest]\nsms = ["0639980777"]\n', "digest.sms: '0639980777' is no number."),
    ('[digest]\nmail = ["accueil"]\nserver = "a:25"\nsender = "x"\n', "is no address."),
    ('[digest]\nmail = ["a@b.org"]\nserver = "a"\nsender = "x"\n', "has no port."),
    ('[digest]\nmail = ["a@b.org"]\nserver = "a:25"\n', "digest.sender"),
]


@pytest.mark.parametrize(("written", "said"), WRONG)
def test_a_wrong_entry_is_named(tmp_path: Path, written: str, said: str) -> None:
    city = (ROOT / "tests/cities/bourg-fictif/city.toml").read_text(encoding="utf-8")
    (tmp_path / "city.toml").write_text(f"{city}\n{written}", encoding="utf-8")
    with pytest.raises(FaultyFiles, match=said):
        load_city(tmp_path)
