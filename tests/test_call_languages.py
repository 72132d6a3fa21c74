"""Is a language that only people speak offered to callers once its core has been recorded?"""

from __future__ import annotations

from itertools import count

import pytest

from hotline.app import RELOAD, Hotline
from hotline.content.texts import Texts
from hotline.model import Inbound
from hotline.plan import Utterance
from hotline.render.voice import core_utterances
from hotline.speech import take
from tests.conftest import MONDAY
from tests.speech.conftest import beep

LANGUAGE = "ps"  # no machine speaks Pashto
ids = count()


def core(texts: Texts) -> list[Utterance]:
    """The core in Pashto; what is not translated yet is taken as if it were."""
    found = core_utterances(LANGUAGE, texts)
    return [each for each in found if each.language == LANGUAGE]


def record(line: Hotline, pieces: list[Utterance]) -> None:
    for piece in pieces:
        take.keep(beep(0.5, rate=8000), piece, "Zarmina", MONDAY, line.config.state)


def menu(line: Hotline) -> list[str]:
    """The languages that a caller is offered, in the order of their pages."""
    call, languages = f"c{next(ids)}", []
    for step in range(9):
        event = "silence" if step else "call"
        inbound = Inbound("test", "voice", event, f"{call}:{step}", None, "", "", MONDAY, call)
        script = line.answer(inbound).reply.script
        languages += [each.language for each in script.utterances] if script else []
    return languages


def test_it_is_offered_when_everything_is_recorded_and_not_before(
    line: Hotline, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hotline.app.RELOAD", -1.0)
    assert RELOAD > 0
    pieces = core(line.texts)
    monkeypatch.setattr("hotline.render.voice.core_utterances", lambda code, texts: iter(
        pieces if code == LANGUAGE else core_utterances(code, texts)))  # fmt: skip
    assert LANGUAGE not in line.call_languages()
    record(line, pieces[1:])
    assert LANGUAGE not in line.call_languages()
    assert LANGUAGE not in menu(line)
    record(line, pieces[:1])
    assert LANGUAGE in line.call_languages()
    assert LANGUAGE in menu(line)


def test_what_is_not_translated_keeps_it_out(line: Hotline) -> None:
    whole = [*core_utterances("snk", line.texts)]
    assert any(each.language == "fr" for each in whole)
    record(line, whole)
    assert "snk" not in line.call_languages()


def test_the_first_language_is_always_spoken(line: Hotline) -> None:
    assert line.call_languages()[0] == "fr"
