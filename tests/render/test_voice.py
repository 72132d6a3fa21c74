"""In which language, and how often, is each piece of a call said?"""

from __future__ import annotations

import re

import phonenumbers
import pytest

from hotline.content.texts import Text, Texts
from hotline.model import Meaning
from hotline.plan import Choice, Distance, Name, Phone, Plan, Reference, Say, Utterance
from hotline.render.values import GROUPS, digit_by_digit
from hotline.render.voice import core_utterances, render

SENTENCES = {
    "call": {"fr": "Appelez : {phone}.", "bm": "A' ye wele: {phone}."},
    "twice": {"fr": "Tel : {phone}. Je répète : {phone}.", "bm": "Tel: {phone}. Segin: {phone}."},
    "near": {"fr": "Près de : {place}.", "bm": "{place} kèrè fè."},
    "far": {"fr": "{distance}.", "bm": "{distance}."},
    "number": {"fr": "Numéro : {reference}.", "bm": "Nimero: {reference}."},
    "distance.metres": {"fr": "{n} mètres", "bm": "mètèrè {n}"},
    "goodbye": {"fr": "Au revoir.", "bm": "K'an bèn."},
    "menu.ask": {"fr": "De quoi avez-vous besoin ?"},
    "press": {"fr": "tapez {digit}.", "bm": "{digit} digi."},
    "digit.star": {"fr": "étoile", "bm": "dolo"},
    "voice.instead": {"fr": "Envoyez un SMS.", "bm": "SMS ci."},
}
SPOKEN = {
    (key, code): Text(key, words, code)
    for key, own in SENTENCES.items()
    for code, words in own.items()
}
TEXTS = Texts(["fr", "bm"], SPOKEN, {})
PHONE = Phone("01 99 00 12 34")
DIGITS = "0 1, 9 9, 0 0, 1 2, 3 4"


def said(say: Say, language: str = "bm", silent: str = "") -> list[tuple[str, str]]:
    """The pieces in order; what has a word of `silent` in it has no voice in Bambara."""

    def heard(piece: Utterance) -> bool:
        return piece.language == "fr" or not (silent and silent in piece.text)

    script = render(Plan((say,)), language, TEXTS, heard)
    return [(piece.language, piece.text) for piece in script.utterances]


@pytest.mark.parametrize(
    ("key", "language", "pieces"),
    [
        ("call", "fr", [("fr", "Appelez :"), ("fr", DIGITS), ("fr", DIGITS)]),
        ("call", "bm", [("bm", "A' ye wele:"), ("fr", DIGITS), ("bm", DIGITS)]),
        ("twice", "fr", [("fr", "Tel :"), ("fr", DIGITS), ("fr", "Je répète :"), ("fr", DIGITS)]),
        ("twice", "bm", [("bm", "Tel:"), ("fr", DIGITS), ("bm", "Segin:"), ("bm", DIGITS)]),
    ],
)
def test_a_telephone_number_is_heard_twice_first_as_people_here_say_it(
    key: str, language: str, pieces: list[tuple[str, str]]
) -> None:
    assert said(Say(key, {"phone": PHONE}), language) == pieces


def test_a_name_keeps_its_french_voice() -> None:
    place = Say("near", {"place": Name("Croix de Chavaux")})
    assert said(place) == [("fr", "Croix de Chavaux"), ("bm", "kèrè fè.")]


def test_a_number_nobody_recorded_is_lent_by_the_french_voice() -> None:
    assert said(Say("call", {"phone": PHONE}), silent="1")[1:] == [("fr", DIGITS), ("fr", DIGITS)]
    far = Say("far", {"distance": Distance(300)})
    assert said(far) == [("bm", "mètèrè 300")]
    assert said(far, silent="300") == [("fr", "300 mètres")]
    number = Say("number", {"reference": Reference("47")})
    assert said(number, silent="7") == [("bm", "Nimero:"), ("bm", "4"), ("fr", "7")]


