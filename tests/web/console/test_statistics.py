"""Do coordinators see the figures of a month, on the page and in the file, and nothing finer?"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask

from hotline.app import Hotline
from hotline.content.city import Price
from hotline.store import StaffMember
from hotline.store.small_cells import LEAST, STEP
from hotline.web.console.charts import charts
from hotline.web.console.wording import Wording, load_translations
from tests.a_month import two_months
from tests.conftest import Clock
from tests.web.console.conftest import Visitor, signed_in

PATH = "/console/statistics"


@pytest.fixture
def coordinator(app: Flask, hire: Callable[..., StaffMember]) -> Visitor:
    hire("lea", roles=["coordinator"])
    return signed_in(app, "lea")


def rows(visitor: Visitor, path: str = f"{PATH}.csv") -> list[list[str]]:
    answer = visitor.get(path)
    assert answer.headers["Content-Disposition"] == "attachment; filename=statistics.csv"
    return [*csv.reader(io.StringIO(answer.text.removeprefix("\ufeff")))]


def test_before_any_month_is_over_there_is_nothing(coordinator: Visitor) -> None:
    page = coordinator.text(PATH)
    assert "Les premiers chiffres viennent quand le mois est fini." in page
    assert "<svg" not in page
    assert len(rows(coordinator)) == 1


def test_the_month_that_is_not_over_is_not_told(
    coordinator: Visitor, line: Hotline, clock: Clock
) -> None:
    two_months(line.store)
    line.store.statistics.count([("topic", "culture")], clock(), 500)
    assert "2026-11" not in coordinator.text(PATH)
    assert coordinator.get(f"{PATH}?month=2026-11").status_code == 404
    assert coordinator.get(f"{PATH}.csv?month=2026-11").status_code == 404
    assert {row[0] for row in rows(coordinator)[1:]} == {"2026-09", "2026-10"}
    assert {row[0] for row in rows(coordinator, f"{PATH}.csv?month=2026-09")[1:]} == {"2026-09"}


def test_every_figure_is_large_and_round(coordinator: Visitor, line: Hotline) -> None:
    two_months(line.store)
    told = [row for row in rows(coordinator)[1:] if row[1] not in ("median", "worst")]
    assert len(told) > 80
    assert all(int(row[4]) >= LEAST and int(row[4]) % STEP == 0 for row in told)
    page = coordinator.text(PATH)
    shown = re.findall(r'<td class="n">(\d+)</td>', page)
    assert len(shown) > 50
    assert all(int(n) >= LEAST and int(n) % STEP == 0 for n in shown)


def test_a_total_is_the_sum_of_what_is_shown(line: Hotline) -> None:
    two_months(line.store)
    wording = Wording("fr", load_translations(line.config.messages)["fr"], line.texts, line.city)
    drawn = charts(line.store.statistics.of("2026-10"), wording)
    assert {each.id for each in drawn} >= {"text", "call", "hour", "topic", "language", "promise"}
    for each in drawn:
        assert each.sum == sum(bar.n for bar in each.bars)
        assert each.bars, each.id
    text = next(each for each in drawn if each.id == "text")
    assert round(sum(bar.width for bar in text.bars)) == 100
    assert max(bar.height for bar in text.bars) == 100


def test_the_page_says_it_in_words(coordinator: Visitor, line: Hotline) -> None:
    two_months(line.store)
    page = coordinator.text(PATH)
    for said in ("octobre 2026", "septembre 2026", "Droits, avocat", "bambara", "Pas compris",
                 "Au premier essai", "3 jours au plus", "8 h au plus", "moins de 10",
                 "Tout le reste ensemble"):  # fmt: skip
        assert said in page, said
    for hidden in ("soninké", "ukrainien", "Sorties"):
        assert hidden not in page


def test_money_is_told_where_the_price_is_known(
    coordinator: Visitor, line: Hotline, monkeypatch: pytest.MonkeyPatch
) -> None:
    two_months(line.store)
    assert "Segments envoyés" in coordinator.text(PATH)
    assert "Coût des SMS" not in coordinator.text(PATH)
    monkeypatch.setattr(line, "city", replace(line.city, segment_price=Price(0.05, "EUR")))
    page = coordinator.text(PATH)
    segments = int(re.search(r"<dt>Segments envoyés</dt><dd>(\d+)", page)[1])  # type: ignore[index]
    euros = f"{segments * 0.05:.2f}".replace(".", ",")
    assert f"<dt>Coût des SMS</dt><dd>{euros}" in page


def test_who_waits_is_told_roundly(
    coordinator: Visitor, line: Hotline, ask: Callable[..., str]
) -> None:
    for _ in range(12):
        ask()
    assert "<strong>10</strong>" in coordinator.text(PATH)
