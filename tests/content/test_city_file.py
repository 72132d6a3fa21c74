"""Is every mistake in city.toml and topics.toml refused, with what to do about it?"""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from hotline.config import ROOT, Config
from hotline.content.texts import load_texts
from hotline.content.topics import load_topics
from hotline.errors import Fault, FaultyFiles
from hotline.knowledge import Knowledge
from tests.directory.towns import FICTIONAL

CENTRE = "lat = 45.0, lon = -30.0"
HOURS = 'hours = "Mo-Fr 09:00-12:30,13:30-17:00; PH off"'
DIGEST = '[digest]\nmail = ["a@b.org"]\nserver = "{server}"\nsender = "{sender}"\n[follow_up]'

BROKEN = [
    ('country = "FR"', 'country = "FRANCE"', "country", "Did you mean 'FR'?"),
    ('country = "FR"', 'country = "fr"', "country", "Did you mean 'FR'?"),
    ('country = "FR"', 'country = "XX"', "country", "its two letters"),
    ('country = "FR"', "country = 33", "country", "not a text"),
    ('prefixes = ["+33"]', 'prefixes = ["+44"]', "line.prefixes", 'Add "+33"'),
    ('prefixes = ["+33"]', 'prefixes = ["+33", "44"]', "line.prefixes", "'44' is none"),
    ('prefixes = ["+33"]', "prefixes = [33]", "line.prefixes", "different texts"),
    ('prefixes = ["+33"]', 'prefixes = "+33"', "line.prefixes", "not a list"),
    (CENTRE, "lat = 248.8, lon = -30.0", "centre.lat", "beyond 90"),
    (CENTRE, "lat = nan, lon = -30.0", "centre.lat", "beyond 90"),
    (CENTRE, 'lat = "45", lon = -30.0', "centre.lat", "not a number"),
    (CENTRE, "lat = -30.0, lon = 45.0", "centre", "swapped"),
    (CENTRE, "lat = 44.0, lon = -30.0", "centre", "111 km from the other places"),
    ("centre = {", "center = {", "center", "Did you mean 'centre'?"),
    (f"centre = {{ {CENTRE} }}", "centre = [45.0, -30.0]", "centre", "no table"),
    (HOURS, 'hour = "24/7"', "line.hour", "Did you mean 'hours'?"),
    (HOURS, 'hours = "PH off"', "line.hours", "never"),
    ("closures = [", "closure = [", "line.closure", "Did you mean 'closures'?"),
    ("to = 2027-01-01", "too = 2027-01-01", "line.closures", "too = 2027-01-01"),
    ("[line]", '[line]\nrecord_team = "mrap93"', "line.record_team", "above all [tables]"),
    ("[line]", '[line]\nautomated = "0937000000"', "line.automated", "+33937000000"),
    ("default_team =", 'beep = "sms"\ndefault_team =', "beep", "Write it under [line]"),
    ("default_team =", "limits = 3\ndefault_team =", "limits", "Write [limits] above"),
    ('"integration"', '"integraton"', "default_team", "Did you mean 'integration'?"),
    ("[retention]", "[retentions]", "retentions", "Did you mean 'retention'?"),
    ("session_hours = 24", "session_hours = -1", "retention.session_hours", "1 to 10000"),
    ("session_hours = 24", "session_hours = true", "retention.session_hours", "whole number"),
    ("session_hours = 24", "session_hours = 99999999", "retention.session_hours", "range"),
    ("days_after_close = 2", "days_after_close = 2.5", "follow_up.days_after_close", "whole"),
    ('to = "08:00"', 'to = "22:00"', "quiet.to", "no quiet hours at all"),
    ('to = "08:00"', 'to = "08:00+02:00"', "quiet.to", "no time of day"),
    ("sundays = true", 'sundays = "no"', "quiet.sundays", "true or false"),
    ("sundays = true", "sunday = true", "quiet.sunday", "Did you mean 'sundays'?"),
    ('timezone = "Europe/Paris"', 'timezone = "Europe"', "timezone", "no time zone"),
    ('timezone = "Europe/Paris"', 'timezone = "Europe/Pari"', "timezone", "'Europe/Paris'"),
    ('["fr", "en", "ar"]', '["fr", "fr", "en", "ar"]', "languages", "each once"),
    ("[follow_up]", "[limits]\nalarm_percent = 800\n[follow_up]", "limits.alarm_percent", "100"),
    ("[follow_up]", "[limits]\nwarn_hours = 48\n[follow_up]", "limits.warn_hours", "fewer"),
    ("[follow_up]", '[costs]\nsegment = "inf EUR"\n[follow_up]', "costs.segment", "no price"),
    ("[follow_up]", '[callbacks]\nhours = "lundi"\n[follow_up]', "teams.pad.hours", "[callbacks]"),
    ("[follow_up]", "[callbacks]\nattempts = 0\n[follow_up]", "callbacks.attempts", "1 to 100"),
    ("[follow_up]", '[digest]\nserver = "a:25"\n[follow_up]', "digest", "tells nobody"),
    ("[follow_up]", DIGEST.format(server="a:0", sender="a@b.org"), "digest.server", "no port"),
    ("[follow_up]", DIGEST.format(server="a:25", sender="me"), "digest.sender", "no address"),
    ('en = ["espeak"]', 'eng = ["espeak"]', "voices.eng", "Did you mean 'en'?"),
    ("[teams.grdr]\nname =", "[teams]\ngrdr =", "teams.grdr", "Write [teams.grdr]"),
    ("[teams.grdr]", '[teams."Le Grdr"]', "teams", "no name of a team"),
    ('name = "Atelier emploi"', 'nom = "Atelier emploi"', "teams.grdr.nom", "Known: name"),
    ('publisher = "Ville de', 'publisher = "Ville\\nde', "publisher", "line break"),
    ('publisher = "Ville de Bourg-Fictif"', 'publisher = " "', "publisher", "is missing"),
    ('"maison"', '"maisn"', "contact_location", "Did you mean 'maison'?"),
    ('"Pont Neuf"', '"Pont neuf"', "landmarks", "Did you mean 'Pont Neuf'?"),
    ('sms = "01 99 00 01 14"', 'sms = "01 99 00 00 17"', "emergency.sms", "takes no texts"),
    ('fire = "01 99 00 00 18"', 'fire = "0199000018"', "emergency.fire", "'01 99 00 00 18'"),
    ('fire = "01 99 00 00 18"', 'fire = "01 99 00 00 99"', "emergency.fire", "as numbers.csv"),
]


