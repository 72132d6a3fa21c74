"""Which language do the letters of a text look like, where its words are not known?"""

from __future__ import annotations

from eld import LanguageDetector

_WORDS = 2  # on one word a detector of letters is no better than a die
_RESEMBLANCE = 0.3  # made-up words and unknown languages stay below
_LEAD = 1.15  # how much more than any other language the text must look like this one


class Letters:
    """A detector of sixty languages, loaded once: about 0.2 s and 50 MB."""

    def __init__(self) -> None:
        self._detector = LanguageDetector()

    def guess(self, text: str) -> str | None:
        """The one language the text clearly looks like; None for less than two words."""
        if len(text.split()) < _WORDS:
            return None
        found = self._detector.detect(text).scores()
        first, second = (*sorted(found.items(), key=lambda item: -item[1]), ("", 0), ("", 0))[:2]
        if first[1] < _RESEMBLANCE or first[1] < second[1] * _LEAD:
            return None
        return str(first[0])
