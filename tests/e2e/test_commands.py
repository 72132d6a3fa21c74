"""Do the commands say what scripts rely on: their exit codes, the shape of their JSON?"""

from __future__ import annotations

import csv
import json
import re
import shutil
from pathlib import Path

import pytest

from hotline.config import ROOT
from tests.e2e.conftest import Run
from tests.speech.test_take import as_wav, speech

FICTIONAL = ROOT / "tests/cities/bourg-fictif"
HIDDEN_KEY = "ab" * 32


def test_ask(run: Run) -> None:
    done = run("ask", "--json", "--from", "+33639980001", "avocat croix de chavaux")
    told = json.loads(done.stdout)
    assert (done.returncode, done.stderr) == (0, "")
    assert {"language", "command", "topic", "places", "urgent", "services"} <= set(told)
    assert (told["language"], told["topic"], told["places"]) == (
        "fr",
        "legal",
        ["Croix de Chavaux"],
    )
    assert told["segments"] <= 2
    assert told["encoding"] in ("GSM-7", "UCS-2")


def test_ask_forgets(run: Run) -> None:
    for words in ("rappel avocat", "1"):
        told = json.loads(run("ask", "--json", words).stdout)["texts"][0]
    assert "Ce chiffre ne marche pas ici" in told


def test_dial(run: Run) -> None:
    done = run("dial", "--from", "+33639980001", "--keys", "1,2,1", "--json")
    legs = json.loads(done.stdout)
    assert (done.returncode, len(legs)) == (0, 4)
    assert all(leg["prompts"] and leg["gather"] and not leg["hangup"] for leg in legs)
    assert {"text", "language", "file"} == set(legs[0]["prompts"][0])
    assert all(prompt["file"] for leg in legs for prompt in leg["prompts"])


@pytest.mark.parametrize("last", ["\n/quit\n", "\n", ""])
def test_talk(run: Run, last: str) -> None:
    said = "\n".join(["bonjour", "/call", "1", "/hangup", "merci"])
    done = run("talk", "--from", "+33639980077", said=said + last)
    assert (done.returncode, done.stderr) == (0, "")
    assert "De quoi avez-vous besoin ?" in done.stdout
    assert "Avec plaisir." in done.stdout


def test_understand(run: Run) -> None:
    done = run("understand", said="avocat mairie\n\nSTOP\n\x00\ufffd\n")
    told = [json.loads(line) for line in done.stdout.splitlines()]
    assert (done.returncode, len(told)) == (0, 4)
    names = ["language", "command", "topic", "topics", "unsure", "places", "urgent"]
    assert all([*each] == names for each in told)
    assert [each["command"] for each in told] == [None, None, "stop", None]


def test_doctor(run: Run) -> None:
    done = run("doctor")
    found = [line for line in done.stdout.splitlines() if not line.startswith(" ")]
    assert all(re.match(r"(ok|warn|bad) +\S", line) for line in found)
    assert done.returncode == any(line.startswith("bad") for line in found)


def test_doctor_names_a_wrong_setting(run: Run) -> None:
    done = run("doctor", HOTLINE_PORT="eighty")
    assert done.returncode == 1
    assert "HOTLINE_PORT must be a whole number" in done.stdout


def test_config_hides_secrets(run: Run) -> None:
    done = run("config", HOTLINE_DATA_KEY=HIDDEN_KEY, HOTLINE_PORT="8123")
    assert done.returncode == 0
    assert re.search(r"HOTLINE_PORT +8123 ", done.stdout)
    assert HIDDEN_KEY not in done.stdout
    assert "(set)" in done.stdout


def test_a_wrong_setting_is_a_sentence(run: Run) -> None:
    done = run("ask", "bonjour", HOTLINE_PORT="eighty")
    assert done.returncode == 2
    assert done.stderr == "HOTLINE_PORT must be a whole number from 1 to 65535, not 'eighty'.\n"


@pytest.mark.parametrize("verb", ["check", "build"])
def test_directory(run: Run, verb: str) -> None:
    done = run("directory", verb)
    assert done.returncode == 0
    assert re.fullmatch(r"\d+ services at \d+ locations, \d+ places, \d+ numbers\.\n", done.stdout)


