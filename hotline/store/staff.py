"""Who works here, in which teams and roles, and what did they look at or change?"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from argon2.exceptions import InvalidHashError, VerificationError

from hotline.roles import ADMINISTRATOR, CALLERS, COORDINATOR, MEMBER
from hotline.store.callbacks import Callbacks
from hotline.store.clock import new_id, stamp
from hotline.store.duty import Duty
from hotline.store.engine import Engine, Row
from hotline.store.hashing import DECOY, HASHER
from hotline.store.invitations import Invitations
from hotline.store.trail import Trail


@dataclass(frozen=True, slots=True)
class StaffMember:
    """Somebody with an account; `teams` are the ids they belong to, `languages` what they speak.

    `factor`: they sign in with a code of their telephone as well. `active`: they have a password.
    """

    id: str
    login: str
    name: str
    teams: tuple[str, ...]
    roles: tuple[str, ...]
    languages: tuple[str, ...]
    factor: bool
    active: bool
    has_phone: bool

    @property
    def calls(self) -> bool:
        """Do they call anybody back?"""
        return CALLERS.admits(self.roles, self.teams, "")

    def calls_for(self, team: str) -> bool:
        """Do they call the people of this team back: of their own; who coordinates, of any?"""
        return COORDINATOR in self.roles or (MEMBER in self.roles and team in self.teams)

    @property
    def must_enrol(self) -> bool:
        """Who keeps accounts has a second factor before anything else."""
        return ADMINISTRATOR in self.roles and not self.factor


class Staff:
    """Accounts, and the audit of what staff did."""

    def __init__(self, engine: Engine, trail: Trail, duty: Duty, callbacks: Callbacks) -> None:
        self._engine = engine
        self._trail = trail
        self._duty = duty
        self._callbacks = callbacks
        self._invitations = Invitations(engine)

    def add(
        self,
        login: str,
        name: str,
        teams: Collection[str],
        roles: Collection[str],
        now: datetime,
        languages: Collection[str] = (),
    ) -> str | None:
        """A new account, and the code with which one person chooses its password; None: taken."""
        id_ = new_id()
        with self._engine.transaction():
            added = self._engine.run(
                "insert into staff (id, login, name, password, teams, roles, languages, created_at)"
                " values (:id, :login, :name, '', :teams, :roles, :languages, :at)"
                " on conflict do nothing",
                id=id_,
                login=login,
                name=name,
                at=stamp(now),
                **_joined(teams, roles, languages),
            )
            return self._invitations.make(id_, now) if added else None

    def change(
        self,
        id_: str,
        name: str,
        teams: Collection[str],
        roles: Collection[str],
        languages: Collection[str],
        now: datetime,
    ) -> None:
        """From the next page on this person may do what these roles and teams may.

        What they have taken and may not see any more is on the list again; their turns of duty in
        those teams are over; and who calls nobody any more has no telephone here.
        """
        with self._engine.transaction():
            row = self._engine.one(
                "update staff set name = :name, teams = :teams, roles = :roles,"
                " languages = :languages where id = :id returning *",
                id=id_,
                name=name,
                **_joined(teams, roles, languages),
            )
            if row is None:
                return
            one = member_of(row)
            self._duty.end_all(id_, one.calls_for)
            self._callbacks.release_all(id_, now, one.calls_for)
            if not one.calls:
                self._engine.run("update staff set phone_sealed = null where id = :id", id=id_)

    def reset(self, id_: str, now: datetime) -> str:
        """Nobody gets in but by the new code: no password, factor or session is left.

        What they had taken is on the list again: it may be long until they are back.
        """
        with self._engine.transaction():
            self._shut(id_, now)
            return self._invitations.make(id_, now)

    def close(self, id_: str, now: datetime) -> None:
        """Nobody gets into this account; its name stays where it did something."""
        with self._engine.transaction():
            self._shut(id_, now)
            self._duty.end_all(id_)
            self._engine.run("delete from invitation where staff = :id", id=id_)

    def any(self) -> bool:
        """Is there an account at all?"""
        return self._engine.one("select 1 from staff limit 1") is not None

    def everyone(self) -> list[StaffMember]:
        """Every account, by name."""
        return [member_of(row) for row in self._engine.all("select * from staff order by name")]

    def names(self) -> dict[str, str]:
        """The name of everybody with an account, by id."""
        return {row["id"]: row["name"] for row in self._engine.all("select id, name from staff")}

    def by_login(self) -> dict[str, StaffMember]:
        """Every account, by its login."""
        return {one.login: one for one in self.everyone()}

    def get(self, id_: str) -> StaffMember | None:
        """The account with this id."""
        row = self._engine.one("select * from staff where id = :id", id=id_)
        return member_of(row) if row else None

    def called(self, login: str) -> StaffMember | None:
        """The account with this login."""
        row = self._engine.one("select * from staff where login = :login", login=login)
        return member_of(row) if row else None

    def checked(self, login: str, password: str) -> StaffMember | None:
        """The member with this login, if the password is right; it takes as long if it isn't."""
        row = self._engine.one("select * from staff where login = :login", login=login)
        try:
            HASHER.verify(row["password"] if row and row["password"] else DECOY, password)
        except (VerificationError, InvalidHashError):
            return None
        return member_of(row) if row and row["password"] else None

    def set_password(self, id_: str, password: str) -> None:
        """A new password; every session of this account ends, and no invitation is left."""
        with self._engine.transaction():
            self._engine.run(
                "update staff set password = :password where id = :id",
                id=id_,
                password=HASHER.hash(password),
            )
            self._engine.run("delete from staff_session where staff = :id", id=id_)
            self._engine.run("delete from invitation where staff = :id", id=id_)

    def audit(self, staff: str | None, what: str, subject: str, now: datetime) -> None:
        """Keep who did what to which row: ids only, never a number or a text."""
        self._trail.add(staff, what, subject, now)

    def audited(self, subject: str) -> list[tuple[str, str | None, str]]:
        """(when, who, what) of everything done to this row, the oldest first."""
        return self._trail.of(subject)

    def _shut(self, id_: str, now: datetime) -> None:
        self._callbacks.release_all(id_, now)
        self._engine.run(
            "update staff set password = '', factor_sealed = null, factor_at = 0,"
            " phone_sealed = null where id = :id",
            id=id_,
        )
        self._engine.run("delete from recovery_code where staff = :id", id=id_)
        self._engine.run("delete from staff_session where staff = :id", id=id_)


def member_of(row: Row) -> StaffMember:
    """The member whose row this is."""
    return StaffMember(
        id=row["id"],
        login=row["login"],
        name=row["name"],
        teams=tuple(row["teams"].split()),
        roles=tuple(row["roles"].split()),
        languages=tuple(row["languages"].split()),
        factor=bool(row["factor_sealed"] and row["factor_at"]),
        active=bool(row["password"]),
        has_phone=row["phone_sealed"] is not None,
    )


def _joined(
    teams: Collection[str], roles: Collection[str], languages: Collection[str]
) -> dict[str, str]:
    return {
        "teams": " ".join(teams),
        "roles": " ".join(roles),
        "languages": " ".join(languages),
    }
