"""Is what a person says kept as they say it, version by version, and for nobody but their team?"""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import date, timedelta
from html import unescape
from threading import Thread

import pytest
from flask import Flask
from pypdf import PdfReader

from hotline.app import Hotline
from hotline.store import Callback, StaffMember
from hotline.store.facts import Record
from hotline.web.console.desk import Desk
from hotline.web.console.facts import changes, keeping, paper
from hotline.web.console.facts.form import day_of
from hotline.web.console.facts.wanted import request_of
from tests.conftest import Clock
from tests.web.console.conftest import SECRETS, Visitor, signed_in
from tests.web.console.test_access import OF_RECORDS, path_of, rules

SAID = {
    "name": "Fatou",
    "day": "2026-11-12",
    "moment": "vers 10 h",
    "place": "Agence, rue de l’Église",
    "words": "Il a dit : « pas vous ».\nJe suis partie.",
    "present": "Mon frère",
    "grounds": ["origin", "race"],
    "other": "mon accent",
    "evidence": "Un SMS",
    "wish": "Des excuses",
    "consent": "1",
}
ARABIC, BENGALI = "قال لي: لا نؤجر لأمثالك.", "তারা আমাকে ঘর দেয়নি।"


@pytest.fixture
def lea(hire: Callable[..., StaffMember]) -> StaffMember:
    return hire("lea", "mrap93")


@pytest.fixture
def counsel(app: Flask, lea: StaffMember) -> Visitor:
    """Léa, of the counselling team, signed in."""
    return signed_in(app, lea.login)


def write(visitor: Visitor, path: str = "", **form: object) -> str:
    """The page after the form was sent, and after its redirect."""
    given = {name: value for name, value in {**SAID, **form}.items() if value is not None}
    answer = visitor.post(f"/console/facts{path}", **given)  # type: ignore[arg-type]
    assert answer.status_code in (303, 409, 422), answer.status_code
    page = visitor.text(answer.location) if answer.status_code == 303 else answer.text
    return unescape(page)


def only(line: Hotline) -> Record:
    (found,) = line.store.facts.all()
    return found


def audited(line: Hotline, id_: str) -> list[str]:
    return [what for _, _, what in line.store.staff.audited(id_)]


def test_it_is_kept_with_who_and_when(counsel: Visitor, line: Hotline, lea: StaffMember) -> None:
    page = write(counsel)
    for said in (
        *("Le récit est gardé : version 1.", "Version 1 sur 1", "Lea", "Fatou", "mon accent"),
        *("lundi 23 novembre, 10:00", "jeudi 12 novembre 2026", "vers 10 h", "Mon frère"),
        *("Il a dit : « pas vous ».\nJe suis partie.", "Origine\nAppartenance ou non à une préte"),
    ):
        assert said in page, said
    version = only(line).latest
    assert (version.staff, version.at) == (lea.id, line.now())
    assert version.statement.grounds == ("origin", "race")
    assert audited(line, only(line).id) == ["facts_opened", "facts_read"]


def test_amended_both_versions_stay_and_what_changed_shows(
    counsel: Visitor, line: Hotline, clock: Clock
) -> None:
    write(counsel)
    clock.forward(minutes=20)
    id_ = only(line).id
    words = "Il a dit : « jamais vous ».\nJe suis partie."
    page = write(counsel, f"/{id_}/amend", seen="1", words=words, grounds=["race", "age"])
    assert "Version 2 sur 2" in page
    assert "« pas vous »" in unescape(counsel.text(f"/console/facts/{id_}?version=1"))
    changed = unescape(counsel.text(f"/console/facts/{id_}/changes"))
    flat = re.sub(r'<span class="unseen">[^<]*</span>', "", changed)
    assert "« <del>pas</del><ins>jamais</ins> vous »" in flat
    assert "<del>Origine\n</del>Appartenance" not in flat  # lines are compared in the law's order
    assert "<ins>Âge\n</ins>Appartenance ou non à une prétendue race" in flat
    assert "Preuves" not in flat
    assert audited(line, id_)[-2:] == ["facts_read", "facts_compared"]
    assert [each.statement.grounds for each in only(line).versions][1] == ("age", "race")


