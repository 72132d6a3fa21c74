"""Who of the staff is told, in time, that somebody waits or that something is to be done?"""

from __future__ import annotations

import logging
import smtplib
import ssl
from collections.abc import Callable
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid

from hotline.app import Hotline
from hotline.content.city import Mail
from hotline.departure import quiet_until
from hotline.plan import Name, Plan, Say, When
from hotline.render import segments, sms
from hotline.store.callback import Waiting
from hotline.store.outgoing import NewOutbound

logger = logging.getLogger(__name__)

NAMED = 12  # numbers of requests in one message
TIMEOUT_S = 10.0
USEFUL = timedelta(hours=12)


def tell_staff(hotline: Hotline, now: datetime) -> int:
    """Each request that is about to miss its promise is told about once; how many were.

    Numbers of requests only: a message to staff may be read by others, too. Nothing at night.
    """
    digest, limits = hotline.city.digest, hotline.city.limits
    if not (digest.sms or digest.addresses) or quiet_until(now, hotline.city):
        return 0
    promise = timedelta(hours=limits["promise_hours"])
    soon = now + timedelta(hours=limits["warn_hours"])
    late = hotline.store.callbacks.unwarned(soon, promise)[:NAMED]
    if not late:
        return 0
    ids = [each.id for each in late]
    words = _words(hotline, _late(hotline, late))
    return _told(hotline, words, now, len(ids), lambda: hotline.store.callbacks.warned(ids, now))


def tell_of_steps(hotline: Hotline, now: datetime) -> int:
    """How many steps of records of facts are to be done is told on their day, once; how many.

    A number alone: neither whose records they are of, nor what is to be done.
    """
    digest, steps = hotline.city.digest, hotline.store.steps
    if not (digest.sms or digest.addresses) or quiet_until(now, hotline.city):
        return 0
    due = steps.untold(now.astimezone(hotline.city.timezone).date())
    if not due:
        return 0
    words = _words(hotline, Say("digest.steps", {"count": Name(str(len(due)))}))
    return _told(hotline, words, now, len(due), lambda: steps.tell(due))


def _told(hotline: Hotline, words: str, now: datetime, count: int, keep: Callable[[], None]) -> int:
    """Staff are told, and that they were is kept; `count`, or 0 where nobody could be."""
    digest = hotline.city.digest
    mailed = digest.mail is not None and _mailed(hotline, digest.mail, words, now)
    if not (mailed or digest.sms):
        return 0
    with hotline.store.transaction():
        for number in digest.sms:
            hotline.store.outbox.add(_message(hotline, number, words, now), now)
        keep()
    return count


def _late(hotline: Hotline, late: list[Waiting]) -> Say:
    when = When(late[0].by.astimezone(hotline.city.timezone))
    return Say("digest", {"when": when, "list": Name(", ".join(each.reference for each in late))})


def _words(hotline: Hotline, said: Say) -> str:
    (words,) = sms.render(Plan((said,)), hotline.city.languages[0], hotline.texts)
    return words


def _message(hotline: Hotline, number: str, words: str, now: datetime) -> NewOutbound:
    return NewOutbound(
        kind="digest",
        channel=hotline.config.channel,
        person=hotline.store.turns.person(number) or "",
        recipient=number,
        body=words,
        language=hotline.city.languages[0],
        due_at=now,
        expires_at=now + USEFUL,
        segments=segments.count(words).segments,
    )


def _mailed(hotline: Hotline, mail: Mail, words: str, now: datetime) -> bool:
    """Has the mail server taken it? Where not, the next round tries again."""
    try:
        _send(mail, hotline.config.smtp_password, _letter(hotline, mail, words, now))
    except (OSError, smtplib.SMTPException) as error:
        logger.error("the mail server took no digest (%s)", type(error).__name__)
        return False
    return True


def _letter(hotline: Hotline, mail: Mail, words: str, now: datetime) -> EmailMessage:
    letter = EmailMessage()
    letter["From"] = mail.sender
    letter["To"] = ", ".join(hotline.city.digest.addresses)
    letter["Subject"] = hotline.city.line_name
    letter["Date"] = format_datetime(now)
    letter["Message-ID"] = make_msgid(domain=mail.sender.rpartition("@")[2])
    letter["Auto-Submitted"] = "auto-generated"
    letter.set_content(f"{words}\n\n{hotline.config.base_url}/console\n")
    return letter


def _send(mail: Mail, password: str, letter: EmailMessage) -> None:
    with smtplib.SMTP(mail.host, mail.port, timeout=TIMEOUT_S) as server:
        if mail.encrypted:
            server.starttls(context=ssl.create_default_context())
        if mail.login:
            server.login(mail.login, password)
        server.send_message(letter)
