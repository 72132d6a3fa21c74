"""How far apart are two points, and how do people say it?"""

from __future__ import annotations

import math

_EARTH = 6_371_000.0


def metres_between(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Metres as the crow flies (haversine) between two points in WGS 84 degrees."""
    north, east = math.radians(other_lat - lat), math.radians(other_lon - lon)
    across = math.cos(math.radians(lat)) * math.cos(math.radians(other_lat))
    chord = math.sin(north / 2) ** 2 + across * math.sin(east / 2) ** 2
    return 2 * _EARTH * math.asin(math.sqrt(min(1.0, chord)))


def as_said(metres: float) -> int:
    """Metres as people say them: to 10 m below a kilometre, to 100 m above."""
    step = 10 if metres < 1000 else 100
    return round(metres / step) * step
