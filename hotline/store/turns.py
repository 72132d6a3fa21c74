"""What must one turn remember: the person, the session, and the reply it gave?"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from hotline.model import (
    Booth,
    CallbackForm,
    Inbound,
    Meaning,
    OpenAppointment,
    OpenCallback,
    Session,
)
from hotline.plan import Dial, HangUp, Keys, Next, Record, Refuse, Reply, Script, Utterance
from hotline.store.callback import window
from hotline.store.clock import moment, stamp
from hotline.store.engine import Engine, Row
from hotline.store.vault import Vault

ECHO = timedelta(seconds=1)
_LEGS: dict[str, Callable[..., Next]] = {
    leg.__name__: leg for leg in (Keys, Record, Dial, HangUp, Refuse)
}

# All that a turn must know, in one question: each statement costs more than its answer.
_BEGIN = """
select 'reply' as what, id as a, reply_sealed as b, null as c
  from inbound where id = :id
union all select 'echo', id, reply_sealed, null
  from inbound where person = :person and at >= :recent and echo = :echo
union all select 'session', state_sealed, updated_at, null
  from session where key = :key and updated_at >= :since
union all select 'texted', state_sealed, updated_at, null
  from session where key = :texter and updated_at >= :since
union all select 'person', language, opted_out_at, seen_at
  from person where person = :person
union all select 'callback', id, null, null
  from open_callback where person = :person and typed = 0
union all select 'appointment', id, at, null
  from appointment where person = :person and state = 'kept' and at > :now
union all select 'news', what, null, null
  from consent where person = :person and what like 'news.%' and withdrawn_at is null