def test_nothing_new_is_no_version(counsel: Visitor, line: Hotline) -> None:
    write(counsel)
    page = write(counsel, f"/{only(line).id}/amend", seen="1")
    assert "Rien n’a changé" in page
    assert len(only(line).versions) == 1


def test_of_two_who_amend_at_once_neither_loses_a_word(
    app: Flask, counsel: Visitor, line: Hotline, hire: Callable[..., StaffMember]
) -> None:
    write(counsel)
    max_ = signed_in(app, hire("max", "mrap93").login)
    path = f"/{only(line).id}/amend"
    write(counsel, path, seen="1", wish="Une plainte")
    page = write(max_, path, seen="1", place="Mairie")
    assert "Lea a gardé la version 2 pendant que vous écriviez." in page
    assert 'name="seen" value="2"' in page
    assert "Mairie" in page
    assert len(only(line).versions) == 2
    assert "version 3." in write(max_, path, seen="2", place="Mairie", wish="Une plainte")


WRONG = [
    ({"words": " \n "}, "words", "Il manque le récit : écrivez"),
    ({"words": "é" * 20_003}, "words", "Caractères en trop : 3. Raccourcissez."),
    ({"name": "é" * 121}, "name", "Caractères en trop : 1."),
    ({"day": "hier"}, "day", "Ce n’est pas une date : écrivez-la comme 23/11/2026."),
    ({"day": "31/02/2026"}, "day", "Ce n’est pas une date"),
    ({"day": "2026-11-24"}, "day", "Cette date n’est pas encore passée"),
    ({"day": "0202-11-24"}, "day", "Cette date est trop ancienne : vérifiez l’année."),
    ({"day": "", "moment": ""}, "day", "Donnez une date."),
    ({"consent": None}, "consent", "Rien n’est gardé sans son accord"),
]


@pytest.mark.parametrize("amending", [False, True])
def test_what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost(
    counsel: Visitor, line: Hotline, amending: bool
) -> None:
    path = ""
    if amending:
        write(counsel, wish="autre")
        path = f"/{only(line).id}/amend"
    for form, field, said in WRONG:
        page = write(counsel, path, seen="1", **form)
        assert page.count(said) == 2, "at the top, with a link, and at the field"
        assert f'href="#{field}"' in page
        assert f'id="{field}-wrong"' in page
        tied = rf'<(input|textarea)[^>]*id="{field}"[^>]*aria-describedby="[^"]*{field}-wrong'
        assert re.search(tied, page), said
        for name, typed in {**SAID, **form}.items():
            for each in [typed] if isinstance(typed, str) else typed or []:
                assert each.strip() in page, (said, name)
        assert page.count('name="grounds" value="race" checked') == 1
    assert len(line.store.facts.all()) == int(amending)
    assert not amending or len(only(line).versions) == 1


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("12/11/2026", date(2026, 11, 12)),
        ("12.11.2026", date(2026, 11, 12)),
        ("2026-11-12", date(2026, 11, 12)),
        ("29/02/2025", None),
        ("", None),
    ],
)
def test_a_date_may_be_written_as_people_write_it(written: str, day: date | None) -> None:
    assert day_of(written) == day


def test_a_ground_that_is_none_is_not_kept(counsel: Visitor, line: Hotline) -> None:
    write(counsel, grounds=["age", "<b>", "wealth"])
    assert only(line).latest.statement.grounds == ("age",)


def test_a_criterion_taken_out_since_stays_in_the_record(counsel: Visitor, line: Hotline) -> None:
    write(counsel)
    grounds = line.knowledge.grounds
    line.knowledge.grounds = {id_: text for id_, text in grounds.items() if id_ != "race"}
    path = f"/{only(line).id}/amend"
    form = counsel.text(f"/console/facts{path}")
    ticked = re.findall(r'name="grounds" value="(\w+)" checked', form)
    assert ticked == ["origin", "race"]
    write(counsel, path, seen="1", wish="Une plainte", grounds=ticked)
    assert only(line).latest.statement.grounds == ("origin", "race")
    for version in ("1", "2"):
        assert re.search(r"Origine\s+(\W\s+)?race\b", printed(counsel, line, f"?version={version}"))
    write(counsel, path, seen="2", grounds=["origin"])  # unticked
    assert only(line).latest.statement.grounds == ("origin",)
    assert 'value="race"' not in counsel.text("/console/facts/new")


