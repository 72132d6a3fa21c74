"""Does an edit by staff reach whoever texts, with undo, and leave in the city pack's own file?"""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from hotline.app import Hotline
from hotline.cli import commands
from hotline.config import Config
from hotline.directory.build import mark_of
from hotline.editing import Editing
from hotline.errors import ContentError, FaultyFiles
from hotline.store import StaffMember
from jobs import refresh_directory
from jobs.refresh_directory import refresh_by
from tests.conftest import Clock
from tests.fictional import a_town, phone, text

OPEN, PHONE = "Ouvert maintenant", "01 99 00 10 01"
NEW_PHONE = "01 99 00 12 34"


@pytest.fixture
def line(config: Config, clock: Clock, tmp_path: Path) -> Hotline:
    return a_town(config, clock, tmp_path)


@pytest.fixture
def awa(line: Hotline) -> StaffMember:
    line.store.staff.add("awa", "\u200b=\u00ad=Awa", ("pad",), ["editor"], line.now())
    made = line.store.staff.called("awa")
    assert made
    return made


@pytest.fixture
def save(line: Hotline, awa: StaffMember) -> Callable[..., list[tuple[str, str, str]]]:
    """Awa saves these cells; what was wrong with them."""

    def saved(
        location: str = "maison", *, verified: bool = False, **cells: str
    ) -> list[tuple[str, str, str]]:
        editing = Editing(line, line.now())
        entry = editing.entry(location)
        assert entry
        faults = editing.save(entry, awa, cells, seen=entry.version, verified=verified)
        assert faults is not None
        return [(fault.column, fault.problem, fault.cure) for fault in faults]

    return saved


Save = Callable[..., list[tuple[str, str, str]]]


def undo(line: Hotline, awa: StaffMember, nth: int = 0, location: str = "maison") -> bool:
    editing = Editing(line, line.now())
    entry = editing.entry(location)
    assert entry
    return editing.undo(entry, awa, line.store.edits.of(location)[nth]) is not None


def test_an_edit_is_told_from_the_next_text_on_and_undone(
    line: Hotline, awa: StaffMember, save: Save
) -> None:
    before = text(line, "manger")
    assert OPEN in before
    assert PHONE in before
    assert save(phone="0199001234", opening_hours="Tu 09:00-10:00") == []
    after = text(line, "manger")
    assert "Fermé maintenant" in after
    assert NEW_PHONE in after
    assert undo(line, awa)
    assert text(line, "manger") == before
    assert undo(line, awa)  # the undo itself
    assert text(line, "manger") == after
    assert [change.undoes is not None for change in line.store.edits.of("maison")] == [
        True,
        True,
        False,
    ]
    assert [what for _, _, what in line.store.staff.audited("maison")] == [
        "directory_changed",
        "directory_undone",
        "directory_undone",
    ]


def test_what_was_changed_again_since_is_not_undone(
    line: Hotline, awa: StaffMember, save: Save
) -> None:
    save(phone=NEW_PHONE)
    save(phone="01 99 00 12 35")
    assert not undo(line, awa, nth=1)
    assert "01 99 00 12 35" in text(line, "manger")


def test_an_undo_overwrites_nothing_that_came_while_it_was_under_way(
    line: Hotline, awa: StaffMember, save: Save
) -> None:
    """Somebody else saves after the entry was read, and before the undo is kept."""
    save(phone=NEW_PHONE)
    editing, (change,) = Editing(line, line.now()), line.store.edits.of("maison")
    entry = editing.entry("maison")
    assert entry
    save(phone="01 99 00 12 35")
    assert editing.undo(entry, awa, change) is None
    assert "01 99 00 12 35" in text(line, "manger")
    assert len(line.store.edits.of("maison")) == 2


@pytest.mark.parametrize("verified", [False, True])
def test_nothing_is_kept_of_who_decided_on_an_older_entry(
    line: Hotline, awa: StaffMember, save: Save, verified: bool
) -> None:
    editing = Editing(line, line.now())
    entry = editing.entry("maison")
    assert entry
    save(phone=NEW_PHONE)
    cells = {"opening_hours": "24/7"}
    assert editing.save(entry, awa, cells, seen=entry.version, verified=verified) is None
    assert len(line.store.edits.of("maison")) == 1


