"""Which texts has Twilio received for the line, and how do they go from there?"""

from __future__ import annotations

from datetime import UTC, datetime

from hotline.channels.intake import clean
from hotline.channels.twilio.client import calling
from hotline.channels.twilio.sender import texter
from hotline.config import Config
from hotline.errors import DeliveryError, RejectedRequest
from hotline.model import Inbound

MOST = 1000
_GONE = "20404"


def received(config: Config, line: str, since: datetime) -> list[Inbound]:
    """Every text to this number that Twilio still holds. Raises DeliveryError."""
    with calling(config) as client:
        messages = client.messages.list(to=line, date_sent_after=since, limit=MOST, page_size=MOST)
        kept = [each for each in messages if each.direction == "inbound" and each.date_sent]
        return [
            Inbound(
                channel="twilio",
                medium="sms",
                event="text",
                id=str(each.sid),
                sender=_sender(str(each.from_)),
                line=line,
                text=clean(each.body or ""),
                at=each.date_sent.astimezone(UTC),
            )
            for each in kept
        ]


def erase_received(id_: str, config: Config) -> None:
    """Twilio holds this text no more, perhaps never did. Raises DeliveryError."""
    try:
        with calling(config) as client:
            client.messages(id_).delete()
    except DeliveryError as error:
        if error.code != _GONE:
            raise


def _sender(raw: str) -> str | None:
    try:
        return texter(raw)
    except RejectedRequest:
        return None
