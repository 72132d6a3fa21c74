"""Do the commands about the record say what they did, and what to do when they could not?"""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from hotline.app import Hotline
from hotline.cli import commands
from hotline.errors import HotlineError
from tests.keeping.conftest import NOTED, PERSON, WHOLE, known, stop


@pytest.fixture(autouse=True)
def here(lived: Hotline, monkeypatch: pytest.MonkeyPatch) -> Hotline:
    """Every command opens this record, after the line has stopped."""
    monkeypatch.setenv("HOTLINE_STATE", str(lived.config.state))
    return stop(lived)


def run(*arguments: str, typed: str = "") -> str:
    result = CliRunner().invoke(commands, arguments, input=typed)
    if isinstance(result.exception, HotlineError):
        return str(result.exception)
    return result.output


def test_a_backup_and_its_way_back(here: Hotline, tmp_path: Path, reopened: Hotline) -> None:
    saved = tmp_path / "saved.age"
    assert "read back and found whole" in run("backup", str(saved))
    assert "--over" in run("restore", str(saved))
    assert "Opt-outs carried over from before: 1." in run("restore", str(saved), "--over")
    assert known(reopened) == WHOLE


def test_a_new_key(reopened: Hotline) -> None:
    assert "callback_request     1" in run("keys", "rotate")
    assert known(reopened) == WHOLE


def test_the_key_of_backups_is_shown_as_age_writes_it() -> None:
    assert run("keys", "show").startswith("AGE-SECRET-KEY-1")


@pytest.mark.parametrize("number", [PERSON, "06 39 98 00 01", ""])
def test_what_is_held_is_told_and_that_it_was_is_audited(number: str) -> None:
    told = run("what-we-hold", *([number] if number else []), typed=f"{PERSON}\n")
    assert PERSON in told
    assert NOTED in told
    assert "The trail holds" in run("audit", "verify")


def test_of_a_stranger_nothing_is_held() -> None:
    assert "Nothing is held about this number." in run("what-we-hold", "+33639980009")
    assert "no telephone number" in run("what-we-hold", "bonjour")


def test_a_trail_that_was_tampered_with_ends_in_a_failure(reopened: Hotline) -> None:
    reopened.store.engine.run("update trail set staff = 'other' where seq = 1")
    result = CliRunner().invoke(commands, ["audit", "verify"])
    assert result.exit_code == 1
    assert "Entry 1" in result.output


def test_an_account_by_invitation(reopened: Hotline) -> None:
    told = run("staff", "add", "lea", "--team", "pad", "--role", "member", "--language", "ar")
    assert "/console/invitation#" in told
    assert "there is only" in run("staff", "add", "x", "--team", "nowhere")
    assert "needs a --team" in run("staff", "add", "x")
    assert "already an account" in run("staff", "add", "lea", "--role", "editor")
    assert "lea" in run("staff", "list")
    assert "/console/invitation#" in run("staff", "reset", "lea")
    assert "no account called" in run("staff", "reset", "nobody")
    lea = reopened.store.staff.called("lea")
    assert lea
    assert [what for _, _, what in reopened.store.trail.of(lea.id)] == ["invited", "account_reset"]
