"""Do the settings fit together, and are the keys kept well?"""

from __future__ import annotations

import os
from dataclasses import fields
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

from hotline.config import Config, variable
from hotline.doctor.finding import Finding, bad, ok, warn
from hotline.errors import did_you_mean

KEYS = ("secret", "data")


def names(config: Config) -> list[Finding]:
    """Every variable of the line's is a setting: a misspelt one would change nothing."""
    known = [variable(item.name) for item in fields(Config)]
    return [
        finding
        for name in sorted(os.environ)
        if name.startswith("HOTLINE_") and name not in known
        for finding in warn(
            f"{name} is no setting", did_you_mean(name, known, "Look for it in `hotline config`.")
        )
    ]


def key_files(config: Config) -> list[Finding]:
    """Each key is set or in a file, and only the line's own user can read that file."""
    return [finding for name in KEYS for finding in _key(config, name)]


def different_keys(config: Config) -> list[Finding]:
    """Who learns the key of the cookies must not be able to read the record with it."""
    secret, data = (_written(config, name) for name in KEYS)
    if secret and secret.lower() == data.lower():
        return bad(
            "HOTLINE_SECRET_KEY and HOTLINE_DATA_KEY are the same key",
            "Replace HOTLINE_SECRET_KEY (`openssl rand -hex 32`); staff then log in again.",
        )
    return []


def twilio(config: Config) -> list[Finding]:
    """The Twilio settings are all there or all empty."""
    if bool(config.twilio_account_sid) != bool(config.twilio_auth_token):
        return bad(
            "Twilio is half set up",
            "Set both TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN, or neither.",
        )
    if config.channel == "twilio" and not config.public_url:
        return bad(
            "Twilio's signatures cannot be checked without HOTLINE_PUBLIC_URL",
            "Set it to the https:// address that Twilio calls.",
        )
    return ok(f"channel: {config.channel}")


def public_url(config: Config) -> list[Finding]:
    """Providers sign the exact address they call: it has to be the one set here."""
    if not config.public_url:
        return []
    fault = _fault(urlsplit(config.public_url), config.channel == "twilio")
    if fault is None:
        return ok("HOTLINE_PUBLIC_URL is plain")
    return (bad if config.channel == "twilio" else warn)(
        f"HOTLINE_PUBLIC_URL {fault}: signatures may not match",
        "Write it as https://host, and enter the same address at the provider.",
    )


def _fault(url: SplitResult, must_be_https: bool) -> str | None:
    faults = {
        "is not an http(s) address": url.scheme not in {"http", "https"} or not url.hostname,
        "must be https": must_be_https and url.scheme == "http",
        "holds a user name or password": "@" in url.netloc,
        "has a port": ":" in url.netloc.rpartition("@")[2].rpartition("]")[2],
        "ends in a slash": url.path == "/",
        "has a path": bool(url.path.strip("/")),
        "has a query or a fragment": bool(url.query or url.fragment),
    }
    return next((fault for fault, there in faults.items() if there), None)


def _key(config: Config, name: str) -> list[Finding]:
    variable, file = f"HOTLINE_{name.upper()}_KEY", _file(config, name)
    if _setting(config, name):
        return ok(f"{variable} is set")
    if not file.exists():
        return ok(f"{variable}: a new key is made at the first start")
    if file.stat().st_mode & 0o077:
        return bad(f"other users can read {file}", f"Run `chmod 600 {file}`.")
    return ok(f"{variable}: {file}, closed to others")


def _written(config: Config, name: str) -> str:
    file = _file(config, name)
    try:
        return _setting(config, name) or file.read_text(errors="replace").strip()
    except OSError:
        return ""


def _setting(config: Config, name: str) -> str:
    return {"secret": config.secret_key, "data": config.data_key}[name]


def _file(config: Config, name: str) -> Path:
    return config.state / "keys" / f"{name}.key"
