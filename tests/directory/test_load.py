"""Is a directory that cannot be trusted refused, with what to do about it?"""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlite_utils import Database
from sqlite_utils.utils import sqlite3

from hotline.directory.load import load
from hotline.errors import ContentError
from tests.directory.towns import FICTIONAL, built


@pytest.fixture
def target(tmp_path: Path) -> Path:
    built(FICTIONAL, tmp_path / "d?#.sqlite")
    return tmp_path / "d?#.sqlite"


def run(target: Path, statement: str) -> None:
    connection = sqlite3.connect(target)
    with Database(connection).conn as open_:
        open_.execute(statement)
    connection.close()


def refused(path: Path) -> str:
    with pytest.raises(ContentError, match="hotline directory build") as error:
        load(path)
    return str(error.value)


def test_missing(tmp_path: Path) -> None:
    assert "no directory yet" in refused(tmp_path / "none.sqlite")
    assert not (tmp_path / "none.sqlite").exists()


@pytest.mark.parametrize("content", [b"", b"not a database", b"SQLite format 3\0" + b"\xff" * 4096])
def test_not_a_directory(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "odd.sqlite").write_bytes(content)
    assert "cannot be read" in refused(tmp_path / "odd.sqlite")


def test_cut_short(target: Path) -> None:
    target.write_bytes(target.read_bytes()[:-4096])
    refused(target)


@pytest.mark.parametrize(
    ("statement", "problem"),
    [
        ("update locations set phones = '01 99 00 10 66'", "changed by hand"),
        ("delete from services where id = 'maison-repas'", "changed by hand"),
        ("alter table locations drop column near", "cannot be read"),
        ("alter table services add column mood text", "cannot be read"),
        ("drop table numbers", "changed by hand"),
        ("delete from about", "cannot be read"),
    ],
)
def test_changed_or_of_another_make(target: Path, statement: str, problem: str) -> None:
    run(target, statement)
    assert problem in refused(target)
