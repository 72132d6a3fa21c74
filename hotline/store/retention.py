"""What is old enough to be erased, and how much of it was there?"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from hotline.store.callbacks import Callbacks
from hotline.store.clock import stamp
from hotline.store.engine import Engine
from hotline.store.listening import WATCH
from hotline.store.sessions import ABSOLUTE
from hotline.store.trail import Trail

IDLE = timedelta(days=30)  # nothing came of a request for so long: nothing will
AUDIT = timedelta(days=365)
REPORT = timedelta(days=90)  # it is not said again; answered, it can be opened again till then
LOGINS = timedelta(days=1)
SUBSCRIPTION = timedelta(days=365)  # after a yes; then news has to be asked for again
CALL = timedelta(hours=1)  # none is that long: what was recorded in it and not kept is dropped
MOMENT = timedelta(minutes=1)
SETTLED = timedelta(hours=1)  # what follows an action of staff's was done long before

_ENDED_EVENTS = (
    "delete from callback_event where callback in (select id from callback_request"
    " where state in ('closed', 'cancelled') and closed_at < :before and not {expected})"
)
_ENDED = (
    "delete from callback_request where state in ('closed', 'cancelled')"
    " and closed_at < :before and not {expected}"
)
# Somebody who is still expected may have to be told by another way.
_EXPECTED = (
    "exists (select 1 from appointment where appointment.callback = callback_request.id"
    " and appointment.state = 'kept' and appointment.at > :before)"
)
# What the provider still holds stays as a row without sound until it is erased there.
_ENDED_VOICEMAILS = (
    "update voicemail set callback = null, sound_sealed = null where callback in (select id from"
    " callback_request where state in ('closed', 'cancelled') and closed_at < :before)"
)
_NOBODY_S_VOICEMAILS = (
    "delete from voicemail where callback is null and (recording is null or created_at < :before)"
)

# A record of facts outlives the request it was opened from: it is kept until the team says.
_LOOSENED = (
    "update facts set callback = null where callback is not null"
    " and callback not in (select id from callback_request)"
)


class Retention:
    """Erasing by age. Times come from `city.toml`, in hours and days."""

    def __init__(self, engine: Engine, trail: Trail, callbacks: Callbacks) -> None:
        self._engine = engine
        self._trail = trail
        self._callbacks = callbacks

    def forget_old(self, keep: Mapping[str, int], now: datetime) -> dict[str, int]:
        """Erase what is past its time; returns how many rows of each kind went.

        The reply of a turn is needed for as long as a gateway may repeat the message; its text is
        emptied with the session, its id stays longer so that a replay is still recognised.
        """
        ages = {name: timedelta(days=days) for name, days in keep.items() if name.endswith("days")}
        session = timedelta(hours=keep["session_hours"])
        with self._engine.transaction():
            gone = {
                "session": self._run(
                    "delete from session where updated_at < :before", now, session
                ),
                "reply": self._run(
                    "update inbound set reply_sealed = '' where at < :before"
                    " and reply_sealed <> ''",
                    now,
                    session,
                ),
                "inbound": self._run(
                    "delete from inbound where at < :before", now, ages["inbound_days"]
                ),
                "language": self._run(
                    "update person set language = null where seen_at < :before"
                    " and language is not null",
                    now,
                    ages["language_days"],
                ),
                "decision": self._run(
                    "delete from departure where outbox in"
                    " (select id from outbox where ended_at < :before)",
                    now,
                    ages["outbox_days"],
                ),
                "outbox": self._run(
                    "delete from outbox where ended_at < :before", now, ages["outbox_days"]
                ),
                "given_up": self._callbacks.give_up(now - IDLE, now),
                "voicemail": self._run(_ENDED_VOICEMAILS, now, ages["closed_callback_days"])
                + self._run(_NOBODY_S_VOICEMAILS, now, ages["inbound_days"]),
                "history": self._run(
                    _ENDED_EVENTS.format(expected=_EXPECTED), now, ages["closed_callback_days"]
                ),
                "callback": self._run(
                    _ENDED.format(expected=_EXPECTED),
                    now,
                    ages["closed_callback_days"],
                ),
                "appointment": self._run(
                    "delete from appointment where at < :before", now, ages["closed_callback_days"]
                ),
                "subscriber": self._run(
                    "delete from consent where what like 'news.%' and withdrawn_at is null"
                    " and given_at < :before",
                    now,
                    SUBSCRIPTION,
                )
                + self._engine.run(
                    "delete from subscriber where not exists (select 1 from consent"
                    " where consent.person = subscriber.person and what like 'news.%'"
                    " and withdrawn_at is null)"
                ),
                "warned": self._engine.run(
                    "delete from warned where callback not in (select id from open_callback)"
                ),
                "person": self._engine.run(
                    "delete from person where language is null and opted_out_at is null"
                ),
                "listening": self._run(
                    "delete from listen_code where until < :before", now, timedelta()
                )
                + self._run("delete from listen_failure where at < :before", now, WATCH),
                "receipt": self._run("delete from early_receipt where at < :before", now, LOGINS),
                "undo": self._run("delete from callback_undo where at < :before", now, SETTLED),
                "bridge": self._run("delete from bridge where at < :before", now, LOGINS),
                "newcomer": self._run("delete from newcomer where at < :before", now, LOGINS),
                "hush": self._run("delete from hush where since < :before", now, LOGINS),
                "forsaken": self._run(
                    "update take set state = 'dropped' where at < :before"
                    " and state in ('coming', 'good')",
                    now,
                    CALL,
                ),
                "duty": self._run("delete from duty where until < :before", now, LOGINS)
                + self._run("delete from duty_off where until < :before", now, LOGINS),
                "call": self._run("delete from live_call where seen_at < :before", now, CALL),
                "take": self._run(
                    "delete from take where at < :before and held = 0"
                    " and state not in ('good', 'keep', 'kept', 'dropped')",
                    now,
                    LOGINS,
                ),
                "login": self._run("delete from login_failure where at < :before", now, LOGINS),
                "staff_session": self._run(
                    "delete from staff_session where created_at < :before", now, ABSOLUTE
                ),
                "invitation": self._run(
                    "delete from invitation where until < :before", now, timedelta()
                ),
                "report": self._run("delete from wrong_report where at < :before", now, REPORT),
                "edit": self._run("delete from directory_edit where at < :before", now, AUDIT),
                "audit": self._trail.erase(now - AUDIT),
            }
            self._engine.run(_LOOSENED)
        self._engine.checkpoint()
        return gone

    def _run(self, sql: str, now: datetime, age: timedelta) -> int:
        return self._engine.run(sql, before=stamp(now - age))
