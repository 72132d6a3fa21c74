"""How does HTTP reach the line? A thin Flask application: it parses, calls the line, answers."""

from __future__ import annotations

import logging

from flask import Flask, Response, abort, request

from hotline.app import Hotline, open_line
from hotline.config import load
from hotline.errors import HotlineError
from hotline.web import audio, console, health, metrics, phone, webhooks

logger = logging.getLogger(__name__)

# For providers, monitors and rehearsals: nobody logs in. Who may ask for a page of the console is
# said in `console.ROUTES`; a route in neither answers 404.
UNSTAFFED = frozenset(
    {
        "audio.sound",
        "health.live",
        "health.ready",
        "metrics.metrics",
        "phone.inbox",
        "phone.page",
        "phone.static",
        "webhooks.webhook",
    }
)

# A webhook is a few kilobytes; nothing honest is larger, voice recordings come by reference.
MAX_BODY = 64 * 1024
MAX_FIELDS = 200

_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


def create_app(line: Hotline | None = None) -> Flask:
    """The web application over this line, or over the one the environment describes."""
    line = line or _prepared(open_line(load()))
    app = Flask("hotline.web", static_folder=None)
    app.config.update(
        SECRET_KEY=line.config.key("secret"),
        MAX_CONTENT_LENGTH=MAX_BODY,
        MAX_FORM_MEMORY_SIZE=MAX_BODY,
        MAX_FORM_PARTS=MAX_FIELDS,
        SESSION_COOKIE_NAME="__Host-hotline",
        SESSION_COOKIE_SECURE=True,  # browsers take it from http://localhost as well
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Strict",
    )
    app.register_blueprint(webhooks.blueprint(line), url_prefix="/channels")
    app.register_blueprint(health.blueprint(line), url_prefix="/health")
    app.register_blueprint(metrics.blueprint(line))
    app.register_blueprint(audio.blueprint(line), url_prefix="/audio")
    app.register_blueprint(console.blueprint(line), url_prefix="/console")
    if line.config.channel == "simulator":  # it lets anybody text as anybody
        app.register_blueprint(phone.blueprint(line), url_prefix="/phone")
    app.before_request(_declared)
    if line.config.public_url.startswith("https://"):
        app.after_request(_over_tls_only)
    app.after_request(_secured)
    return app


def _prepared(line: Hotline) -> Hotline:
    """Read before workers are forked: none makes its first caller wait, and all share the memory.

    What can't be read is said; the line answers that it is not ready until it can.
    """
    try:
        line.knowledge.newest()
    except (HotlineError, OSError) as error:
        logger.error("not ready: %s", error)
    return line


def _declared() -> None:
    if request.endpoint and request.blueprint != "console" and request.endpoint not in UNSTAFFED:
        abort(404)


def _over_tls_only(response: Response) -> Response:
    """Whoever has been here once is not to be led to a page without TLS."""
    response.headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
    return response


def _secured(response: Response) -> Response:
    """Pages that a browser shows; a provider's webhook has no use for these."""
    if request.blueprint == "webhooks":
        return response
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    return response
