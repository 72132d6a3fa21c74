"""Who is asked, some days later, whether they found help, and in which words?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from hotline.content.city import City
from hotline.content.texts import Texts
from hotline.plan import Plan, Say
from hotline.render import segments, sms
from hotline.store.outgoing import NewOutbound

FOLLOWUP = "followup"


@dataclass(frozen=True, slots=True)
class Followed:
    """Somebody who agreed to be asked; about a request with this id and reference, if any."""

    person: str
    number: str
    language: str
    callback: str | None = None
    reference: str = ""


def question(who: Followed, city: City, texts: Texts, sends_by: str, now: datetime) -> NewOutbound:
    """The message, due in as many days as the city says. It names no topic, no organisation."""
    (body,) = sms.render(Plan((Say("followup.ask"),)), who.language, texts)
    return NewOutbound(
        kind=FOLLOWUP,
        channel=sends_by,
        person=who.person,
        recipient=who.number,
        body=body,
        language=who.language,
        due_at=now + later(city),
        callback=who.callback,
        segments=segments.count(body).segments,
        offers={"1": ["helped", who.reference], "2": ["unhelped", who.reference]},
    )


def later(city: City) -> timedelta:
    """How long after."""
    return timedelta(days=city.follow_up_days)
