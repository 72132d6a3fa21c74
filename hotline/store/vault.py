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

    def seal(self, text: str, where: str) -> str:
        """The text, sealed for `where` ("outbox.body/<id>"), as base64 text."""
        return self.seal_bytes(text.encode("utf-8", "replace"), where)

    def seal_bytes(self, data: bytes, where: str) -> str:
        """The same, of a sound."""
        nonce = secrets.token_bytes(_NONCE)
        sealed = self._cipher.encrypt(nonce, data, where.encode())
        return base64.b64encode(_VERSION + nonce + sealed).decode()

    def open(self, sealed: str, where: str) -> str:
        """The text that was sealed for `where`. Raises HotlineError when it was not."""
        return self.open_bytes(sealed, where).decode()

    def open_bytes(self, sealed: str, where: str) -> bytes:
        """The same, of a sound."""
        try:
            raw = base64.b64decode(sealed)
            return self._cipher.decrypt(raw[1 : 1 + _NONCE], raw[1 + _NONCE :], where.encode())
        except (InvalidTag, ValueError):
            raise HotlineError(
                f"{where.split('/')[0]}: this value does not open with this key."
            ) from None

    def index(self, *parts: str) -> str:
        """A blind index of these values: the same for the same values, and telling nothing else."""
        mac = self._index.copy()
        mac.update("\x1f".join(parts).encode("utf-8", "replace"))
        return mac.hexdigest()[:32]


def _derived(key: bytes, purpose: bytes) -> bytes:
    return HKDF(SHA256(), 32, salt=None, info=b"hotline/" + purpose).derive(key)