@pytest.fixture
def town(tmp_path: Path) -> Path:
    return Path(shutil.copytree(FICTIONAL, tmp_path / "bourg-fictif"))


def faults_of(config: Config) -> list[Fault]:
    """Why a line with these settings is not opened, or its city not served."""
    try:
        return Knowledge(config, lambda: datetime(2026, 11, 23, 9, tzinfo=UTC)).faults()
    except FaultyFiles as refused:
        return refused.faults


@pytest.mark.parametrize(("before", "after", "entry", "told"), BROKEN)
def test_a_wrong_entry_is_the_only_fault(
    town: Path, tmp_path: Path, before: str, after: str, entry: str, told: str
) -> None:
    file = town / "city.toml"
    written = file.read_text("utf-8")
    assert before in written
    file.write_text(written.replace(before, after, 1), "utf-8")
    (fault,) = faults_of(Config(state=tmp_path / "state", city=str(town)))
    assert (fault.file, fault.column) == ("city.toml", entry)
    assert told in f"{fault.problem} {fault.cure}"


def test_a_byte_order_mark_does_no_harm(town: Path, tmp_path: Path) -> None:
    file = town / "city.toml"
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes())
    assert faults_of(Config(state=tmp_path / "state", city=str(town))) == []


def test_pronunciations_are_of_a_language_of_the_city(town: Path, tmp_path: Path) -> None:
    (town / "pronunciations.toml").write_text('[fre]\nPAD = "pade"\n')
    (fault,) = faults_of(Config(state=tmp_path / "state", city=str(town)))
    assert (fault.file, fault.column, fault.cure) == (
        "pronunciations.toml",
        "fre",
        "Did you mean 'fr'?",
    )


