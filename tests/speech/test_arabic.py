"""Vowelled Arabic as espeak-ng must get it."""

from __future__ import annotations

import pytest

from hotline.speech.arabic import respelt


@pytest.mark.parametrize(
    ("written", "spelt"),
    [
        ("النَّجْمَة", "النَجْمَه"),
        ("لِلْعَرَبِيَّة", "لِلْعَرَبِيْيَه"),
        ("اضغط 3", "اضغط 3"),
        ("Croix de Chavaux", "Croix de Chavaux"),
    ],
)
def test_respelt(written: str, spelt: str) -> None:
    assert respelt(written) == spelt


def test_the_order_of_marks_does_not_matter() -> None:
    assert respelt("مُؤَك\u064e\u0651دة") == respelt("مُؤَك\u0651\u064eدة")


def test_said_twice_it_is_the_same() -> None:
    once = respelt("النَّجْمَة العَرَبِيَّة")
    assert respelt(once) == once
