"""Which turns of duty did staff put down, besides the city's file, and who is off for now?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from hotline.model import Window
from hotline.store.clock import moment, new_id, stamp
from hotline.store.engine import Engine, Row


@dataclass(frozen=True, slots=True)
class NewTurn:
    """A turn of duty: every week at these hours, written as opening hours are, or once.

    `languages` empty: those of the account. `gender` is "" where it is not told.
    """

    staff: str
    team: str
    hours: str | Window
    languages: tuple[str, ...] = ()
    gender: str = ""


@dataclass(frozen=True, slots=True)
class DutyTurn(NewTurn):
    """One that is kept, and the login of whose it is."""

    id: str = ""
    login: str = ""


class Duty:
    """Turns of duty, and who has switched off until when."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def add(self, new: NewTurn, now: datetime) -> str:
        """This turn is kept; its id."""
        id_, once = new_id(), new.hours if isinstance(new.hours, Window) else None
        self._engine.run(
            "insert into duty (id, staff, team, hours, begins, until, languages, gender, made_at)"
            " values (:id, :staff, :team, :hours, :begins, :until, :languages, :gender, :at)",
            id=id_,
            staff=new.staff,
            team=new.team,
            hours="" if once else new.hours,
            begins=stamp(once.start) if once else None,
            until=stamp(once.end) if once else None,
            languages=" ".join(new.languages),
            gender=new.gender,
            at=stamp(now),
        )
        return id_

    def end(self, id_: str) -> None:
        """This turn is no more."""
        self._engine.run("delete from duty where id = :id", id=id_)

    def end_all(self, staff: str, keeps: Callable[[str], bool] = lambda _: False) -> None:
        """This person's turns are no more, but for those in the teams that they keep."""
        rows = self._engine.all("select id, team from duty where staff = :staff", staff=staff)
        for row in rows:
            if not keeps(row["team"]):
                self.end(row["id"])

    def turns(self, now: datetime) -> list[DutyTurn]:
        """Those that are not over, in the order they were put down."""
        rows = self._engine.all(
            "select duty.*, login from duty join staff on staff.id = duty.staff"
            " where until is null or until > :now order by made_at",
            now=stamp(now),
        )
        return [_turn(row) for row in rows]

    def rest(self, staff: str, until: datetime) -> None:
        """Until then this person is on duty at no hour, whoever says so."""
        self._engine.run(
            "insert into duty_off (staff, until) values (:staff, :until)"
            " on conflict (staff) do update set until = :until",
            staff=staff,
            until=stamp(until),
        )

    def back(self, staff: str) -> None:
        """This person's hours hold again."""
        self._engine.run("delete from duty_off where staff = :staff", staff=staff)

    def resting(self, now: datetime) -> dict[str, datetime]:
        """Who has switched off, by login, and until when."""
        rows = self._engine.all(
            "select login, until from duty_off join staff on staff.id = duty_off.staff"
            " where until > :now",
            now=stamp(now),
        )
        return {row["login"]: moment(row["until"]) for row in rows}


def _turn(row: Row) -> DutyTurn:
    once = row["until"] is not None
    return DutyTurn(
        row["staff"],
        row["team"],
        Window(moment(row["begins"]), moment(row["until"])) if once else row["hours"],
        tuple(row["languages"].split()),
        row["gender"],
        row["id"],
        row["login"],
    )
