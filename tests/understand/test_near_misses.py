from __future__ import annotations

import pytest

from hotline.understand.near_misses import GUESSED, LIKELY, SURE, vocabulary

WORDS = ("avocat", "droit", "logement", "cours", "journal", "croissance", "محامي", "العمل")
VOCABULARY = vocabulary([*WORDS, "droite"], ["frapp"], WORDS)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("avocat", ("avocat", SURE)),
        ("avocats", ("avocat", SURE)),
        ("lavocat", ("avocat", SURE)),
        ("cour", ("cours", SURE)),
        ("journaux", ("journal", SURE)),
        ("frappait", ("frappait", SURE)),
        ("droite", ("droite", SURE)),
        ("logemnet", ("logement", LIKELY)),
        ("croisance", ("croissance", LIKELY)),
        ("croisanse", ("croissance", GUESSED)),
        ("droir", ("droit", GUESSED)),
        ("evocat", ("evocat", SURE)),
        ("vocat", ("vocat", SURE)),
        ("4821", ("4821", SURE)),
        ("والمحامي", ("محامي", SURE)),
        ("بمحامي", ("محامي", SURE)),
        ("عمل", ("العمل", SURE)),
        ("xyzzyxyzzy", ("xyzzyxyzzy", SURE)),
    ],
)
def test_mend(written: str, meant: tuple[str, float]) -> None:
    assert VOCABULARY.mend(written) == meant
