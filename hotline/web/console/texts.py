"""Which translations has nobody read yet, what does each cost, and what do speakers say of them?"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlencode

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from hotline.content.reading import Entry, as_read, entries
from hotline.content.texts import SOURCE, Text, Texts, placeholders
from hotline.content.translations import problem
from hotline.render import sms
from hotline.render.cost import Cost, price, report
from hotline.speech.status import sentences
from hotline.store.marks import Mark
from hotline.web.console.desk import Desk, desk
from hotline.web.console.wording import _n, in_script

PAGE = 40
MAX_WORDING = 2000
TO_DO = ("missing", "fuzzy", "draft")
_SHOWN = {
    "todo": TO_DO,
    "missing": ("missing",),
    "fuzzy": ("fuzzy",),
    "draft": ("draft",),
    "read": ("read",),
    "all": (*TO_DO, "read"),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """One entry as it is shown; `cost` None: it is heard, or is a list, and costs no segment."""

    entry: Entry
    cost: Cost | None
    mark: Mark | None
    cost_of_suggestion: Cost | None

    @property
    def names(self) -> list[str]:
        """Its placeholders, as they are written."""
        if self.entry.key.endswith("/keywords"):
            return []
        return [f"{{{name}}}" for name in sorted(placeholders(self.entry.french))]


def texts() -> ResponseReturnValue:
    """Every language: what is untranslated, out of date, unread, and the dearest text."""
    here = desk()
    line = here.line
    told = as_read(line.texts, line.store.text_marks.all())
    rows = [
        (code, Counter(each.state for each in entries(told, code)), *_dearest(line.texts, code))
        for code in line.city.languages
        if code != SOURCE
    ]
    return render_template("console/texts.html", rows=rows, budget=sms.BUDGET)


def text(language: str) -> ResponseReturnValue:
    """One language's texts beside the French: those to be read, or others."""
    return _page(desk(), language)


def mark_read(language: str) -> ResponseReturnValue:
    """Somebody who speaks it says that it is right: these words, and no others."""
    here, entry = desk(), _entry(language)
    if entry is None or not entry.text:
        return _changed(here, language)
    mark = Mark(entry.version, entry.key, here.staff.id, here.now, None)
    return _kept(here, language, mark, "text_read", _n("C’est noté : relu."))


def suggest(language: str) -> ResponseReturnValue:
    """Somebody who speaks it would say it otherwise: kept for who keeps the files."""
    here, entry = desk(), _entry(language)
    if entry is None:
        return _changed(here, language)
    wording = "\n".join(request.form.get("wording", "").split("\r\n")).strip()[:MAX_WORDING]
    if wording == entry.text:
        flash(here.wording.say("Ce sont les mêmes mots."), "problem")
        return redirect(_here(language), 303)
    if not wording or problem(entry.key, wording, entry.french):
        names = " ".join(Shown(entry, None, None, None).names) or "–"
        said = here.wording.say(
            _n("Pas gardé. Entre accolades il faut exactement : %(names)s"), names=names
        )
        flash(said, "problem")
        return redirect(_here(language), 303)
    mark = Mark(entry.version, entry.key, here.staff.id, here.now, wording)
    said = _n("C’est gardé pour la personne qui tient les fichiers.")
    return _kept(here, language, mark, "text_suggested", said)


def unmark(language: str) -> ResponseReturnValue:
    """What was said of these words is taken back."""
    here, entry = desk(), _entry(language)
    if entry is None:
        return _changed(here, language)
    store = here.line.store
    with store.transaction():
        undone = _as_seen(here, entry.version) and store.text_marks.drop(_seen())
        if undone:
            store.staff.audit(here.staff.id, "text_unmarked", f"{language}:{entry.key}", here.now)
    if not undone:
        return _overtaken(here, language, entry.version)
    flash(here.wording.say("C’est annulé."))
    return redirect(_here(language), 303)


