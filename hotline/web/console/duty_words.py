"""How are the hours of a turn of duty read by staff, in their own language?"""

from __future__ import annotations

from datetime import date

from babel.dates import format_date

from hotline.directory.schedule import Schedule
from hotline.model import Window
from hotline.web.console.wording import Wording

_DAY = 24 * 60


def day(wording: Wording, on: date) -> str:
    """A day of this week or the next."""
    return str(format_date(on, "EEEE d/M", locale=wording.language))


def clocks(hours: tuple[int, int]) -> str:
    """From one minute of the day to another: 09:00–12:30."""
    return "–".join(f"{minute % _DAY // 60:02}:{minute % 60:02}" for minute in hours)


def turn(wording: Wording, hours: Schedule | Window) -> str:
    """Every week: the days, and when on them; once: the day and when."""
    if isinstance(hours, Window):
        ends = hours.end.astimezone(wording.city.timezone)
        return f"{wording.date(hours.start)}–{ends:%H:%M}"
    of_day: dict[int, list[str]] = {}
    for span in hours.spans:
        of_day.setdefault(span.weekday, []).append(clocks((span.opens, span.closes)))
    days_of: dict[str, list[int]] = {}
    for nth, spans in of_day.items():
        days_of.setdefault(", ".join(spans), []).append(nth)
    return " · ".join(f"{_days(wording, days)} {spans}" for spans, days in days_of.items())


def _days(wording: Wording, nths: list[int]) -> str:
    """Days in a row as the first and the last: Monday–Friday."""
    rows: list[list[int]] = []
    for nth in nths:
        if rows and rows[-1][-1] == nth - 1:
            rows[-1].append(nth)
        else:
            rows.append([nth])
    return ", ".join(
        "–".join(wording.weekday(e) for e in dict.fromkeys((r[0], r[-1]))) for r in rows
    )
