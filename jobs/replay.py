"""Take in what waits on the spool, in the order it came."""

from __future__ import annotations

import logging
from datetime import timedelta

from hotline.app import Hotline
from hotline.store import AWAY
from jobs import line

logger = logging.getLogger(__name__)

FRESH = timedelta(hours=2)  # an answer that comes later than that only puzzles


def replay() -> int:
    """How many were taken in."""
    return replay_by(line())


def replay_by(hotline: Hotline) -> int:
    """The same, by this line. It ends early when the record is still away."""
    done = 0
    for spooled in hotline.spool.waiting():
        fresh = hotline.now() - spooled.inbound.at < FRESH
        try:
            hotline.take_in(spooled.inbound, told=spooled.told, fresh=fresh)
        except AWAY as error:
            logger.warning("the record is still away (%s)", type(error).__name__)
            break
        hotline.spool.done(spooled)
        done += 1
    return done