def test_a_topic_that_nobody_takes_is_a_warning(tmp_path: Path) -> None:
    config = Config(state=tmp_path, city=str(FICTIONAL))
    built = Knowledge(config, lambda: datetime(2026, 11, 23, 9, tzinfo=UTC)).build()
    (warning,) = built.warnings
    assert "no service is of 'health'" in str(warning)


@pytest.fixture
def messages(tmp_path: Path) -> Path:
    folder = tmp_path / "messages"
    folder.mkdir()
    for name in ("texts.toml", "topics.toml", "commands.toml"):
        shutil.copy(ROOT / "messages" / name, folder / name)
    return folder


TOPICS = [
    ("[zzz]", "zzz", 'Add ["topic.zzz"]'),
    ('[food2]\nteam = ""', "food2", "a to z"),
    ("[zzz]\nsensitiv = true", "zzz.sensitiv", "'sensitive'"),
    ('[zzz]\nsensitive = "yes"', "zzz.sensitive", "true or false"),
    ('[zzz]\nkeywords = ["a", "b"]', "zzz.keywords", "not a text"),
]


@pytest.mark.parametrize(("written", "entry", "told"), TOPICS)
def test_a_topic_that_could_not_be_named(
    messages: Path, written: str, entry: str, told: str
) -> None:
    with (messages / "topics.toml").open("a", encoding="utf-8") as file:
        file.write(f"\n{written}\n")
    with pytest.raises(FaultyFiles) as refused:
        load_texts(messages, ["fr"])
    fault = refused.value.faults[0]
    assert (fault.file, fault.column) == ("topics.toml", entry)
    assert told in str(fault)


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ('menu = "rights"', 'menu = "rihgts"', 'Add ["menu.rihgts"]'),
        ("[housing]", "[housing]\nnews = true", 'Add ["word.housing"]'),
    ],
)
def test_what_a_topic_needs_to_be_said(messages: Path, before: str, after: str, told: str) -> None:
    file = messages / "topics.toml"
    file.write_text(file.read_text("utf-8").replace(before, after, 1), "utf-8")
    assert load_topics(messages)
    with pytest.raises(FaultyFiles) as refused:
        load_texts(messages, ["fr"])
    assert told in str(refused.value.faults[0])


@pytest.mark.parametrize(
    ("file", "written", "told"),
    [
        ("texts.toml", '["x"]\ntext = 3', "x.text"),
        ("texts.toml", '["x"]\ntext = "a"\nvoix = "b"', "Did you mean 'voice'?"),
        ("texts.toml", '["x"]\nvoice = "b"', "has no text"),
        ("texts.toml", '["x"]\ntext = "a {b"', "brace"),
        ("commands.toml", '[command.x]\nkeyword = "b"', "Did you mean 'keywords'?"),
        ("commands.toml", "[command.x]\nkeywords = []", "command.x.keywords"),
    ],
)
def test_a_text_that_could_not_be_said(messages: Path, file: str, written: str, told: str) -> None:
    with (messages / file).open("a", encoding="utf-8") as opened:
        opened.write(f"\n{written}\n")
    with pytest.raises(FaultyFiles) as refused:
        load_texts(messages, ["fr"])
    assert refused.value.faults[0].file == file
    assert told in str(refused.value)


def test_texts_that_are_not_there(tmp_path: Path) -> None:
    empty = replace(Config(state=tmp_path, city=str(FICTIONAL)), messages=tmp_path)
    assert {fault.file for fault in faults_of(empty)} == {"topics.toml"}
