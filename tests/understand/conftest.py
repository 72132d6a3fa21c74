from __future__ import annotations

import pytest

from hotline.model import Place
from hotline.understand import Lexicon

from . import lexicons


@pytest.fixture(scope="session")
def places() -> tuple[Place, ...]:
    return lexicons.places()


@pytest.fixture(scope="session")
def lexicon() -> Lexicon:
    return lexicons.whole()
