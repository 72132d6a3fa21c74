"""What has a person said about being called back?"""

from __future__ import annotations

import re
from datetime import datetime

from hotline.model import Window
from hotline.store.callback import Answers, NewCallback
from hotline.store.callback_record import CallbackRecord
from hotline.store.clock import new_id, stamp
from hotline.store.engine import Row

_REFERENCE = re.compile("[1-9][0-9]{3}")
MOST_TYPED = 3  # open requests for one typed number: more of them call nobody sooner


class Asking(CallbackRecord):
    """What the person does with a request."""

    def request(self, new: NewCallback, now: datetime) -> str:
        """Keep a request and return its id; the open one for this person and topic, if any.

        People who share a telephone are told apart by their slot. A typed number that has said STOP
        is not called, nor is one called for more often because somebody keys it again and again:
        then nothing is kept, and the id is empty. Raises ValueError for a request without a number:
        it could not be asked about, nor cancelled.
        """
        if not _REFERENCE.fullmatch(new.reference):
            raise ValueError("a request to be called back without its number")
        if new.typed and self._unwelcome(new.person):
            return ""
        id_ = new_id()
        added = self._engine.run(
            "insert into callback_request (id, reference, person, slot, number_sealed, typed,"
            " written, topic, team, language, time_of_day, voicemail, first, state, created_at)"
            " values (:id, :reference, :person, :slot, :number, :typed, :written, :topic, :team,"
            " :language, :time_of_day, :voicemail, :first, 'requested', :at)"
            " on conflict do nothing",
            id=id_,
            reference=new.reference,
            person=new.person,
            slot=new.slot,
            number=self._vault.seal(new.number, f"callback.number/{id_}"),
            typed=int(new.typed),
            written=int(new.written),
            topic=new.topic,
            team=new.team,
            language=new.language,
            time_of_day=new.time_of_day,
            voicemail=new.voicemail,
            first=int(new.first),
            at=stamp(now),
        )
        if added:
            self._promise(id_, new.window)
            self._happened(id_, None, "pressed" if new.open else "requested", "", now)
            return id_
        row = self._engine.one(
            "select id from open_callback where person = :person and topic = :topic"
            " and slot = :slot and typed = 0",
            person=new.person,
            topic=new.topic,
            slot=new.slot,
        )
        return str(row["id"]) if row else ""

    def put_first(self, person: str, reference: str, now: datetime) -> None:
        """This open request comes before the others: nobody took the person's call."""
        row = self._engine.one(
            "select id from open_callback where person = :person and reference = :reference"
            " and typed = 0",
            person=person,
            reference=reference,
        )
        if row is not None:
            self._engine.run("update callback_request set first = 1 where id = :id", id=row["id"])
            self._happened(row["id"], None, "rang", "", now)

    def answer(
        self, person: str, reference: str, answers: Answers, now: datetime, *, open: bool
    ) -> None:
        """The person has said when to call, and whether a message may be left; `open`: not yet."""
        row = self._of(person, reference)
        if row is None:
            return
        self._engine.run(
            "update callback_request set time_of_day = :when, voicemail = :voicemail"
            " where id = :id",
            id=row["id"],
            when=answers.time_of_day,
            voicemail=answers.voicemail,
        )
        self._promise(row["id"], answers.window)
        if not open:
            self._happened(row["id"], None, "requested", "", now)

    def move(
        self, person: str, reference: str, when: str, window: Window | None, now: datetime
    ) -> None:
        """The person wants to be called at that time of day; what was tried in vain is forgiven."""
        row = self._of(person, reference)
        if row is None:
            return
        self._engine.run(
            "update callback_request set time_of_day = :when, attempts = 0, not_before = null,"
            " delays = 0,"
            " state = case when state = 'no_answer' then 'requested' else state end"
            " where id = :id",
            id=row["id"],
            when=when,
        )
        self._count(row, "moved", now)
        self._promise(row["id"], window)
        self._forget_undo(row["id"])
        self._happened(row["id"], None, "moved", "", now)

    def asked_again(self, person: str, reference: str, now: datetime) -> None:
        """The person has asked for what they have asked for already."""
        row = self._of(person, reference)
        if row:
            self._happened(row["id"], None, "asked_again", "", now)

    def spoke(self, reference: str, now: datetime) -> str | None:
        """The person has left a message about their open request; its id, None: there is none."""
        row = self._engine.one(
            "select id from open_callback where reference = :reference", reference=reference
        )
        if row is None:
            return None
        self._happened(row["id"], None, "voicemail", "", now)
        return str(row["id"])

    def typed_since(self, since: datetime) -> int:
        """How many typed numbers were taken since then."""
        sql = "select count(*) as n from callback_request where typed = 1 and created_at > :since"
        row = self._engine.one(sql, since=stamp(since))
        return int(row["n"]) if row else 0

    def withdraw_typed(self, person: str, now: datetime) -> None:
        """Nobody calls this person because somebody typed their number."""
        rows = self._engine.all(
            "select reference from open_callback where person = :person and typed = 1",
            person=person,
        )
        for row in rows:
            self.cancel(person, row["reference"], now)

    def cancel(self, person: str, reference: str, now: datetime) -> str | None:
        """Withdraw this person's open request; the number is erased, and so is what was said.

        Its id; None: there was none.
        """
        row = self._of(person, reference)
        if row is None:
            return None
        self._engine.run(
            "update callback_request set state = 'cancelled', number_sealed = null,"
            " closed_at = :at where id = :id",
            id=row["id"],
            at=stamp(now),
        )
        self._engine.run(
            "update voicemail set callback = null, sound_sealed = null where callback = :id",
            id=row["id"],
        )
        self._forget_undo(row["id"])
        self._count(row, "cancelled", now)
        self._happened(row["id"], None, "cancelled", "", now)
        return str(row["id"])

    def agree(self, person: str, reference: str) -> None:
        """The person agrees to be asked later whether the callback helped."""
        self._engine.run(
            "update callback_request set follow_up = 1"
            " where person = :person and reference = :reference and typed = 0",
            person=person,
            reference=reference,
        )

    def helped(self, person: str, reference: str, helped: bool, now: datetime) -> None:
        """Keep the answer to the question whether the call helped."""
        row = self._last(person, reference)
        if row is not None:
            self.happened(row["id"], None, "helped" if helped else "not_helped", now)

    def call_again(self, person: str, reference: str, number: str, now: datetime) -> None:
        """The person asks for one more call: their request is back on the list, as it was."""
        row = self._last(person, reference)
        if row is not None:
            self.reopen(person, row["id"], number, now)

    def reopen(self, person: str, id_: str, number: str, now: datetime) -> None:
        """The same, by the request's id; a request of somebody else stays as it is.

        What was promised, and tried in vain, is of the time before.
        """
        again = self._engine.run(
            "update or ignore callback_request set state = 'requested', closed_at = null,"
            " claimed_by = null, not_before = null, attempts = 0, delays = 0,"
            " promised_from = null, promised_until = null, number_sealed = :number"
            " where id = :id and person = :person and typed = 0",
            id=id_,
            person=person,
            number=self._vault.seal(number, f"callback.number/{id_}"),
        )
        if again:
            self._forget_undo(id_)
            self.happened(id_, None, "again", now)

    def number(self, id_: str) -> str | None:
        """The number to call, E.164; None once the request has ended and it was erased."""
        row = self._row(id_)
        if row is None or row["number_sealed"] is None:
            return None
        return self._vault.open(row["number_sealed"], f"callback.number/{id_}")

    def safe_hours(self, id_: str) -> str:
        """The time of day this person chose to be reached: morning, afternoon, evening, any."""
        row = self._row(id_)
        return row["time_of_day"] if row else "any"

    def person(self, id_: str) -> str | None:
        """The blind index of the person who asked."""
        row = self._row(id_)
        return row["person"] if row else None

    def _last(self, person: str, reference: str) -> Row | None:
        return self._engine.one(
            "select * from callback_request where person = :person and reference = :reference"
            " order by created_at desc limit 1",
            person=person,
            reference=reference,
        )

    def _unwelcome(self, person: str) -> bool:
        sql = (
            "select 1 from person where person = :person and opted_out_at is not null union all"
            " select 1 from open_callback where person = :person and typed = 1"
            " group by person having count(*) >= :most"
        )
        return self._engine.one(sql, person=person, most=MOST_TYPED) is not None
