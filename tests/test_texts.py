"""May these words reach a stranger's eye, a tight budget and every caller, in every language?"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.app import Hotline
from hotline.config import ROOT
from hotline.content.reading import entries
from hotline.content.texts import Texts, placeholders
from hotline.render import segments, sms
from hotline.render.cost import report
from hotline.understand import understand
from hotline.understand.fold import tokens
from hotline.understand.phrases import Entry, Phrases
from tests.talking import CITY, LANGUAGES, ids, in_every_language, relaxed, said
from tests.talking import line as line

SENSITIVE = ("violence", "racism", "papers", "legal", "health")
# What leaves unasked, or is about a callback: somebody else may hold the phone by then.
PRIVATE = (
    *("callback.", "followup.", "cancel.", "when.", "voicemail.", "stop.", "form.", "hint."),
    *("reminder", "appointment.", "agenda.soon"),
)
NEUTRAL = {"reference", "when", "phone"}
# Keys made while running, as `f"urgent.{kind}"`; everything else is written out in the code.
FAMILIES = re.compile(
    r"(topic|menu|duty|urgent|when|voicemail|callback\.state|key|word|clock)\.\w+|distance\.(kilo)?metres(\.about)?"
)
# (language, key) of what a native speaker has really read; whoever takes it in adds it here.
READ: set[tuple[str, str]] = set()


@pytest.fixture
def texts(line: Hotline) -> Texts:
    return line.texts


# --- what a stranger may read ---------------------------------------------------------------


def private(texts: Texts) -> Iterator[str]:
    return (key for key in texts.sentence_keys() if key.startswith(PRIVATE))


def forms(texts: Texts, key: str, language: str) -> tuple[str, str]:
    """The text as an SMS and as a call say it, without its values."""
    written = (texts.get(key, language, medium).text for medium in ("sms", "voice"))
    sms_form, voice_form = (re.sub(r"\{\w+\}", "…", text) for text in written)
    return sms_form, voice_form


@pytest.fixture(scope="module")
def telltale(line: Hotline) -> Phrases:
    """Every word and phrase by which a sensitive topic is asked for, in every language."""
    tree = Phrases()
    for topic in SENSITIVE:
        for language in LANGUAGES:
            for phrase in line.texts.keywords(f"topic.{topic}/keywords", language):
                if not phrase.endswith("?"):
                    tree.plant(phrase, Entry("topic", topic, frozenset({language})))
    return tree


def betrayed(text: str, tree: Phrases) -> list[str]:
    """The sensitive topics this text names."""
    words = tuple(tokens(text))
    found = (tree.ends(words, at) for at in range(len(words)))
    return sorted({entry.name for ends in found for _, held in ends for entry in held})


@in_every_language
def test_what_leaves_unasked_names_no_sensitive_topic(
    line: Hotline, telltale: Phrases, language: str
) -> None:
    for key in private(line.texts):
        for text in forms(line.texts, key, language):
            assert betrayed(text, telltale) == [], (key, text)


def test_the_words_that_would_betray_are_known(telltale: Phrases) -> None:
    assert betrayed("Avez-vous vu l'avocat ?", telltale) == ["legal"]
    assert betrayed("aide aux victimes de violences", telltale) == ["violence"]
    assert betrayed("Bonjour. Avez-vous eu l'aide attendue ?", telltale) == []


@in_every_language
def test_the_line_itself_reads_no_topic_out_of_a_follow_up(line: Hotline, language: str) -> None:
    for key in ("followup.ask", "callback.sms", "callback.done"):
        text, _ = forms(line.texts, key, language)
        assert not set(understand(text, line.switchboard.lexicon).topics) & {*SENSITIVE}, text


@in_every_language
def test_what_leaves_unasked_names_no_organization(line: Hotline, language: str) -> None:
    names = {*CITY.teams, *CITY.teams.values(), CITY.name, CITY.line_name, CITY.publisher}
    for location in line.directory.locations.values():
        names |= {location.name, location.short_name, location.organization}
    folded = {" ".join(tokens(name)) for name in names if len(name) > 2}
    for key in private(line.texts):
        for text in forms(line.texts, key, language):
            words = f" {' '.join(tokens(text))} "
            assert [name for name in folded if f" {name} " in words] == [], (key, text)


def test_what_leaves_unasked_has_room_for_no_name(texts: Texts) -> None:
    for key in private(texts):
        assert placeholders(texts.get(key, "fr").text) <= NEUTRAL, key


@in_every_language
def test_no_text_has_a_fact_in_it(texts: Texts, language: str) -> None:
    for key in texts.sentence_keys():
        for text in forms(texts, key, language):
            assert not re.search(r"\d[\d .-]*\d", text), (key, text)


# --- what it costs --------------------------------------------------------------------------


@in_every_language
def test_every_text_fits_its_budget(texts: Texts, language: str) -> None:
    assert report(texts, language).over_budget == ()


@in_every_language
def test_every_translation_has_the_placeholders_of_its_source(texts: Texts, language: str) -> None:
    for key in texts.sentence_keys():
        for medium in ("sms", "voice"):
            own = placeholders(texts.get(key, language, medium).text)
            forms = [placeholders(texts.get(key, "fr", each).text) for each in ("sms", "voice")]
            # A language without a voice form of its own is heard as it is read.
            assert any(own ^ form <= {"place", "when", "digit"} for form in forms), (key, medium)


def words_of(line: Hotline, language: str) -> list[str]:
    """What people write in this language: commands, topics, places, digits, and nonsense."""
    keys = [key for key in line.texts.keyword_keys() if "/keywords" in key]
    known = [line.texts.keywords(key, language)[:2] for key in keys]
    spoken = [word.strip("?*").replace("…", "") for words in known for word in words]
    places = ["mairie", "croix de chavaux", "rue de paris", "gare", "93100"]
    return [*spoken, *places, *"0123456789", "1001", "xyzzy", "", "STOP", "?"]


@in_every_language
@relaxed
@given(script=st.data())
def test_every_reply_by_sms_fits_its_budget(
    line: Hotline, language: str, script: st.DataObject
) -> None:
    who = f"+336399{next(ids):05d}"
    known = words_of(line, language)
    drawn = script.draw(st.lists(st.sampled_from(known), max_size=7))
    opening = line.texts.keywords(f"language.{language}/keywords", language)[:1]
    for words in (*opening, *drawn):
        answered = said(line, "sms", "text", who, words, f"t{next(ids)}")
        for text in answered.reply.texts:
            assert segments.count(text).segments <= sms.BUDGET, (words, text)


@in_every_language
def test_a_form_that_is_not_understood_twice_tells_how_to_leave_it(
    line: Hotline, language: str
) -> None:
    who, name = f"+336399{next(ids):05d}", line.texts.get("language.name", language).text
    leave = tokens(line.texts.get("form.leave", language).text)
    said(line, "sms", "text", who, name, f"t{next(ids)}")
    # Asked what for, when, and whether a message may be left; no text twice, or it is an echo.
    for answer, *odd in map(str.split, ("RAPPEL xyzzy qwxzk", "6 wqzzk zkqwx", "1 kzzqw xkqzw")):
        for words in (answer, *odd):
            answered = said(line, "sms", "text", who, words, f"t{next(ids)}")
            told = " ".join(answered.reply.texts)
            assert segments.count(told).segments <= sms.BUDGET, told
        assert answered.language == language
        assert answer == "RAPPEL" or " ".join(leave) in " ".join(tokens(told)), told
    word = line.texts.get("form.leave", language).text.strip(".。।").split(":")[-1].split("：")[-1]
    assert said(line, "sms", "text", who, word, f"t{next(ids)}").understood.command == "cancel"


# --- no text without a use, no use without a text -------------------------------------------


def written_in_code() -> set[str]:
    """Every string of the package that looks like a key."""
    sources = [path.read_text(encoding="utf-8") for path in (ROOT / "hotline").rglob("*.py")]
    return {key for text in sources for key in re.findall(r'"([a-z]+(?:\.[a-z_]+)*)"', text)}


def test_no_translation_passes_for_read_by_mistake(texts: Texts) -> None:
    """A new entry without its comment would be shown to staff as read by a native speaker."""
    languages = [code for code in texts.languages if code != "fr"]
    read = {
        (code, each.key)
        for code in languages
        for each in entries(texts, code)
        if each.state == "read"
    }
    assert read - READ == set()


def test_every_text_is_said_somewhere(texts: Texts) -> None:
    written = written_in_code()
    unused = {key for key in texts.sentence_keys() if key not in written}
    assert {key for key in unused if not FAMILIES.fullmatch(key)} == set()


def test_every_key_of_the_code_is_a_text(texts: Texts) -> None:
    known = {*texts.sentence_keys()}
    roots = {key.partition(".")[0] for key in known}
    called = {
        key
        for path in (ROOT / "hotline/conversation").rglob("*.py")
        for key in re.findall(r'[Ss]ay\(\s*"([a-z_.]+)"', path.read_text(encoding="utf-8"))
    }
    assert len(called) > 30
    assert called - known == set()
    assert {key.partition(".")[0] for key in called} <= roots
