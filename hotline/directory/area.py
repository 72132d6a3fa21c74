"""Do all positions lie in one city, or is one of them mistyped?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from statistics import median

from hotline.directory import cells
from hotline.directory.distance import metres_between
from hotline.directory.table import Row
from hotline.errors import Fault

REACH = 60_000  # metres from the median: a large city and its suburbs
_AGAIN = "Look the position up again."

Point = tuple[float, float]


def faults(rows: Iterable[Row]) -> Iterator[Fault]:
    """A fault for each row whose position is alone, or far from the median of all rows."""
    rows = [*rows]
    points = [(row, point) for row in rows if (point := point_of(row)) is not None]
    if not points:
        return
    middle = (median(lat for _, (lat, _) in points), median(lon for _, (_, lon) in points))
    for row, point in points:
        away = metres_between(*point, *middle)
        if away > REACH:
            yield _far(row, point, middle, away)


def point_of(row: Row) -> Point | None:
    """The position of a row; None when there is none, or it cannot be read."""
    try:
        return cells.degrees(90)(row["lat"]), cells.degrees(180)(row["lon"])
    except cells.Unfit:
        return None


def _far(row: Row, point: Point, middle: Point, away: float) -> Fault:
    lat, lon = point
    if abs(lon) <= 90 and metres_between(lon, lat, *middle) <= REACH:
        return row.fault(
            "lat", f"{row['lat']} and {row['lon']} are swapped.", "Exchange lat and lon."
        )
    return row.fault("lat", f"lies {away / 1000:.0f} km from the other places.", _AGAIN)
