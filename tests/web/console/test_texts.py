"""Can a speaker mark a text as read, take it back, and say it better; and nobody else?"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask

from hotline.app import Hotline
from hotline.cli import commands
from hotline.content.reading import Entry, as_read, entries
from hotline.store import StaffMember
from hotline.web.console.texts import PAGE
from tests.web.console.conftest import Visitor, signed_in

EN, SNK = "/console/texts/en", "/console/texts/snk"


@pytest.fixture
def speaker(app: Flask, hire: Callable[..., StaffMember]) -> Visitor:
    hire("lea", roles=["editor"], languages=["en", "snk"])
    return signed_in(app, "lea")


@pytest.fixture
def colleague(app: Flask, hire: Callable[..., StaffMember]) -> Visitor:
    hire("bo", roles=["editor"], languages=["en"])
    return signed_in(app, "bo")


def seen(visitor: Visitor, version: str, show: str) -> str:
    """The mark of this version that stands on the page."""
    page = visitor.text(f"{EN}?show={show}")
    found = re.search(rf'value="{version}"><input type="hidden" name="seen" value="(\w*)"', page)
    assert found
    return found[1]


def entry(line: Hotline, key: str = "thanks", language: str = "en") -> Entry:
    told = as_read(line.texts, line.store.text_marks.all())
    return next(each for each in entries(told, language) if each.key == key)


def audited(line: Hotline, key: str = "thanks") -> list[str]:
    return [what for _, _, what in line.store.staff.audited(f"en:{key}")]


def test_every_language_has_its_line(speaker: Visitor, line: Hotline) -> None:
    page = speaker.text("/console/texts")
    found = [*entries(line.texts, "snk")]
    missing = sum(each.state == "missing" for each in found)
    assert f"Pas traduits : {missing}</li>" in page
    assert page.count("Segments du plus cher :") == len(line.city.languages) - 1
    assert "/console/voices" in page
    assert "/console/texts/fr" not in page


def test_a_text_is_shown_with_all_that_matters(speaker: Visitor) -> None:
    page = speaker.text(f"{EN}?show=all")
    card = re.search(r'id="contact".*?</li>', page, re.DOTALL)
    assert card
    for said in ("publié par {publisher}", "published by {publisher}", "{phone}</code>",
                 "Segments : 1 sur 2", "GSM-7", "01 99 00 12 34", "Brouillon"):  # fmt: skip
        assert said in card[0], said


def test_read_and_taken_back(speaker: Visitor, line: Hotline) -> None:
    version = entry(line).version
    assert version in speaker.text(EN)
    answer = speaker.post(f"{EN}/read", version=version, show="todo")
    assert answer.status_code == 303
    assert entry(line).state == "read"
    page = speaker.text(answer.location)
    assert "C’est noté : relu." in page
    assert 'id="thanks"' not in page
    assert "<bdi>Lea</bdi>" in speaker.text(f"{EN}?show=read")
    speaker.post(f"{EN}/undo", version=version, seen=seen(speaker, version, "read"))
    assert entry(line).state == "draft"
    assert audited(line) == ["text_read", "text_unmarked"]


def test_other_words_are_kept_and_withdrawn(speaker: Visitor, line: Hotline) -> None:
    version = entry(line).version
    speaker.post(f"{EN}/suggest", version=version, wording="<b>Any time.</b>\r\nText MENU.")
    page = speaker.text(EN)
    assert "&lt;b&gt;Any time.&lt;/b&gt;\nText MENU.</blockquote>" in page
    assert line.store.text_marks.all() == {version: "<b>Any time.</b>\nText MENU."}
    assert entry(line).state == "draft"
    speaker.post(f"{EN}/undo", version=version, seen=seen(speaker, version, "draft"))
    assert line.store.text_marks.all() == {}
    assert audited(line) == ["text_suggested", "text_unmarked"]


BETTER = "Any time. Text MENU."
BEST = "With pleasure. Text MENU."


@pytest.mark.parametrize(
    ("act", "typed"), [("read", {}), ("suggest", {"wording": BEST}), ("undo", {})]
)
def test_what_a_colleague_has_said_meanwhile_is_not_erased(
    speaker: Visitor, colleague: Visitor, line: Hotline, act: str, typed: dict[str, str]
) -> None:
    version = entry(line).version
    before = seen(speaker, version, "draft")
    colleague.post(f"{EN}/suggest", version=version, wording=BETTER)
    answer = speaker.post(f"{EN}/{act}", version=version, seen=before, show="todo", **typed)
    assert answer.status_code == 409
    for said in (
        "n’est plus marqué comme sur votre page",
        f"{BETTER}</blockquote>",
        "<bdi>Bo</bdi>",
    ):
        assert said in answer.text
    assert all(words in answer.text for words in typed.values())
    assert line.store.text_marks.all() == {version: BETTER}
    assert audited(line) == ["text_suggested"]


def test_what_was_typed_stays_where_a_colleague_found_the_text_right(
    speaker: Visitor, colleague: Visitor, line: Hotline
) -> None:
    version = entry(line).version
    colleague.post(f"{EN}/read", version=version)
    answer = speaker.post(f"{EN}/suggest", version=version, wording=BEST)
    assert answer.status_code == 409
    assert f"{BEST}</textarea>" in answer.text
    again = seen(speaker, version, "read")
    speaker.post(f"{EN}/suggest", version=version, seen=again, wording=BEST)
    assert line.store.text_marks.all() == {version: BEST}


def test_an_undo_brings_back_what_was_said_before(
    speaker: Visitor, colleague: Visitor, line: Hotline
) -> None:
    version = entry(line).version
    colleague.post(f"{EN}/suggest", version=version, wording=BETTER)
    answer = speaker.post(f"{EN}/read", version=version, seen=seen(speaker, version, "draft"))
    assert entry(line).state == "read"
    undo = re.search(r'name="seen" value="(\w+)"', speaker.text(answer.location))
    assert undo
    speaker.post(f"{EN}/undo", version=version, seen=undo[1])
    assert line.store.text_marks.all() == {version: BETTER}
    assert speaker.post(f"{EN}/undo", version=version, seen=undo[1]).status_code == 409
    assert line.store.text_marks.all() == {version: BETTER}


@pytest.mark.parametrize(
    ("key", "wording", "told"),
    [
        ("greeting", "Hello.", "{line}"),
        ("greeting", "Hello, {line} {phone}", "{line}"),
        ("greeting", "Hello {line", "{line}"),
        ("thanks", "Thanks \u202edlrow", "Pas gardé."),
        ("thanks", "  ", "Pas gardé."),
        ("thanks", None, "Ce sont les mêmes mots."),
    ],
)
def test_what_cannot_be_served_is_not_kept(
    speaker: Visitor, line: Hotline, key: str, wording: str | None, told: str
) -> None:
    of = entry(line, key)
    words = of.text if wording is None else wording
    answer = speaker.post(f"{EN}/suggest", version=of.version, wording=words)
    assert told in speaker.text(answer.location)
    assert line.store.text_marks.all() == {}


def test_words_that_have_changed_meanwhile_are_read_again(speaker: Visitor, line: Hotline) -> None:
    for act in ("read", "suggest"):
        answer = speaker.post(f"{EN}/{act}", version="0" * 32, wording="Hi.")
        assert "Le texte a changé entre-temps." in speaker.text(answer.location)
    assert line.store.text_marks.all() == {}


def test_what_is_not_translated_cannot_be_right(speaker: Visitor, line: Hotline) -> None:
    missing = entry(line, language="snk")
    assert missing.state == "missing"
    speaker.post(f"{SNK}/read", version=missing.version)
    assert line.store.text_marks.all() == {}
    speaker.post(f"{SNK}/suggest", version=missing.version, wording=missing.french)
    assert [*line.store.text_marks.all()] == [missing.version]


def test_only_who_speaks_it_can_say_so(
    hire: Callable[..., StaffMember], line: Hotline, app: Flask
) -> None:
    hire("bo", roles=["editor"], languages=["ar"])
    visitor = signed_in(app, "bo")
    version = entry(line).version
    page = visitor.text(EN)
    assert "vous pouvez lire, pas marquer" in page
    assert "J’ai lu" not in page
    for act in ("read", "suggest", "undo"):
        assert visitor.post(f"{EN}/{act}", version=version, wording="Hi.").status_code == 404
    assert line.store.text_marks.all() == {}


@pytest.mark.parametrize("language", ["fr", "xx", "it"])
def test_a_language_that_is_not_translated_has_no_page(speaker: Visitor, language: str) -> None:
    assert speaker.get(f"/console/texts/{language}").status_code == 404


def test_page_by_page(speaker: Visitor, line: Hotline) -> None:
    count = len([*entries(line.texts, "en")])
    seen: list[str] = []
    for start in range(0, count, PAGE):
        page = speaker.text(f"{EN}?show=all&from={start}")
        seen += re.findall(r'<li class="voice" id="([^"]+)"', page)
    assert len(seen) == len(set(seen)) == count
    for odd in ("from=-5", "from=x", "from=99999", "show=%3Cb%3E", "done=%3Cb%3E"):
        assert speaker.get(f"{EN}?{odd}").status_code == 200


def test_keywords_are_read_as_well(speaker: Visitor, line: Hotline) -> None:
    key = "topic.legal/keywords"
    assert "lawyer" in entry(line, key).text
    speaker.post(f"{EN}/read", version=entry(line, key).version)
    assert entry(line, key).state == "read"


def test_the_commands_know_what_was_read(
    speaker: Visitor, line: Hotline, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On the same record: a text less that nobody has read, and a file that says so."""
    monkeypatch.setenv("HOTLINE_STATE", str(line.config.state))
    monkeypatch.setenv("HOTLINE_DATA_KEY", line.config.data_key)

    def run(*arguments: str) -> str:
        return CliRunner().invoke(commands, ["messages", *arguments]).output

    unread = int(re.findall(r"(\d+) read by no native", run("check", "en"))[0])
    speaker.post(f"{EN}/read", version=entry(line).version)
    assert f", {unread - 1} read by no native speaker" in run("check", "en")
    run("export", "en", "--to", str(tmp_path / "out"))
    written = (tmp_path / "out" / "en.po").read_text(encoding="utf-8")
    before, _, _ = written.partition('msgctxt "thanks"')
    assert "draft" not in before.rpartition("\n\n")[2]
    assert "# draft" in before


def test_to_check_the_files_no_record_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOTLINE_STATE", str(tmp_path))
    assert CliRunner().invoke(commands, ["messages", "check", "en"]).exit_code == 0
    assert [*tmp_path.iterdir()] == []
