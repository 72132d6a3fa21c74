"""A line that keeps what people say, and notes whatever it has told them: for the power cut."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from hotline.app import Hotline
from hotline.config import Config
from hotline.model import Inbound
from hotline.plan import Reply
from hotline.store import engine
from hotline.store.outgoing import NewOutbound

NOON = datetime.fromisoformat("2026-10-21T10:00:00+00:00")
PEOPLE = 45
TOLD = "told"  # the name of the file with the notes; each is table, column and value of a row


def main(folder: str, mutant: str) -> None:
    """Everybody asks, is promised a call, says STOP; and something leaves for them."""
    if mutant:
        vars(engine)["_PRAGMAS"] = (*engine._PRAGMAS, "synchronous=NORMAL")
    notes = os.open(f"{folder}/{TOLD}", os.O_WRONLY | os.O_CREAT, 0o600)
    line = Hotline(Config(state=Path(folder), audio=Path(folder)), _clock())
    for number in range(PEOPLE):
        _live(line, f"+3363998{number:04d}", lambda *row: os.write(notes, _note(*row)))


def _note(*row: str) -> bytes:
    return json.dumps(row).encode() + b"\n"


def _clock() -> Callable[[], datetime]:
    ticks = iter(range(10**9))
    return lambda: NOON + timedelta(seconds=2 * next(ticks))


def _live(line: Hotline, number: str, told: Callable[[str, str, str], object]) -> None:
    """One person's hour; whatever they are told is noted at once."""
    person = line.store.turns.person(number) or ""
    for words in ("avocat croix de chavaux", "rappel avocat", "1", "2"):
        id_ = f"{number[1:]}{words}"
        inbound = Inbound("simulator", "sms", "text", id_, number, "", words, line.now())
        _is_told(line.answer(inbound).reply, line.store.turns.key_of("simulator", id_), told)
    for asked in line.store.callbacks.waiting([*line.city.teams]):
        if line.store.callbacks.claim(asked.id, "staff", line.now()):
            told("callback_request", "reference", asked.reference)
            told("callback_event", "what", "claimed")
    id_ = line.store.outbox.add(_message(line, person, number), line.now())
    told("outbox", "id", id_)
    if line.store.outbox.claim(id_, line.now()):
        with line.store.transaction():
            line.store.outbox.sent(id_, f"SM{id_}", line.now())
        told("outbox", "provider_id", f"SM{id_}")
    inbound = Inbound("simulator", "sms", "text", number[1:], number, "", "STOP", line.now())
    line.spool.put(inbound, told=True)
    told("spool", "id", number[1:])


def _is_told(reply: Reply, id_: str, told: Callable[[str, str, str], object]) -> None:
    if reply.texts:
        told("inbound", "id", id_)


def _message(line: Hotline, person: str, number: str) -> NewOutbound:
    now = line.now()
    return NewOutbound("asked", "simulator", person, number, "Bonjour", "fr", now, asked=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
