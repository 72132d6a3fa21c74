"""Build the directory again when a file or an edit has changed it, and speak what is new in it."""

from __future__ import annotations

import logging

from hotline.app import Hotline
from hotline.directory.build import mark_of
from hotline.errors import ContentError
from jobs import line
from jobs.render_audio import render_by

SPOKEN = "directory.spoken"  # which version of the directory has all its sounds
logger = logging.getLogger(__name__)


def refresh_directory() -> None:
    """A faulty pack changes nothing: the line goes on with the directory it has."""
    refresh_by(line())


def refresh_by(hotline: Hotline) -> None:
    """The same, by this line."""
    if _changed(hotline):
        try:
            hotline.build_directory()
        except ContentError as error:
            logger.error("the directory was not built: %s", error)
            return
    spoken = hotline.config.state / SPOKEN
    version = hotline.directory.version
    if not spoken.exists() or spoken.read_text() != version:
        render_by(hotline)
        spoken.write_text(version)


def _changed(hotline: Hotline) -> bool:
    """Is there a file newer than the last build, or an edit that is not in it?"""
    built = hotline.config.directory_path
    if built.exists() and mark_of(hotline.directory_edits()) != hotline.directory.edits:
        return True
    folder = hotline.config.city_path
    sources = [*folder.glob("*.csv"), *folder.glob("*.ics")]
    return not built.exists() or any(
        source.stat().st_mtime > built.stat().st_mtime for source in sources
    )
