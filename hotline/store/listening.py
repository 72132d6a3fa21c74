"""Which answer does a short code, keyed in a call, let somebody hear?

The code is for a hidden number, so it names nobody: what it opens is a topic and a place. It lives
half an hour, and too many wrong codes close all of them for a while.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta

from hotline.model import Session
from hotline.store.clock import new_id, stamp
from hotline.store.engine import Engine
from hotline.store.vault import Vault

CODES = 1000  # three digits
LIFE = timedelta(minutes=30)
WATCH, MOST_WRONG = timedelta(minutes=15), 30


class Listening:
    """The codes that are alive."""

    def __init__(self, engine: Engine, vault: Vault, draw: Callable[[int], int]) -> None:
        self._engine = engine
        self._vault = vault
        self._draw = draw

    def fresh_code(self, now: datetime) -> str:
        """Three digits that open nothing yet; when nearly all do, somebody's oldest words go."""
        for _ in range(CODES // 10):
            code = f"{self._draw(CODES):03}"
            if not self._alive(code, now):
                break
        return code

    def keep(self, code: str, person: str, answer: Session, now: datetime) -> None:
        """The code opens this answer; an earlier code of this person opens nothing any more."""
        self._engine.run(
            "delete from listen_code where person = :person or code = :code",
            person=person,
            code=code,
        )
        told = [answer.language, answer.topic, answer.place, answer.page]
        self._engine.run(
            "insert into listen_code (code, person, answer_sealed, until)"
            " values (:code, :person, :answer, :until)",
            code=code,
            person=person,
            answer=self._vault.seal(json.dumps(told), f"listen_code.answer/{code}"),
            until=stamp(now + LIFE),
        )

    def find(self, code: str, now: datetime) -> Session | None:
        """The answer this code opens. None: there is none, or too many wrong codes were tried."""
        if self._wrong(now) >= MOST_WRONG:
            return None
        row = self._engine.one(
            "select answer_sealed from listen_code where code = :code and until > :now",
            code=code,
            now=stamp(now),
        )
        if row is None:
            self._engine.run(
                "insert into listen_failure (id, at) values (:id, :at)", id=new_id(), at=stamp(now)
            )
            return None
        told = json.loads(self._vault.open(row["answer_sealed"], f"listen_code.answer/{code}"))
        language, topic, place, page = told
        return Session(language=language, at="service", topic=topic, place=place, page=page)

    def _wrong(self, now: datetime) -> int:
        since = stamp(now - WATCH)
        row = self._engine.one(
            "select count(*) as n from listen_failure where at > :since", since=since
        )
        return int(row["n"]) if row else 0

    def _alive(self, code: str, now: datetime) -> bool:
        sql = "select 1 from listen_code where code = :code and until > :now"
        return self._engine.one(sql, code=code, now=stamp(now)) is not None
