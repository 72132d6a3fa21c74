"""What is a morning, and which days does nobody work?"""

from __future__ import annotations

from datetime import date, time
from functools import lru_cache

import holidays

# What "in the morning" means to somebody who may be reached then, and at no other time.
PARTS = {
    "morning": (time(8), time(12)),
    "afternoon": (time(12), time(18)),
    "evening": (time(18), time(22)),
}


@lru_cache(maxsize=16)
def public_holidays(country: str, year: int) -> frozenset[date]:
    """This year's, and the last one's: hours may last over midnight of New Year's Eve.

    None for a country the calendar does not know.
    """
    try:
        return frozenset(holidays.country_holidays(country, years=(year - 1, year)))
    except NotImplementedError:
        return frozenset()
