"""What happens when people text and call a line through this Twilio?"""

from __future__ import annotations

import uuid
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import requests

from drill.twilio import forms
from drill.twilio.ledger import Ledger, Message

TIMEOUT = 15.0  # Twilio's own patience


@dataclass(frozen=True)
class Answer:
    """What the line answered a webhook with."""

    status: int
    body: str

    @property
    def texts(self) -> list[str]:
        """The SMS in it."""
        return [each.text or "" for each in self._twiml().iter("Message")]

    @property
    def heard(self) -> list[str]:
        """What a caller hears, in order: addresses of sounds, and words for Twilio's own voice."""
        return [each.text or "" for each in self._twiml().iter() if each.tag in ("Play", "Say")]

    @property
    def sounds(self) -> list[str]:
        """The names of the sounds played, in order, as the line's library calls them."""
        return [(each.text or "").partition("/audio/")[2] for each in self._twiml().iter("Play")]

    @property
    def spoken(self) -> set[str]:
        """The languages that Twilio's own voice speaks in it."""
        return {each.get("language", "")[:2] for each in self._twiml().iter("Say")}

    @property
    def gather(self) -> Mapping[str, str] | None:
        """How keys are waited for, if they are."""
        found = self._twiml().find("Gather")
        return None if found is None else found.attrib

    @property
    def record(self) -> Mapping[str, str] | None:
        """How the caller is recorded, if they are."""
        found = self._twiml().find("Record")
        return None if found is None else found.attrib

    @property
    def dial(self) -> ET.Element | None:
        """Who is rung, if anybody is."""
        return self._twiml().find("Dial")

    @property
    def redirect(self) -> str | None:
        """Where the document sends Twilio when it has come to its end."""
        found = self._twiml().find("Redirect")
        return None if found is None else found.text

    @property
    def verbs(self) -> list[str]:
        """The names of its verbs, in order."""
        return [each.tag for each in self._twiml()]

    @property
    def hangs_up(self) -> bool:
        """Is the call over? A document in which nothing is waited for ends it, too."""
        return not {"Gather", "Record", "Dial", "Redirect"} & {*self.verbs}

    def _twiml(self) -> ET.Element:
        return ET.fromstring(self.body or "<Response/>")


@dataclass
class Call:
    """One call: every method is what the caller does next, and returns what is heard then."""

    webhooks: Webhooks
    caller: str
    line: str
    sid: str = field(default_factory=lambda: forms.new_sid("CA"))
    answer: Answer = field(default_factory=lambda: Answer(0, ""))
    recorded: str = ""  # the sid of what was said last
    ours: bool = False  # the line has made this call

    def begin(self) -> Answer:
        """Dial, and be picked up."""
        self.answer = self._leg(self.webhooks.address("voice"), None, "ringing")
        return self.answer

    def press(self, digits: str) -> Answer:
        """Press keys (`#` only where it ends a gather of any length); "" waits it out."""
        gather = self.answer.gather
        if gather is None:
            raise AssertionError("the line does not wait for keys")
        self.answer = self._leg(gather["action"], digits, "in-progress")
        return self.answer

    def wait(self) -> Answer:
        """Press nothing until the line gives up waiting."""
        return self.press("")

    def speak(self, seconds: int, *, then_hang_up: bool = False) -> Answer:
        """Be recorded for so long; 0 is to say nothing, and Twilio goes on with the next verb."""
        record, redirect = self.answer.record, self.answer.redirect
        if record is None or redirect is None:
            raise AssertionError("nobody is recorded")
        form = self._form(None, "completed" if then_hang_up else "in-progress")
        key = "hangup" if then_hang_up else record["finishOnKey"]
        url = record["action"] if seconds else redirect
        self.recorded = forms.new_sid("RE")
        told = forms.recorded(form, seconds, sid=self.recorded, key=key)
        self.answer = self.webhooks.post(url, told)
        return self.answer

    def picked_up(self, *keys: str) -> Answer:
        """What the person rung hears, and after each key they press."""
        dial = self.answer.dial
        if dial is None:
            raise AssertionError("nobody is rung")
        number = dial[0]
        sid, url = forms.new_sid("CA"), number.attrib["url"]
        for digits in (None, *keys):
            theirs = replace(self, caller=dial.attrib["callerId"], line=number.text or "", sid=sid)
            answer = self.webhooks.post(url, theirs._form(digits, "in-progress"))
            url = (answer.gather or {}).get("action", url)
        return answer

    def whispered(self, answer: Answer) -> Answer:
        """What the person rung hears, whom this answer rings."""
        return replace(self, answer=answer).picked_up()

    def dialled(
        self, state: str, seconds: int = 0, *, bridged: bool = False, hung_up: bool = False
    ) -> Answer:
        """The ringing, or the talk, is over; `hung_up`: because the caller is gone."""
        dial = self.answer.dial
        if dial is None:
            raise AssertionError("nobody is rung")
        status = "completed" if hung_up else "in-progress"
        form = forms.dialled(self._form(None, status), state, seconds, bridged=bridged)
        self.answer = self.webhooks.post(dial.attrib["action"], form)
        return self.answer

    def hang_up(self) -> Answer:
        """Put the phone down."""
        return self._leg(self.webhooks.address("voice"), None, "completed")

    def _leg(self, url: str, digits: str | None, status: str) -> Answer:
        return self.webhooks.post(url, self._form(digits, status))

    def _form(self, digits: str | None, status: str) -> forms.Form:
        form = forms.voice(
            self.line if self.ours else self.caller,
            self.caller if self.ours else self.line,
            sid=self.sid,
            digits=digits,
            status=status,
            account=self.webhooks.account,
        )
        return {**form, "Direction": "outbound-api"} if self.ours else form


