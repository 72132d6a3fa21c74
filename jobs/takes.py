"""Fetch what staff said on the telephone, put on the air what they kept, erase the rest."""

from __future__ import annotations

import logging

from hotline.app import Hotline
from hotline.studio import work_on
from jobs import line

logger = logging.getLogger(__name__)


def take(id_: str) -> None:
    """This take has come as far as it can today."""
    take_by(line(), id_)


def takes() -> int:
    """How many takes were not at their end."""
    return takes_by(line())


def take_by(hotline: Hotline, id_: str) -> None:
    """The same, by this line."""
    try:
        work_on(id_, hotline.store, hotline.config, hotline.now())
    except OSError as error:
        logger.error("a take could not be kept (%s)", type(error).__name__)


def takes_by(hotline: Hotline) -> int:
    """The same, by this line."""
    unfinished = hotline.store.takes.unfinished()
    for id_ in unfinished:
        take_by(hotline, id_)
    return len(unfinished)
