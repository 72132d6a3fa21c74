from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.understand.fold import fold, tokens


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Aiiiide !!", "aide"),
        ("ADRESSE", "adresse"),
        ("cœur", "coeur"),
        ("J’ai  besoin d'un\tavocat…", "j ai besoin d un avocat"),
        ("CROIX-DE-CHAVAUX", "croix de chavaux"),
        ("93000 4821", "93000 4821"),
        ("٤٨٢١ ۴۸ ৪৮", "4821 48 48"),
        ("Ｓｔｏｐ", "stop"),
        ("ＳＴＯＰ\u200b\u202e", "stop"),
        ("مُحَامِي", "محامي"),
        ("مـــســاعدة", "مساعده"),
        ("إقامة أوراق آمال", "اقامه اوراق امال"),
        ("Straße", "strasse"),
        ("n°4821", "n 4821"),
        ("1️⃣", "1"),
        ("😀 !?", "😀"),
        ("👨‍⚖️🏠", "👨 ⚖ 🏠"),
        ("我要律師", "我 要 律 师"),
        ("зв’язок зв'язок", "звязок звязок"),
        ("می‌خواهم می خواهم", "ميخواهم ميخواهم"),
        ("İŞ ışık", "is isik"),
        ("școală şcoală", "scoala scoala"),
        ("সাহায্য", "সাহায্য"),
        ("உதவி", "உதவி"),
        ("dɔnkɛ", "donke"),
        ("", ""),
    ],
)
def test_fold(written: str, folded: str) -> None:
    assert fold(written) == folded


def test_tokens_of_a_message() -> None:
    assert tokens("L'avocat, svp !") == ("l", "avocat", "svp")


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(alphabet=st.characters(categories=["Cs", "Cf", "Mn", "So", "Lo", "Nd"])))
def test_odd_characters_fold_once_for_all(text: str) -> None:
    assert fold(fold(text)) == fold(text)
