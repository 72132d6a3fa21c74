"""Erase what is past its time."""

from __future__ import annotations

import logging

from jobs import line

logger = logging.getLogger(__name__)


def forget() -> None:
    """Afterwards nothing is held longer than `city.toml` says."""
    gone = line().forget_old()
    logger.info("the audit trail ends with %s", line().store.trail.head())
    logger.info("erased: %s", ", ".join(f"{name} {count}" for name, count in gone.items()))
