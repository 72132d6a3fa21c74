"""Do all positions lie in one city, or is one of them mistyped?"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
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
    points = [(row, point) for row in rows if (point := point_of(row)) is not None]
    middle = middle_of([point for _, point in points])
    for row, point in points:
        if found := astray(point, middle):
            yield row.fault("lat", *found)


def middle_of(points: Collection[Point]) -> Point | None:
    """The median of these positions."""
    if not points:
        return None
    return median(lat for lat, _ in points), median(lon for _, lon in points)


def astray(point: Point, middle: Point | None) -> tuple[str, str] | None:
    """What is wrong with this position, and its cure; None where it lies among the others."""
    if middle is None or (away := metres_between(*point, *middle)) <= REACH:
        return None
    lat, lon = point
    if abs(lon) <= 90 and metres_between(lon, lat, *middle) <= REACH:
        return f"{lat} and {lon} are swapped.", "Exchange lat and lon."
    return f"lies {away / 1000:.0f} km from the other places.", _AGAIN


def point_of(row: Row) -> Point | None:
    """The position of a row; None when there is none, or it cannot be read."""
    try:
        return cells.degrees(90)(row["lat"]), cells.degrees(180)(row["lon"])
    except cells.Unfit:
        return None
