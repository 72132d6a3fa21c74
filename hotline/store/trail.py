"""Who did what to which row, so that nobody can change it unseen?

A hash chain: each entry's MAC covers the one before, under a key that is not in the record. What is
cut off at the end shows by the head, which is sealed; whoever puts an old copy of the whole record
back is found by a head that was noted elsewhere: the log has one of every hour.
"""

from __future__ import annotations

import hmac
import json
from dataclasses import dataclass
from datetime import datetime

from hotline.errors import HotlineError
from hotline.store.clock import stamp
from hotline.store.engine import Engine, Row
from hotline.store.vault import Vault

_HEAD, _BASE = "trail_head", "trail_base"


@dataclass(frozen=True, slots=True)
class Head:
    """Where the chain ends (or, of a base, where what was erased with age ended)."""

    seq: int = 0
    mac: str = ""

    def __str__(self) -> str:
        return f"{self.seq}:{self.mac[:16]}"


class Trail:
    """The audit trail: ids only, never a number or a text."""

    def __init__(self, engine: Engine, vault: Vault) -> None:
        self._engine = engine
        self._vault = vault

    def add(self, staff: str | None, what: str, subject: str, now: datetime) -> None:
        """Keep who did what to which row, as the new end of the chain."""
        entry = {"at": stamp(now), "staff": staff, "what": what, "subject": subject}
        with self._engine.transaction():
            before = self.head()
            head = Head(before.seq + 1, self._mac(before, entry))
            self._engine.run(
                "insert into trail (seq, at, staff, what, subject, mac)"
                " values (:seq, :at, :staff, :what, :subject, :mac)",
                seq=head.seq,
                mac=head.mac,
                **entry,
            )
            self._keep(_HEAD, head)

    def of(self, subject: str) -> list[tuple[str, str | None, str]]:
        """(when, who, what) of everything done to this row, the oldest first."""
        rows = self._engine.all("select * from trail where subject = :s order by seq", s=subject)
        return [(row["at"], row["staff"], row["what"]) for row in rows]

    def newest(self, limit: int) -> list[Row]:
        """The newest entries, the last first."""
        return self._engine.all("select * from trail order by seq desc limit :n", n=limit)

    def head(self) -> Head:
        """The end of the chain. Raises HotlineError when the note of it was tampered with."""
        return self._noted(_HEAD)

    def verify(self, noted: str = "") -> list[str]:
        """What was changed, taken out or put in, in words; nothing: the chain holds.

        `noted` is a head (`seq:mac`) that somebody wrote down: it must still be in the chain.
        """
        with self._engine.transaction():
            try:
                at, end = self._noted(_BASE), self.head()
            except HotlineError:
                return ["The note of where the trail begins or ends was tampered with."]
            rows = self._engine.all("select * from trail order by seq")
        seen, wrong = {str(at)}, []
        for row in rows:
            if row["seq"] != at.seq + 1:
                wrong.append(f"Entries {at.seq + 1} to {row['seq'] - 1} are missing.")
            elif not hmac.compare_digest(row["mac"], self._mac(at, row)):
                wrong.append(f"Entry {row['seq']} ({row['at']}) was changed or put in.")
            at = Head(row["seq"], row["mac"])
            seen.add(str(at))
        if at != end:
            wrong.append(f"The trail should end with entry {end.seq}, and ends with {at.seq}.")
        if noted and noted not in seen:
            wrong.append(f"{noted} is not in the trail: it was cut, or this is an older copy.")
        return wrong

    def erase(self, before: datetime) -> int:
        """Erase what is older, from the beginning of the chain on; how many entries."""
        with self._engine.transaction():
            last = self._engine.one(
                "select seq, mac from trail where seq < coalesce("
                "(select min(seq) from trail where at >= :before), 1 << 62)"
                " order by seq desc limit 1",
                before=stamp(before),
            )
            if last is None:
                return 0
            self._keep(_BASE, Head(last["seq"], last["mac"]))
            return self._engine.run("delete from trail where seq <= :seq", seq=last["seq"])

    def remake(self) -> None:
        """Prove every entry anew, under the key of this vault; the entries stay as they are."""
        at = self._noted(_BASE)
        for row in self._engine.all("select * from trail order by seq"):
            at = Head(row["seq"], self._mac(at, row))
            self._engine.run("update trail set mac = :mac where seq = :seq", mac=at.mac, seq=at.seq)
        if at.seq:
            self._keep(_HEAD, at)

    def _mac(self, before: Head, entry: Row) -> str:
        fields = [before.seq + 1, *(entry[name] for name in ("at", "staff", "what", "subject"))]
        return self._vault.mac("trail", before.mac, json.dumps(fields))

    def _noted(self, name: str) -> Head:
        row = self._engine.one("select value from about where key = :name", name=name)
        return (
            Head(*json.loads(self._vault.open(row["value"], f"about.value/{name}")))
            if row
            else Head()
        )

    def _keep(self, name: str, head: Head) -> None:
        self._engine.run(
            "insert into about (key, value) values (:name, :value)"
            " on conflict (key) do update set value = :value",
            name=name,
            value=self._vault.seal(json.dumps([head.seq, head.mac]), f"about.value/{name}"),
        )