def _page(here: Desk, language: str, only: str = "", typed: str = "") -> str:
    """The texts that were asked for; or `only` the one of this version, with what was typed."""
    show = request.values.get("show", "todo")
    start = max(0, request.values.get("from", 0, type=int))
    marks = here.line.store.text_marks.of(language)
    found = _entries(here, language)
    wanted = [each for each in found if each.state in _SHOWN.get(show, TO_DO)]
    rows = wanted[start : start + PAGE]
    if only:
        rows = wanted = [each for each in found if each.version == only]
    said = here.line.utterances_in(language)
    return render_template(
        "console/text.html",
        language=language,
        direction=in_script(language),
        rows=[_shown(here, language, each, marks) for each in rows],
        counts=Counter(each.state for each in found),
        wanted=len(wanted),
        start=start,
        page=PAGE,
        show=show if show in _SHOWN else "todo",
        done=next((each for each in marks.values() if each.id == request.args.get("done")), None),
        typed=typed,
        speaks=language in here.staff.languages,
        names=here.line.store.staff.names(),
        budget=sms.BUDGET,
        unvoiced=sum(each.want != "done" for each in sentences(here.line.library, language, said)),
    )


def _kept(here: Desk, language: str, mark: Mark, deed: str, said: str) -> ResponseReturnValue:
    store = here.line.store
    with store.transaction():
        kept = _as_seen(here, mark.version)
        if kept:
            store.text_marks.keep(language, mark)
            store.staff.audit(here.staff.id, deed, f"{language}:{mark.key}", here.now)
    if not kept:
        return _overtaken(here, language, mark.version, mark.wording or "")
    flash(here.wording.say(said))
    return redirect(_here(language, done=mark.id), 303)


def _as_seen(here: Desk, version: str) -> bool:
    """Does the mark still hold that was on the page; or none, if there was none?"""
    return here.line.store.text_marks.newest(version) == _seen()


def _seen() -> str:
    return request.form.get("seen", "")


def _overtaken(here: Desk, language: str, version: str, typed: str = "") -> ResponseReturnValue:
    """What somebody else has said of it, and what was typed: nothing is lost of either."""
    said = _n("Rien n’est changé : ce texte n’est plus marqué comme sur votre page. Regardez.")
    flash(here.wording.say(said), "problem")
    return _page(here, language, version, typed), 409


def _changed(here: Desk, language: str) -> ResponseReturnValue:
    flash(here.wording.say("Le texte a changé entre-temps. Relisez-le."), "problem")
    return redirect(_here(language), 303)


def _entries(here: Desk, language: str) -> list[Entry]:
    if language == SOURCE or language not in here.line.city.languages:
        abort(404)
    marks = here.line.store.text_marks.all()
    return [*entries(as_read(here.line.texts, marks), language)]


def _entry(language: str) -> Entry | None:
    """The entry that was on the page, if its words are still the same."""
    here = desk()
    _speaks(here, language)
    version = request.form.get("version")
    return next((each for each in _entries(here, language) if each.version == version), None)


def _speaks(here: Desk, language: str) -> None:
    """Only who speaks it can say that it is right: their account says so."""
    if language not in here.staff.languages:
        abort(404)


def _here(language: str, **more: str) -> str:
    """The page that was asked from: the same texts, the same place among them."""
    asked = {name: request.form[name] for name in ("show", "from") if name in request.form}
    query = urlencode({**asked, **more})
    return f"{url_for('console.text', language=language)}?{query}"


def _shown(here: Desk, language: str, entry: Entry, marks: dict[str, Mark]) -> Shown:
    mark = marks.get(entry.version)
    if not _is_sent(entry.key):
        return Shown(entry, None, mark, None)
    suggested = None
    if mark and mark.wording is not None:
        other = here.line.texts.having([Text(entry.key, mark.wording, language)])
        suggested = price(entry.key, language, other)
    return Shown(entry, price(entry.key, language, here.line.texts), mark, suggested)


def _is_sent(key: str) -> bool:
    return "/" not in key and not key.startswith("distance.")


@lru_cache(maxsize=64)
def _dearest(told: Texts, language: str) -> tuple[int, int]:
    """The most segments a text of this language costs; how many cost more than a reply may."""
    found = report(told, language)
    return max(cost.count.segments for cost in found.costs), len(found.over_budget)
