"""What do the tests of the directory need: a small fictional city to break, and the real one."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from hotline.config import ROOT
from hotline.directory.load import load
from hotline.directory.search import Directory
from tests.directory.towns import FICTIONAL, built


@pytest.fixture
def town(tmp_path: Path) -> Path:
    """A copy of the fictional city, to be broken."""
    return Path(shutil.copytree(FICTIONAL, tmp_path / "bourg-fictif"))


@pytest.fixture(scope="session")
def fictional(tmp_path_factory: pytest.TempPathFactory) -> Directory:
    target = tmp_path_factory.mktemp("fictional") / "directory.sqlite"
    built(FICTIONAL, target)
    return load(target)


@pytest.fixture(scope="session")
def montreuil(tmp_path_factory: pytest.TempPathFactory) -> Directory:
    target = tmp_path_factory.mktemp("montreuil") / "directory.sqlite"
    built(ROOT / "messages" / "cities" / "montreuil", target)
    return load(target)