def test_a_long_story_in_any_script_has_room(counsel: Visitor, line: Hotline) -> None:
    words = (BENGALI * 1000)[:20_000]
    answer = counsel.client.post(
        "/console/facts",
        data={**SAID, "words": words, "csrf_token": counsel.token()},
        content_type="multipart/form-data",
    )
    assert answer.status_code == 303
    assert only(line).latest.statement.words == words


def test_who_types_for_long_is_not_signed_out(counsel: Visitor, clock: Clock) -> None:
    for _ in range(3):  # what awake.js asks for
        clock.forward(minutes=20)
        counsel.get("/console/static/icon.svg").close()
    assert counsel.get("/console/facts/new").status_code == 200


# --- who may ---------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["member", "coordinator", "editor", "administrator"])
def test_for_anybody_else_there_is_none(
    app: Flask, counsel: Visitor, line: Hotline, hire: Callable[..., StaffMember], role: str
) -> None:
    write(counsel)
    before, seen = only(line), audited(line, only(line).id)
    hire("max", "pad", "integration", roles=[role])
    visitor = Visitor(app.test_client())
    visitor.sign_in("max")
    if role == "administrator":
        visitor.post("/console/login/code", code=SECRETS["max"].pop())
    form = {**SAID, "csrf_token": visitor.token(), "seen": "1"}
    for endpoint, method, rule in rules(app):
        if endpoint in OF_RECORDS:
            path = path_of(rule).replace("/facts/none", f"/facts/{before.id}")
            answer = visitor.client.open(path, method=method, data=form if method == "POST" else {})
            assert answer.status_code == 404, endpoint
    assert only(line) == before
    assert audited(line, before.id) == seen
    assert "Récits des faits" not in visitor.text("/console/password")


def test_who_leaves_the_team_reads_no_more(
    counsel: Visitor, line: Hotline, lea: StaffMember
) -> None:
    write(counsel)
    line.store.staff.change(lea.id, "Lea", ["pad"], ["member"], [], line.now())
    assert counsel.get(f"/console/facts/{only(line).id}").status_code == 404


# --- from a request --------------------------------------------------------------------------


def test_opened_from_a_request_it_is_found_there(
    counsel: Visitor, line: Hotline, ask: Callable[..., str]
) -> None:
    id_ = ask(team="mrap93", topic="racism", person="p")
    assert f"/console/facts/new?callback={id_}" in counsel.text(f"/console/requests/{id_}")
    assert f'name="callback" value="{id_}"' in counsel.text(f"/console/facts/new?callback={id_}")
    assert "écrit du téléphone qui a demandé le rappel, l’efface aussitôt" in write(
        counsel, callback=id_
    )
    record = only(line)
    assert record.callback == id_
    request = counsel.text(f"/console/requests/{id_}")
    assert f"/console/facts/{record.id}" in request
    assert "Fatou" not in request


def test_the_request_of_another_team_opens_none(
    app: Flask, line: Hotline, hire: Callable[..., StaffMember], ask: Callable[..., str]
) -> None:
    hire("max", "mrap93", "pad")
    visitor, id_ = signed_in(app, "max"), ask()
    assert "/console/facts/new" not in visitor.text(f"/console/requests/{id_}")
    assert visitor.get(f"/console/facts/new?callback={id_}").status_code == 404
    write(visitor, callback=id_)
    assert only(line).callback is None


def test_a_request_that_was_forgotten_meanwhile_takes_no_word_with_it(
    counsel: Visitor, line: Hotline, ask: Callable[..., str]
) -> None:
    id_ = ask(team="mrap93", topic="racism", person="p")
    line.store.turns.forget("p")
    page = write(counsel, callback=id_)
    assert "La demande de rappel a été effacée entre-temps" in page
    assert only(line).callback is None