WRONG = [
    ({"opening_hours": "lundi 9h-12h"}, "opening_hours", "9h-12h", "Write it like"),
    ({"phone": "01 99 00"}, "phone", "no telephone number", "digits"),
    ({"phone_2": "08 99 12 34 56"}, "phone_2", "costs more", "normal price"),
    ({"closed_from": "2026-12-03"}, "closed_until", "empty", "the last day"),
]


def test_what_is_wrong_changes_nothing(line: Hotline, save: Save) -> None:
    for cells, column, problem, cure in WRONG:
        ((said, what, todo),) = save(verified=True, **cells)
        assert (said, problem in what, cure in todo) == (column, True, True)
    assert line.store.edits.of("maison") == []
    assert line.directory.edits == ""


def test_closed_for_once_is_told_with_its_last_day(line: Hotline, save: Save) -> None:
    reason = "travaux"
    assert save(closed_from="2026-11-23", closed_until="2026-12-03", closed_reason=reason) == []
    said = text(line, "manger")
    assert "Fermé jusqu'au jeudi 3 décembre inclus." in said
    assert reason not in said
    assert "until Thursday" in text(line, "food in english")


def test_a_call_says_so_too(line: Hotline, save: Save) -> None:
    save("tilleuls", closed_from="2026-11-23", closed_until="2026-12-03")
    client, said = phone(line), []
    for step, key in enumerate(["", "1", "2", "1"]):  # French, French and work, courses
        form = {"from": "+33639980002", "call": "closed", "step": str(step), "digits": key}
        answer = client.post("/channels/simulator/voice", json=form).get_json()
        said = [piece["text"] for piece in answer["script"]["utterances"]]
    at = said.index("Fermé jusqu'à cette date :")
    assert said[at + 1 : at + 4] == ["jeudi", "3", "décembre"]


def test_verified_today_has_a_day_and_an_author(line: Hotline, save: Save, clock: Clock) -> None:
    clock.forward(hours=14, minutes=30)  # half past midnight there, and still Monday in UTC
    assert save("tilleuls", verified=True) == []
    location = line.directory.locations["tilleuls"]
    assert str(location.verified_on) == "2026-11-24"
    assert location.verified_by == "Awa"  # what they are called would begin a formula in the file
    text(line, "cours de francais", "+33639980001")
    assert "vérifiée : 24 novembre 2026" in text(line, "date", "+33639980001")


def test_an_edit_and_a_check_answer_who_said_it_is_wrong(line: Hotline, save: Save) -> None:
    for sender in ("+33639980001", "+33639980001", "+33639980002"):
        text(line, "manger", sender)
        assert "vérifier" in text(line, "faux", sender)
    assert line.store.reports.counts() == {"maison": 2}
    first = Editing(line, line.now()).entries()[0]
    assert (first.row["id"], first.wrong, first.to_do) == ("maison", True, True)
    save(verified=True)
    assert line.store.reports.counts() == {}


@pytest.mark.parametrize("cells", [{}, {"phone": NEW_PHONE}])
def test_undone_it_has_answered_nobody(
    line: Hotline, awa: StaffMember, save: Save, cells: dict[str, str]
) -> None:
    for sender in ("+33639980001", "+33639980002"):
        text(line, "manger", sender)
        text(line, "faux", sender)
    save(verified=not cells, **cells)
    assert undo(line, awa)
    assert line.store.reports.counts() == {"maison": 2}


def test_verified_again_on_the_same_day_answers_who_came_since_and_can_be_undone(
    line: Hotline, awa: StaffMember, save: Save
) -> None:
    save(verified=True)
    text(line, "manger", "+33639980001")
    text(line, "faux", "+33639980001")
    save(verified=True)
    assert line.store.reports.counts() == {}
    assert [len(change.cells) for change in line.store.edits.of("maison")] == [0, 2]
    assert undo(line, awa)
    assert line.store.reports.counts() == {"maison": 1}
    entry = Editing(line, line.now()).entry("maison")
    assert entry
    assert str(entry.verified_on) == "2026-11-23"


def test_a_foreign_number_is_no_formula(line: Hotline, save: Save) -> None:
    save(phone="+32 2 555 12 12")
    assert "00 32 2 555 12 12" in Editing(line, line.now()).exported()
    assert "+32 2 555 12 12" in text(line, "manger")


