"""How must a text be written for a voice to read its names the right way?"""

from __future__ import annotations

import re
from collections.abc import Mapping


def as_read(text: str, readings: Mapping[str, str]) -> str:
    """The text with each of these words as it is to be read out; the longest ones first."""
    if not readings:
        return text
    words = sorted(map(re.escape, readings), key=len, reverse=True)
    found = re.compile(rf"(?<!\w)({'|'.join(words)})(?!\w)")
    return found.sub(lambda match: readings[match[1]], text)
