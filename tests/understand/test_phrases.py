from __future__ import annotations

import pytest

from hotline.understand.fold import tokens
from hotline.understand.phrases import Entry, Phrases


def _found(phrase: str, message: str) -> bool:
    tree = Phrases()
    tree.plant(phrase, Entry("topic", "legal"))
    words = tokens(message)
    return any(True for start in range(len(words)) for _ in tree.ends(words, start))


@pytest.mark.parametrize(
    ("phrase", "message", "found"),
    [
        ("avocat", "un avocat", True),
        ("avocat", "avocate", False),
        ("frapp*", "il me frappait", True),
        ("frapp*", "il frap", False),
        ("il … tuer", "il tuer", True),
        ("il … tuer", "il va vraiment me tuer", True),
        ("il … tuer", "il dit que demain on va me tuer", False),
        ("il|elle me|nous frapp*", "elle nous frappait", True),
        ("il|elle me|nous frapp*", "elle frappait", False),
        ("il me| frapp*", "il frappe", True),
        ("beau-père|oncle frapp*", "mon beau pere frappe", True),
        ("m'écrire", "de m ecrire", True),
        ("", "rien", False),
    ],
)
def test_phrase_syntax(phrase: str, message: str, found: bool) -> None:
    assert _found(phrase, message) is found