def test_a_sentence_nobody_recorded_is_said_in_french_and_a_way_out_is_told() -> None:
    assert said(Say("goodbye"), silent="K'an") == [("fr", "Au revoir."), ("bm", "SMS ci.")]
    assert said(Say("goodbye"), silent=" ") == [("fr", "Au revoir."), ("fr", "Envoyez un SMS.")]


def test_where_french_has_no_voice_either_the_platform_may_have_one() -> None:
    script = render(Plan((Say("goodbye"),)), "bm", TEXTS, lambda _piece: False)
    assert [(piece.language, piece.text) for piece in script.utterances] == [("bm", "K'an bèn.")]


def test_a_key_is_never_told_in_another_language_than_what_it_leads_to() -> None:
    plan = Plan(choices=(Choice("1", Meaning("bye"), Say("goodbye")),))
    script = render(
        plan, "bm", TEXTS, lambda each: each.language == "fr" or "digi" not in each.text
    )
    assert [piece.text for piece in script.utterances][:2] == ["Au revoir.", "tapez 1."]


@pytest.mark.parametrize(
    ("number", "read"),
    [
        ("01 48 70 60 00", "0 1, 4 8, 7 0, 6 0, 0 0"),
        ("0148706000", "0 1, 4 8, 7 0, 6 0, 0 0"),
        ("3919", "3 9, 1 9"),
        ("114", "1 1 4"),
        ("17", "1 7"),
        ("0 800 05 95 95", "0, 8 0 0, 0 5, 9 5, 9 5"),
    ],
)
def test_digits_are_read_in_the_groups_they_are_written_in(number: str, read: str) -> None:
    assert digit_by_digit(number) == read


@pytest.mark.parametrize(
    ("language", "read"),
    [
        ("fr", "0 1, 4 8, 7 0, 6 2, 5 8"),
        ("ar", "0 1, 4 8, 7 0, 6 2, 5 8"),
        ("bm", "0 1, 4 8, 7 0, 6 2, 5 8"),
        ("en", "0 1 4, 8 7 0, 6 2 5 8"),
        ("pt", "0 1, 4 8 7 0, 6 2 5 8"),
        ("ro", "0 1 4 8, 7 0 6, 2 5 8"),
        ("tr", "0 1 4, 8 7 0, 6 2, 5 8"),
        ("bn", "0 1 4 8 7, 0 6 2 5 8"),
    ],
)
def test_ten_digits_are_grouped_as_the_language_groups_them(language: str, read: str) -> None:
    assert digit_by_digit("01 48 70 62 58", language) == read
    assert digit_by_digit("3919", language) == "3 9, 1 9"


@pytest.mark.parametrize("language", sorted(GROUPS))
@pytest.mark.parametrize("number", ["01 48 70 62 58", "0 800 05 95 95", "114", "17", "3919"])
def test_no_digit_is_lost_or_moved(language: str, number: str) -> None:
    read = digit_by_digit(number, language)
    assert re.sub("[ ,]", "", read) == number.replace(" ", "")


# What libphonenumber says of a number of this country, where it is of ten digits.
OF_TEN = {
    "en": "+12015550123",
    "es": "+522221234567",
    "pt": "+551123456789",
    "ro": "+40712034567",
    "uk": "+380501234567",
    "ta": "+94712345678",
    "fa": "+93701234567",
}


@pytest.mark.parametrize("language", OF_TEN)
def test_the_groups_are_those_of_the_country(language: str) -> None:
    parsed = phonenumbers.parse(OF_TEN[language])
    written = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.NATIONAL)
    assert tuple(len(group) for group in re.findall(r"\d+", written)) == GROUPS[language]


def test_what_a_call_cannot_do_without_has_names_to_record_it_under() -> None:
    core = [*core_utterances("bm", TEXTS)]
    keys = [piece.key for piece in core]
    assert all(keys)
    assert len({*keys}) == len(keys)
    assert {"goodbye", "press.1", "press.star", "digit.0", "menu.ask"} <= {*keys}
    assert [piece.key for piece in core if piece.language == "fr"] == ["menu.ask"]
