"""Does a mark belong to the words it was made for, and end up in the translator's file?"""

from __future__ import annotations

from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message

from hotline.content import translations
from hotline.content.reading import Entry, Marks, as_read, entries, version_of
from hotline.content.texts import Text, Texts, load_texts
from hotline.render.cost import report
from tests.content.test_translations import messages

__all__ = ["messages"]


def texts(french: str = "Bonjour.", english: str = "Hello.", fuzzy: bool = False) -> Texts:
    sentences = {
        ("hello", "fr"): Text("hello", french, "fr"),
        ("hello/voice", "fr"): Text("hello/voice", f"{french} !", "fr"),
        ("hello", "en"): Text("hello", english, "en", drafted=True, fuzzy=fuzzy),
        ("bye", "fr"): Text("bye", "Au revoir.", "fr"),
    }
    words = {("food/keywords", "fr"): ("pain",), ("food/keywords", "en"): ("bread", "food")}
    return Texts(("fr", "en"), sentences, words, drafted=frozenset({("food/keywords", "en")}))


def states(told: Texts) -> dict[str, str]:
    return {entry.key: entry.state for entry in entries(told, "en")}


def one(told: Texts, key: str = "hello") -> Entry:
    return next(entry for entry in entries(told, "en") if entry.key == key)


def test_every_text_is_untranslated_out_of_date_unread_or_read() -> None:
    assert states(texts()) == {"hello": "draft", "bye": "missing", "food/keywords": "draft"}
    assert states(texts(fuzzy=True))["hello"] == "fuzzy"


@pytest.mark.parametrize("fuzzy", [False, True])
@pytest.mark.parametrize("key", ["hello", "food/keywords"])
def test_what_was_marked_as_right_is_read(key: str, fuzzy: bool) -> None:
    told = texts(fuzzy=fuzzy)
    after = as_read(told, {one(told, key).version: None})
    assert states(after)[key] == "read"
    assert sum(state == "read" for state in states(after).values()) == 1
    assert one(after, key).version == one(told, key).version
    if key == "hello":
        assert (report(told, "en").drafted, report(after, "en").drafted) == (1, 0)
        assert report(after, "en").fuzzy == ()


def test_what_is_suggested_is_not_read() -> None:
    told = texts()
    assert states(as_read(told, {one(told).version: "Hi."})) == states(told)


@pytest.mark.parametrize("changed", [texts("Salut."), texts(english="Hi.")])
def test_a_mark_is_of_these_words_only(changed: Texts) -> None:
    marks: Marks = {one(texts()).version: None}
    assert states(as_read(changed, marks))["hello"] == "draft"


def test_a_list_is_the_same_however_it_is_broken_into_lines() -> None:
    broken = version_of("en", "food/keywords", "mots-clés : food", "bread,\nfood\n")
    assert broken == one(texts(), "food/keywords").version


# --- the file a translator gets ------------------------------------------------------------------


def exported(folder: Path, marks: Marks) -> dict[str, Message]:
    catalog: Catalog = translations.fresh(folder, "en", marks)
    return {str(each.context): each for each in catalog if each.context}


def english(folder: Path, key: str) -> Entry:
    return next(each for each in entries(load_texts(folder, ["fr", "en"]), "en") if each.key == key)


@pytest.mark.parametrize("key", ["thanks", "greeting/voice", "topic.legal/keywords"])
def test_a_review_ends_up_in_the_file(messages: Path, tmp_path: Path, key: str) -> None:
    """Marked, exported, taken in again: then the file says it, and the mark is not needed."""
    marks: Marks = {english(messages, key).version: None}
    before, after = exported(messages, {})[key], exported(messages, marks)[key]
    assert (before.user_comments, after.user_comments) == ([translations.DRAFT], [])
    assert (after.string, after.fuzzy) == (before.string, False)
    file, _ = translations.export(messages, "en", tmp_path / "out", marks)
    translations.take_in(messages, "en", file)
    assert english(messages, key).state == "read"
    assert english(messages, "who").state == "draft"


def test_a_text_out_of_date_that_was_read_is_up_to_date(messages: Path) -> None:
    source = messages / "texts.toml"
    changed = source.read_text(encoding="utf-8").replace("Avec plaisir.", "De rien.")
    source.write_text(changed, encoding="utf-8")
    stale = english(messages, "thanks")
    assert stale.state == "fuzzy"
    after = exported(messages, {stale.version: None})["thanks"]
    assert not after.fuzzy
    assert str(after.id).startswith("De rien.")


def test_a_suggestion_is_fuzzy_beside_what_it_was(messages: Path, tmp_path: Path) -> None:
    thanks = english(messages, "thanks")
    marks: Marks = {thanks.version: "Any time. Anything else? Text MENU."}
    entry = exported(messages, marks)["thanks"]
    assert entry.fuzzy
    assert entry.string == "Any time. Anything else? Text MENU."
    assert entry.user_comments == [
        translations.DRAFT,
        f"{translations.SUGGESTED} {thanks.text}",
    ]
    file, _ = translations.export(messages, "en", tmp_path / "out", marks)
    translations.take_in(messages, "en", file)
    assert english(messages, "thanks").state == "fuzzy"
    assert english(messages, "thanks").text == "Any time. Anything else? Text MENU."


def test_what_never_was_translated_can_be_suggested(messages: Path) -> None:
    translations.new(messages, "it")
    found = entries(load_texts(messages, ["fr", "it"]), "it")
    missing = next(each for each in found if each.key == "thanks")
    assert missing.state == "missing"
    catalog = translations.fresh(messages, "it", {missing.version: "Prego."})
    entry = next(each for each in catalog if each.context == "thanks")
    assert (entry.string, entry.fuzzy) == ("Prego.", True)
