"""Is the line alive, and is it ready to answer?"""

from __future__ import annotations

import logging

from flask import Blueprint, Response

from hotline.app import Hotline

logger = logging.getLogger(__name__)


def blueprint(line: Hotline) -> Blueprint:
    """`/live` says that the process answers; `/ready` that a turn would be answered and kept."""
    made = Blueprint("health", __name__)

    @made.get("/live")
    def live() -> Response:
        return Response("live\n", content_type="text/plain")

    @made.get("/ready")
    def ready() -> Response:
        try:
            line.check()
        except Exception as error:
            logger.error("not ready: %s", type(error).__name__)
            return Response("not ready\n", 503, content_type="text/plain")
        return Response("ready\n", content_type="text/plain")

    return made
