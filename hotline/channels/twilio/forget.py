"""What does the Twilio channel keep of people on this machine? Nothing: there is no file to erase.

Twilio's own copies are at Twilio; its retention is set in Twilio's console.
"""

from __future__ import annotations

from datetime import datetime

from hotline.config import Config


def forget(number: str, config: Config) -> None:
    """Nothing is kept here about any number, this one included."""


def forget_old(before: datetime, config: Config) -> int:
    """Nothing is kept here, so nothing grows old."""
    return 0
