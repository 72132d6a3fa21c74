"""Which pages and actions does the staff console have?"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint

from hotline.app import Hotline
from hotline.web.console import actions, login, pages, voicemails, voices
from hotline.web.console.desk import Desks
from hotline.web.console.wording import load_translations

View = Callable[..., Any]

OPEN: tuple[tuple[str, str, View], ...] = (
    ("GET", "/login", login.login),
    ("POST", "/login", login.log_in),
    ("POST", "/language", login.speak),
)
STAFF: tuple[tuple[str, str, View], ...] = (
    ("POST", "/logout", login.log_out),
    ("GET", "/password", login.password),
    ("POST", "/password", login.change_password),
    ("GET", "/", pages.callbacks),
    ("GET", "/requests/<id_>", pages.callback),
    ("POST", "/requests/<id_>/number", pages.number),
    ("GET", "/requests/<id_>/number", pages.number_again),
    ("GET", "/requests/<id_>/voicemails/<message>", voicemails.voicemail),
    ("POST", "/requests/<id_>/claim", actions.claim),
    ("POST", "/requests/<id_>/release", actions.release),
    ("POST", "/requests/<id_>/reached", actions.reached),
    ("POST", "/requests/<id_>/no-answer", actions.no_answer),
    ("POST", "/requests/<id_>/close", actions.close),
    ("POST", "/requests/<id_>/note", actions.note),
    ("GET", "/voices", voices.voices),
    ("GET", "/voices/<language>", voices.voice),
    ("POST", "/voices/<language>/<key>", voices.record),
    ("POST", "/voices/<language>/<key>/refuse", voices.refuse),
)


def blueprint(line: Hotline) -> Blueprint:
    """The console of this line; what is not declared open asks for a login."""
    made = Blueprint("console", __name__, template_folder="templates", static_folder="static")
    desks = Desks(
        line,
        load_translations(line.config.messages),
        frozenset({"console.static", *(f"console.{view.__name__}" for _, _, view in OPEN)}),
    )
    for method, path, view in (*OPEN, *STAFF):
        made.add_url_rule(path, view_func=view, methods=[method])
    made.before_request(voices.make_room)
    made.before_request(desks.open)
    made.after_request(desks.closed)
    made.teardown_request(voices.put_away)
    made.context_processor(desks.words)
    for status in (400, 404, 413, 500):
        made.register_error_handler(status, pages.problem)
    return made
