"""Does a backup bring everything back, tell a thief nothing, and show when it was damaged?"""

from __future__ import annotations

import random
from datetime import timedelta
from pathlib import Path

import pyrage
import pytest

from hotline.app import Hotline
from hotline.config import Config
from hotline.errors import HotlineError
from hotline.keeping.age_key import identity, written
from hotline.keeping.backup import backup
from hotline.keeping.restore import restore
from hotline.model import Inbound
from hotline.store.alone import InUse
from hotline.store.outgoing import NewOutbound
from tests.conftest import Clock
from tests.keeping.conftest import NOTED, PERSON, WHOLE, known, stop, text


@pytest.fixture
def saved(lived: Hotline, tmp_path: Path) -> Path:
    """A backup, made while the line runs."""
    return backup(lived.config, tmp_path / "saved.age", lived.now())


def gone(line: Hotline) -> Config:
    """The machine burns: only its keys are left, in the safe."""
    stop(line)
    for path in line.config.state.glob("live.sqlite*"):
        path.unlink()
    return line.config


def test_all_comes_back(lived: Hotline, saved: Path, reopened: Hotline) -> None:
    restore(gone(lived), saved, lived.now())
    assert known(reopened) == WHOLE
    assert reopened.store.trail.verify() == []
    assert [what for _, _, what in reopened.store.trail.of("record")] == ["backup", "restored"]


def test_what_waits_on_the_spool_and_recorded_voices_come_too(
    lived: Hotline, tmp_path: Path, config: Config
) -> None:
    spooled = Inbound("simulator", "sms", "text", "late", PERSON, "", "x", lived.now())
    lived.spool.put(spooled, told=False)
    voice = config.state / "recorded" / "fr" / "where.ask.wav"
    voice.parent.mkdir(parents=True)
    voice.write_bytes(b"sound")
    saved = backup(config, tmp_path / "saved.age", lived.now())
    voice.unlink()
    (spooled_as,) = lived.spool.waiting()
    lived.spool.done(spooled_as)
    restore(gone(lived), saved, lived.now())
    assert voice.read_bytes() == b"sound"
    assert [each.inbound.id for each in lived.spool.waiting()] == ["late"]


def test_a_thief_reads_nothing_in_it(saved: Path, config: Config) -> None:
    content = saved.read_bytes()
    assert content.startswith(b"age-encryption.org/v1")
    for told in (b"SQLite", b"person", b"pad", NOTED.encode(), PERSON.encode()):
        assert told not in content.removeprefix(b"age-encryption.org/v1")
    assert saved.stat().st_mode & 0o077 == 0
    assert config.key("data").hex().encode() not in content


def test_age_itself_opens_it(saved: Path, config: Config) -> None:
    opened = pyrage.decrypt(saved.read_bytes(), [identity(config.key("data"))])
    assert b"record.sqlite" in opened[:2000]
    assert len(written(bytes(32))) == len(str(pyrage.x25519.Identity.generate()))


@pytest.mark.parametrize("seed", range(12))
def test_a_flipped_byte_is_refused_in_words(lived: Hotline, saved: Path, seed: int) -> None:
    content = bytearray(saved.read_bytes())
    where = random.Random(seed).randrange(len(content))
    content[where] ^= 1 << seed % 8
    saved.write_bytes(content)
    with pytest.raises(HotlineError, match="damaged, or was made with another data key"):
        restore(gone(lived), saved, lived.now())
    assert not Path(lived.config.database_path).exists()


@pytest.mark.parametrize("left", [0, 1, 100, 5000])
def test_a_backup_cut_short_is_refused(lived: Hotline, saved: Path, left: int) -> None:
    saved.write_bytes(saved.read_bytes()[:left])
    with pytest.raises(HotlineError, match="damaged"):
        restore(gone(lived), saved, lived.now())


def test_a_file_that_is_not_there_is_named(lived: Hotline, tmp_path: Path) -> None:
    with pytest.raises(HotlineError, match=r"nowhere\.age: there is no such file"):
        restore(gone(lived), tmp_path / "nowhere.age", lived.now())


def test_another_key_opens_nothing(lived: Hotline, saved: Path) -> None:
    config = gone(lived)
    config.data_key_path.unlink()
    with pytest.raises(HotlineError, match="another data key"):
        restore(config, saved, lived.now())


def test_not_while_the_line_runs(lived: Hotline, saved: Path) -> None:
    with pytest.raises(InUse, match="Stop the line"):
        restore(lived.config, saved, lived.now(), over=True)


def test_a_record_is_not_replaced_by_mistake(lived: Hotline, saved: Path) -> None:
    with pytest.raises(HotlineError, match="--over"):
        restore(stop(lived).config, saved, lived.now())


def test_who_said_stop_since_then_has_said_stop(
    lived: Hotline, saved: Path, reopened: Hotline
) -> None:
    text(lived, PERSON, "stop", "stop")
    assert restore(stop(lived).config, saved, lived.now(), over=True) == 2
    assert reopened.store.turns.opted_out(reopened.store.turns.person(PERSON) or "")


def test_what_was_about_to_leave_is_asked_for_first(
    lived: Hotline, tmp_path: Path, reopened: Hotline
) -> None:
    new = NewOutbound(
        "followup", "simulator", "p", PERSON, "Bonjour", "fr", lived.now(), segments=1
    )
    id_ = lived.store.outbox.add(new, lived.now())
    saved = backup(lived.config, tmp_path / "saved.age", lived.now())
    restore(gone(lived), saved, lived.now())
    claimed = reopened.store.outbox.claim(id_, lived.now())
    assert claimed
    assert claimed.maybe_sent


def test_who_was_signed_in_then_is_not_now(
    lived: Hotline, tmp_path: Path, reopened: Hotline
) -> None:
    lived.store.staff.add("awa", "Awa", ["pad"], ["member"], lived.now())
    token = lived.store.sessions.open(lived.store.staff.everyone()[0].id, lived.now())
    saved = backup(lived.config, tmp_path / "saved.age", lived.now())
    restore(gone(lived), saved, lived.now())
    assert reopened.store.sessions.member(token, lived.now()) is None
    assert reopened.store.staff.everyone()[0].login == "awa"


def test_of_a_folder_what_is_older_than_14_days_goes(
    lived: Hotline, tmp_path: Path, clock: Clock
) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    (folder / "mine.age").write_text("not ours")
    for day in range(0, 32, 8):
        clock.time += timedelta(days=8 if day else 0)
        backup(lived.config, folder, clock())
    assert [*sorted(path.name for path in folder.iterdir())] == [
        "hotline-2026-12-09T0900.age",
        "hotline-2026-12-17T0900.age",
        "mine.age",
    ]


def test_nothing_is_left_lying_about(saved: Path, config: Config) -> None:
    names = {path.name.partition(".")[0] for path in config.state.iterdir()}
    assert names <= {"live", "directory", "keys", "saved", "audio", "learned", "spool", "up"}


def test_people_may_text_meanwhile(lived: Hotline, tmp_path: Path) -> None:
    """A backup of a record that is being written to holds together."""
    for nth in range(3):
        text(lived, f"+3363998001{nth}", "logement")
        backup(lived.config, tmp_path / f"{nth}.age", lived.now())
