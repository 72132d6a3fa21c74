from __future__ import annotations

import pytest

from hotline.understand.inflections import inflections


@pytest.mark.parametrize(
    ("written", "form"),
    [
        ("avocats", "avocat"),
        ("journaux", "journal"),
        ("lavocat", "avocat"),
        ("cour", "cours"),
        ("والمحامي", "محامي"),
        ("عمل", "العمل"),
        ("اقامتي", "اقامه"),
        ("محاميكم", "محامي"),
    ],
)
def test_forms(written: str, form: str) -> None:
    assert form in inflections(written)


@pytest.mark.parametrize("written", ["адвокат", "উকিল", "律"])
def test_other_scripts_have_their_stems_in_the_lists(written: str) -> None:
    assert not list(inflections(written))
