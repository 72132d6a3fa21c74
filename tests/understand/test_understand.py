from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hotline.model import Understood
from hotline.understand import Lexicon, compile_lexicon, understand
from hotline.understand.learned import learn

ANY_TEXT = st.text(max_size=200)
WORDS = (
    "stop",
    "avocat",
    "il",
    "va",
    "me tuer",
    "croix de",
    "chavaux",
    "2",
    "محامي",
    "…",
    "\ud800",
)
MIXED = st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join)
quick = settings(
    deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


class NoTexts:
    languages = ("fr", "en")

    def keywords(self, key: str, language: str) -> tuple[str, ...]:
        return ()

    def keyword_keys(self) -> tuple[str, ...]:
        return ()


@quick
@given(text=ANY_TEXT | MIXED)
def test_any_text_is_answered(text: str, lexicon: Lexicon) -> None:
    understood = understand(text, lexicon)
    assert understood.language in (None, *lexicon.languages)
    assert set(understood.topics) <= set(lexicon.topics)
    assert len(understood.places) <= 3


@pytest.mark.parametrize("text", ["", " \n", "...", "😀", "\u200b\u202e", "\ud800", "?" * 2000])
def test_nothing_said_is_nothing_understood(text: str, lexicon: Lexicon) -> None:
    assert understand(text, lexicon) == Understood()


@pytest.mark.parametrize(
    ("text", "digits"),
    [("٢", "2"), ("2️⃣", "2"), ("＊", "*"), ("*️⃣", "*"), ("# ", "#"), ("réf 4821", "4821")],
)
def test_keys_and_numbers(text: str, digits: str, lexicon: Lexicon) -> None:
    assert understand(text, lexicon) == Understood(digits=digits)


@pytest.mark.parametrize("known", ["fr", "en"])
def test_divided_evidence_leaves_the_language_known(known: str) -> None:
    both = learn([(language, ("nothing",), "pain coin main") for language in ("fr", "en")])
    lexicon = compile_lexicon(NoTexts(), (), (), learned=both)
    assert understand("pain main", lexicon, known).language == known


def test_an_empty_lexicon_understands_keys_only() -> None:
    lexicon = compile_lexicon(NoTexts(), (), ())
    assert understand("1", lexicon) == Understood(digits="1")
    assert understand("avocat", lexicon) == Understood()


def test_danger_comes_before_every_command(lexicon: Lexicon) -> None:
    understood = understand("stop arrête il me frappe", lexicon)
    assert (understood.urgent, understood.command) == ("violence", None)


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("stop", "stop"),
        ("dsl stop merci", "stop"),
        ("ça suffit", "stop?"),
        ("arrêtez vos sms je cherche un logement", "stop?"),
        ("stop aux expulsions", None),
        ("il n'arrête pas de me harceler", None),
    ],
)
def test_a_doubtful_opt_out_is_to_be_asked(text: str, command: str, lexicon: Lexicon) -> None:
    assert understand(text, lexicon).command == command


def test_no_roof_is_a_need_for_one_and_no_farewell(lexicon: Lexicon) -> None:
    understood = understand("fin n3ess had lila", lexicon)  # "fin" ends things, in French
    assert understood.roofless
    assert (understood.topic, understood.command) == ("housing", None)


def test_guessed_danger_gives_way_to_a_roof_and_named_danger_does_not(lexicon: Lexicon) -> None:
    roofless = "jé nul par ou dormir ce soir avec mes 2 enfant"
    assert understand(roofless, lexicon).urgent is None
    assert understand(f"{roofless} je veux mourir", lexicon).urgent == "suicide"


@pytest.mark.parametrize(
    ("text", "topic"),
    [("🏠", "housing"), ("4vocat", "legal"), ("👨‍⚖️", "legal"), ("🍞🍞🍞", "food")],
)
def test_emoji_and_look_alike_digits_are_words(text: str, topic: str, lexicon: Lexicon) -> None:
    assert understand(text, lexicon).topic == topic
