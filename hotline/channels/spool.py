"""Where does the simulator lay down what it sends, so that a stolen disk tells nothing?"""

from __future__ import annotations

import base64
import hmac
import json
import os
import secrets
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from hotline.config import Config
from hotline.errors import HotlineError

FOLDER = "simulator"
_NONCE = 12


def add(recipient: str, entry: dict[str, Any], config: Config) -> None:
    """Keep this entry behind the earlier ones of this number, sealed. Raises OSError."""
    path = _path(recipient, config)
    nonce = secrets.token_bytes(_NONCE)
    sealed = nonce + _cipher(config).encrypt(nonce, json.dumps(entry).encode(), path.name.encode())
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    # One write in append mode: two senders never mix their lines.
    file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(file, base64.b64encode(sealed) + b"\n")
    finally:
        os.close(file)


def entries(recipient: str, config: Config, after: int = 0) -> list[dict[str, Any]]:
    """What this number was sent after the first `after` entries, the oldest first.

    Raises HotlineError when it was sealed under another key.
    """
    path = _path(recipient, config)
    try:
        lines = path.read_bytes().splitlines()
    except FileNotFoundError:
        return []
    return [_opened(line, path.name, config) for line in lines[max(after, 0) :]]


def forget(recipient: str, config: Config) -> None:
    """Nothing is held for this number any more."""
    _path(recipient, config).unlink(missing_ok=True)


def forget_old(before: datetime, config: Config) -> int:
    """Erase what was held for numbers that have been sent nothing since then; how many."""
    old = [
        path
        for path in (config.state / FOLDER).glob("*.sealed")
        if path.stat().st_mtime < before.timestamp()
    ]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)


def _opened(line: bytes, name: str, config: Config) -> dict[str, Any]:
    raw = base64.b64decode(line)
    try:
        written = _cipher(config).decrypt(raw[:_NONCE], raw[_NONCE:], name.encode())
    except InvalidTag:
        raise HotlineError("The simulator's messages do not open with this key.") from None
    return dict(json.loads(written))


def _path(recipient: str, config: Config) -> Path:
    """The file of one number, named so that the folder's listing names nobody."""
    key = _derived(config.key("data"), b"name")
    name = hmac.digest(key, recipient.encode(), "sha256").hex()[:32]
    return config.state / FOLDER / f"{name}.sealed"


def _cipher(config: Config) -> AESGCM:
    return AESGCM(_derived(config.key("data"), b"seal"))


@lru_cache(maxsize=8)
def _derived(key: bytes, purpose: bytes) -> bytes:
    return HKDF(SHA256(), 32, salt=None, info=b"hotline/simulator/" + purpose).derive(key)