@dataclass(frozen=True)
class Webhooks:
    """Twilio's side of one line: signs what people do, posts it, and keeps what they are told."""

    account: str
    token: str
    public_url: str
    local_url: str
    ledger: Ledger

    def text(self, sender: str, line: str, body: str, *, sid: str = "", times: int = 1) -> Answer:
        """A person texts the line, and Twilio hands it over as often as `times`.

        The person gets the last answer: Twilio asks again only when it has none yet.
        """
        form = forms.sms(sender, line, body, sid=sid, account=self.account)
        self.ledger.receive(form["MessageSid"], sender, line, body)
        answer = self.post(self.address("sms"), form, times=times)
        for told in answer.texts if answer.status == 200 else ():
            self.ledger.take(to=sender, from_=line, body=told, direction="outbound-reply")
        return answer

    def pick_up(self, made: Message, by: str = "human") -> Call:
        """A person, or a machine ("machine_start"), picks up a call that the line has made."""
        call = Call(self, made.to, made.from_, made.sid, ours=True)
        form = {**call._form(None, "in-progress"), "AnsweredBy": by}
        call.answer = self.post(made.callback, form)
        return call

    def call(self, caller: str, line: str) -> Call:
        """A person is about to call the line."""
        return Call(self, caller, line)

    def rung(self, made: Message, digits: str | None = None, **more: str) -> Answer:
        """Who was rung by `Calls.create` picks up, or presses keys: the line's address is asked."""
        form = forms.voice(made.from_, made.to, sid=made.sid, digits=digits, account=self.account)
        return self.post(made.callback, {**form, "Direction": "outbound-api", **more})

    def report(self, message: Message, state: str, code: str = "") -> Answer:
        """Tell the line what became of a message, where that message asked for it."""
        self.ledger.change(message.sid, status=state, code=int(code) if code else None)
        form = forms.status(
            message.sid, state, message.to, message.from_, code=code, account=self.account
        )
        return self.post(message.callback, form)

    def address(self, event: str) -> str:
        """The public address of one event."""
        return f"{self.public_url}/channels/twilio/{event}"

    def post(self, url: str, form: forms.Form, *, times: int = 1) -> Answer:
        """Sign it for its public address and post it, with Twilio's token against repetition.

        `times` above one: the first answers came too late for Twilio, which asked again.
        """
        headers = forms.signed(url, form, self.token)
        headers["I-Twilio-Idempotency-Token"] = str(uuid.uuid4())
        target = (self.local_url or self.public_url) + url.removeprefix(self.public_url)
        for _ in range(times):
            response = requests.post(target, form, headers=headers, timeout=TIMEOUT)
        return Answer(response.status_code, response.text)
