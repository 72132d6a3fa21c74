"""How are numbers and texts kept so that a stolen file tells nothing?"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from collections.abc import Sequence

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

    `earlier` are the index keys of the data keys before this one, the oldest first. Of who opted
    out nothing is held but a blind index, which can't be made anew under another key; so a new key
    hides the old index once more, and looking a number up goes through all of them. Who has some of
    the keys, but not the newest, can look nobody up.
    """

    def __init__(self, key: bytes, earlier: Sequence[bytes] = ()) -> None:
        self._cipher = AESGCM(derived(key, "seal"))
        self.index_keys = (*earlier, derived(key, "index"))
        self._indexes = [hmac.new(each, digestmod=hashlib.sha256) for each in self.index_keys]
        self._mac = hmac.new(derived(key, "mac"), digestmod=hashlib.sha256)

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
        first, *later = self._indexes
        found = _keyed(first, parts)[:32]
        for each in later:
            found = _keyed(each, (found,))[:32]
        return found

    def reindexed(self, index: str) -> str:
        """What an index under all keys but the newest is under all of them."""
        return _keyed(self._indexes[-1], (index,))[:32]

    def mac(self, *parts: str) -> str:
        """A proof that whoever wrote these values had the key."""
        return _keyed(self._mac, parts)


def derived(key: bytes, purpose: str) -> bytes:
    """A key for this purpose alone, 32 bytes; from it nobody learns the key it was made from."""
    return HKDF(SHA256(), 32, salt=None, info=b"hotline/" + purpose.encode()).derive(key)


def _keyed(keyed: hmac.HMAC, parts: tuple[str, ...]) -> str:
    mac = keyed.copy()
    mac.update("\x1f".join(parts).encode("utf-8", "replace"))
    return mac.hexdigest()
