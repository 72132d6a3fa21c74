from __future__ import annotations

from pathlib import Path

import pytest

from hotline.store import Store

KEY = b"k" * 32


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(str(tmp_path / "live.sqlite"), KEY)
