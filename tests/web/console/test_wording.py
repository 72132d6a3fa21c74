"""Does the console say it well, in French and in English?"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from hotline.app import Hotline
from hotline.config import ROOT
from hotline.content.grounds import load_grounds
from hotline.errors import FaultyFiles
from hotline.web.console.wording import Wording, load_translations
from tests.web.console.conftest import Visitor

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def wording(line: Hotline, language: str) -> Wording:
    return Wording(
        language, load_translations(line.config.messages)[language], line.texts, line.city
    )


@pytest.mark.parametrize(
    ("minutes", "french", "english"),
    [
        (0, "à l’instant", "just now"),
        (59, "depuis 59 min", "59 min ago"),
        (60, "depuis 1 h", "1 h ago"),
        (47 * 60 + 59, "depuis 47 h", "47 h ago"),
        (48 * 60, "depuis 2 jours", "2 days ago"),
    ],
)
def test_an_age_is_said_in_words(line: Hotline, minutes: int, french: str, english: str) -> None:
    since = NOW - timedelta(minutes=minutes)
    assert wording(line, "fr").age(since, NOW) == french
    assert wording(line, "en").age(since, NOW) == english


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("+33639980001", "06 39 98 00 01"),
        ("+33199000000", "01 99 00 00 00"),
        ("+441632960001", "+44 1632 960001"),
    ],
)
def test_a_number_is_grouped_as_it_is_written_here(line: Hotline, number: str, shown: str) -> None:
    assert wording(line, "fr").phone(number) == shown


@pytest.mark.parametrize(
    ("hours", "said"), [(3, "13:00"), (20, "mardi 06:00"), (24, "mardi 10:00")]
)
def test_a_clock_time_names_its_day_unless_it_is_today(
    line: Hotline, hours: int, said: str
) -> None:
    assert wording(line, "fr").clock(NOW + timedelta(hours=hours), NOW) == said


@pytest.mark.parametrize(
    ("code", "name"), [("en", "anglais"), ("pt-BR", "portugais (Brésil)"), ("?", "?")]
)
def test_a_language_is_named(line: Hotline, code: str, name: str) -> None:
    assert wording(line, "fr").tongue(code) == name


def test_english_lacks_no_sentence_and_keeps_none_too_many() -> None:
    catalog = _catalog(ROOT / "messages" / "console.en.po")
    said = {str(message.id) for message in catalog if message.id and message.string}
    assert said == _sentences()
    assert not [message.id for message in catalog if message.id and message.fuzzy]


def test_english_keeps_every_value() -> None:
    for message in _catalog(ROOT / "messages" / "console.en.po"):
        assert not [*message.check()], message.id


@pytest.mark.parametrize(
    ("accepted", "language", "heading"),
    [
        ("", "fr", "Connexion"),
        ("en-GB,en;q=0.9", "en", "Sign in"),
        ("de,en;q=0.5", "en", "Sign in"),
        ("de", "fr", "Connexion"),
    ],
)
def test_the_first_page_is_in_the_browser_s_language(
    visitor: Visitor, accepted: str, language: str, heading: str
) -> None:
    page = visitor.get("/console/login", **{"Accept-Language": accepted}).text
    assert f'<html lang="{language}" dir="ltr">' in page
    assert f"<h1>{heading}</h1>" in page


def test_a_chosen_language_stays_from_before_the_login(
    visitor: Visitor, awa: object, ask: Callable[..., str]
) -> None:
    ask(language="ar", voicemail="discreet")
    visitor.post("/console/language", language="en")
    visitor.sign_in("awa")
    page = visitor.text()
    for said in (
        "To call back",
        "Interpreter: Arabic",
        "without saying who we are",
        "Take</button>",
    ):
        assert said in page


@pytest.mark.parametrize("language", ["xx", "", "../../etc"])
def test_a_language_there_is_not_changes_nothing(visitor: Visitor, language: str) -> None:
    visitor.post("/console/language", language=language)
    assert "<h1>Connexion</h1>" in visitor.text("/console/login")


@pytest.mark.parametrize(
    ("referrer", "back"),
    [
        ("https://localhost/console/password", "/console/password"),
        ("https://evil.example/console/login", "/console/login"),
        ("https://evil.example//evil.example", "/console/"),
        ("https://localhost/console/requests/x/claim", "/console/"),
        ("https://localhost/health/live", "/console/"),
        ("", "/console/"),
    ],
)
def test_choosing_a_language_leads_back_and_never_away(
    visitor: Visitor, referrer: str, back: str
) -> None:
    answer = visitor.post("/console/language", {"Referer": referrer}, language="en")
    assert answer.location == back


def test_a_language_is_one_file(tmp_path: Path) -> None:
    text = 'msgid "Rappels"\nmsgstr "Llamadas"\n'
    (tmp_path / "console.es.po").write_text(text, encoding="utf-8")
    loaded = load_translations(tmp_path)
    assert [*loaded] == ["fr", "es"]
    assert loaded["es"].gettext("Rappels") == "Llamadas"


def test_a_broken_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "console.es.po").write_text("this is no PO file\n", encoding="utf-8")
    with pytest.raises(FaultyFiles, match=r"console\.es\.po"):
        load_translations(tmp_path)


def _catalog(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, abort_invalid=True)


def _sentences() -> set[str]:
    """Every French sentence of the console's pages and code, and the criteria of the law."""
    methods = [("**.html", "jinja2"), ("**.py", "python")]
    words = {"_": None, "_n": None, "say": None}
    folder = ROOT / "hotline" / "web" / "console"
    found = extract_from_dir(str(folder), method_map=methods, keywords=words)
    return {str(text) for _, _, text, _, _ in found} | {*load_grounds(ROOT / "messages").values()}
