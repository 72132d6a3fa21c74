"""What do coordinators see of a month that is over, as charts, as tables and as a file?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from babel.dates import format_date
from babel.numbers import format_currency
from flask import abort, render_template, request
from flask.typing import ResponseReturnValue
from flask.wrappers import Response

from hotline.store.small_cells import LEAST, rounded
from hotline.web.console.charts import charts, labelled, within
from hotline.web.console.desk import Desk, desk
from hotline.web.console.wording import Wording
from hotline.web.sheet import download

_COLUMNS = ("month", "chart", "cells", "label", "n")


def statistics() -> ResponseReturnValue:
    """The figures of one month; the newest that is over where none is asked for."""
    here = desk()
    months = here.line.store.statistics.months()
    month = _month(months) if "month" in request.args else next(iter(months), "")
    return render_template(
        "console/statistics.html",
        months=months,
        month=month,
        named=lambda each: _named(here.wording, each),
        charts=charts(here.line.store.statistics.of(month), here.wording),
        single=_single(here, month),
        rows=[(each, _single(here, each)) for each in months],
        waiting=_waiting(here),
        least=LEAST,
    )


def statistics_csv() -> Response:
    """The figures of one month, or of all, as they are shown."""
    here = desk()
    months = here.line.store.statistics.months()
    if "month" in request.args:
        months = [_month(months)]
    rows = (
        (month, each.chart, " ".join(each.cells), label, each.n)
        for month in months
        for each, label in labelled(here.line.store.statistics.of(month), here.wording)
    )
    return download("statistics.csv", [_COLUMNS, *rows])


def _month(months: Sequence[str]) -> str:
    asked = request.args["month"]
    return asked if asked in months else abort(404)


def _named(wording: Wording, month: str) -> str:
    first = date.fromisoformat(f"{month}-01")
    return format_date(first, "MMMM yyyy", locale=wording.language)


def _single(here: Desk, month: str) -> dict[str, str]:
    """What is one figure, in words; what may not be told is not in it."""
    figures = here.line.store.statistics.of(month)
    said = {}
    for chart in ("text", "call", "contact"):
        if of := [each.n for each in figures if each.chart == chart]:
            said[chart] = str(sum(of))
    for each in figures:
        if each.chart in ("median", "worst"):
            said[each.chart] = within(here.wording, each.n)
        if each.chart == "segment":
            said["segment"] = str(each.n)
            if price := here.line.city.segment_price:
                cost = each.n * price.amount
                said["cost"] = format_currency(cost, price.currency, locale=here.wording.language)
    return said


def _waiting(here: Desk) -> str:
    """How many wait for a call at this moment: rounded like all that may be printed."""
    n = sum(here.line.store.callbacks.queues().values())
    return str(rounded(n)) if n >= LEAST else here.wording.say("moins de %(count)s", count=LEAST)
