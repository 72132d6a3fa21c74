from __future__ import annotations

import numpy as np
import pytest

from hotline.understand.fold import tokens
from hotline.understand.learned import NONE, NOTHING_LEARNT, OTHER, Beliefs, learn

EXAMPLES = [
    ("fr", ("topic.food",), "je n'ai plus rien à manger"),
    ("fr", ("topic.food",), "où trouver un repas chaud"),
    ("fr", ("topic.housing",), "mon propriétaire me met dehors"),
    ("fr", ("urgent.not", "topic.housing"), "ce loyer va me tuer"),
    ("fr", ("urgent.violence",), "il va me tuer il arrive"),
    ("fr", ("urgent.not",), "je meurs de rire"),
    ("en", ("topic.food",), "my kids have nothing to eat"),
    ("en", ("topic.housing",), "the landlord changed the lock"),
    (OTHER, ("nothing",), "ich brauche etwas zu essen"),
]
LEARNED = learn(EXAMPLES)


def weighed(text: str) -> Beliefs:
    return LEARNED.weigh(tokens(text))


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("plus rien à manger", "topic.food"),
        ("le propriétaire me met à la rue", "topic.housing"),
        ("propriétaires", "topic.housing"),
        ("il arrive il va me tuer", "urgent.violence"),
        ("nothing to eat", "topic.food"),
    ],
)
def test_what_is_like_the_examples_means_the_same(text: str, meaning: str) -> None:
    beliefs = weighed(text) if weighed(text).meanings else weighed(f"{text} il a")
    shares = {
        f"{kind}.{name}": share
        for kind in beliefs.meanings
        for name, share in beliefs.kind(kind).items()
    }
    assert max(shares, key=lambda name: shares[name]) == meaning


@pytest.mark.parametrize(
    ("text", "language"),
    [("rien à manger", "fr"), ("nothing to eat", "en"), ("ich brauche", OTHER)],
)
def test_the_language_of_the_examples(text: str, language: str) -> None:
    shares = weighed(text).languages
    assert max(shares, key=lambda name: shares[name]) == language


def test_shares_add_up_to_one() -> None:
    beliefs = weighed("je n'ai rien")
    assert sum(sum(each.values()) for each in beliefs.meanings.values()) == pytest.approx(1)
    assert sum(beliefs.languages.values()) == pytest.approx(1)


@pytest.mark.parametrize("text", ["", "xyzzy plugh", "привет как дела"])
def test_strange_words_teach_nothing(text: str) -> None:
    assert weighed(text) == Beliefs()
    assert NOTHING_LEARNT.weigh(tokens("rien à manger")) == Beliefs()


def test_a_language_of_others_teaches_no_meaning() -> None:
    assert "nothing" not in LEARNED.meanings
    assert OTHER in LEARNED.languages


def test_a_look_alike_with_a_need_teaches_the_need() -> None:
    assert weighed("ce loyer va me tuer").of("topic", "housing") > 0.5
    assert set(weighed("ce loyer").kind("urgent")) == {"violence"}
    assert set(weighed("ce loyer").kind(NONE)) == {"urgent.not"}


def test_learning_twice_gives_the_same() -> None:
    again = learn(EXAMPLES)
    assert again.meanings == LEARNED.meanings
    for one, other in ((again.weights, LEARNED.weights), (again.keys, LEARNED.keys)):
        assert np.array_equal(one, other)
