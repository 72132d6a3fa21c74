"""Build the directory again when the city pack has changed, and speak what is new in it."""

from __future__ import annotations

import logging

from hotline.app import Hotline
from hotline.errors import ContentError
from jobs import line
from jobs.render_audio import render_by

logger = logging.getLogger(__name__)


def refresh_directory() -> None:
    """A faulty pack changes nothing: the line goes on with the directory it has."""
    refresh_by(line())


def refresh_by(hotline: Hotline) -> None:
    """The same, by this line."""
    if not _changed(hotline):
        return
    try:
        hotline.build_directory()
    except ContentError as error:
        logger.error("the directory was not built: %s", error)
    else:
        render_by(hotline)


def _changed(hotline: Hotline) -> bool:
    built = hotline.config.directory_path
    folder = hotline.config.city_path
    sources = [*folder.glob("*.csv"), *folder.glob("*.ics")]
    return not built.exists() or any(
        source.stat().st_mtime > built.stat().st_mtime for source in sources
    )
