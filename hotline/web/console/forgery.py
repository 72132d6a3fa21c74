"""Was this form sent from one of our own pages?"""

from __future__ import annotations

from typing import Any

from flask import abort, request
from flask_wtf import csrf

FIELD = "csrf_token"
_TWELVE_HOURS = 12 * 3600  # no session is older
_csrf: Any = csrf  # it has no types


def token() -> str:
    """The token of this session, for a form."""
    return str(_csrf.generate_csrf(token_key=FIELD))


def refuse() -> None:
    """400 to a POST that another site had sent, or that lacks this session's token.

    `Sec-Fetch-Site` is what a browser itself says; unlike a Referer it needs no Host to compare
    with, which a proxy may have rewritten.
    """
    if request.method != "POST":
        return
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        abort(400)
    try:
        _csrf.validate_csrf(request.form.get(FIELD), time_limit=_TWELVE_HOURS, token_key=FIELD)
    except _csrf.ValidationError:
        abort(400)
