"""Who is expected when, and does anybody still come?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from hotline.store.clock import moment, new_id, stamp
from hotline.store.engine import Engine, Row


@dataclass(frozen=True, slots=True)
class Appointment:
    """One appointment, made on a callback request. `state`: kept, cancelled (staff), declined."""

    id: str
    callback: str
    person: str
    at: datetime
    state: str


class Appointments:
    """At most one kept appointment for each callback request."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def keep(self, callback: str, person: str, at: datetime, staff: str, now: datetime) -> str:
        """The request has this appointment, made or moved; returns its id."""
        row = self._engine.one(
            "insert into appointment (id, callback, person, at, state, staff, created_at)"
            " values (:id, :callback, :person, :at, 'kept', :staff, :now)"
            " on conflict (callback) where state = 'kept' do update set at = :at, staff = :staff"
            " returning id",
            id=new_id(),
            callback=callback,
            person=person,
            at=stamp(at),
            staff=staff,
            now=stamp(now),
        )
        return str(row["id"]) if row else ""

    def get(self, id_: str) -> Appointment | None:
        """The appointment with this id."""
        return _found(self._engine.one("select * from appointment where id = :id", id=id_))

    def of(self, callback: str) -> Appointment | None:
        """The appointment of this request: the kept one, else the last there was."""
        return _found(
            self._engine.one(
                "select * from appointment where callback = :callback"
                " order by state = 'kept' desc, created_at desc limit 1",
                callback=callback,
            )
        )

    def cancel(self, callback: str) -> Appointment | None:
        """Staff call it off; None: there was none."""
        return _found(
            self._engine.one(
                "update appointment set state = 'cancelled'"
                " where callback = :callback and state = 'kept' returning *",
                callback=callback,
            )
        )

    def decline(self, person: str, id_: str) -> Appointment | None:
        """This person does not come; None: it is not theirs, or was no more."""
        return _found(
            self._engine.one(
                "update appointment set state = 'declined'"
                " where id = :id and person = :person and state = 'kept' returning *",
                id=id_,
                person=person,
            )
        )


def _found(row: Row | None) -> Appointment | None:
    if row is None:
        return None
    return Appointment(row["id"], row["callback"], row["person"], moment(row["at"]), row["state"])
