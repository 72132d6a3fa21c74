from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from hotline import learning
from hotline.learning import learned

MEANINGS = frozenset({"topic.food", "topic.work"})


@pytest.fixture
def messages(tmp_path: Path) -> Path:
    (tmp_path / "said").mkdir()
    text = "[topic.food]\nj'ai faim\n[topic.work]\nun travail\n"
    (tmp_path / "said/fr.txt").write_text(text, encoding="utf-8")
    return tmp_path


def test_what_was_learnt_is_kept_and_read_again(
    messages: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = learned(messages, MEANINGS)
    monkeypatch.setattr(learning, "learn", lambda _: pytest.fail("learnt again"))
    again = learned(messages, MEANINGS)
    assert again.meanings == first.meanings
    assert np.array_equal(again.weights, first.weights)


def test_other_examples_are_learnt_afresh_and_the_old_file_goes(messages: Path) -> None:
    learned(messages, MEANINGS)
    with (messages / "said/fr.txt").open("a") as file:
        file.write("un emploi\n")
    assert "topic.work" in learned(messages, MEANINGS).meanings
    assert len([*(messages / "learned").iterdir()]) == 1


def test_a_broken_file_is_learnt_again(messages: Path) -> None:
    first = learned(messages, MEANINGS)
    (kept,) = (messages / "learned").iterdir()
    kept.write_bytes(b"PK no archive")
    assert learned(messages, MEANINGS).meanings == first.meanings


def test_a_folder_that_cannot_be_written_costs_time_only(messages: Path) -> None:
    (messages / "learned").write_text("in the way")
    assert learned(messages, MEANINGS).meanings == ("topic.food", "topic.work")
