"""What is verified where there is no account."""

from __future__ import annotations

import pytest
from argon2.exceptions import VerifyMismatchError

from hotline.store.hashing import DECOY, HASHER


def test_the_decoy_takes_as_long_as_a_password() -> None:
    """A newer library may ask more of a password: then DECOY has to be made anew."""
    assert not HASHER.check_needs_rehash(DECOY)


def test_nothing_opens_the_decoy() -> None:
    with pytest.raises(VerifyMismatchError):
        HASHER.verify(DECOY, "")
