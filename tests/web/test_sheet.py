"""Is any text that goes into a spreadsheet taken for a formula?"""

from __future__ import annotations

import csv
import io

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from hotline.web.sheet import download, plain

FORMULAS = [
    "=1+1", "+33639980001", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "＋1", "－1", "＠A",
    " =1", "\u00a0=1", "\u200b=1", "\ufeff=1", "\u202e=1", "\u2060@SUM(1)", "\u00ad=1", "=HYPERLINK(\"http://x\")",
    "=cmd|' /C calc'!A0", "\x00=1",
]  # fmt: skip


@pytest.mark.parametrize("text", FORMULAS)
def test_no_formula_gets_through(text: str) -> None:
    assert plain(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "Awa", "1+1", "06 39", "a=b", "«=1»", "'", "é", "٣"])
def test_what_is_no_formula_stays_as_it_is(text: str) -> None:
    assert plain(text) == text


@given(st.text())
def test_nothing_begins_a_formula_whatever_it_is(text: str) -> None:
    assert plain(text)[:1] not in tuple("=+-@\t\r\n＝＋－＠")


def test_cells_stay_where_they_are_and_numbers_are_numbers() -> None:
    with Flask("x").test_request_context():
        response = download("x.csv", [['a;b\n"c"', -1, None], ["=1", 2.5, "é"]])
    rows = [*csv.reader(io.StringIO(response.get_data(as_text=True).removeprefix("\ufeff")))]
    assert rows == [['a;b\n"c"', "-1", ""], ["'=1", "2.5", "é"]]
    assert response.headers["Content-Disposition"] == "attachment; filename=x.csv"
