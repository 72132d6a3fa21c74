"""How soon can a service that was just written into the city pack be heard?"""

from __future__ import annotations

import csv
import os
import shutil
import time
from dataclasses import replace
from pathlib import Path

import pytest

from hotline.app import Hotline
from hotline.config import ROOT, Config
from hotline.editing import Editing
from hotline.plan import Name, Utterance
from hotline.render.values import digit_by_digit
from hotline.speech import espeak, nanotts
from hotline.speech.wave import measure
from jobs.refresh_directory import refresh_by
from jobs.scheduler import ROUNDS
from tests.conftest import Clock
from tests.sounds import make_sounds

MINUTE = 60


@pytest.fixture
def line(config: Config, clock: Clock, tmp_path: Path) -> Hotline:
    """A line over a copy of Montreuil in which everything has a sound already."""
    pack, audio = tmp_path / "montreuil", tmp_path / "audio"
    shutil.copytree(ROOT / "messages/cities/montreuil", pack)
    audio.mkdir()
    own = replace(config, city=str(pack), audio=audio)
    Hotline(own).build_directory()
    make_sounds(audio, own)
    return Hotline(own, clock)


@pytest.mark.skipif(
    not (nanotts.available() and espeak.available()), reason="an engine is not installed"
)
def test_a_new_service_is_heard_within_a_minute_of_the_edit(line: Hotline) -> None:
    assert line.library.missing(line.machine_utterances()) == []
    _add(line, "locations.csv", id="kiosque", name="Kiosque des essais", phone="01 99 00 12 34")
    _add(line, "services.csv", id="essai", location_id="kiosque", name="Essai du kiosque")
    began = time.monotonic()
    refresh_by(line)
    took = time.monotonic() - began
    (every,) = (each.every for each in ROUNDS if "refresh" in each.job)
    assert every + took < MINUTE
    new = [Utterance("fr", "Kiosque des essais"), Utterance("fr", "Essai du kiosque")]
    phones = [Utterance(code, digit_by_digit("01 99 00 12 34", code)) for code in line.city.voices]
    assert Name("Kiosque des essais").language == "fr"
    for piece in (*new, *phones):
        file = line.library.path(line.library.find(piece))
        assert file is not None, piece
        assert measure(file).seconds > 0.7
    assert line.library.missing(line.machine_utterances()) == []

    # What staff change in the console, likewise.
    line.store.staff.add("awa", "Awa", (), ["editor"], line.now())
    awa, editing = line.store.staff.called("awa"), Editing(line, line.now())
    entry = editing.entry("kiosque")
    assert awa
    assert entry
    began = time.monotonic()
    cells = {"phone": "01 99 00 43 21"}
    assert editing.save(entry, awa, cells, seen=entry.version) == []
    refresh_by(line)
    assert every + time.monotonic() - began < MINUTE
    changed = [Utterance(code, digit_by_digit("01 99 00 43 21", code)) for code in line.city.voices]
    assert all(line.library.find(piece) for piece in changed)


def _add(line: Hotline, table: str, **cells: str) -> None:
    """The last published row again, with these cells, as an editor would write it."""
    path = line.config.city_path / table
    with path.open(encoding="utf-8", newline="") as opened:
        rows = [*csv.DictReader(opened)]
    rows.append({**next(row for row in rows if row["status"] == "published"), **cells})
    with path.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.DictWriter(opened, rows[0], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    later = time.time() + 5  # the clock of the file system is coarse
    os.utime(path, (later, later))