"""


@dataclass(frozen=True, slots=True)
class Known:
    """What the record knows of whoever is speaking, at the start of a turn."""

    session: Session
    opted_out: bool
    callbacks: tuple[OpenCallback, ...]
    language: str | None
    seen_at: str
    idle: timedelta
    texted: Session | None = None
    texted_idle: timedelta = timedelta()
    appointments: tuple[OpenAppointment, ...] = ()
    subscriptions: tuple[str, ...] = ()


class Turns:
    """The record of turns."""

    def __init__(self, engine: Engine, vault: Vault, draw: Callable[[int], int]) -> None:
        self._engine = engine
        self._vault = vault
        self._draw = draw

    def has(self, inbound: Inbound) -> bool:
        """Is this inbound in the record?"""
        id_ = self.key_of(inbound.channel, inbound.id)
        return self._engine.one("select 1 from inbound where id = :id", id=id_) is not None

    def key_of(self, channel: str, id_: str) -> str:
        """The key of an inbound in the record: the provider's own id would find it there, too."""
        return self._vault.index("inbound", channel, id_)

    def person(self, sender: str | None) -> str | None:
        """The blind index of this number; None for a hidden one."""
        return self._vault.index("person", sender) if sender else None

    def begin(self, inbound: Inbound, since: datetime) -> Reply | Known:
        """The reply this inbound has already been given, or what is known of its sender.

        It has been given one under the same id, or as an echo: the same text from the same sender
        within a second, for gateways repeat a message under a new id. Keys of a call are never
        echoes: their id says which leg it is. A session older than `since` is over.
        """
        person, key = self.person(inbound.sender), self._key(inbound)
        rows = self._engine.all(
            _BEGIN,
            id=self.key_of(inbound.channel, inbound.id),
            echo=self.echo(inbound),
            recent=stamp(inbound.at - ECHO),
            key=key,
            since=stamp(since),
            now=stamp(inbound.at),
            person=person,
            texter=person if inbound.medium == "voice" else None,
        )
        found: dict[str, list[Row]] = {}
        for row in rows:
            found.setdefault(row["what"], []).append(row)
        for given in (*found.get("reply", ()), *found.get("echo", ())):
            return self._given(given["a"], given["b"])
        return self._known(found, key or "", person or "", inbound.at)

    def _given(self, id_: str, sealed: str) -> Reply:
        if not sealed:  # erased with age: a replay of long ago is met with silence
            return Reply()
        return _reply(self._vault.open(sealed, f"inbound.reply/{id_}"))

    def _known(self, found: dict[str, list[Row]], key: str, person: str, at: datetime) -> Known:
        (about,) = found.get("person", [{"a": None, "b": None, "c": ""}])
        sessions = [self._session(row["a"], key) for row in found.get("session", ())]
        spoken_at = [moment(row["b"]) for row in found.get("session", ())]
        texted = [self._session(row["a"], person) for row in found.get("texted", ())]
        texted_at = [moment(row["b"]) for row in found.get("texted", ())]
        appointments = [
            OpenAppointment(row["a"], moment(row["b"])) for row in found.get("appointment", ())
        ]
        return Known(
            session=sessions[0] if sessions else Session(language=about["a"]),
            opted_out=about["b"] is not None,
            callbacks=self._callbacks(person) if "callback" in found else (),
            language=about["a"],
            seen_at=about["c"],
            idle=at - spoken_at[0] if spoken_at else timedelta(),
            texted=texted[0] if texted else None,
            texted_idle=at - texted_at[0] if texted_at else timedelta(),
            appointments=tuple(sorted(appointments, key=lambda each: each.at)),
            subscriptions=tuple(
                sorted(row["a"].removeprefix("news.") for row in found.get("news", ()))
            ),
        )

    def _callbacks(self, person: str) -> tuple[OpenCallback, ...]:
        """The open requests of this number, the oldest first."""
        rows = self._engine.all(
            "select open_callback.*, (select count(*) from voicemail"
            " where voicemail.callback = open_callback.id) as voicemails"
            " from open_callback where person = :person and typed = 0 order by created_at",
            person=person,
        )
        return tuple(
            OpenCallback(
                reference=row["reference"],
                topic=row["topic"],
                state=row["state"],
                slot=row["slot"],
                when=row["time_of_day"],
                voicemail=row["voicemail"],
                voicemails=row["voicemails"],
                window=window(row["promised_from"], row["promised_until"]),
            )
            for row in rows
        )

    def record(
        self, inbound: Inbound, session: Session, reply: Reply, now: datetime, known: Known
    ) -> None:
        """Keep the turn: the same inbound will get the same reply, and the session goes on."""
        person = self.person(inbound.sender)
        self.keep_reply(inbound, person, reply, now)
        self._keep_session(self._key(inbound), person, session, now)
        # Once a day is often enough to know when a language was last spoken.
        if person and (known.language, known.seen_at[:10]) != (session.language, stamp(now)[:10]):
            self._keep_language(person, session.language, now)

    def keep_reply(self, inbound: Inbound, person: str | None, reply: Reply, now: datetime) -> None:
        """Keep only what makes a repeated inbound get the same reply; `person` may be left out."""
        id_, at = self.key_of(inbound.channel, inbound.id), stamp(now)
        self._engine.run(
            "insert into inbound (id, person, echo, at, reply_sealed)"
            " values (:id, :person, :echo, :at, :reply)",
            id=id_,
            person=person,
            echo=self.echo(inbound) if person else None,
            at=at,
            reply=self._vault.seal(_reply_json(reply), f"inbound.reply/{id_}"),
        )

    def _keep_session(
        self, key: str | None, person: str | None, session: Session, now: datetime
    ) -> None:
        if key is None:
            return
        self._engine.run(
            "insert into session (key, person, state_sealed, updated_at)"
            " values (:key, :person, :state, :at)"
            " on conflict (key) do update set state_sealed = :state, updated_at = :at",
            key=key,
            person=person,
            state=self._vault.seal(_json(session), f"session.state/{key}"),
            at=stamp(now),
        )

    def _keep_language(self, person: str, language: str | None, now: datetime) -> None:
        self._engine.run(
            "insert into person (person, language, seen_at) values (:person, :language, :at)"
            " on conflict (person) do update set language = :language, seen_at = :at",
            person=person,
            language=language,
            at=stamp(now),
        )

    def offer(self, person: str, offers: dict[str, list[str]], now: datetime) -> None:
        """Give digits a meaning in this person's session: a message that offers them has left."""
        row = self._engine.one("select state_sealed from session where key = :key", key=person)
        about = self._about(person)
        session = self._session(row["state_sealed"], person) if row else None
        session = session or Session(language=about["language"] if about else None)
        offered = tuple((digit, Meaning(*meaning)) for digit, meaning in offers.items())
        self._keep_session(person, person, replace(session, offered=offered, form=None), now)

    def opt_out(self, person: str, now: datetime) -> None:
        """From now on nothing unasked leaves for this person."""
        self._set_opt_out(person, stamp(now), now)

    def opt_in(self, person: str, now: datetime) -> None:
        """Undo the opt-out."""
        self._set_opt_out(person, None, now)

    def opted_out(self, person: str) -> bool:
        """Has this person opted out?"""
        about = self._about(person)
        return bool(about and about["opted_out_at"])

    def forget(self, person: str) -> None:
        """Erase what is held about this number; an opt-out stays, as a blind index alone.

        So does a record of facts that the person wants to outlive FORGET.
        """
        erase = (
            "delete from session where person = :person",
            "delete from inbound where person = :person",
            "delete from departure where outbox in (select id from outbox where person = :person)",
            "delete from outbox where person = :person",
            "delete from consent where person = :person",
            "delete from subscriber where person = :person",
            "delete from appointment where person = :person",
            "delete from hush where person = :person",
            "delete from wrong_report where person = :person",
            "delete from listen_code where person = :person",
            "update voicemail set callback = null, sound_sealed = null where callback in"
            " (select id from callback_request where person = :person)",
            "delete from voicemail where callback is null and recording is null",
            *(
                f"delete from {table} where facts in"  # noqa: S608  # nosec: our own words
                " (select id from facts where person = :person and stays = 0)"
                for table in ("facts_version", "facts_step")
            ),
            "delete from facts where person = :person and stays = 0",
            "update facts set callback = null where callback in"
            " (select id from callback_request where person = :person)",
            *(
                f"delete from {table} where callback in"  # noqa: S608  # nosec: our own words
                " (select id from callback_request where person = :person)"
                for table in ("warned", "callback_event", "callback_undo", "bridge")
            ),
            "delete from callback_request where person = :person",
            "delete from person where person = :person and opted_out_at is null",
            "update person set language = null where person = :person",
        )
        for statement in erase:
            self._engine.run(statement, person=person)

    def fresh_reference(self) -> str:
        """Four digits that no open callback request has; never all the same, never a leading 0."""
        while True:
            reference = str(self._draw(9000) + 1000)
            sql = "select 1 from open_callback where reference = :reference"
            if len(set(reference)) > 1 and self._engine.one(sql, reference=reference) is None:
                return reference

    def _about(self, person: str | None) -> dict[str, str | None] | None:
        return self._engine.one(
            "select language, opted_out_at, seen_at from person where person = :person",
            person=person,
        )

    def _set_opt_out(self, person: str, at: str | None, now: datetime) -> None:
        self._engine.run(
            "insert into person (person, opted_out_at, seen_at) values (:person, :at, :now)"
            " on conflict (person) do update set opted_out_at = :at",
            person=person,
            at=at,
            now=stamp(now),
        )

    def echo(self, inbound: Inbound) -> str | None:
        """A keyed hash of who wrote what; None in a call."""
        if inbound.medium == "voice":
            return None
        return self._vault.index("echo", inbound.channel, inbound.sender or "", inbound.text)

    def _key(self, inbound: Inbound) -> str | None:
        """Whose dialogue this is: the call's own, or the sender's."""
        if inbound.call:
            return self._vault.index("call", inbound.channel, inbound.call)
        return self.person(inbound.sender)

    def _session(self, sealed: str, key: str) -> Session:
        state = json.loads(self._vault.open(sealed, f"session.state/{key}"))
        form, booth = state["form"], state.get("booth")
        return Session(
            **{
                **state,
                "offered": tuple((digit, Meaning(**m)) for digit, m in state["offered"]),
                "candidates": tuple(state["candidates"]),
                "form": _form(form) if form else None,
                "booth": Booth(**booth | {"passed": tuple(booth["passed"])}) if booth else None,
            }
        )


def _form(state: dict[str, Any]) -> CallbackForm:
    return CallbackForm(**state | {"refused": tuple(state.get("refused", ()))})


def _json(session: Session) -> str:
    return json.dumps(asdict(session), ensure_ascii=False, separators=(",", ":"))


def _reply_json(reply: Reply) -> str:
    leg = type(reply.script.then).__name__ if reply.script else ""
    return json.dumps({**asdict(reply), "leg": leg}, ensure_ascii=False, separators=(",", ":"))


def _reply(text: str) -> Reply:
    state = json.loads(text)
    script = state["script"] and _script(state["script"], state["leg"])
    return Reply(tuple(state["texts"]), script, state["step"], state.get("language", ""))


def _script(state: dict[str, Any], leg: str) -> Script:
    then = state["then"]
    if leg == Dial.__name__:
        then |= {"numbers": tuple(then["numbers"]), "whisper": _pieces(then["whisper"])}
    return Script(_pieces(state["utterances"]), _LEGS[leg](**then))


def _pieces(state: list[dict[str, str]]) -> tuple[Utterance, ...]:
    return tuple(Utterance(**piece) for piece in state)
