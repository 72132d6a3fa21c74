"""Who asked to be called back, who has taken it, and what came of it?"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from hotline.store.callback import Callback, CallbackEvent, NewCallback
from hotline.store.clock import moment, new_id, stamp
from hotline.store.engine import Engine, Row
from hotline.store.vault import Vault

REST = timedelta(hours=3)
MOST_TYPED = 3  # open requests for one typed number: more of them call nobody sooner


class Callbacks:
    """The record of callback requests: requested, claimed, no answer, reached, closed."""

    def __init__(self, engine: Engine, vault: Vault) -> None:
        self._engine = engine
        self._vault = vault

    def request(self, new: NewCallback, now: datetime) -> str:
        """Keep a request and return its id; the open one for this person and topic, if any.

        A typed number that has said STOP is not called, nor is one called for more often because
        somebody keys it again and again: then nothing is kept, and the id is empty.
        """
        if new.typed and self._unwelcome(new.person):
            return ""
        id_ = new_id()
        added = self._engine.run(
            "insert into callback_request (id, reference, person, number_sealed, typed, topic,"
            " team, language, time_of_day, voicemail, state, created_at) values (:id, :reference,"
            " :person, :number, :typed, :topic, :team, :language, :time_of_day, :voicemail,"
            " 'requested', :at) on conflict do nothing",
            id=id_,
            reference=new.reference,
            person=new.person,
            number=self._vault.seal(new.number, f"callback.number/{id_}"),
            typed=int(new.typed),
            topic=new.topic,
            team=new.team,
            language=new.language,
            time_of_day=new.time_of_day,
            voicemail=new.voicemail,
            at=stamp(now),
        )
        if added:
            self._happened(id_, None, "pressed" if new.open else "requested", "", now)
            return id_
        row = self._engine.one(
            "select id from open_callback where person = :person and topic = :topic and typed = 0",
            person=new.person,
            topic=new.topic,
        )
        return str(row["id"]) if row else ""

    def answer(
        self, person: str, reference: str, when: str, voicemail: str, now: datetime, *, open: bool
    ) -> None:
        """The person has said when to call, and whether a message may be left; `open`: not yet."""
        row = self._of(person, reference)
        if row is None:
            return
        self._engine.run(
            "update callback_request set time_of_day = :when, voicemail = :voicemail"
            " where id = :id",
            id=row["id"],
            when=when,
            voicemail=voicemail,
        )
        if not open:
            self._happened(row["id"], None, "requested", "", now)

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

    def cancel(self, person: str, reference: str, now: datetime) -> bool:
        """Withdraw this person's open request; the number is erased, and so is what was said.

        False: there was none.
        """
        row = self._of(person, reference)
        if row is None:
            return False
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
        self._happened(row["id"], None, "cancelled", "", now)
        return True

    def agree(self, person: str, reference: str) -> None:
        """The person agrees to be asked later whether the callback helped."""
        self._engine.run(
            "update callback_request set follow_up = 1"
            " where person = :person and reference = :reference and typed = 0",
            person=person,
            reference=reference,
        )

    def helped(self, person: str, reference: str, helped: bool, now: datetime) -> None:
        """Keep the answer; "no" puts the request back on the list, if its number is still held."""
        row = self._engine.one(
            "select * from callback_request where person = :person and reference = :reference"
            " order by created_at desc limit 1",
            person=person,
            reference=reference,
        )
        if row is None:
            return
        self._happened(row["id"], None, "helped" if helped else "not_helped", "", now)
        if helped or row["number_sealed"] is None:
            return
        self._engine.run(
            "update or ignore callback_request set state = 'requested', closed_at = null,"
            " claimed_by = null, not_before = null where id = :id and state = 'closed'",
            id=row["id"],
        )

    def waiting(self, teams: Collection[str]) -> list[Callback]:
        """The open requests of these teams, the oldest first."""
        rows = self._engine.all(
            "select * from open_callback where :teams like '% ' || team || ' %'"
            " order by created_at",
            teams=_spaced(teams),
        )
        return [_callback(row) for row in rows]

    def ended(self, teams: Collection[str], limit: int = 20) -> list[Callback]:
        """The requests of these teams that were closed or cancelled last."""
        rows = self._engine.all(
            "select * from callback_request where :teams like '% ' || team || ' %'"
            " and state in ('closed', 'cancelled') order by closed_at desc limit :limit",
            teams=_spaced(teams),
            limit=limit,
        )
        return [_callback(row) for row in rows]

    def found(self, teams: Collection[str], reference: str) -> list[Callback]:
        """The requests of these teams with this reference, open or not, the newest first."""
        rows = self._engine.all(
            "select * from callback_request where :teams like '% ' || team || ' %'"
            " and reference = :reference order by created_at desc",
            teams=_spaced(teams),
            reference=reference,
        )
        return [_callback(row) for row in rows]

    def get(self, teams: Collection[str], id_: str) -> Callback | None:
        """The request with this id, if it belongs to one of these teams."""
        row = self._engine.one(
            "select * from callback_request where :teams like '% ' || team || ' %' and id = :id",
            teams=_spaced(teams),
            id=id_,
        )
        return _callback(row) if row else None

    def history(self, id_: str) -> list[CallbackEvent]:
        """What happened to this request, the oldest first."""
        rows = self._engine.all(
            "select * from callback_event where callback = :id order by at, id", id=id_
        )
        return [self._event(row) for row in rows]

    def number(self, id_: str) -> str | None:
        """The number to call, E.164; None once the request has ended and it was erased."""
        row = self._engine.one("select number_sealed from callback_request where id = :id", id=id_)
        if row is None or row["number_sealed"] is None:
            return None
        return self._vault.open(row["number_sealed"], f"callback.number/{id_}")

    def safe_hours(self, id_: str) -> str:
        """The time of day this person chose to be reached: morning, afternoon, evening, any."""
        row = self._engine.one("select time_of_day from callback_request where id = :id", id=id_)
        return row["time_of_day"] if row else "any"

    def person(self, id_: str) -> str | None:
        """The blind index of the person who asked."""
        row = self._engine.one("select person from callback_request where id = :id", id=id_)
        return row["person"] if row else None

    def claim(self, id_: str, staff: str, now: datetime) -> bool:
        """Take a request. False: somebody else has it, or it has ended."""
        taken = self._engine.run(
            "update callback_request set state = 'claimed', claimed_by = :staff, not_before = null"
            " where id = :id and state in ('requested', 'no_answer')",
            id=id_,
            staff=staff,
        )
        if taken:
            self._happened(id_, staff, "claimed", "", now)
        return bool(taken)

    def release(self, id_: str, staff: str, now: datetime) -> bool:
        """Give a request back to the list. False: it was not this person's."""
        return self._outcome(id_, staff, "requested", "released", "", now)

    def release_all(self, staff: str, now: datetime) -> int:
        """Give all that this person has taken back to the list; how many requests."""
        rows = self._engine.all("select id from open_callback where claimed_by = :s", s=staff)
        return sum(self.release(row["id"], staff, now) for row in rows)

    def reached(self, id_: str, staff: str, note: str, now: datetime) -> bool:
        """The person was spoken to."""
        return self._outcome(id_, staff, "reached", "reached", note, now)

    def no_answer(self, id_: str, staff: str, note: str, now: datetime) -> bool:
        """Nobody answered: the request rests for a while, then is to be tried again by anyone."""
        done = self._outcome(id_, staff, "no_answer", "no_answer", note, now)
        if done:
            self._engine.run(
                "update callback_request set attempts = attempts + 1, claimed_by = null,"
                " not_before = :until where id = :id",
                id=id_,
                until=stamp(now + REST),
            )
        return done

    def close(self, id_: str, staff: str, note: str, now: datetime) -> bool:
        """The matter is done. The number stays until retention ends, for the follow-up."""
        done = self._outcome(id_, staff, "closed", "closed", note, now)
        if done:
            self._engine.run(
                "update callback_request set closed_at = :at where id = :id", id=id_, at=stamp(now)
            )
        return done

    def note(self, id_: str, staff: str, note: str, now: datetime) -> None:
        """Keep a note."""
        self._happened(id_, staff, "note", note, now)

    def _unwelcome(self, person: str) -> bool:
        sql = (
            "select 1 from person where person = :person and opted_out_at is not null union all"
            " select 1 from open_callback where person = :person and typed = 1"
            " group by person having count(*) >= :most"
        )
        return self._engine.one(sql, person=person, most=MOST_TYPED) is not None

    def _of(self, person: str, reference: str) -> Row | None:
        return self._engine.one(
            "select id from open_callback where person = :person and reference = :reference",
            person=person,
            reference=reference,
        )

    def _outcome(
        self, id_: str, staff: str, state: str, what: str, note: str, now: datetime
    ) -> bool:
        done = self._engine.run(
            "update callback_request set state = :state,"
            " claimed_by = case when :state = 'requested' then null else claimed_by end"
            " where id = :id and claimed_by = :staff and state in ('claimed', 'reached')",
            id=id_,
            staff=staff,
            state=state,
        )
        if done:
            self._happened(id_, staff, what, note, now)
        return bool(done)

    def _happened(self, id_: str, staff: str | None, what: str, note: str, now: datetime) -> None:
        event = new_id()
        self._engine.run(
            "insert into callback_event (id, callback, at, staff, what, note_sealed)"
            " values (:id, :callback, :at, :staff, :what, :note)",
            id=event,
            callback=id_,
            at=stamp(now),
            staff=staff,
            what=what,
            note=self._vault.seal(note, f"callback_event.note/{event}") if note else None,
        )

    def _event(self, row: Row) -> CallbackEvent:
        sealed = row["note_sealed"]
        note = self._vault.open(sealed, f"callback_event.note/{row['id']}") if sealed else ""
        return CallbackEvent(moment(row["at"]), row["staff"], row["what"], note)


def _spaced(teams: Collection[str]) -> str:
    """ " pad mrap93 ": one bound value that `like` can search for a whole team id."""
    return f" {' '.join(teams)} "


def _callback(row: Row) -> Callback:
    return Callback(
        id=row["id"],
        reference=row["reference"],
        topic=row["topic"],
        team=row["team"],
        language=row["language"],
        time_of_day=row["time_of_day"],
        voicemail=row["voicemail"],
        state=row["state"],
        claimed_by=row["claimed_by"],
        attempts=row["attempts"],
        not_before=moment(row["not_before"]) if row["not_before"] else None,
        follow_up=bool(row["follow_up"]),
        created_at=moment(row["created_at"]),
        closed_at=moment(row["closed_at"]) if row["closed_at"] else None,
        typed=bool(row["typed"]),
    )