def test_the_exported_file_takes_the_place_of_the_edits(
    line: Hotline, save: Save, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = line.config.city_path / "locations.csv"
    before = file.read_text(encoding="utf-8")
    save(opening_hours="Mo,Tu 08:00-09:00")
    save("tilleuls", phone=NEW_PHONE, closed_from="2026-11-23", closed_until="2026-12-03")
    version = line.directory.version
    assert file.read_text(encoding="utf-8") == before

    monkeypatch.setenv("HOTLINE_STATE", str(line.config.state))
    monkeypatch.setenv("HOTLINE_CITY", line.config.city)
    monkeypatch.setenv("HOTLINE_DATA_KEY", line.config.data_key)
    ran = CliRunner().invoke(commands, ["directory", "export", "--to", str(file.parent)])
    assert ran.exit_code == 0, ran.output
    after = {row["id"]: row for row in csv.DictReader(file.read_text("utf-8").splitlines())}
    assert after["maison"]["opening_hours"] == "Mo,Tu 08:00-09:00"
    assert (after["tilleuls"]["phone"], after["tilleuls"]["closed_until"]) == (
        NEW_PHONE,
        "2026-12-03",
    )
    assert "closed_reason" not in after["tilleuls"]

    line.build_directory()
    assert line.store.edits.cells() == []
    assert (line.directory.version, line.directory.edits) == (version, "")
    assert len(line.store.edits.of("maison")) == 1
    # From here on the file is the truth again.
    file.write_text(before, encoding="utf-8")
    line.build_directory()
    assert PHONE in text(line, "manger")


def test_whoever_changes_the_file_afterwards_has_the_last_word(line: Hotline, save: Save) -> None:
    save(phone=NEW_PHONE, opening_hours="24/7")
    file = line.config.city_path / "locations.csv"
    file.write_text(file.read_text("utf-8").replace(PHONE, "01 99 00 56 78"), encoding="utf-8")
    line.build_directory()
    said = text(line, "manger")
    assert "01 99 00 56 78" in said
    assert line.directory.locations["maison"].schedule.text == "24/7"
    assert [cell.column for cell in line.store.edits.cells()] == ["opening_hours"]


def test_an_edit_of_a_row_that_is_gone_waits(line: Hotline, save: Save) -> None:
    save("tilleuls", phone=NEW_PHONE)
    for name in ("locations.csv", "services.csv"):
        file = line.config.city_path / name
        kept = [row for row in file.read_text("utf-8").splitlines(True) if "tilleuls" not in row]
        file.write_text("".join(kept), encoding="utf-8")
    line.build_directory()
    assert line.directory.edits == ""
    assert line.store.edits.cells()


def test_where_another_file_is_spoilt_nothing_is_taken(line: Hotline, save: Save) -> None:
    file = line.config.city_path / "services.csv"
    file.write_text(file.read_text("utf-8").replace(",pad,", ",pads,"), encoding="utf-8")
    assert {column for column, _, _ in save(phone=NEW_PHONE)} == {"team"}
    assert line.store.edits.of("maison") == []
    (line.config.city_path / "locations.csv").write_text("id\n", encoding="utf-8")
    with pytest.raises(FaultyFiles):
        Editing(line, line.now()).exported()


@pytest.fixture
def spoken(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Versions of the directory that were spoken."""
    said: list[str] = []
    monkeypatch.setattr(
        refresh_directory, "render_by", lambda line: said.append(line.directory.version)
    )
    return said


def test_what_an_edit_says_is_spoken_by_the_next_round(
    line: Hotline, save: Save, spoken: list[str]
) -> None:
    """The round comes every 20 s, and at once when it is rung; `test_speakable` measures it."""
    refresh_by(line)
    refresh_by(line)
    save(phone=NEW_PHONE)
    refresh_by(line)
    refresh_by(line)
    assert len(spoken) == 2
    assert spoken[1] == line.directory.version


def test_an_edit_that_was_kept_and_not_built_is_built_by_the_next_round(
    line: Hotline, save: Save, spoken: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def spoilt(_: Hotline) -> None:
        raise ContentError("just now")

    with monkeypatch.context() as broken:
        broken.setattr(Hotline, "build_directory", spoilt)
        save(phone=NEW_PHONE)
    assert PHONE in text(line, "manger")
    refresh_by(line)
    assert NEW_PHONE in text(line, "manger")
    assert line.directory.edits == mark_of(line.directory_edits())
    assert spoken


def test_another_process_takes_it_up(line: Hotline, save: Save, clock: Clock) -> None:
    other = Hotline(line.config, clock)
    assert PHONE in text(other, "manger")
    save(phone=NEW_PHONE)
    other._asked_at = float("-inf")  # a second has passed
    assert NEW_PHONE in text(other, "manger")
