"""When is somebody reminded of an appointment, and in which way?"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from hotline.content.city import City
from hotline.content.texts import Texts
from hotline.conversation.numbers import line_type
from hotline.departure import decent_before
from hotline.plan import Plan, Say, When
from hotline.render import segments, sms, voice
from hotline.speech.library import Library
from hotline.store import Appointment, Callback, OutboxRow, Store
from hotline.store.outgoing import Medium, NewOutbound

HOURS_BEFORE = timedelta(hours=2)
# Of a request whose owner would not have a message left, nothing is said to whoever picks up.
MAY_BE_HEARD = frozenset({"yes", "discreet"})
REMINDER = "reminder"


def reminder_times(
    at: datetime, now: datetime, city: City, safe_hours: str
) -> tuple[datetime, ...]:
    """The day before and two hours before, or as late before that as is decent.

    The day before is at the same hour by the clock, also when the clocks are changed. What is past
    already is not made up for, and the same moment does not count twice.
    """
    local = at.astimezone(city.timezone)
    day_before = (local.replace(tzinfo=None) - timedelta(days=1)).replace(tzinfo=city.timezone)
    wanted = (day_before, at - HOURS_BEFORE)
    moments = {decent_before(each, city, safe_hours) for each in wanted}
    return tuple(sorted(each for each in moments if each and each > now))


@dataclass(frozen=True, slots=True)
class Reminding:
    """Appointments, and the messages about them: rows of the outbox until they are due."""

    city: City
    texts: Texts
    library: Library
    store: Store
    channel: str
    languages: Callable[[], tuple[str, ...]]

    def appoint(
        self, callback: Callback, at: datetime, staff: str, now: datetime, *, remind: bool
    ) -> int:
        """The appointment is made, or moved; how many reminders will leave.

        `remind`: the person has agreed to be reminded, and said so to this member of staff.
        """
        with self.store.transaction():
            person = self.store.callbacks.person(callback.id) or ""
            before = self.store.appointments.of(callback.id)
            moved = before is not None and before.state == "kept"
            id_ = self.store.appointments.keep(callback.id, person, at, staff, now)
            self.store.outbox.withdraw(id_, now)
            what = "appointment_moved" if moved else "appointed"
            self._note(callback.id, staff, what, now)
            if not remind:
                return 0
            self.store.consents.give(person, REMINDER, f"staff:{staff}", now)
            made = Appointment(id_, callback.id, person, at, "kept")
            times = reminder_times(at, now, self.city, callback.time_of_day)
            return self._keep(made, callback, times, now)

    def call_off(self, callback: str, staff: str, now: datetime) -> bool:
        """Staff have cancelled it: nobody is reminded any more. False: there was none."""
        with self.store.transaction():
            ended = self.store.appointments.cancel(callback)
            if ended is None:
                return False
            self.store.outbox.withdraw(ended.id, now)
            self._note(callback, staff, "called_off", now)
        return True

    def can_remind(self, callback: Callback) -> Medium | None:
        """By SMS; by a call where only that arrives and may be heard; or not at all."""
        number = self.store.callbacks.number(callback.id)
        if number is None or callback.typed:
            return None
        if line_type(number, self.city.prefixes) == "mobile":
            return "sms"
        return self._aloud(callback)

    def by_call_instead(self, id_: str, now: datetime) -> int:
        """A text could not reach this number: what is left is said in calls, the first one now."""
        with self.store.transaction():
            found = self.store.appointments.get(id_)
            callback = self._callback(found.callback) if found else None
            if found is None or callback is None or found.state != "kept" or found.at <= now:
                return 0
            self.store.outbox.withdraw(id_, now)
            if self._aloud(callback) is None:
                return 0
            later = reminder_times(found.at, now, self.city, callback.time_of_day)
            return self._keep(found, callback, (now, *later), now, "voice")

    def files(self, row: OutboxRow) -> tuple[str, ...]:
        """The sounds that say this row in a call; none where a piece of it has no sound yet."""
        found = self.store.appointments.get(row.appointment) if row.appointment else None
        if found is None or row.medium != "voice":
            return ()
        script = voice.render(self._plan(found.at), row.language, self.texts, self.library.speaks)
        files = [piece.file for piece in self.library.attach(script).utterances]
        return tuple(files) if all(files) else ()

    def _note(self, callback: str, staff: str, what: str, now: datetime) -> None:
        """What staff did is in the history of the request, and in the audit."""
        self.store.callbacks.happened(callback, staff, what, now)
        self.store.staff.audit(staff, what, callback, now)

    def _keep(
        self,
        made: Appointment,
        callback: Callback,
        times: tuple[datetime, ...],
        now: datetime,
        medium: Medium | None = None,
    ) -> int:
        number = self.store.callbacks.number(callback.id)
        medium = medium or self.can_remind(callback)
        if number is None or medium is None:
            return 0
        for new in self._reminders(made, callback, times, number, medium):
            self.store.outbox.add(new, now)
        return len(times)

    def _reminders(
        self,
        made: Appointment,
        callback: Callback,
        times: tuple[datetime, ...],
        number: str,
        medium: Medium,
    ) -> Iterator[NewOutbound]:
        """One for each time; it is of no use once the next one leaves, or the appointment is."""
        language = self._language(callback.language, medium)
        body = self._words(made.at, language, medium)
        for due, expires in zip(times, (*times, made.at)[1:], strict=True):
            yield NewOutbound(
                kind=REMINDER,
                channel=self.channel,
                medium=medium,
                person=made.person,
                recipient=number,
                body=body,
                language=language,
                due_at=due,
                expires_at=expires,
                callback=callback.id,
                appointment=made.id,
                segments=segments.count(body).segments,
            )

    def _aloud(self, callback: Callback) -> Medium | None:
        return "voice" if callback.voicemail in MAY_BE_HEARD and not callback.typed else None

    def _callback(self, id_: str) -> Callback | None:
        return self.store.callbacks.get([*self.city.teams], id_)

    def _language(self, asked: str, medium: Medium) -> str:
        """The person's; in a call one that has a voice."""
        return asked if medium == "sms" or asked in self.languages() else self.city.languages[0]

    def _plan(self, at: datetime) -> Plan:
        when = When(at.astimezone(self.city.timezone))
        return Plan((Say(REMINDER, {"when": when}),))

    def _words(self, at: datetime, language: str, medium: Medium) -> str:
        if medium == "voice":
            (say,) = self._plan(at).says
            return sms.sentence(say, language, self.texts, medium)
        (body,) = sms.render(self._plan(at), language, self.texts)
        return body
