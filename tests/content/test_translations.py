from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from hotline.config import ROOT
from hotline.content import translations
from hotline.content.texts import load_texts
from hotline.errors import ContentError, FaultyFiles

HEAD = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
ENTRY = 'msgctxt "{key}"\nmsgid "{source}"\nmsgstr "{text}"\n'


@pytest.fixture
def messages(tmp_path: Path) -> Path:
    folder = tmp_path / "messages"
    folder.mkdir()
    for name in ("texts.toml", "topics.toml", "commands.toml", "en.po"):
        shutil.copy(ROOT / "messages" / name, folder / name)
    return folder


def file_with(folder: Path, key: str, text: str) -> Path:
    file = folder / "came-back.po"
    file.write_text(HEAD + ENTRY.format(key=key, source="x", text=text), encoding="utf-8")
    return file


def test_what_is_exported_comes_back_the_same(messages: Path, tmp_path: Path) -> None:
    before = load_texts(messages, ["fr", "en"])
    file, page = translations.export(messages, "en", tmp_path / "out")
    assert translations.take_in(messages, "en", file) > 150
    after = load_texts(messages, ["fr", "en"])
    assert [before.get(key, "en") for key in before.sentence_keys()] == [
        after.get(key, "en") for key in after.sentence_keys()
    ]
    assert "braces" in page.read_text(encoding="utf-8")


def test_a_voice_form_that_french_lacks_survives(messages: Path) -> None:
    shutil.copy(ROOT / "messages" / "ar.po", messages / "ar.po")
    keys = {str(m.context) for m in translations.fresh(messages, "ar") if m.string and m.context}
    assert "callback.voicemail/voice" in keys


def test_a_new_language_is_one_file_that_falls_back_to_french(messages: Path) -> None:
    translations.new(messages, "it")
    texts = load_texts(messages, ["fr", "it"])
    assert texts.get("thanks", "it").language == "fr"
    with pytest.raises(ContentError, match="already"):
        translations.new(messages, "it")


def test_a_language_babel_does_not_know(messages: Path) -> None:
    assert translations.new(messages, "snk").exists()


def test_a_changed_source_makes_its_translation_fuzzy(messages: Path) -> None:
    source = messages / "texts.toml"
    told = source.read_text(encoding="utf-8").replace("Avec plaisir.", "De rien.")
    source.write_text(told, encoding="utf-8")
    stale = [str(m.context) for m in translations.fresh(messages, "en") if m.fuzzy and m.context]
    assert stale == ["thanks"]


@pytest.mark.parametrize(
    ("key", "text", "told"),
    [
        ("greeting", "Hello", "placeholders differ"),
        ("greeting", "Hello {name}", "{line}"),
        ("greeting", "Hello {line", "brace"),
        ("no.such.key", "Hello", "no text has this key"),
        ("thanks", "Hello \u202eolleh", "hidden character"),
    ],
)
def test_a_broken_file_is_refused_with_line_and_cure(
    messages: Path, tmp_path: Path, key: str, text: str, told: str
) -> None:
    before = (messages / "en.po").read_bytes()
    with pytest.raises(FaultyFiles, match=told) as refused:
        translations.take_in(messages, "en", file_with(tmp_path, key, text))
    assert refused.value.faults[0].row == 5
    assert (messages / "en.po").read_bytes() == before


def test_a_file_that_is_no_po_is_refused(messages: Path, tmp_path: Path) -> None:
    file = tmp_path / "letter.po"
    file.write_text("Dear team, here is my translation", encoding="utf-8")
    with pytest.raises(FaultyFiles, match="cannot be read"):
        translations.take_in(messages, "en", file)


GOOD = 'msgctxt "thanks"\nmsgid "x"\nmsgstr "Hello"'


@pytest.mark.parametrize(
    ("written", "row", "told"),
    [
        (GOOD[:-1], 6, "one pair of quotes"),
        (GOOD.replace("Hello", 'He"llo'), 6, "one pair of quotes"),
        (GOOD + "\nand more", 7, "one pair of quotes"),
        (f"{GOOD}\n\n{GOOD}", 8, "is in line 4 already"),
    ],
)
def test_a_line_that_is_cut_off_is_refused(
    messages: Path, tmp_path: Path, written: str, row: int, told: str
) -> None:
    file = tmp_path / "came-back.po"
    file.write_text(f"{HEAD}{written}\n", encoding="utf-8")
    with pytest.raises(FaultyFiles, match=told) as refused:
        translations.take_in(messages, "en", file)
    assert refused.value.faults[0].row == row
    shutil.copy(file, messages / "en.po")
    with pytest.raises(FaultyFiles, match=told):
        load_texts(messages, ["fr", "en"])


def test_a_file_whose_head_names_another_encoding_is_kept_as_utf_8(
    messages: Path, tmp_path: Path
) -> None:
    file = tmp_path / "came-back.po"
    told = f"{HEAD}{GOOD}\n".replace("utf-8", "iso-8859-1").replace("Hello", "À vous")
    file.write_text(told, encoding="utf-8")
    translations.take_in(messages, "en", file)
    assert load_texts(messages, ["fr", "en"]).get("thanks", "en").text == "À vous"
