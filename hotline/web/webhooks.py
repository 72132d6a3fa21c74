"""What does a provider's webhook get back? Parse, one turn, and the answer in its own format."""

from __future__ import annotations

import logging

import flask
from flask import Blueprint, Response, abort

from hotline import channels
from hotline.app import Hotline
from hotline.calling_back import picked_up
from hotline.errors import RejectedRequest
from hotline.model import Pickup, Receipt, Request
from hotline.store import AWAY
from hotline.web.last_resort import sorry

logger = logging.getLogger(__name__)


def blueprint(line: Hotline) -> Blueprint:
    """The routes of the channel that serves; no other channel exists."""
    made = Blueprint("webhooks", __name__)
    name = line.config.channel
    channel = channels.load(name)

    @made.post(f"/{name}/<event>")
    def webhook(event: str) -> Response:
        if event not in channel.EVENTS:
            abort(404)
        flask.request.max_content_length = channel.LARGEST
        try:
            inbound = channel.receive(as_request(line, event), line.config, line.now())
        except RejectedRequest as error:
            logger.warning("webhook refused: %s", error)
            return Response("refused\n", error.status, content_type="text/plain")
        if isinstance(inbound, Receipt):
            return Response(status=204 if _taken(line, inbound) else 503)
        if isinstance(inbound, Pickup):
            connection = picked_up(line, inbound)
            body, content_type = channel.connect(
                connection, inbound, line.city.voice_line, line.config
            )
            return Response(body, content_type=content_type)
        try:
            body, content_type = channel.answer(line.answer(inbound).reply, line.config, inbound)
        except Exception as error:
            # Never silence, never a stack trace for a resident; and no words of theirs in the log.
            logger.error("a turn failed: %s", type(error).__name__)
            body, content_type = channel.answer(sorry(line, inbound), line.config, inbound)
        return Response(body, content_type=content_type)

    return made


def _taken(line: Hotline, receipt: Receipt) -> bool:
    try:
        line.take_receipt(receipt)
    except AWAY as error:
        logger.error("a receipt was not kept (%s)", type(error).__name__)
        return False
    return True


def as_request(line: Hotline, event: str) -> Request:
    """The webhook without its framework; `url` is the public one, which the provider signed."""
    incoming = flask.request
    path = incoming.full_path if incoming.query_string else incoming.path
    return Request(
        event=event,
        url=line.config.base_url + path,
        query=incoming.args.to_dict(),
        form=_json_form() if incoming.is_json else incoming.form.to_dict(flat=False),
        headers=dict(incoming.headers),
    )


def _json_form() -> dict[str, list[str]]:
    """A flat JSON object as form fields; anything else is a bad request."""
    body = flask.request.get_json(silent=True)
    if not isinstance(body, dict):
        abort(400)
    return {str(k): [v if isinstance(v, str) else str(v)] for k, v in body.items() if v is not None}
