"""Which age key seals backups? One made from the data key, so that no second one can be lost."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pyrage import x25519

from hotline.store.vault import derived

_HRP = "age-secret-key-"
_ALPHABET = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_GENERATOR = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)


def identity(data_key: bytes) -> x25519.Identity:
    """The key that opens the backups of a record with this data key."""
    return x25519.Identity.from_str(written(derived(data_key, "backup")))


def written(key: bytes) -> str:
    """32 bytes as age writes a secret key (Bech32, BIP 173)."""
    data = [*_in_fives(key)]
    spread = [*(ord(char) >> 5 for char in _HRP), 0, *(ord(char) & 31 for char in _HRP)]
    check = _polymod([*spread, *data, *[0] * 6]) ^ 1
    data += [check >> 5 * (5 - nth) & 31 for nth in range(6)]
    return f"{_HRP}1{''.join(_ALPHABET[five] for five in data)}".upper()


def _in_fives(key: bytes) -> Iterable[int]:
    bits = int.from_bytes(key, "big") << 4  # 256 bits in 52 groups of five
    return [bits >> 5 * (51 - nth) & 31 for nth in range(52)]


def _polymod(values: Sequence[int]) -> int:
    check = 1
    for value in values:
        top = check >> 25
        check = (check & 0x1FFFFFF) << 5 ^ value
        for nth, generator in enumerate(_GENERATOR):
            check ^= generator if top >> nth & 1 else 0
    return check
