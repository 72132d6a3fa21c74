"""May whoever asks try once more to prove who they are?"""

from __future__ import annotations

import ipaddress
from datetime import timedelta

from flask import render_template, request
from flask.typing import ResponseReturnValue

from hotline.store.attempts import A_LOGIN, AN_ADDRESS, Limit
from hotline.web.console.desk import Desk


def locked(here: Desk, login: str) -> ResponseReturnValue | None:
    """The page that says when to try again; None: now."""
    locked_until = here.line.store.attempts.locked_until
    ends = [locked_until(key, limit, here.now) for key, limit in _limits(login).items()]
    until = max((end for end in ends if end), default=None)
    if until is None:
        return None
    wait = {"Retry-After": str(int((until - here.now).total_seconds()) + 1)}
    rounded_up = until + timedelta(minutes=1)  # it is shown without its seconds
    return render_template("console/login.html", until=rounded_up), 429, wait


def failed(here: Desk, login: str, what: str = "login_failed") -> None:
    """It counts against this login and this address; audited by id only."""
    store = here.line.store
    known = store.staff.called(login)
    with store.transaction():
        for key in _limits(login):
            store.attempts.failed(key, here.now)
        store.staff.audit(None, what, known.id if known else "unknown", here.now)


def passed(here: Desk, login: str) -> None:
    """They have proven who they are: what went wrong before is forgiven, but not to the address."""
    here.line.store.attempts.forgive(f"login:{login}")


def _limits(login: str) -> dict[str, Limit]:
    return {f"login:{login}": A_LOGIN, f"address:{_address()}": AN_ADDRESS}


def _address() -> str:
    """Where the request comes from; an IPv6 subscriber owns a whole /64."""
    peer = request.remote_addr or ""
    if peer in ("127.0.0.1", "::1"):  # a proxy on this machine: only it may say who is behind it
        peer = request.headers.get("X-Forwarded-For", peer).rsplit(",", 1)[-1].strip()
    try:
        address = ipaddress.ip_address(peer)
    except ValueError:
        return "unknown"
    prefix = 64 if address.version == 6 else 32
    return str(ipaddress.ip_network((address, prefix), strict=False))
