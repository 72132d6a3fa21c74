"""Does a build put to use what is right, and leave what was there when it is not?"""

from __future__ import annotations

from pathlib import Path

import pytest

from hotline.directory import shelf
from hotline.directory.load import load
from hotline.directory.pack import Edit
from hotline.errors import ContentError, FaultyFiles
from tests.directory.towns import FICTIONAL, built, write


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "state" / "directory.sqlite"


def test_what_was_built_is_loaded(target: Path) -> None:
    made, directory = built(FICTIONAL, target), load(target)
    assert (made.services, made.locations, made.places, made.numbers) == (5, 3, 6, 9)
    assert (directory.version, directory.city) == (made.version, "bourg-fictif")
    assert list(target.parent.iterdir()) == [target]


def test_the_same_tables_have_the_same_version(town: Path, target: Path) -> None:
    first = built(town, target).version
    assert built(town, target).version == first
    write(town / "services.csv", 2, "name", "Écoute")
    assert built(town, target).version != first


def test_a_broken_city_leaves_the_old_directory(town: Path, target: Path) -> None:
    built(town, target)
    before = target.read_bytes()
    write(town / "services.csv", 2, "team", "x")
    with pytest.raises(FaultyFiles):
        built(town, target)
    assert target.read_bytes() == before


@pytest.mark.parametrize("step", ["_write", "_sync"])
def test_an_accident_leaves_the_old_directory(
    town: Path, target: Path, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    built(town, target)
    before = target.read_bytes()

    def fail(*_: object) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr(shelf, step, fail)
    with pytest.raises(OSError, match="no space"):
        built(town, target)
    assert target.read_bytes() == before
    assert list(target.parent.iterdir()) == [target]


def test_a_directory_that_cannot_be_loaded_is_never_served(
    target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hotline.directory.load.version_of", lambda _: "another")
    with pytest.raises(ContentError):
        built(FICTIONAL, target)
    assert list(target.parent.iterdir()) == []


@pytest.mark.parametrize("status", ["draft", "closed"])
def test_only_what_is_published_is_served(town: Path, target: Path, status: str) -> None:
    write(town / "services.csv", 2, "status", status)
    write(town / "locations.csv", 4, "status", status)
    (warning,) = built(town, target).warnings
    directory = load(target)
    assert (directory.service("droits-ecoute"), directory.location("tilleuls")) == (None, None)
    assert directory.service("tilleuls-cours") is None
    assert (warning.file, warning.row) == ("services.csv", 6)


def test_a_location_out_of_reach_is_a_warning(town: Path, target: Path) -> None:
    write(town / "locations.csv", 4, "phone", "")
    write(town / "locations.csv", 3, "reach_through", "")  # its team calls back
    (warning,) = built(town, target).warnings
    assert (warning.file, warning.row, warning.column) == ("locations.csv", 4, "phone")


def test_an_edit_lies_over_the_tables(target: Path) -> None:
    built(FICTIONAL, target, overlay=[Edit("locations", "tilleuls", "phone", "0199001009")])
    found = load(target).location("tilleuls")
    assert found is not None
    assert found.phones == ("01 99 00 10 09",)


@pytest.mark.parametrize(
    ("written", "served"),
    [("0199001001", "01 99 00 10 01"), ("+33 1 99 00 10 01", "01 99 00 10 01")],
)
def test_telephones_are_served_as_people_write_them(
    town: Path, target: Path, written: str, served: str
) -> None:
    write(town / "locations.csv", 4, "phone", written)
    built(town, target)
    assert load(target).locations["tilleuls"].phones == (served,)


def test_a_listed_short_number_will_do(town: Path, target: Path) -> None:
    write(town / "numbers.csv", 2, "number", "39 49")
    write(town / "locations.csv", 4, "phone", "3949")
    built(town, target)
    assert load(target).locations["tilleuls"].phones == ("3949",)


def test_telephones_are_read_in_the_country_of_the_city(town: Path, target: Path) -> None:
    with pytest.raises(FaultyFiles, match="no telephone number of BE"):
        built(town, target, country="BE")


def test_a_byte_order_mark_and_blank_rows_do_no_harm(town: Path, target: Path) -> None:
    file = town / "numbers.csv"
    file.write_bytes(
        b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n") + b",,,,,,,,\r\n\r\n"
    )
    assert built(town, target).numbers == 9


def test_a_decomposed_accent_is_the_same_letter(town: Path, target: Path) -> None:
    write(town / "locations.csv", 3, "near", "Place du Marche\u0301")
    built(town, target)
    assert load(target).locations["droits"].near == "Place du Marché"


def test_an_empty_table_is_served(town: Path, target: Path) -> None:
    file = town / "numbers.csv"
    file.write_text(file.read_text("utf-8").splitlines()[0], "utf-8")
    assert built(town, target).numbers == 0
    assert load(target).numbers == ()
