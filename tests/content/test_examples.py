from __future__ import annotations

from pathlib import Path

import pytest

from hotline.config import ROOT
from hotline.content.examples import Example, load_examples
from hotline.content.texts import load_texts
from hotline.errors import FaultyFiles

KNOWN = frozenset({"topic.food", "urgent.not", "topic.work"})


def written(folder: Path, text: str) -> Path:
    (folder / "said").mkdir()
    (folder / "said/fr.txt").write_text(text, encoding="utf-8")
    return folder


def test_each_line_means_what_the_heading_above_it_says(tmp_path: Path) -> None:
    text = "# a note\n[topic.food]\nj'ai faim\n\n[urgent.not topic.work]\nau secours un travail\n"
    assert load_examples(written(tmp_path, text), KNOWN) == (
        Example("fr", ("topic.food",), "j'ai faim"),
        Example("fr", ("urgent.not", "topic.work"), "au secours un travail"),
    )


def test_an_unknown_heading_is_told_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(FaultyFiles) as raised:
        load_examples(written(tmp_path, "[topic.food]\nfaim\n[topic.fud]\nfaim\n"), KNOWN)
    (fault,) = raised.value.faults
    assert (fault.file, fault.row) == ("fr.txt", 3)
    assert "topic.fud" in str(fault)


def test_a_file_that_is_not_utf_8_is_told(tmp_path: Path) -> None:
    written(tmp_path, "")
    (tmp_path / "said/fr.txt").write_bytes(b"[topic.food]\n\xff\xfe")
    with pytest.raises(FaultyFiles, match=r"fr\.txt"):
        load_examples(tmp_path, KNOWN)


def test_every_served_language_has_examples_of_every_need_and_danger() -> None:
    texts = load_texts(ROOT / "messages", ["fr"])
    examples = load_examples(ROOT / "messages", texts.meanings())
    taught = {(each.language, name) for each in examples for name in each.means}
    languages = {path.stem for path in (ROOT / "messages").glob("??*.po") if "." not in path.stem}
    for language in {"fr", *languages}:
        for name in texts.meanings():
            if name.startswith(("topic.", "urgent.")) or name == "command.stop":
                assert (language, name) in taught
