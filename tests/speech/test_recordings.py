"""When is a person's recording played, and when is it to be made again?"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from hotline.plan import Utterance
from hotline.speech import take
from hotline.speech.engine import Sound
from hotline.speech.library import Library
from hotline.speech.recordings import only_reworded
from hotline.speech.render import render
from hotline.speech.status import sentences, status

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
HELLO = Utterance("bm", "Aw ni ce, aw ka kènè wa.", "hello")


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library(tmp_path / "audio", {"fr": ["nanotts"]}, tmp_path / "state")


@pytest.fixture
def state(library: Library) -> Path:
    assert library.state is not None
    return library.state


def test_a_recording_is_heard_at_once_and_says_who_and_when(
    library: Library, tone: Sound, state: Path
) -> None:
    assert not library.speaks(HELLO)
    take.keep(tone, HELLO, "Awa", NOW, state)
    assert library.find(HELLO) == "recorded/bm/hello.wav"
    assert library.path("recorded/bm/hello.wav") == state / "recorded/bm/hello.wav"
    kept = library.recordings.get("bm", "hello")
    assert kept is not None
    assert (kept.who, kept.at, kept.text) == ("Awa", NOW.isoformat(timespec="seconds"), HELLO.text)


@pytest.mark.parametrize(
    ("before", "now", "same"),
    [
        ("Pour le logement", "Pour le logement.", True),
        ("Quand peut-on vous appeler ?", "Quand peut-on vous appeler, vous ?", True),
        ("tapez 1.", "tapez 2.", False),
        ("tapez 1.", "tapez.", False),
        ("À {distance} d'ici, tout près.", "À {place} d'ici, tout près.", False),
        ("Ouvert maintenant.", "Fermé maintenant.", False),
        ("Pour oui", "Pour non", False),
        ("按一再听一次地址。", "按一,再听一次地址", True),
        ("按一再听一次地址。", "没有地址。", False),
        ("", "", False),
    ],
)
def test_only_the_wording_has_moved(before: str, now: str, same: bool) -> None:
    assert only_reworded(before, now) is same


@pytest.mark.parametrize(
    ("text", "played", "want"),
    [
        (HELLO.text, True, "done"),
        ("Aw ni ce, aw ka kènè wa?", True, "reworded"),
        ("I ni sògòma.", False, "outdated"),
        ("Aw ni ce, aw ka kènè wa 2.", False, "outdated"),
    ],
)
def test_a_text_that_changes_makes_its_recording_stale(
    library: Library, tone: Sound, state: Path, text: str, played: bool, want: str
) -> None:
    take.keep(tone, HELLO, "Awa", NOW, state)
    now = replace(HELLO, text=text)
    assert bool(library.find(now)) is played
    [sentence] = sentences(library, "bm", [now])
    assert sentence.want == want
    found = status(library, {"bm": [now]})["bm"]
    assert (found.recorded, found.missing) == ((1, 0) if played else (0, 1))
    assert found.stale == (0 if want == "done" else 1)


def test_the_same_words_are_recorded_once(library: Library, tone: Sound, state: Path) -> None:
    take.keep(tone, HELLO, "Awa", NOW, state)
    assert library.find(replace(HELLO, key="welcome")) == "recorded/bm/hello.wav"
    assert library.find(replace(HELLO, key="")) == "recorded/bm/hello.wav"
    assert library.find(replace(HELLO, key="", language="fr")) == ""


def test_what_is_refused_is_not_played_and_says_why(
    library: Library, tone: Sound, state: Path
) -> None:
    take.keep(tone, HELLO, "Awa", NOW, library.audio)
    take.refuse(HELLO, "a dog barks", "Zoé", NOW, state)
    assert not library.speaks(HELLO)
    assert library.path("recorded/bm/hello.wav") is None
    [sentence] = sentences(library, "bm", [HELLO])
    assert (sentence.want, sentence.recording and sentence.recording.refused) == (
        "refused",
        "a dog barks",
    )
    take.keep(tone, HELLO, "Awa", NOW, state)
    assert library.speaks(HELLO)


def test_what_is_made_here_comes_before_what_is_in_git(
    library: Library, tone: Sound, state: Path
) -> None:
    take.keep(tone, HELLO, "Awa", NOW, library.audio)
    take.keep(tone, HELLO, "Binta", NOW, state)
    found = library.recordings.playable(HELLO)
    assert found is not None
    assert found.who == "Binta"


@pytest.mark.parametrize("note", ["", "{", "[]", '{"text": 3}'])
def test_a_note_nobody_can_read_leaves_the_voice(
    library: Library, tone: Sound, state: Path, note: str
) -> None:
    take.keep(tone, HELLO, "Awa", NOW, state)
    (state / "recorded/bm/hello.json").write_text(note)
    assert library.speaks(HELLO)


def test_a_machine_speaks_what_a_recording_says_no_more(
    library: Library, tone: Sound, state: Path
) -> None:
    french = Utterance("fr", "Bonjour.", "hello")
    take.keep(tone, french, "Anne", NOW, state)
    assert render([french], library).made == ()
    take.refuse(french, "?", "Zoé", NOW, state)
    assert len(render([french], library).made) == 1


def test_a_language_is_held_by_people_once_its_core_is_recorded(
    library: Library, tone: Sound, state: Path
) -> None:
    core = [HELLO, Utterance("bm", "A' ye 1 digi.", "press.1")]
    assert not library.can_hold("bm", core)
    for piece in core:
        take.keep(tone, piece, "Awa", NOW, state)
    assert library.can_hold("bm", core)
    assert not library.can_hold("bm", [*core, Utterance("fr", "Au revoir.", "goodbye")])
    assert library.can_hold("fr", []), "a machine that is installed speaks French"
