"""Which TwiML performs this reply?"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote

from twilio.twiml.messaging_response import MessagingResponse
from twilio.twiml.voice_response import Dial as TwilioDial
from twilio.twiml.voice_response import Gather, Hangup, Reject, VoiceResponse

from hotline.config import Config
from hotline.errors import DeliveryError
from hotline.model import Inbound
from hotline.plan import Dial, HangUp, Keys, Record, Refuse, Reply, Script, Utterance

CONTENT_TYPE = "text/xml; charset=utf-8"
LONGEST_TALK = 3600  # seconds; a call nobody hung up would cost the night
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


def spoken(language: str) -> tuple[str, str | None] | None:
    """Twilio's name of this language, and of the voice to ask for; None: it has no such voice."""
    return _SAYS.get(language)


def answer(reply: Reply, config: Config, inbound: Inbound) -> tuple[str, str]:
    """The reply as TwiML, and its content type; an empty reply is an empty `Response`.

    Raises DeliveryError for a document that Twilio would not read (more than 64 kB).
    """
    body = str(_twiml(reply, config.base_url, inbound))
    if len(body.encode()) > LARGEST:
        raise DeliveryError("a reply is larger than Twilio reads", code="11750", permanent=True)
    return body, CONTENT_TYPE


def _twiml(reply: Reply, base_url: str, inbound: Inbound) -> MessagingResponse | VoiceResponse:
    if inbound.medium == "sms":
        return _messages(reply)
    if inbound.event == "whisper":
        return _whisper(reply, base_url, inbound)
    return _leg(reply.script, _Addresses(base_url, reply.step, reply.language), inbound)


def _messages(reply: Reply) -> MessagingResponse:
    response = MessagingResponse()
    for text in reply.texts:
        response.message(_UNWRITABLE.sub("", text))
    return response


@dataclass(frozen=True, slots=True)
class _Addresses:
    """Where Twilio goes on after this step."""

    base_url: str
    step: int
    language: str = ""

    @property
    def next_leg(self) -> str:
        return f"{self.base_url}/channels/twilio/voice?{self._leg}"

    @property
    def recording(self) -> str:
        return f"{self.base_url}/channels/twilio/recording?{self._leg}"

    @property
    def _leg(self) -> str:
        language = f"&language={self.language}" if self.language else ""
        return f"step={self.step + 1}{language}"

    def whisper(self, call: str) -> str:
        return f"{self.base_url}/channels/twilio/whisper?call={call}&step={self.step}"


def _leg(script: Script | None, to: _Addresses, inbound: Inbound) -> VoiceResponse:
    response = VoiceResponse()
    if script is None:
        return response
    match script.then:
        case Keys():
            gather = Gather(action=to.next_leg, action_on_empty_result=True, **_taking(script.then))
            _perform(script.utterances, gather, to.base_url)
            return response.append(gather)
        case Record():
            _perform(script.utterances, response, to.base_url)
            return _record(script.then, response, to)
        case Dial():
            _perform(script.utterances, response, to.base_url)
            return response.append(_dial(script.then, to, inbound))
        case HangUp():
            _perform(script.utterances, response, to.base_url)
            return response.append(Hangup())
        case Refuse():
            return response.append(Reject(reason="busy"))


def _taking(keys: Keys) -> dict[str, str | int]:
    """How keys are taken: so many, `*` and `#` among them; or as many as come before `#`."""
    until = {"num_digits": keys.count} if keys.count else {}
    finish = "" if keys.count else "#"
    return {"input": "dtmf", "timeout": keys.timeout, "finish_on_key": finish, **until}


def _record(record: Record, response: VoiceResponse, to: _Addresses) -> VoiceResponse:
    """Twilio skips the action of an empty recording: the redirect tells that nothing was said."""
    response.record(
        action=to.recording,
        max_length=record.seconds,
        timeout=record.silence,
        finish_on_key=record.finish,
        play_beep=record.beep,
    )
    response.redirect(to.recording)
    return response


def _dial(dial: Dial[Utterance], to: _Addresses, inbound: Inbound) -> TwilioDial:
    made = TwilioDial(
        action=to.next_leg,
        timeout=dial.timeout,
        time_limit=LONGEST_TALK,
        caller_id=inbound.line,
        ring_tone="fr",
    )
    for number in dial.numbers:
        made.number(number, url=to.whisper(inbound.call))
    return made


def _whisper(reply: Reply, base_url: str, inbound: Inbound) -> VoiceResponse:
    """What the person rung hears; an empty document puts them through to the caller."""
    response, then = VoiceResponse(), reply.script.then if reply.script else None
    if isinstance(then, Dial) and inbound.text == then.accept:
        return response
    if isinstance(then, Dial) and not inbound.text:
        # No action on an empty result: an answering machine presses nothing, and falls through.
        to = _Addresses(base_url, reply.step).whisper(inbound.call)
        gather = Gather(action=to, input="dtmf", num_digits=1, finish_on_key="", timeout=6)
        _perform(then.whisper, gather, base_url)
        response.append(gather)
    return response.append(Hangup())


def _perform(said: Iterable[Utterance], verb: VoiceResponse | Gather, base_url: str) -> None:
    for utterance in said:
        if utterance.file:
            verb.play(f"{base_url}/audio/{quote(utterance.file)}")
        else:
            _say(utterance, verb)


def _say(utterance: Utterance, verb: VoiceResponse | Gather) -> None:
    said = _SAYS.get(utterance.language.partition("-")[0])
    if said is not None:
        language, voice = said
        verb.say(_UNWRITABLE.sub("", utterance.text), language=language, voice=voice)
