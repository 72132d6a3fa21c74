"""Which sound does a provider or the web phone fetch?"""

from __future__ import annotations

from flask import Blueprint, Response, abort, send_file

from hotline.app import Hotline
from hotline.speech import fresh
from hotline.speech.library import RENDERED

YEAR = 31_536_000


def blueprint(line: Hotline) -> Blueprint:
    """WAV files of the library; every answer has an ETag.

    A rendered file's name stands for all that is heard in it, so it never changes. A recording may
    be made again under its name: who has it asks each time whether it is still the same.
    """
    made = Blueprint("audio", __name__)

    @made.get("/<path:name>")
    def sound(name: str) -> Response:
        path = line.library.path(name) or abort(404)
        if name.startswith(f"{fresh.FOLDER}/"):  # soon gone, and no cache's business
            response = send_file(path.resolve(), mimetype="audio/wav", max_age=0)
            response.cache_control.no_store = True
            return response
        fixed = name.startswith(f"{RENDERED}/")
        response = send_file(
            path.resolve(), mimetype="audio/wav", conditional=True, max_age=YEAR if fixed else 0
        )
        response.cache_control.immutable = fixed
        response.cache_control.no_cache = None if fixed else True
        response.cache_control.public = True
        return response

    return made
