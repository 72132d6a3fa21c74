"""Tell those who follow a topic what is on tomorrow."""

from __future__ import annotations

from hotline.announcing import remind_of_events
from jobs import line


def announce() -> int:
    """How many messages are on their way."""
    hotline = line()
    return remind_of_events(hotline, hotline.now())
