"""Who works here, from which session, and what did they look at or change?"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from hotline.store.clock import moment, new_id, stamp
from hotline.store.engine import Engine, Row
from hotline.store.trail import Trail
from hotline.store.vault import Vault

IDLE = timedelta(minutes=30)
ABSOLUTE = timedelta(hours=12)
WINDOW = timedelta(minutes=15)
MAX_FAILURES = 5

_hasher = PasswordHasher()  # argon2id, RFC 9106 low-memory profile
# Verified for a login that does not exist, so that the answer takes as long as for one that does.
_DECOY = _hasher.hash(secrets.token_hex(16))


@dataclass(frozen=True, slots=True)
class StaffMember:
    """Somebody with an account; `teams` are the ids they belong to, `languages` what they speak.

    Their telephone is asked for by a verb of its own.
    """

    id: str
    login: str
    name: str
    teams: tuple[str, ...]
    roles: tuple[str, ...]
    languages: tuple[str, ...]
    must_change: bool
    has_phone: bool


class Staff:
    """Accounts, sessions that can be revoked, and the audit of what staff did."""

    def __init__(self, engine: Engine, vault: Vault) -> None:
        self._engine = engine
        self._vault = vault
        self._trail = Trail(engine, vault)

    def add(
        self,
        login: str,
        name: str,
        teams: Collection[str],
        roles: Collection[str],
        now: datetime,
        languages: Collection[str] = (),
    ) -> str | None:
        """A new account and its one-time password; None when the login is taken."""
        password = secrets.token_urlsafe(12)
        added = self._engine.run(
            "insert into staff (id, login, name, password, teams, roles, languages,"
            " must_change, created_at) values (:id, :login, :name, :password, :teams, :roles,"
            " :languages, 1, :at) on conflict do nothing",
            id=new_id(),
            login=login,
            name=name,
            password=_hasher.hash(password),
            teams=" ".join(teams),
            roles=" ".join(roles),
            languages=" ".join(languages),
            at=stamp(now),
        )
        return password if added else None

    def keep_phone(self, id_: str, number: str) -> None:
        """The telephone that is rung to put them through, E.164; "" erases it."""
        sealed = self._vault.seal(number, f"staff.phone/{id_}") if number else None
        self._engine.run("update staff set phone_sealed = :s where id = :id", id=id_, s=sealed)

    def phone(self, id_: str) -> str | None:
        """The telephone of this member, for the line alone: it is never shown."""
        row = self._engine.one("select phone_sealed from staff where id = :id", id=id_)
        sealed = row["phone_sealed"] if row else None
        return self._vault.open(sealed, f"staff.phone/{id_}") if sealed else None

    def any(self) -> bool:
        """Is there an account at all?"""
        return self._engine.one("select 1 from staff limit 1") is not None

    def everyone(self) -> list[StaffMember]:
        """Every account, by name."""
        return [_member(row) for row in self._engine.all("select * from staff order by name")]

    def checked(self, login: str, password: str) -> StaffMember | None:
        """The member with this login, if the password is right; it takes as long if it isn't."""
        row = self._engine.one("select * from staff where login = :login", login=login)
        try:
            _hasher.verify(row["password"] if row else _DECOY, password)
        except (VerificationError, InvalidHashError):
            return None
        return _member(row) if row else None

    def set_password(self, id_: str, password: str) -> None:
        """A new password; every session of this account ends."""
        with self._engine.transaction():
            self._engine.run(
                "update staff set password = :password, must_change = 0 where id = :id",
                id=id_,
                password=_hasher.hash(password),
            )
            self._engine.run("delete from staff_session where staff = :id", id=id_)

    def reset_password(self, login: str) -> str | None:
        """A new one-time password for an account; None when there is no such login."""
        password = secrets.token_urlsafe(12)
        with self._engine.transaction():
            row = self._engine.one("select id from staff where login = :login", login=login)
            if row is None:
                return None
            self.set_password(row["id"], password)
            self._engine.run("update staff set must_change = 1 where id = :id", id=row["id"])
        return password

    def open_session(self, id_: str, now: datetime) -> str:
        """A fresh session; returns the token for the cookie, which is kept only as a hash."""
        token = secrets.token_urlsafe(32)
        self._engine.run(
            "insert into staff_session (id, staff, created_at, seen_at)"
            " values (:id, :staff, :at, :at)",
            id=_hashed(token),
            staff=id_,
            at=stamp(now),
        )
        return token

    def session(self, token: str, now: datetime, *, touch: bool = True) -> StaffMember | None:
        """Whose session this is, unless it was idle for 30 minutes or is 12 hours old.

        A page that refreshes itself does not `touch`: a desk left alone is idle all the same.
        """
        row = self._engine.one(
            "select staff.*, staff_session.seen_at from staff_session"
            " join staff on staff.id = staff_session.staff where staff_session.id = :id"
            " and staff_session.seen_at >= :idle and staff_session.created_at >= :oldest",
            id=_hashed(token),
            idle=stamp(now - IDLE),
            oldest=stamp(now - ABSOLUTE),
        )
        if row is None:
            return None
        if touch and moment(row["seen_at"]) < now - timedelta(
            minutes=1
        ):  # a write a minute is enough
            self._engine.run(
                "update staff_session set seen_at = :at where id = :id",
                id=_hashed(token),
                at=stamp(now),
            )
        return _member(row)

    def close_session(self, token: str) -> None:
        """This session has ended."""
        self._engine.run("delete from staff_session where id = :id", id=_hashed(token))

    def locked(self, keys: tuple[str, ...], now: datetime) -> bool:
        """Has one of these (a login, an address) failed five times in a quarter of an hour?"""
        return any(self.locked_until(key, now) for key in keys)

    def locked_until(self, key: str, now: datetime, allowed: int = MAX_FAILURES) -> datetime | None:
        """When this login or address may try again; None: now, it has failed less than `allowed`.

        A quarter of an hour after the oldest of its last `allowed` failures.
        """
        failures = self._engine.all(
            "select at from login_failure where key = :key and at >= :since"
            " order by at desc limit :allowed",
            key=self._vault.index("login", key),
            since=stamp(now - WINDOW),
            allowed=allowed,
        )
        return moment(failures[-1]["at"]) + WINDOW if len(failures) >= allowed else None

    def failure(self, keys: tuple[str, ...], now: datetime) -> None:
        """A login failed."""
        for key in keys:
            self._engine.run(
                "insert into login_failure (key, at) values (:key, :at)",
                key=self._vault.index("login", key),
                at=stamp(now),
            )

    def audit(self, staff: str | None, what: str, subject: str, now: datetime) -> None:
        """Keep who did what to which row: ids only, never a number or a text."""
        self._trail.add(staff, what, subject, now)

    def audited(self, subject: str) -> list[tuple[str, str | None, str]]:
        """(when, who, what) of everything done to this row, the oldest first."""
        return self._trail.of(subject)


def _hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _member(row: Row) -> StaffMember:
    return StaffMember(
        id=row["id"],
        login=row["login"],
        name=row["name"],
        teams=tuple(row["teams"].split()),
        roles=tuple(row["roles"].split()),
        languages=tuple(row["languages"].split()),
        must_change=bool(row["must_change"]),
        has_phone=row["phone_sealed"] is not None,
    )
