"""What does the line do itself around a call back: try again, apologise, put through, undo?"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from hotline import channels
from hotline.app import Hotline
from hotline.conversation import promise
from hotline.errors import DeliveryError
from hotline.model import Connection, Pickup, Window
from hotline.plan import Plan, Say
from hotline.render import segments, sms
from hotline.store import Callback
from hotline.store.outgoing import NewOutbound
from hotline.store.working import UNDO

logger = logging.getLogger(__name__)

AHEAD = timedelta(minutes=15)  # so long before a promise ends, somebody must have taken it
_SETTLED = timedelta(minutes=3)  # a job comes by every minute
WRONG = "wrong number"
_UNDONE = UNDO + timedelta(seconds=5)  # what follows an action leaves once it can't be undone
ACCEPT = "1"


def in_vain(hotline: Hotline, id_: str, staff: str, note: str, *, busy: bool) -> bool:
    """Nobody answered, or the line was engaged: it comes back at another time of day by itself.

    After as many times as `city.toml` says it does not; the person is written to, if they agreed.
    False: it is not this person's request.
    """
    now, callbacks = hotline.now(), hotline.store.callbacks
    with hotline.store.transaction():
        found = callbacks.get([*hotline.city.teams], id_)
        if found is None:
            return False
        last = found.attempts + 1 >= hotline.city.calling[found.team].attempts
        again = None if last else _again(hotline, found, now, busy=busy)
        tried = callbacks.busy if busy else callbacks.no_answer
        done = tried(id_, staff, note, now, again)
        if done and last:
            _write(hotline, found, "unreached", Say("callback.unreached"), now + _UNDONE, now)
    return done


def wrong_number(hotline: Hotline, id_: str, staff: str, note: str) -> bool:
    """Somebody else answered: nothing leaves for that number, and `forget_wrong_numbers` follows.

    False: it is not this person's request.
    """
    now, callbacks = hotline.now(), hotline.store.callbacks
    with hotline.store.transaction():
        done = callbacks.wrong_number(id_, staff, note, now)
        if done and (person := _who(hotline, id_)):
            hotline.store.outbox.rest(person, now + _SETTLED)
    return done


def forget_wrong_numbers(hotline: Hotline) -> int:
    """What was still to be sent to a wrong number never leaves, once that can't be undone.

    Follow-ups, reminders and news were agreed to by somebody else than who has the number now;
    so were the consents, and so was any record of facts told. How many numbers.
    """
    now, store = hotline.now(), hotline.store
    with store.transaction():
        people = {_who(hotline, id_) for id_ in store.callbacks.wrong_for_good(now)} - {""}
        for person in people:
            store.outbox.silence(person, now, WRONG)
            store.subscribers.leave(person, now)
            store.facts.disown(person)
    return len(people)


def undo(hotline: Hotline, id_: str, staff: str) -> str:
    """What this person did last is undone, and what would have been sent after it; what it was."""
    now = hotline.now()
    with hotline.store.transaction():
        undone = hotline.store.callbacks.undo(id_, staff, now)
        if undone:
            hotline.store.outbox.withdraw_about(id_, now)
    return undone


def keep_promises(hotline: Hotline) -> int:
    """Who will not be called by the time promised is told so first, with a new time; how many."""
    now, told = hotline.now(), 0
    for id_ in hotline.store.callbacks.endangered(now + AHEAD):
        with hotline.store.transaction():
            told += _told_late(hotline, id_, now)
    return told


def ring(hotline: Hotline, id_: str, staff: str) -> None:
    """Ring this member of staff, who is put through to the person once they press a key.

    Raises DeliveryError where nobody can be rung.
    """
    phone = hotline.store.phones.of(staff)
    if phone is None:
        raise DeliveryError("no telephone of this member of staff is known", permanent=True)
    if hotline.store.bridges.rings(staff, hotline.now()):
        return  # clicked twice
    bridge = hotline.store.bridges.begin(id_, staff, hotline.now())
    try:
        channel = channels.load(hotline.config.channel)
        channel.ring_staff(phone, hotline.city.voice_line, bridge, hotline.config)
    except DeliveryError:
        hotline.store.bridges.end(bridge)
        raise


def picked_up(hotline: Hotline, pickup: Pickup) -> Connection:
    """What the member of staff who picked up gets: a question, the person, or the end."""
    if pickup.dialled is not None:
        _over(hotline, pickup)
        return Connection()
    found = hotline.store.bridges.ringing(pickup.bridge, hotline.now())
    if found is None or pickup.digits not in ("", ACCEPT):
        return Connection()
    if not pickup.digits:
        return Connection(ask=hotline.texts.get("bridge.ask", "fr", "voice").text)
    return Connection(number=hotline.store.callbacks.number(found[0]) or "")


def _who(hotline: Hotline, id_: str) -> str:
    """Who asked from their own number; "": it was typed, and nothing leaves for it anyhow.

    Whoever types the number of another must not make that one lose their reminders.
    """
    found = hotline.store.callbacks.get([*hotline.city.teams], id_)
    typed = found is None or found.typed
    return "" if typed else hotline.store.callbacks.person(id_) or ""


def _over(hotline: Hotline, pickup: Pickup) -> None:
    """The history tells whether the person picked up; what came of it staff say themselves."""
    with hotline.store.transaction():
        ended = hotline.store.bridges.end(pickup.bridge)
        if ended and pickup.dialled:
            what = "put_through" if pickup.dialled.answered else "rang_in_vain"
            hotline.store.callbacks.happened(*ended, what, hotline.now())


def _again(hotline: Hotline, found: Callback, now: datetime, *, busy: bool) -> datetime | None:
    city, team, when = hotline.city, found.team, found.time_of_day
    if busy:
        return promise.soonest(city, team, when, now + promise.BUSY)
    tried = [*hotline.store.callbacks.tried(found.id), now]
    return promise.next_try(city, team, when, tried, now)


def _told_late(hotline: Hotline, id_: str, now: datetime) -> bool:
    callbacks = hotline.store.callbacks
    found = callbacks.get([*hotline.city.teams], id_)
    if found is None or found.window is None:
        return False
    ahead = sum(
        each.created_at < found.created_at and each.state in ("requested", "no_answer")
        for each in callbacks.waiting([found.team])
    )
    window = promise.promised(hotline.city, found.team, found.time_of_day, ahead, now)
    if window is None or window.end <= found.window.end:
        return False
    told = _write(hotline, found, "delay", _delayed(window), now, now, expires_at=window.end)
    if told:
        callbacks.postpone(id_, window, now)
    return told


def _delayed(window: Window) -> Say:
    return Say("callback.delay", {"when": window})


def _write(
    hotline: Hotline,
    found: Callback,
    kind: str,
    say: Say,
    due_at: datetime,
    now: datetime,
    expires_at: datetime | None = None,
) -> bool:
    """Keep a message about this request, for the law to judge; False: no SMS may go to them.

    Who asked by SMS has the request on their telephone already. A typed number may be anyone's.
    """
    number = hotline.store.callbacks.number(found.id)
    person = hotline.store.callbacks.person(found.id)
    if found.typed or number is None or person is None:
        return False
    if not found.written and hotline.store.consents.given(person, "unreached") is None:
        return False
    (body,) = sms.render(Plan((say,)), found.language, hotline.texts)
    reference = found.reference
    offers = {"1": ["recall", reference], "2": ["cancel", reference]}
    new = NewOutbound(
        kind=kind,
        channel=hotline.config.channel,
        person=person,
        recipient=number,
        body=body,
        language=found.language,
        due_at=due_at,
        expires_at=expires_at,
        callback=found.id,
        segments=segments.count(body).segments,
        offers=offers if kind == "unreached" else {},
    )
    hotline.store.outbox.add(new, now)
    return True
