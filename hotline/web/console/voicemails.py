"""How do staff hear what a caller has said?"""

from __future__ import annotations

from flask import abort, request
from flask.wrappers import Response

from hotline.web.console.desk import desk
from hotline.web.console.pages import wanted


def voicemail(id_: str, message: str) -> Response:
    """The sound, for the request's own team: played and audited, or neither.

    In parts where the browser asks for parts: without that it cannot jump to a moment. Each part
    that is asked for is audited, or the second half could be heard unseen.
    """
    here = desk()
    with here.line.store.transaction():
        found = wanted(id_)
        sound = here.line.store.voicemails.sound(found.id, message) or abort(404)
        here.line.store.staff.audit(here.staff.id, "voicemail", found.id, here.now)
    response = Response(sound, mimetype="audio/wav")
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    response.make_conditional(request, accept_ranges=True, complete_length=len(sound))
    return response
