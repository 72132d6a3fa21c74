"""What does each address of the REST API do?"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import format_datetime
from typing import Any
from urllib.parse import urlencode

from drill.twilio import rules
from drill.twilio.forms import new_sid
from drill.twilio.ledger import Ledger, Message
from drill.twilio.rules import Refusal

ROOT = "/2010-04-01/Accounts"

CALLED = "outbound-call"  # told apart from messages

Form = Mapping[str, list[str]]
Result = tuple[int, dict[str, Any] | bytes | None]


@dataclass(frozen=True)
class Api:
    """The messages and the account of one customer; `lines` are its numbers (none: any)."""

    account: str
    lines: frozenset[str]
    ledger: Ledger
    recordings: dict[str, bytes] = field(default_factory=dict)
    calls_recorded: dict[str, dict[str, Any]] = field(default_factory=dict)  # about some of them
    rung: list[dict[str, str]] = field(default_factory=list)  # what each call was made with

    def call(self, method: str, path: str, form: Form) -> Result | Refusal:
        """What is answered: a status and a body, or a refusal."""
        messages = f"{ROOT}/{self.account}/Messages"
        one = re.fullmatch(rf"{messages}/(\w+)\.json", path)
        if one:
            return self._one(method, one[1], form)
        kept = re.fullmatch(rf"{ROOT}/{self.account}/Recordings/(\w+)\.(json|wav)", path)
        if kept:
            return self._recording(method, *kept.groups())
        if path == f"{ROOT}/{self.account}/Recordings.json":
            return self._recordings(form)
        calls = f"{ROOT}/{self.account}/Calls.json"
        match method, path:
            case "POST", _ if path == calls:
                return self._ring(form)
            case "GET", _ if path == calls:
                return self._calls(form)
            case "POST", _ if path == f"{messages}.json":
                return self._create(form)
            case "GET", _ if path == f"{messages}.json":
                return self._list(form)
            case "GET", _ if path == f"{ROOT}/{self.account}.json":
                return 200, {"sid": self.account, "status": "active", "type": "Full"}
        return Refusal(404, 20404, f"{path} was not found")

    def _recordings(self, form: Form) -> Result | Refusal:
        """What is held; a test says in `calls_recorded` which call it is of, and since when."""
        wrong = rules.unfit(form, rules.RECORDINGS)
        if wrong:
            return wrong
        held = [
            {"sid": sid, "status": "completed", **self.calls_recorded[sid]}
            for sid in self.recordings
            if sid in self.calls_recorded
        ]
        return 200, {"recordings": held, "page": 0, "page_size": 50, "next_page_uri": None}

    def _recording(self, method: str, sid: str, form: str) -> Result | Refusal:
        sound = self.recordings.get(sid)
        if sound is None:
            return Refusal(404, 20404, f"{sid} was not found")
        if method == "DELETE":
            del self.recordings[sid]
            return 204, None
        return 200, sound if form == "wav" else {"sid": sid, "account_sid": self.account}

    def _create(self, form: Form) -> Result | Refusal:
        wrong = rules.unsendable(form, self.lines)
        if wrong:
            return wrong
        taken = self.ledger.take(
            to=form["To"][0],
            from_=form["From"][0],
            body=form["Body"][0],
            callback=form.get("StatusCallback", [""])[0],
        )
        return 201, taken.as_json(self.account)

    def _ring(self, form: Form) -> Result | Refusal:
        """Make a call: the ledger keeps what is said as its body, or the address that is asked."""
        wrong = rules.uncallable(form, self.lines)
        if wrong:
            return wrong
        self.rung.append({name: values[0] for name, values in form.items()})
        made = self.ledger.take(
            to=form["To"][0],
            from_=form["From"][0],
            body=form.get("Twiml", [""])[0],
            callback=form.get("Url", [""])[0],
            sid=new_sid("CA"),
            direction=CALLED,
        )
        return 201, _as_call(made)

    def _calls(self, form: Form) -> Result | Refusal:
        wrong = rules.unfit(form, rules.CALLS)
        if wrong:
            return wrong
        asked = {name: values[0] for name, values in form.items()}
        made = (each for each in reversed([*self.ledger]) if each.direction == CALLED)
        found = [_as_call(each) for each in made if _is_asked_for(each, asked)]
        return 200, {"calls": found, "page": 0, "page_size": 50, "next_page_uri": None}

    def _list(self, form: Form) -> Result | Refusal:
        wrong = rules.unfit(form, rules.LIST)
        if wrong:
            return wrong
        asked = {name: values[0] for name, values in form.items()}
        found = [each for each in reversed([*self.ledger]) if _is_asked_for(each, asked)]
        return 200, self._page(found, asked)

    def _page(self, found: list[Message], asked: dict[str, str]) -> dict[str, Any]:
        size, page = int(asked.get("PageSize", 50)), int(asked.get("Page", 0))
        here = f"{ROOT}/{self.account}/Messages.json"
        more = {**asked, "PageSize": size, "Page": page + 1}
        shown = found[page * size : (page + 1) * size]
        return {
            "messages": [each.as_json(self.account) for each in shown],
            "page": page,
            "page_size": size,
            "uri": here,
            "next_page_uri": (
                f"{here}?{urlencode(more)}" if len(found) > (page + 1) * size else None
            ),
        }

    def _one(self, method: str, sid: str, form: Form) -> Result | Refusal:
        message = self.ledger.get(sid)
        if message is None:
            return Refusal(404, 20404, f"{sid} was not found")
        if method == "DELETE":
            self.ledger.drop(sid)
            return 204, None
        if method == "POST":
            wrong = rules.unfit(form, rules.UPDATE)
            if wrong:
                return wrong
            changes = {name.lower(): values[0] for name, values in form.items()}
            message = self.ledger.change(sid, **changes)
        return 200, message.as_json(self.account)


def _as_call(made: Message) -> dict[str, Any]:
    created = format_datetime(made.created)
    ends = {"to": made.to, "from": made.from_, "direction": "outbound-api"}
    return {"sid": made.sid, "status": made.status, **ends, "date_created": created}


def _is_asked_for(message: Message, asked: Mapping[str, str]) -> bool:
    return (
        message.to == asked.get("To", message.to)
        and message.from_ == asked.get("From", message.from_)
        and (_is_after(message.sent, asked["DateSent>"]) if "DateSent>" in asked else True)
        and (not _is_after(message.sent, asked["DateSent<"]) if "DateSent<" in asked else True)
    )


def _is_after(sent: datetime | None, since: str) -> bool:
    """A message still in the queue has no date, and no date is after none."""
    return sent is not None and sent >= datetime.fromisoformat(since)
