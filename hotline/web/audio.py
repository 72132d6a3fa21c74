"""Which sound does a provider or the web phone fetch?"""

from __future__ import annotations

from flask import Blueprint, Response, send_from_directory

from hotline.app import Hotline

YEAR = 31_536_000


def blueprint(line: Hotline) -> Blueprint:
    """WAV files under `audio/`; a rendered file's name is its content's hash: it never changes."""
    made = Blueprint("audio", __name__)

    @made.get("/<path:name>")
    def sound(name: str) -> Response:
        folder = line.config.audio.resolve()
        response = send_from_directory(folder, name, mimetype="audio/wav", max_age=YEAR)
        response.cache_control.immutable = name.startswith("rendered/")
        response.cache_control.public = True
        return response

    return made
