"""What did a caller say, as Twilio keeps it, and how is it taken out of Twilio's hands?"""

from __future__ import annotations

from datetime import UTC, datetime

from twilio.base.exceptions import TwilioRestException

from hotline.channels.twilio.client import calling
from hotline.config import Config
from hotline.errors import DeliveryError
from hotline.model import Inbound, Recording

MOST = 1000


def recording(id_: str, config: Config) -> bytes:
    """The recording with this sid, as WAV. Raises DeliveryError.

    404 is no end: Twilio tells of a recording before it can be had.
    """
    path = f"/2010-04-01/Accounts/{config.twilio_account_sid}/Recordings/{id_}.wav"
    with calling(config) as client:
        answer = client.request("GET", f"https://api.twilio.com{path}")
    if answer.status_code != 200:
        code = str(answer.status_code)
        raise DeliveryError(f"Twilio gave no recording (HTTP {code})", code=code)
    return bytes(answer.content)


def recorded(config: Config, since: datetime) -> list[Inbound]:
    """Every recording that Twilio still holds, as the end of its call. Raises DeliveryError."""
    with calling(config) as client:
        held = client.recordings.list(date_created_after=since, limit=MOST, page_size=MOST)
        return [
            Inbound(
                channel="twilio",
                medium="voice",
                event="recorded",
                id=f"{each.call_sid}:{each.sid}",
                sender=None,  # Twilio does not say; the call knows
                line="",
                text="",
                at=each.date_created.astimezone(UTC),
                call=str(each.call_sid),
                recording=Recording(str(each.sid), int(each.duration)),
                ended=True,
            )
            for each in held
            if each.status == "completed" and each.date_created
        ]


def erase_recording(id_: str, config: Config) -> None:
    """Twilio holds it no more, perhaps never did. Raises DeliveryError."""
    with calling(config) as client:
        try:
            client.recordings(id_).delete()
        except TwilioRestException as error:
            if error.status != 404:
                raise
