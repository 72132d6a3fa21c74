"""Where is news sent to who asked for it? What they asked for is a consent."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from hotline.store.clock import stamp
from hotline.store.consents import Consents
from hotline.store.engine import Engine
from hotline.store.vault import Vault

NEWS = "news"
CHUNK = 500  # numbers opened at a time


@dataclass(frozen=True, slots=True)
class Subscriber:
    """Somebody who asked for news; `number` is E.164."""

    person: str
    number: str
    language: str


class Subscribers:
    """A number is held for as long as its owner wants news of at least one topic."""

    def __init__(self, engine: Engine, vault: Vault, consents: Consents) -> None:
        self._engine = engine
        self._vault = vault
        self._consents = consents

    def subscribe(
        self, person: str, number: str, topic: str, language: str, by: str, now: datetime
    ) -> None:
        """This person gets news of this topic; `by` names the message in which they said yes."""
        self._consents.give(person, f"{NEWS}.{topic}", by, now)
        self._engine.run(
            "insert into subscriber (person, number_sealed, language, since)"
            " values (:person, :number, :language, :at) on conflict (person) do update set"
            " number_sealed = :number, language = :language, since = :at",
            person=person,
            number=self._vault.seal(number, f"subscriber.number/{person}"),
            language=language,
            at=stamp(now),
        )

    def unsubscribe(self, person: str, topic: str, now: datetime) -> bool:
        """No more news of this topic; False: there was none. The last one erases the number."""
        left = self._consents.withdraw(person, f"{NEWS}.{topic}", now)
        if not self._consents.topics(person):
            self._engine.run("delete from subscriber where person = :person", person=person)
        return left

    def leave(self, person: str, now: datetime) -> None:
        """STOP: this person agrees to nothing any more, and their number is erased."""
        self._consents.withdraw_all(person, now)
        self._engine.run("delete from subscriber where person = :person", person=person)

    def to(self, topic: str) -> Iterator[Subscriber]:
        """Everybody who wants news of this topic, a few hundred at a time."""
        after = ""
        while rows := self._engine.all(
            "select subscriber.* from subscriber join consent using (person)"
            " where what = :what and withdrawn_at is null and person > :after"
            " order by person limit :chunk",
            what=f"{NEWS}.{topic}",
            after=after,
            chunk=CHUNK,
        ):
            for row in rows:
                after = row["person"]
                number = self._vault.open(row["number_sealed"], f"subscriber.number/{after}")
                yield Subscriber(after, number, row["language"])
