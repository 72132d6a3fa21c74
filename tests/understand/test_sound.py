from __future__ import annotations

import pytest

from hotline.understand.sound import bones, ends_of, french, rough, skeleton


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("aprandre", "apprendre"),
        ("lojman", "logement"),
        ("avoka", "avocat"),
        ("papie", "papier"),
        ("chavo", "chavaux"),
        ("keur", "coeur"),
        ("formasion", "formation"),
        ("eberjeman", "hébergement".replace("é", "e")),
        ("drwa", "droits"),
        ("medsin", "medecin"),
        ("violanse", "violence"),
    ],
)
def test_same_sound_to_a_french_ear(written: str, meant: str) -> None:
    assert french(written) == french(meant)


@pytest.mark.parametrize(
    ("one", "other"),
    [("avocat", "avocado"), ("manger", "ranger"), ("pain", "pin"), ("logement", "largement")],
)
def test_spelling_apart_is_heard_apart_or_not(one: str, other: str) -> None:
    assert (french(one) == french(other)) is (one == "pain")


@pytest.mark.parametrize(
    ("one", "other"),
    [("khedma", "5adma"), ("mochkil", "mushkil"), ("wra9", "wraq"), ("skan", "sakan")],
)
def test_same_consonants(one: str, other: str) -> None:
    assert skeleton(one) == skeleton(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("chavaux", "шаво"), ("vincennes", "vensen"), ("bobigny", "бобини"), ("morillon", "moriyon")],
)
def test_rough_to_any_ear(one: str, other: str) -> None:
    assert rough(one) == rough(other)


def test_a_name_without_what_is_glued_to_it() -> None:
    assert rough("vincennes") in ends_of(rough("vensende"))


def test_bones_of_arabic_and_of_a_name() -> None:
    assert bones("بفانسين") == bones(rough("vincennes"), spelt=True)
    assert bones("vincennes") == ""
