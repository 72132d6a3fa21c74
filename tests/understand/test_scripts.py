from __future__ import annotations

import pytest

from hotline.understand.scripts import letters, script


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("avocat", "latin"),
        ("dɔnkɛ", "latin"),
        ("محامي croix de chavaux", "arabic"),
        ("адвокат", "cyrillic"),
        ("律师", "han"),
        ("উকিল", "bengali"),
        ("வழக்கறிஞர்", "tamil"),
        ("ንገዛ", "other"),
        ("12 ?! 😀", None),
    ],
)
def test_script(text: str, name: str | None) -> None:
    assert script(text) == name


@pytest.mark.parametrize(
    ("text", "language"), [("ځای", "ps"), ("چرا", "fa"), ("їжа", "uk"), ("объём", "ru"), ("ہے", "")]
)
def test_telling_letters(text: str, language: str) -> None:
    assert letters(text)[language] == max(letters(text).values())
