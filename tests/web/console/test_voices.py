"""Can staff put a person's voice on the line, hear it, and take it off again?"""

from __future__ import annotations

import gc
import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from flask import Flask
from werkzeug.test import TestResponse

from hotline.app import Hotline
from hotline.config import Config
from hotline.plan import Utterance
from hotline.store import StaffMember
from tests.conftest import Clock
from tests.speech.test_take import as_wav, speech
from tests.web.console.conftest import Visitor, signed_in

KEY = "where.ask"
PATH = f"/console/voices/fr/{KEY}"


@pytest.fixture
def line(config: Config, clock: Clock, tmp_path: Path) -> Hotline:
    return Hotline(replace(config, audio=tmp_path / "audio"), clock)


def sentence(line: Hotline, key: str = KEY) -> Utterance:
    return next(piece for piece in line.utterances_in("fr") if piece.key == key)


def upload(visitor: Visitor, data: bytes, path: str = PATH, **form: str) -> TestResponse:
    sound = (io.BytesIO(data), "phrase.wav")
    fields = {"csrf_token": visitor.token(), "who": "Awa", **form}
    return visitor.client.post(path, data={**fields, "sound": sound}, follow_redirects=True)


def test_a_recording_is_sent_heard_and_refused(line: Hotline, at_work: Visitor) -> None:
    assert "Où êtes-vous ?" in at_work.text("/console/voices/fr")
    page = upload(at_work, as_wav(speech(1.2)))
    assert "C’est enregistré" in page.text
    assert line.library.find(sentence(line)) == f"recorded/fr/{KEY}.wav"
    assert f'id="{KEY}"' not in page.text
    everything = at_work.text("/console/voices/fr?all=1")
    assert f"/audio/recorded/fr/{KEY}.wav" in everything
    assert "Awa" in everything

    again = at_work.client.post(
        f"{PATH}/refuse",
        data={"csrf_token": at_work.token(), "reason": "un chien aboie"},
        follow_redirects=True,
    )
    assert "un chien aboie" in again.text
    assert line.library.find(sentence(line)) == ""
    assert [what for _, _, what in line.store.staff.audited(f"fr:{KEY}")] == [
        "recorded",
        "refused_recording",
    ]


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"not a sound", "Ce n’est pas un fichier"),
        (as_wav(np.zeros(44100, np.float32)), "On n’entend rien"),
        (as_wav(speech(0.1)), "trop court"),
        (as_wav(speech(25)), "trop long"),
        (as_wav(np.clip(speech(1.2, loud=4), -1, 1)), "grésille"),
        (bytes(8_000_001), "trop grand"),
    ],
)
def test_what_is_not_fit_is_said_in_words(
    line: Hotline, at_work: Visitor, data: bytes, told: str
) -> None:
    assert told in upload(at_work, data).text
    assert line.library.find(sentence(line)) == ""


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_file_beyond_all_measure_is_turned_away(at_work: Visitor) -> None:
    assert upload(at_work, bytes(9_000_000)).status_code == 413
    gc.collect()  # werkzeug leaves the half it has read to the collector


def test_only_this_form_may_be_large(at_work: Visitor) -> None:
    form = {"csrf_token": at_work.token(), "reason": "x" * 70_000}
    assert at_work.client.post(f"{PATH}/refuse", data=form).status_code == 413


def test_without_a_file_or_a_name_nothing_is_kept(line: Hotline, at_work: Visitor) -> None:
    token = at_work.token()
    page = at_work.client.post(
        PATH, data={"csrf_token": token, "who": "Awa"}, follow_redirects=True
    )
    assert "Choisissez un fichier" in page.text
    assert "dites qui parle" in upload(at_work, as_wav(speech(1.2)), who=" ").text
    assert line.library.find(sentence(line)) == ""


def test_a_refusal_says_why(at_work: Visitor) -> None:
    upload(at_work, as_wav(speech(1.2)))
    form = {"csrf_token": at_work.token(), "reason": "  "}
    page = at_work.client.post(f"{PATH}/refuse", data=form, follow_redirects=True)
    assert "Dites pourquoi" in page.text


@pytest.mark.parametrize("path", ["fr/no.such.key", f"xx/{KEY}", "fr/..%2f..%2fx"])
def test_only_sentences_of_the_line_are_taken(at_work: Visitor, path: str) -> None:
    assert upload(at_work, as_wav(speech(1.2)), f"/console/voices/{path}").status_code == 404


def test_every_language_of_the_city_is_there(line: Hotline, at_work: Visitor) -> None:
    page = at_work.text("/console/voices")
    assert all(f"/console/voices/{code}" in page for code in line.city.languages)
    assert 'dir="rtl"' in at_work.text("/console/voices/ar")


@pytest.fixture
def at_work(app: Flask, hire: Callable[..., StaffMember]) -> Visitor:
    """Awa, who edits what the line says, signed in."""
    return signed_in(app, hire("awa", roles=["editor"]).login)