@pytest.mark.parametrize("stays", [False, True])
def test_forget_by_sms_and_the_page_has_said_so(
    counsel: Visitor, line: Hotline, ask: Callable[..., str], app: Flask, stays: bool
) -> None:
    person = line.store.turns.person("+33639980042") or ""
    id_ = ask(team="mrap93", topic="racism", person=person)
    page = write(counsel, callback=id_, **({"stays": "1"} if stays else {}))
    assert ("OUBLIE, écrit de son téléphone, ne l’efface pas" in page) is stays
    form = {"from": "+33639980042", "text": "oublie"}
    assert app.test_client().post("/channels/simulator/sms", json=form).status_code == 200
    assert len(line.store.facts.all()) == int(stays)


PROMISED = "OUBLIE envoyé du téléphone qui a demandé le rappel efface aussi ce récit"
NOBODY = "Aucun téléphone n’est lié à ce récit : OUBLIE ne l’efface pas."
UNTIL = "Il l’est jusqu’à ce que l’équipe l’efface."


@pytest.mark.parametrize("stays", [False, True])
def test_what_forget_does_is_said_only_where_it_can(
    counsel: Visitor, line: Hotline, ask: Callable[..., str], stays: bool
) -> None:
    theirs, typed = (ask(team="mrap93", topic="racism", typed=each) for each in (False, True))
    for asked, owned in ((f"?callback={theirs}", True), (f"?callback={typed}", False), ("", False)):
        form = unescape(counsel.text(f"/console/facts/new{asked}"))
        assert (PROMISED in form, NOBODY in form) == (owned, not owned)
        given = {"callback": asked[10:], "stays": "1" if stays else None}
        page = write(counsel, **given)
        assert (UNTIL in page) is not (owned or stays)
        (record,) = line.store.facts.all()
        form = unescape(counsel.text(f"/console/facts/{record.id}/amend"))
        assert (PROMISED in form, NOBODY in form) == (owned, not owned)
        assert ('name="stays"' in form) is (owned or stays)  # what was said stays said
        line.store.facts.erase(record.id)


