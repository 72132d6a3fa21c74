"""How are numbers and texts kept so that a stolen file tells nothing?"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from hotline.errors import HotlineError

_VERSION = b"\x01"
_NONCE = 12


class Vault:
    """Seals with AES-256-GCM and looks up by HMAC-SHA256, each under a key of its own.

    A sealed value is bound to its table, row and column: moved elsewhere, it does not open.
    """

    def __init__(self, key: bytes) -> None:
        self._cipher = AESGCM(_derived(key, b"seal"))
        self._index = hmac.new(_derived(key, b"index"), digestmod=hashlib.sha256)
        self._mac = hmac.new(_derived(key, b"mac"), digestmod=hashlib.sha256)

    def seal(self, text: str, where: str) -> str:
        """The text, sealed for `where` ("outbox.body/<id>"), as base64 text."""
        nonce = secrets.token_bytes(_NONCE)
        sealed = self._cipher.encrypt(nonce, text.encode("utf-8", "replace"), where.encode())
        return base64.b64encode(_VERSION + nonce + sealed).decode()

    def open(self, sealed: str, where: str) -> str:
        """The text that was sealed for `where`. Raises HotlineError when it was not."""
        try:
            raw = base64.b64decode(sealed)
            return self._cipher.decrypt(
                raw[1 : 1 + _NONCE], raw[1 + _NONCE :], where.encode()
            ).decode()
        except (InvalidTag, ValueError):
            raise HotlineError(
                f"{where.split('/')[0]}: this value does not open with this key."
            ) from None

    def index(self, *parts: str) -> str:
        """A blind index of these values: the same for the same values, and telling nothing else."""
        return _keyed(self._index, parts)[:32]

    def mac(self, *parts: str) -> str:
        """A proof that whoever wrote these values had the key."""
        return _keyed(self._mac, parts)


def _keyed(keyed: hmac.HMAC, parts: tuple[str, ...]) -> str:
    mac = keyed.copy()
    mac.update("\x1f".join(parts).encode("utf-8", "replace"))
    return mac.hexdigest()


def _derived(key: bytes, purpose: bytes) -> bytes:
    return HKDF(SHA256(), 32, salt=None, info=b"hotline/" + purpose).derive(key)
