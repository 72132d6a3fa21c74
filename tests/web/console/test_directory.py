"""Do editors see what is to do, what is wrong with what they typed, and can they take it back?"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from hotline.app import Hotline
from hotline.config import Config
from hotline.directory import cells
from hotline.store import StaffMember
from tests.conftest import Clock
from tests.fictional import a_town, text
from tests.web.console.conftest import Visitor, signed_in
from tests.web.console.test_nasty import Page, looked_at
from tests.web.nasty import NASTY

PATH = "/console/directory"
MAISON = f"{PATH}/maison"


@pytest.fixture
def line(config: Config, clock: Clock, tmp_path: Path) -> Hotline:
    return a_town(config, clock, tmp_path)


@pytest.fixture
def at_work(app: Flask, hire: Callable[..., StaffMember]) -> Visitor:
    """Awa, who edits the directory, signed in."""
    return signed_in(app, hire("awa", roles=["editor"]).login)


def seen(visitor: Visitor, path: str = MAISON) -> str:
    found = re.search(r'name="seen" value="([^"]*)"', visitor.text(path))
    assert found
    return found[1]


def sent(visitor: Visitor, path: str = MAISON, **typed: str) -> TestResponse:
    """What is typed on the page of an entry, as it is now."""
    return visitor.post(path, seen=seen(visitor, path.removesuffix("/verified")), **typed)


def entries(visitor: Visitor) -> list[str]:
    return re.findall(r'id="open-([a-z-]+)"', visitor.text(PATH))


def test_what_is_to_do_comes_first_with_its_reason(line: Hotline, at_work: Visitor) -> None:
    for sender in ("+33639980001", "+33639980002"):
        text(line, "manger", sender)
        text(line, "faux", sender)
    assert entries(at_work) == ["maison", "droits", "tilleuls"]
    page = Page(at_work.text(PATH)).text
    for said in ("Dite fausse par 2 personnes", "Jamais vérifiée", "Vérifiée le lundi 1 juin 2026"):
        assert said in page
    sent(at_work, f"{MAISON}/verified")
    assert entries(at_work) == ["droits", "tilleuls", "maison"]
    page = at_work.text(PATH)
    assert 'À vérifier <span class="count">2</span>' in page
    assert "Vérifiée le lundi 23 novembre 2026" in page
    assert "fausse" not in page
    sent(at_work, f"{MAISON}/verified")
    (again, _) = line.store.edits.of("maison")
    assert "a vérifié encore une fois" in at_work.text(MAISON)
    for change in (again, line.store.edits.of("maison")[1]):
        at_work.post(f"{MAISON}/edits/{change.id}/undo")
    assert "Dite fausse par 2 personnes" in at_work.text(PATH)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "fr",
            (
                "Rien n’est changé. À corriger :",
                "'lundi 9h-12h' n’est pas compris comme des heures.",
                "Écrivez comme « Mo-Fr",
                "n’est pas un numéro de téléphone (FR).",
                "Comptez les chiffres",
                "Ce jour est avant le premier, 2026-12-03.",
                "comme un calcul",
            ),
        ),
        (
            "en",
            (
                "Nothing is changed. To correct:",
                "'lundi 9h-12h' is not understood as hours.",
                "Write it like “Mo-Fr",
                "is no telephone number (FR).",
                "Count its digits",
                "This day is before the first one, 2026-12-03.",
                "like a formula",
            ),
        ),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_what_was_typed_stays(
    line: Hotline, at_work: Visitor, language: str, said: tuple[str, ...]
) -> None:
    typed = {
        "opening_hours": "lundi 9h-12h",
        "phone": "01 99 00",
        "closed_from": "2026-12-03",
        "closed_until": "2026-12-01",
        "closed_reason": "=travaux",
    }
    at_work.post("/console/language", language=language)
    answer = sent(at_work, **typed)
    page = Page(answer.text).text
    assert answer.status_code == 422
    for words in said:
        assert words in page
    for name, value in typed.items():
        assert re.search(rf'name="{name}"[^>]*value="{value}"', answer.text)
    assert answer.text.count('aria-invalid="true"') == 4
    assert line.store.edits.of("maison") == []


def test_saved_shown_and_taken_back(line: Hotline, at_work: Visitor) -> None:
    form = {"opening_hours": "Mo-Fr 08:00-12:00", "phone": "0199001234", "verified": "1"}
    assert sent(at_work, **form).location == MAISON
    page = Page(at_work.text(MAISON)).text
    for said in ("C’est enregistré", "08:00–12:00", "Awa", "01 99 00 12 34", "23 novembre 2026"):
        assert said in page
    (change,) = line.store.edits.of("maison")
    assert {*change.cells} == {"opening_hours", "phone", "verified_on", "verified_by"}
    at_work.post(f"{MAISON}/edits/{change.id}/undo")
    assert "a annulé un changement" in at_work.text(MAISON)
    assert line.directory.locations["maison"].phones[0] == "01 99 00 10 01"
    at_work.post(f"{MAISON}/edits/{change.id}/undo")
    assert "Trop tard" in at_work.text(MAISON)
    assert at_work.post(f"{PATH}/tilleuls/edits/{change.id}/undo").status_code == 404


def test_nobody_overwrites_what_they_have_not_seen(line: Hotline, at_work: Visitor) -> None:
    before = seen(at_work)
    at_work.post(MAISON, seen=before, phone="01 99 00 12 34")
    answer = at_work.post(MAISON, seen=before, phone="01 99 00 12 35")
    assert answer.status_code == 409
    assert "Quelqu’un vient de changer" in answer.text
    assert "01 99 00 12 35" in answer.text
    assert "01 99 00 12 34" in answer.text
    assert line.directory.locations["maison"].phones[0] == "01 99 00 12 34"


@pytest.mark.parametrize("page", [PATH, MAISON])
def test_nobody_verifies_what_they_have_not_seen(
    line: Hotline, at_work: Visitor, page: str
) -> None:
    before = on_page(at_work, page)
    sent(at_work, phone="01 99 00 12 34")
    answer = at_work.post(f"{MAISON}/verified", seen=before)
    assert answer.status_code == 409
    assert "Quelqu’un vient de changer" in answer.text
    assert "01 99 00 12 34" in answer.text
    assert len(line.store.edits.of("maison")) == 1
    again = at_work.post(f"{MAISON}/verified", seen=on_page(at_work, page))
    assert again.status_code == 303


def on_page(visitor: Visitor, page: str) -> str:
    """The version of "maison" that stands beside the button there."""
    beside = r'maison/verified".*?name="seen" value="(\w+)"'
    found = re.search(beside, visitor.text(page), re.DOTALL)
    assert found
    return found[1]


def test_what_the_file_says_anew_is_not_overwritten_unseen(line: Hotline, at_work: Visitor) -> None:
    before, file = seen(at_work), line.config.city_path / "locations.csv"
    text = file.read_text("utf-8").replace("01 99 00 10 01", "01 99 00 56 78")
    file.write_text(text, encoding="utf-8")
    answer = at_work.post(MAISON, seen=before, phone="01 99 00 10 01")
    assert answer.status_code == 409
    assert "La fiche dit : 01 99 00 56 78" in Page(answer.text).text
    assert line.store.edits.of("maison") == []


def test_the_file_leaves_with_the_edits(line: Hotline, at_work: Visitor) -> None:
    file = line.config.city_path / "locations.csv"
    before = file.read_text("utf-8") + ",,\n"  # as a spreadsheet leaves it behind
    file.write_text(before, encoding="utf-8")
    sent(at_work, phone="01 99 00 12 34")
    answer = at_work.get(f"{PATH}/locations.csv")
    assert answer.headers["Content-Disposition"] == "attachment; filename=locations.csv"
    assert answer.text == before.replace("01 99 00 10 01", "01 99 00 12 34")


def test_files_that_cannot_be_read_are_named(line: Hotline, at_work: Visitor) -> None:
    (line.config.city_path / "locations.csv").write_text("id\n", encoding="utf-8")
    assert "this column is missing" in at_work.text(PATH)
    assert at_work.get(f"{PATH}/locations.csv").location == PATH
    assert at_work.get(MAISON).status_code == 404


@pytest.mark.parametrize(
    ("column", "cell", "said"),
    [
        ("verified_on", "1/6/2026", "'1/6/2026' is no date."),
        ("closed_until", "2026-12-3", "'2026-12-3' n’est pas une date."),
        ("opening_hours", "lundi 9h", "'lundi 9h' n’est pas compris comme des heures."),
    ],
)
def test_a_cell_that_cannot_be_read_is_named_and_keeps_no_page_away(
    line: Hotline, at_work: Visitor, column: str, cell: str, said: str
) -> None:
    spoil(line, column, cell)
    assert {*entries(at_work)} == {"maison", "droits", "tilleuls"}
    fault = f"locations.csv, row 2, column {column}: {cell!r}"
    other = f"{PATH}/droits"
    for path in (PATH, other):
        page = Page(at_work.text(path)).text
        assert fault in page
        assert "la ligne continue avec ce qu’elle a" in page
        assert "Rien n’est changé" not in page
    assert said in Page(at_work.text(MAISON)).text
    for path, form in ((other, {"phone": "01 99 00 12 34"}), (f"{other}/verified", {})):
        answer = sent(at_work, path, **form)
        assert answer.status_code == 422
        assert "Rien n’est changé : les fichiers de la ville" in Page(answer.text).text
        assert fault in Page(answer.text).text


def test_such_a_cell_is_put_right_on_its_page(line: Hotline, at_work: Visitor) -> None:
    spoil(line, "verified_on", "1/6/2026")
    assert sent(at_work, phone="01 99 00 12 34").status_code == 422
    assert sent(at_work, f"{MAISON}/verified").status_code == 303
    assert "sont à corriger" not in at_work.text(PATH)
    assert str(line.directory.locations["maison"].verified_on) == "2026-11-23"


def spoil(line: Hotline, column: str, cell: str) -> None:
    """The file says this of "maison", its first row."""
    file = line.config.city_path / "locations.csv"
    with file.open(encoding="utf-8", newline="") as opened:
        rows = [*csv.DictReader(opened)]
    rows[0] |= {"closed_from": "2026-12-01", "closed_until": "2026-12-03", column: cell}
    with file.open("w", encoding="utf-8", newline="") as opened:
        table = csv.DictWriter(opened, rows[0])
        table.writeheader()
        table.writerows(rows)


@pytest.mark.parametrize("path", ["nobody", "../x", "maison/edits/none/undo"])
def test_what_there_is_not(at_work: Visitor, path: str) -> None:
    assert at_work.post(f"{PATH}/{path}").status_code in (404, 405)


def test_what_staff_type_stays_text(at_work: Visitor) -> None:
    for at in range(0, len(NASTY), 3):
        words = dict(zip(("phone", "opening_hours", "closed_reason"), NASTY[at:], strict=False))
        answer = sent(at_work, **words)
        assert answer.status_code == 422
        looked_at(answer, MAISON)
    days = {"closed_from": "2026-11-23", "closed_until": "2026-12-03"}
    kept = [words for words in NASTY if fit(words)]
    assert len(kept) > 10
    for at in range(0, len(kept), 6):
        reason = " ".join(["a", *kept[at : at + 6]])
        answer = sent(at_work, closed_reason=reason, **days)
        assert answer.status_code == 303
    assert looked_at(at_work.get(MAISON), MAISON).count("nasty") > 10
    looked_at(at_work.get(PATH), PATH)


def fit(words: str) -> bool:
    """May a cell say this?"""
    try:
        return bool(cells.plain(words))
    except cells.Unfit:
        return False