def test_a_forget_in_between_takes_the_record_or_comes_before_it(
    counsel: Visitor, line: Hotline, ask: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The person says FORGET when the request has been looked up and nothing is kept yet."""
    id_ = ask(team="mrap93", topic="racism", person="p")

    def forget() -> None:
        with line.store.transaction():
            line.store.turns.forget("p")

    forgetting = Thread(target=forget)

    def looked_up(here: Desk, callback: str | None) -> Callback | None:
        found = request_of(here, callback)
        forgetting.start()
        forgetting.join(0.3)
        return found

    monkeypatch.setattr(keeping, "request_of", looked_up)
    counsel.post("/console/facts", **{**SAID, "callback": id_})  # type: ignore[arg-type]
    forgetting.join()
    assert line.store.facts.all() == []


# --- on paper --------------------------------------------------------------------------------


def printed(visitor: Visitor, line: Hotline, query: str = "") -> str:
    answer = visitor.get(f"/console/facts/{only(line).id}/pdf{query}")
    assert (answer.status_code, answer.content_type) == (200, "application/pdf")
    assert "attachment; filename=recit-des-faits-" in answer.headers["Content-Disposition"]
    assert answer.headers["Cache-Control"] == "no-store"
    pages = PdfReader(io.BytesIO(answer.data)).pages
    return "\n".join(page.extract_text() for page in pages)


def test_the_paper_has_all_of_it_and_nothing_of_anybody_else(
    counsel: Visitor, line: Hotline, ask: Callable[..., str], clock: Clock
) -> None:
    id_ = ask(team="mrap93", topic="racism", person="p")
    write(counsel, callback=id_)
    clock.forward(minutes=20)
    write(counsel, f"/{only(line).id}/amend", seen="1", wish="Une plainte")
    step(counsel, line, kind="other", what="Maître X", day="2026-11-30")
    text = " ".join(printed(counsel, line).split())
    for said in (
        *("Récit des faits", "Permanence MRAP 93", "Fatou", "jeudi 12 novembre 2026 · vers 10 h"),
        "Recueilli le 23 novembre 2026 à 10:20 par Lea, version 2.",
        "Première version : le 23 novembre 2026 à 10:00 par Lea, version 1.",
        *("Agence, rue de l’Église", "Il a dit : « pas vous ».", "Je suis partie.", "Mon frère"),
        *("Appartenance ou non à une prétendue race", "mon accent", "Un SMS", "Une plainte"),
        *("loi n° 2008-496 du 27 mai 2008", "page 1 sur 1", "Date et signature de la personne"),
    ):
        assert said in text, said
    for other in ("Maître X", "39 98", "39980001", "4821", "Des excuses"):
        assert other not in text, other
    assert "Des excuses" in printed(counsel, line, "?version=1")
    assert audited(line, only(line).id).count("facts_printed") == 2
    assert counsel.get(f"/console/facts/{only(line).id}/pdf?version=3").status_code == 404


def test_the_paper_is_in_french_whoever_prints_it(counsel: Visitor, line: Hotline) -> None:
    counsel.post("/console/language", language="en")
    write(counsel)
    text = printed(counsel, line)
    assert "Récit des faits" in text
    assert "Grounds" not in text


def test_a_long_story_has_numbered_pages(counsel: Visitor, line: Hotline) -> None:
    write(counsel, words="Il a crié encore une fois.\n" * 150, evidence="b" * 900)
    text = printed(counsel, line)
    assert text.count("Il a crié encore une fois.") == 150
    pages = int(re.findall(r"page \d+ sur (\d+)", text)[0])
    assert pages > 2
    assert [int(each) for each in re.findall(r"page (\d+) sur", text)] == [*range(1, pages + 1)]
    assert "b" * 48 in text


SCRIPTS = [
    (ARABIC, True, "NotoSansArabic"),
    ("12 : " + ARABIC, True, "NotoSansArabic"),
    ("به من گفتند که نمی‌توانم کار کنم", True, "NotoSansArabic"),
    ("زما نوم ښه نه و ځکه ډېر", True, "NotoSansArabic"),
    (BENGALI, False, "NotoSansBengali"),
    ("எனக்கு வீடு கொடுக்க மறுத்தார்கள்", False, "NotoSansTamil"),
    ("他们说不租给外国人。", False, "NotoSansCJK"),
    ("Мне отказали, бо я чужинець", False, "NotoSans"),
]


@pytest.mark.parametrize(("words", "rtl", "_font"), SCRIPTS)
def test_a_line_begins_where_its_script_does(words: str, rtl: bool, _font: str) -> None:
    assert paper.from_the_right(words) is rtl


def test_every_script_the_line_speaks_has_its_font(counsel: Visitor, line: Hotline) -> None:
    write(counsel, words="\n".join(words for words, _, _ in SCRIPTS), name=f"{ARABIC} {BENGALI}")
    data = counsel.get(f"/console/facts/{only(line).id}/pdf").data
    found = PdfReader(io.BytesIO(data)).pages[0]["/Resources"]["/Font"].values()  # type: ignore[index]
    names = " ".join(each.get_object()["/BaseFont"] for each in found)
    assert [font for _, _, font in SCRIPTS if font not in names] == []


# --- steps -----------------------------------------------------------------------------------


def step(visitor: Visitor, line: Hotline, path: str = "", **form: str) -> str:
    answer = visitor.post(f"/console/facts/{only(line).id}/steps{path}", **form)
    assert answer.status_code in (303, 404, 422)
    location = answer.location
    return unescape(visitor.text(location.split("#")[0]) if location else answer.text)


def test_a_step_reminds_until_it_is_done(counsel: Visitor, line: Hotline, clock: Clock) -> None:
    write(counsel)
    due = {"kind": "complaint", "what": "au commissariat", "day": "2026-11-27", "state": "due"}
    assert "à faire : vendredi 27 novembre 2026" in step(counsel, line, **due)
    reminder = "Récits des faits : étapes à faire d’ici une semaine : 1"
    assert reminder in unescape(counsel.text())
    assert "commissariat" not in counsel.text()
    assert "commissariat" in counsel.text("/console/facts")
    clock.forward(days=6)
    counsel.sign_in("lea")
    assert "en retard : 1" in unescape(counsel.text())
    assert "en retard" in counsel.text("/console/facts")
    (one,) = line.store.steps.of(only(line).id)
    assert "fait : samedi 28 novembre 2026" in step(counsel, line, f"/{one.id}", day="2026-11-28")
    assert reminder[:20] not in unescape(counsel.text()).split("<h1>")[1]
    assert "facts_step_done" in audited(line, only(line).id)


def test_other_teams_are_not_reminded(counsel: Visitor, at_work: Visitor, line: Hotline) -> None:
    write(counsel)
    step(counsel, line, kind="hearing", day="2026-11-23", state="due")
    assert "étapes à faire" not in unescape(at_work.text())


def test_a_step_that_is_wrong_is_not_kept_and_not_lost(counsel: Visitor, line: Hotline) -> None:
    write(counsel)
    for form, said in (
        ({"kind": "x"}, "Choisissez une étape dans la liste."),
        ({"kind": "other", "what": " "}, "Dites en quelques mots de quoi il s’agit."),
        ({"what": "é" * 302}, "Caractères en trop : 2."),
        ({"day": ""}, "Donnez un jour, comme 23/11/2026."),
        ({"day": "2026-11-24", "state": "done"}, "Ce jour n’est pas encore passé"),
        ({"day": "2036-11-24"}, "C’est à plus de cinq ans : vérifiez l’année."),
    ):
        given = {"kind": "letter", "what": "à l’agence", "day": "2026-11-30", "state": "due"}
        page = step(counsel, line, **{**given, **form})
        assert said in page
        assert {**given, **form}["what"].strip() in page
        assert 'aria-invalid="true"' in page
    assert line.store.steps.of(only(line).id) == []


def test_a_step_of_another_record_is_out_of_reach(counsel: Visitor, line: Hotline) -> None:
    write(counsel)
    foreign = line.store.steps.add("other", "letter", "", line.now().date(), "x", done=False)
    for path in (f"/{foreign}", f"/{foreign}/drop"):
        step(counsel, line, path, day="2026-11-23")
    assert len(line.store.steps.of("other")) == 1
    assert line.store.steps.of("other")[0].done_on is None


def test_a_step_is_done_on_no_day_to_come_nor_of_long_ago(counsel: Visitor, line: Hotline) -> None:
    write(counsel)
    id_ = line.store.steps.add(
        only(line).id, "letter", "", line.now().date() + timedelta(days=1), "x", done=False
    )
    assert "aujourd’hui ou avant" in step(counsel, line, f"/{id_}", day="2026-11-24")
    assert "à plus de cinq ans" in step(counsel, line, f"/{id_}", day="0001-01-01")
    assert line.store.steps.of(only(line).id)[0].done_on is None
    assert "L’étape est enlevée." in step(counsel, line, f"/{id_}/drop")
    assert line.store.steps.of(only(line).id) == []


def test_a_closed_record_lies_apart(counsel: Visitor, line: Hotline) -> None:
    write(counsel)
    assert "Clos <" not in counsel.text("/console/facts")
    step(counsel, line, kind="closed", day="2026-11-23", state="done")
    assert "Clos <" in counsel.text("/console/facts")
    assert "Aucun récit en cours." in counsel.text("/console/facts")


# --- erased ----------------------------------------------------------------------------------


def test_erased_in_two_steps_only_the_audit_knows(
    counsel: Visitor, line: Hotline, lea: StaffMember
) -> None:
    write(counsel)
    id_ = only(line).id
    assert "disparaissent pour toujours" in unescape(counsel.text(f"/console/facts/{id_}/erase"))
    assert only(line)
    answer = counsel.post(f"/console/facts/{id_}/erase")
    assert "Le récit est effacé" in unescape(counsel.text(answer.location))
    assert line.store.facts.all() == []
    assert line.store.staff.audited(id_)[-1][1:] == (lea.id, "facts_erased")
    assert counsel.get(f"/console/facts/{id_}").status_code == 404
    assert counsel.post(f"/console/facts/{id_}/amend", **SAID).status_code == 404  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("un deux trois", "un trois"),
        ("", "neuf"),
        ("vieux", ""),
        ("a\n\nb  c", "a\nb c d"),
        (ARABIC, ARABIC + " " + BENGALI),
        ("Un mot. " * 2000, "Un mot. " * 1000 + "Deux mots ! " + "Un mot. " * 1000 + "Fin"),
    ],
)
def test_what_is_different_can_be_put_together_again(before: str, after: str) -> None:
    pieces = changes.compare(before, after)
    assert "".join(text for what, text in pieces if what != "new") == before
    assert "".join(text for what, text in pieces if what != "gone") == after