def test_directory_export(run: Run) -> None:
    done = run("directory", "export")
    services = json.loads(done.stdout)
    assert done.returncode == 0
    assert services
    assert all({"id", "organization_id", "name", "status"} <= set(each) for each in services)


def test_messages_check(run: Run) -> None:
    done = run("messages", "check")
    assert done.returncode == 0
    for language in ("fr", "en", "ar", "es"):
        assert re.search(rf"^{language}: \d+/\d+ texts", done.stdout, re.MULTILINE)


def test_audio_status(run: Run) -> None:
    done = run("audio", "status", "--json")
    status = json.loads(done.stdout)
    assert done.returncode == 0
    assert {"fr", "en", "ar", "es"} <= set(status)
    told = {"recorded", "rendered", "stale", "missing", "minutes", "size"}
    assert all(set(row) == told for row in status.values())
    voiceless = {"ps", "bm", "snk", "ff"}  # no machine speaks these
    assert all(row["missing"] == 0 for code, row in status.items() if code not in voiceless)
    assert all(status[code]["missing"] > 0 for code in voiceless)


def test_a_volunteer_s_page(run: Run) -> None:
    page = run("audio", "script", "ar").stdout
    assert "[menu.ask]" in page
    assert "De quoi avez-vous besoin ?" in page
    printed = run("audio", "script", "--html", "ar").stdout
    assert 'dir="rtl"' in printed
    unknown = run("audio", "script", "xx")
    assert (unknown.returncode, "city.toml" in unknown.stderr) == (2, True)


def test_a_recording_is_taken_in_and_refused(run: Run, tmp_path: Path) -> None:
    file, state = tmp_path / "a.wav", {"HOTLINE_STATE": str(tmp_path / "state")}
    file.write_bytes(as_wav(speech(1.2)))
    taken = run("audio", "take", "es", "welcome.back", str(file), "--who", "Ana", **state)
    assert (taken.returncode, "heard from the next call on" in taken.stdout) == (0, True)
    status = json.loads(run("audio", "status", "--json", **state).stdout)
    assert status["es"]["recorded"] == 1
    file.write_bytes(as_wav(speech(20)))
    refused = run("audio", "take", "es", "welcome.back", str(file), "--who", "Ana", **state)
    assert (refused.returncode, "Too long" in refused.stderr) == (2, True)
    because = ("--who", "Zoé", "--because", "noise")
    assert run("audio", "refuse", "es", "welcome.back", *because, **state).returncode == 0
    assert "à refaire – noise" in run("audio", "script", "es", **state).stdout
    unknown = run("audio", "take", "es", "no.such", str(file), "--who", "Ana", **state)
    assert "audio script --all es" in unknown.stderr


@pytest.mark.parametrize("verb", [("directory", "check"), ("directory", "build"), ("up",)])
def test_a_faulty_city_is_refused_with_its_cure(
    run: Run, tmp_path: Path, verb: tuple[str, ...]
) -> None:
    city = faulty(tmp_path)
    done = run(*verb, HOTLINE_CITY=str(city), HOTLINE_STATE=str(tmp_path / "state"))
    assert done.returncode == 2
    assert re.search(r"services\.csv, row 3, column location_id: .+\. .+", done.stderr)
    assert re.search(r"services\.csv, row 4, column topics: .+\. .+", done.stderr)
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "state" / "directory.sqlite").exists()


def test_a_city_that_is_not_there(run: Run) -> None:
    done = run("ask", "bonjour", HOTLINE_CITY="atlantis")
    assert done.returncode == 2
    assert "there is no such city" in done.stderr
    assert "Traceback" not in done.stderr


def faulty(folder: Path) -> Path:
    """The fictional city, with two services that cannot be served."""
    city = shutil.copytree(FICTIONAL, folder / "city")
    table = city / "services.csv"
    rows = [*csv.reader(table.read_text(encoding="utf-8").splitlines())]
    rows[2][rows[0].index("location_id")] = "nowhere"
    rows[3][rows[0].index("topics")] = "unicorns"
    with table.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return city
