"""How does anybody try the line in a browser, with no telephone at all?"""

from __future__ import annotations

import re
from typing import Any

import flask
from flask import Blueprint, Response, abort, jsonify

from hotline.app import Hotline
from hotline.channels import simulator
from hotline.channels.intake import is_e164

KEYPAD = {
    "1": "", "2": "ABC", "3": "DEF",
    "4": "GHI", "5": "JKL", "6": "MNO",
    "7": "PQRS", "8": "TUV", "9": "WXYZ",
    "*": "", "0": "+", "#": "",
}  # fmt: skip
_MOST = 1_000_000


def blueprint(line: Hotline) -> Blueprint:
    """The phone, and what has reached a number by the outbox after the first `after` messages."""
    made = Blueprint("phone", __name__, template_folder="templates", static_folder="static")
    made.add_app_template_filter(grouped)

    @made.get("/", strict_slashes=False)
    def page() -> Response:
        response = flask.make_response(
            flask.render_template("phone/phone.html", city=line.city, keypad=KEYPAD)
        )
        response.headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(self)"
        return response

    @made.post("/inbox")  # a number in a URL would end up in a log: it comes in the body
    def inbox() -> Response:
        recipient, after = _asked_for(flask.request.get_json(silent=True))
        response = jsonify(messages=simulator.read_since(recipient, after, line.config))
        response.cache_control.no_store = True
        return response

    return made


def grouped(number: str) -> str:
    """A French number as people write it: "01 99 00 00 00"; any other as it is."""
    french = re.fullmatch(r"\+33([1-9])" + r"(\d\d)" * 4, number)
    return "0" + " ".join(french.groups()) if french else number


def _asked_for(body: Any) -> tuple[str, int]:
    """The number, and how many of its messages the page has already; or a bad request."""
    asked = body if isinstance(body, dict) else {}
    recipient, after = asked.get("from"), asked.get("after")
    if not isinstance(recipient, str) or not is_e164(recipient):
        abort(400)
    if type(after) is not int or not 0 <= after <= _MOST:  # True is an int, and no count
        abort(400)
    return recipient, after
