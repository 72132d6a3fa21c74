"""What does a person get when the line itself does not answer its provider?

A process of its own for the provider's fallback address: it opens no record and no queue. It keeps
what came on the spool, and answers with the emergency numbers and the town hall's, whose sounds it
serves itself. The line takes the spool in when it is back, and answers then.
"""

from __future__ import annotations

import logging
from contextlib import suppress

from flask import Flask, Response, abort

from hotline import channels
from hotline.app import Hotline, open_line
from hotline.beeping import is_beep
from hotline.config import load
from hotline.content.city import City
from hotline.errors import RejectedRequest
from hotline.model import Inbound, Pickup, Receipt, Understood
from hotline.plan import Refuse, Reply, Script
from hotline.store.alone import hold
from hotline.understand import Lexicon, understand
from hotline.web import audio
from hotline.web.last_resort import sorry
from hotline.web.webhooks import as_request

logger = logging.getLogger(__name__)


def create_fallback(line: Hotline | None = None) -> Flask:
    """The application; it answers on the same paths as the line."""
    line = line or open_line(load())
    app = Flask("hotline.web.fallback", static_folder=None)
    with suppress(OSError):  # it seals as the record does: no new key while it runs
        hold(line.config.database_path)
    channel, (_, lexicon) = channels.load(line.config.channel), line.knowledge.newest()
    app.register_blueprint(audio.blueprint(line), url_prefix="/audio")

    @app.post(f"/channels/{line.config.channel}/<event>")
    def webhook(event: str) -> Response:
        if event not in channel.EVENTS:
            abort(404)
        try:
            inbound = channel.receive(as_request(line, event), line.config, line.now())
        except RejectedRequest as error:
            return Response("refused\n", error.status, content_type="text/plain")
        if isinstance(inbound, Receipt | Pickup):
            return Response(status=503)  # Twilio asks again
        beep = is_beep(inbound, Understood(), line.city)
        if inbound.medium == "sms" or beep:  # a call that was cut off is no request
            _keep(line, inbound)
        reply = Reply(script=Script((), Refuse()))  # who beeps must never pay
        if not beep:
            reply = sorry(line, inbound, _language(inbound, lexicon, line.city))
        body, content_type = channel.answer(reply, line.config, inbound)
        return Response(body, content_type=content_type)

    return app


def _keep(line: Hotline, inbound: Inbound) -> None:
    try:
        line.spool.put(inbound, told=False)
    except OSError as error:
        logger.error("the spool cannot be written (%s)", type(error).__name__)


def _language(inbound: Inbound, lexicon: Lexicon, city: City) -> str:
    shown = understand(inbound.text, lexicon).language if inbound.medium == "sms" else None
    return shown if shown in city.languages else city.languages[0]
