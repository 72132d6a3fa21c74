"""Which TwiML performs this reply?"""

from __future__ import annotations

import re
from urllib.parse import quote

from twilio.twiml.messaging_response import MessagingResponse
from twilio.twiml.voice_response import Gather, VoiceResponse

from hotline.config import Config
from hotline.errors import DeliveryError
from hotline.model import Inbound
from hotline.plan import Reply, Script, Utterance

CONTENT_TYPE = "text/xml; charset=utf-8"
LARGEST = 64 * 1024  # Twilio reads no more, and then does nothing at all (error 11750)

# Languages Twilio can say, with a voice where its default has none. A text in any other language
# that has no audio file is left out: read with a French mouth it would be noise.
_SAYS: dict[str, tuple[str, str | None]] = {
    "ar": ("arb", "Polly.Zeina"),
    "de": ("de-DE", None),
    "en": ("en-GB", None),
    "es": ("es-ES", None),
    "fr": ("fr-FR", None),
    "it": ("it-IT", None),
    "pl": ("pl-PL", None),
    "pt": ("pt-PT", None),
    "ro": ("ro-RO", "Polly.Carmen"),
    "ru": ("ru-RU", None),
    "tr": ("tr-TR", "Polly.Filiz"),
}

# XML has no way to write these, not even escaped; Twilio refuses the whole document.
_UNWRITABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def answer(reply: Reply, config: Config, inbound: Inbound) -> tuple[str, str]:
    """The reply as TwiML, and its content type; an empty reply is an empty `Response`.

    Raises DeliveryError for a document that Twilio would not read (more than 64 kB).
    """
    twiml = _leg(reply, config.base_url) if inbound.medium == "voice" else _messages(reply)
    body = str(twiml)
    if len(body.encode()) > LARGEST:
        raise DeliveryError("a reply is larger than Twilio reads", code="11750", permanent=True)
    return body, CONTENT_TYPE


def _messages(reply: Reply) -> MessagingResponse:
    response = MessagingResponse()
    for text in reply.texts:
        response.message(_UNWRITABLE.sub("", text))
    return response


def _leg(reply: Reply, base_url: str) -> VoiceResponse:
    response, script = VoiceResponse(), reply.script
    if script is None:
        return response
    if script.ends:
        _perform(script, response, base_url)
        response.hangup()
    else:
        next_leg = f"{base_url}/channels/twilio/voice?step={reply.step + 1}"
        gather = Gather(action=next_leg, action_on_empty_result=True, **_listening(script))
        _perform(script, gather, base_url)
        response.append(gather)
    return response


def _listening(script: Script) -> dict[str, str | int]:
    """How keys are taken: so many, `*` and `#` among them; or as many as come before `#`."""
    until = {"num_digits": script.digits} if script.digits else {}
    finish = "" if script.digits else "#"
    return {"input": "dtmf", "timeout": script.timeout, "finish_on_key": finish, **until}


def _perform(script: Script, verb: VoiceResponse | Gather, base_url: str) -> None:
    for utterance in script.utterances:
        if utterance.file:
            verb.play(f"{base_url}/audio/{quote(utterance.file)}")
        else:
            _say(utterance, verb)


def _say(utterance: Utterance, verb: VoiceResponse | Gather) -> None:
    said = _SAYS.get(utterance.language.partition("-")[0])
    if said is not None:
        language, voice = said
        verb.say(_UNWRITABLE.sub("", utterance.text), language=language, voice=voice)
